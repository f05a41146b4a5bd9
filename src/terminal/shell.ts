/** Words of a command, as a shell reads them back. */
export function quoted(word: string, windows = process.platform === 'win32'): string {
  if (/^[\w@+:,./\\-]+$/.test(word) && (windows || !word.includes('\\'))) return word
  return windows ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`
}
