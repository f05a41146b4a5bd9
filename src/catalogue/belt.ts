/** How far one has come in a track, in the colours of judo. */

export type Belt = 'white' | 'yellow' | 'orange' | 'green' | 'blue' | 'brown' | 'black'

/** The share of a track's exercises that each belt takes; black is for all of them. */
const belts: readonly (readonly [share: number, belt: Belt])[] = [
  [1, 'black'],
  [0.8, 'brown'],
  [0.65, 'blue'],
  [0.5, 'green'],
  [0.3, 'orange'],
  [0.1, 'yellow'],
]

export function beltOf(passed: number, total: number): Belt {
  const earned = belts.find(([share]) => total > 0 && passed >= share * total)
  return earned?.[1] ?? 'white'
}
