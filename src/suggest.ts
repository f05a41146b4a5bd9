/** "Did you mean …?" for anything that has a list of right names. */

/** The name nearest to what was written; nothing where none is near. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(written.length / 3))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const name of names) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** The same for words that one abbreviates, such as options: the shortest that begins with what was written, else the nearest. */
export function nearestStart(written: string, names: Iterable<string>): string | undefined {
  const all = [...names]
  const begun = all.filter(name => written.length > 1 && name.toLowerCase().startsWith(written.toLowerCase()))
  return begun.sort((a, b) => a.length - b.length)[0] ?? nearest(written, all)
}

/** How many letters must be inserted, removed, replaced or swapped with their neighbour (Damerau and Levenshtein). */
function editDistance(a: string, b: string): number {
  let [before, previous] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + same)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    before = previous
    previous = row
  }
  return previous[b.length]
}
