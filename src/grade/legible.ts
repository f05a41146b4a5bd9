/** A stranger's text without what is no text: half a surrogate pair, and control characters, which move a terminal's cursor. */
export const legible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Cs}]/gu, '\ufffd')
