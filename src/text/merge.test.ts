import { expect, test } from 'vitest'
import { alignedLines, type MergedPart, mergedOfTwo, mergedParts } from './merge.ts'
import { numbers } from './testing.ts'

const isMarker = (line: string): boolean => line.startsWith('#')
const lines = (text: string): string[] => (text === '' ? [] : text.split(' '))

/** The result as a text; a conflict as `<mine|next>`. */
function merged(old: string, mine: string, next: string): string {
  const [a, b, c] = [old, mine, next].map(lines)
  return written(mergedParts(a, b, c, isMarker), b, c)
}

const written = (parts: readonly MergedPart[], mine: readonly string[], next: readonly string[]): string =>
  parts
    .map(part =>
      part.from === 'both'
        ? `<${mine.slice(part.mine.start, part.mine.end).join(' ')}|${next.slice(part.next.start, part.next.end).join(' ')}>`
        : (part.from === 'mine' ? mine : next).slice(part.start, part.end).join(' '),
    )
    .join(' ')

test.each([
  ['nothing changed', 'a b c', 'a b c', 'a b c', 'a b c'],
  ['only mine changed', 'a b c', 'a B c', 'a b c', 'a B c'],
  ['only the next changed', 'a b c', 'a b c', 'a B c', 'a B c'],
  ['each changed something else', 'a b c d e', 'a B c d e', 'a b c D e', 'a B c D e'],
  ['both changed the same in the same way', 'a b c', 'a B c', 'a B c', 'a B c'],
  ['both changed the same in different ways', 'a b c', 'a B c', 'a x c', 'a <B|x> c'],
  ['mine left out what the next changed', 'a b c', 'a c', 'a x c', 'a <|x> c'],
  ['neighbours', 'a b c d', 'a B c d', 'a b C d', 'a <B c|b C> d'],
  ['both added in the middle', 'a b', 'a x b', 'a y b', 'a <x|y> b'],
  ['both added at the end of a part', 'a #b', 'a x #b', 'a #y #b', 'a x #y #b'],
  ['both added at the end', 'a b', 'a b x', 'a b y', 'a b x y'],
  ['the next moved something', 'a b c d e', 'a b c d E', 'a c d b e', 'a c d <E|b e>'],
])('%s', (_, old, mine, next, result) => {
  expect(merged(old, mine, next)).toBe(result)
})

test('where the old version is not known, every difference is one of both', () => {
  const [mine, next] = ['a B c d', 'a b c d e'].map(lines)
  expect(written(mergedOfTwo(mine, next), mine, next)).toBe('a <B|b> c d <|e>')
})

/** Some of the lines changed, left out, or with new ones before them, of those for which `may` says yes. */
function editedLines(
  old: readonly string[],
  side: string,
  draw: (below: number) => number,
  may: (i: number) => boolean,
) {
  let count = 0
  return old.flatMap((line, i) => {
    if (!may(i) || draw(3) > 0) return [line]
    return [[], [`${side}${count++}`], [`${side}${count++}`, line]][draw(3)]
  })
}

test('edits of different parts all come through, whatever they are', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const draw = numbers(seed)
    // Every fifth line is a place that nobody touches, so the sides never meet.
    const old = Array.from({ length: 30 }, (_, i) => (i % 5 === 4 ? `fixed${i}` : `line${draw(12)}`))
    const sides = Array.from({ length: 6 }, () => draw(2))
    const mine = editedLines(old, 'mine', draw, i => i % 5 < 3 && sides[Math.floor(i / 5)] === 0)
    const next = editedLines(old, 'next', draw, i => i % 5 < 3 && sides[Math.floor(i / 5)] === 1)
    const parts = mergedParts(old, mine, next, () => false)
    expect(parts.filter(({ from }) => from === 'both')).toEqual([])
    const expected = Array.from({ length: 6 }, (_, k) => {
      const of = (all: string[]): string[] => {
        const end = all.indexOf(`fixed${k * 5 + 4}`)
        return all.slice(k === 0 ? 0 : all.indexOf(`fixed${k * 5 - 1}`) + 1, end + 1)
      }
      return of(sides[k] === 0 ? mine : next)
    }).flat()
    expect(lines(written(parts, mine, next).replace(/ +/g, ' ').trim())).toEqual(expected)
  }
})

test('whatever both sides did: nothing that is only mine, and nothing that is only new, is left out in silence', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const draw = numbers(seed)
    const old = Array.from({ length: 1 + draw(25) }, () => `line${draw(8)}`)
    const mine = editedLines(old, 'mine', draw, () => draw(2) === 0)
    const next = editedLines(old, 'next', draw, () => draw(2) === 0)
    const parts = mergedParts(old, mine, next, isMarker)
    const words = written(parts, mine, next).split(/[ <>|]+/)
    for (const line of [...mine, ...next].filter(one => !one.startsWith('line')))
      expect(words).toContain(line)
    // A second time there is nothing to do.
    if (parts.some(({ from }) => from === 'both')) continue
    const result = lines(written(parts, mine, next).replace(/ +/g, ' ').trim())
    const again = mergedParts(next, result, next, isMarker)
    expect(lines(written(again, result, next).replace(/ +/g, ' ').trim())).toEqual(result)
    const halfway = mergedParts(old, result, next, isMarker)
    expect(halfway.filter(({ from }) => from === 'next')).toEqual([])
  }
})

test('an alignment is in order, pairs the same lines, and keeps a changed part from being torn apart by empty lines', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const draw = numbers(seed)
    const [a, b] = [0, 1].map(() => Array.from({ length: draw(20) }, () => 'xyz'[draw(3)]))
    const to = [...alignedLines(a, b)]
    const pairs = to.flatMap((j, i) => (j === -1 ? [] : [[i, j]]))
    for (const [i, j] of pairs) expect(a[i]).toBe(b[j])
    const places = pairs.map(([, j]) => j)
    expect(places).toEqual([...new Set(places)].sort((x, y) => x - y))
  }
  const a = ['}', '', 'function one() {', '}', '', 'function two() {']
  const b = ['}', '', '', '}', '', '', 'function one() {']
  expect(alignedLines(a, b)[2]).toBe(6)
})

test('texts that nobody writes are not compared line by line', () => {
  const [a, b] = ['a', 'b'].map(word => Array.from({ length: 4000 }, (_, i) => `${word}${i % 3}`))
  expect(alignedLines(['same', ...a, 'end'], ['same', ...b, 'end'])[4001]).toBe(4001)
})
