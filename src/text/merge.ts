/** Three versions of a text put together, line by line: the old one, yours, and the next. */

/** Lines of one version, from `start` to before `end`; or a place where two versions say different things. */
export type MergedPart =
  | { readonly from: 'mine' | 'next'; readonly start: number; readonly end: number; readonly own: boolean }
  | { readonly from: 'both'; readonly mine: LineRange; readonly next: LineRange }

/** Lines from `start` to before `end`, counted from 0. */
export interface LineRange {
  readonly start: number
  readonly end: number
}

/**
 * What only one side changed is as that side has it. What both changed, in different ways, is left to the reader: only
 * what both added at an end is there twice, first mine. `own`: lines that are mine alone. Lines are given as what is
 * compared of them. `isEnd`: whether a line of the old text begins something of its own.
 */
export function mergedParts(
  old: readonly string[],
  mine: readonly string[],
  next: readonly string[],
  isEnd: (line: string) => boolean,
): MergedPart[] {
  const [toMine, toNext] = [alignedLines(old, mine), alignedLines(old, next)]
  const parts: MergedPart[] = []
  let done = { old: 0, mine: 0, next: 0 }
  for (let at = 0; at <= old.length; at++) {
    const isOver = at === old.length
    if (!isOver && (toMine[at] === -1 || toNext[at] === -1)) continue
    const ends = isOver ? { mine: mine.length, next: next.length } : { mine: toMine[at], next: toNext[at] }
    const before = old.slice(done.old, at)
    const ranges = {
      mine: { start: done.mine, end: ends.mine },
      next: { start: done.next, end: ends.next },
    }
    parts.push(...between(before, mine, next, ranges, () => endsHere(old, at, isEnd)))
    if (!isOver) parts.push({ from: 'mine', start: ends.mine, end: ends.mine + 1, own: false })
    done = { old: at + 1, mine: ends.mine + 1, next: ends.next + 1 }
  }
  return parts.filter(part => part.from === 'both' || part.end > part.start)
}

/** The same where the old version isn't known: all that differs is different in both. */
export function mergedOfTwo(mine: readonly string[], next: readonly string[]): MergedPart[] {
  const toNext = alignedLines(mine, next)
  const parts: MergedPart[] = []
  let done = { mine: 0, next: 0 }
  for (let at = 0; at <= mine.length; at++) {
    if (at < mine.length && toNext[at] === -1) continue
    const end = at < mine.length ? toNext[at] : next.length
    const ranges = { mine: { start: done.mine, end: at }, next: { start: done.next, end } }
    if (at > done.mine || end > done.next) parts.push({ from: 'both', ...ranges })
    if (at < mine.length) parts.push({ from: 'mine', start: at, end: at + 1, own: false })
    done = { mine: at + 1, next: end + 1 }
  }
  return parts
}

function between(
  old: readonly string[],
  allOfMine: readonly string[],
  allOfNext: readonly string[],
  ranges: { readonly mine: LineRange; readonly next: LineRange },
  isAtEnd: () => boolean,
): MergedPart[] {
  const mine = allOfMine.slice(ranges.mine.start, ranges.mine.end)
  const next = allOfNext.slice(ranges.next.start, ranges.next.end)
  const fromMine: MergedPart = { from: 'mine', ...ranges.mine, own: !sameLines(mine, next) }
  const fromNext: MergedPart = { from: 'next', ...ranges.next, own: false }
  if (sameLines(mine, old)) return [fromNext]
  if (sameLines(next, old) || sameLines(mine, next)) return [fromMine]
  return old.length === 0 && isAtEnd() ? [fromMine, fromNext] : [{ from: 'both', ...ranges }]
}

const sameLines = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, i) => line === b[i])

function endsHere(old: readonly string[], at: number, isEnd: (line: string) => boolean): boolean {
  const following = old.slice(at).find(line => line !== '')
  return following === undefined || isEnd(following)
}

/** Of pairs of lines; more would take too long, and no person writes a file like that. */
const MOST_PAIRS = 2 ** 23

/** For each line of `a` the one of `b` that it is, in order, so that as much as possible is the same; -1: none. */
export function alignedLines(a: readonly string[], b: readonly string[]): Int32Array {
  const to = new Int32Array(a.length).fill(-1)
  const shorter = Math.min(a.length, b.length)
  let first = 0
  while (first < shorter && a[first] === b[first]) to[first] = first++
  let last = 0
  while (last < shorter - first && a[a.length - 1 - last] === b[b.length - 1 - last]) {
    last++
    to[a.length - last] = b.length - last
  }
  const [rows, columns] = [a.length - first - last, b.length - first - last]
  if (rows * columns > MOST_PAIRS) return to
  const width = columns + 1
  const best = new Int32Array((rows + 1) * width)
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const without = Math.max(best[(i + 1) * width + j], best[i * width + j + 1])
      const line = a[first + i]
      const pair = line === b[first + j] ? best[(i + 1) * width + j + 1] + weightOf(line) : 0
      best[i * width + j] = Math.max(without, pair)
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    const line = a[first + i]
    const isPair = line === b[first + j]
    if (isPair && best[i * width + j] === best[(i + 1) * width + j + 1] + weightOf(line))
      to[first + i++] = first + j++
    else if (best[i * width + j] === best[(i + 1) * width + j]) i++
    else j++
  }
  return to
}

/** Empty lines and single brackets are everywhere: they say little about what belongs together. */
const weightOf = (line: string): number => (line.trim().length > 2 ? 4 : 1)
