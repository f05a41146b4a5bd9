/** What the three pictures of a row show: yours, expected and the difference, on one scale. */

import { largestIn } from '../picture/heat.ts'
import { elementOf } from '../picture/tiles.ts'
import type { Drawn, Numbers, Pattern, Probe } from './contract.ts'
import type { TableRow } from './rows.ts'
import { numberText, shapeText } from './words.ts'

export interface Pictured {
  readonly yours: Numbers | null
  readonly expected: Numbers
  /** Null where there is nothing to subtract, or the shapes differ. */
  readonly difference: Float64Array | null
  readonly largest: number
  /** The element to look at; null where nothing is off. */
  readonly worst: { readonly at: number; readonly word: 'worst' | 'first' } | null
  readonly ties: number
  readonly pattern: Pattern | null
  readonly probe: Probe | null
}

/** Null where there is nothing to draw. */
export function picturedOf({ judged }: TableRow, drawn: Drawn | undefined): Pictured | null {
  if (drawn?.expected == null) return null
  const { yours, expected } = drawn.probe ?? { yours: drawn.yours, expected: drawn.expected }
  const isSame = yours !== null && shapeText(yours.shape) === shapeText(expected.shape)
  const difference = isSame ? yours.data.map((x, i) => x - expected.data[i]) : null
  return {
    ...{ yours, expected, difference },
    largest: largestIn(expected.data, yours?.data ?? []),
    worst: worstIn(judged, isSame ? yours : null, difference, drawn),
    ties: drawn.ties,
    pattern: drawn.pattern,
    probe: drawn.probe,
  }
}

function worstIn(
  judged: TableRow['judged'],
  yours: Numbers | null,
  difference: Float64Array | null,
  { probe }: Drawn,
): Pictured['worst'] {
  if (yours === null || difference === null) return null
  const infinite = yours.data.findIndex(x => !Number.isFinite(x))
  if (infinite !== -1) return { at: infinite, word: 'first' }
  if (judged.verdict === 'exact' || judged.verdict === 'approximate') return null
  // The report's own is of the numbers of the table.
  if (judged.worst !== null && probe === null)
    return { at: elementOf(yours.shape, judged.worst.index), word: 'worst' }
  const largest = largestIn(difference)
  const at = difference.findIndex(x => Math.abs(x) === largest)
  return largest === 0 || at === -1 ? null : { at, word: 'worst' }
}

/** What a picture says to those who can't see it. */
export function summaryOf(name: string, shape: readonly number[], data: ArrayLike<number>): string {
  let [least, most, zeros, strange] = [Infinity, -Infinity, 0, 0]
  for (let i = 0; i < data.length; i++) {
    const x = data[i]
    if (!Number.isFinite(x)) strange++
    else {
      least = Math.min(least, x)
      most = Math.max(most, x)
      if (x === 0) zeros++
    }
  }
  const range = least > most ? '' : `, from ${numberText(least)} to ${numberText(most)}`
  const infinite = strange === 0 ? '' : `, ${strange} not finite`
  return `${name}: shape ${shapeText(shape)}${range}, ${zeros} of ${data.length} are 0${infinite}`
}

/** Only where it holds for every element. */
export function patternText({ pattern, difference }: Pictured): string | null {
  switch (pattern) {
    case 'everywhere':
      return `The difference is the same everywhere: ${numberText(difference![0])}.`
    case 'each row':
      return 'The difference is one number for each row, the same all along it.'
    case 'each column':
      return 'The difference is one number for each column, the same all the way down.'
    case 'one in each row':
      return 'The difference is 0 but for one element in each row.'
    case null:
      return null
  }
}
