/** What pictures of a verdict are drawn from. It is beside the report, not in it: worked out when somebody looks. */

import { sameBits } from '../tensor/kernels/native.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A tensor's numbers, row by row. */
export interface Numbers {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/**
 * How the elements of a difference are alike, where that holds for every one of them. A row is what the last dimension
 * runs along, a column the one before it.
 */
export type Pattern = 'everywhere' | 'each row' | 'each column' | 'one in each row'

/** Numbers with which a line is wrong that is right by chance with those of the table. */
export interface Probe {
  readonly yours: Numbers
  readonly expected: Numbers
  /** The sizes that they are of, by name. */
  readonly sizes: Readonly<Record<string, number>>
}

/** What the pictures of one gradient are drawn from. */
export interface Drawn {
  /** Null where there is none: a blank, or something that is no tensor. */
  readonly yours: Numbers | null
  /** Null where the row is about something else than a tensor. */
  readonly expected: Numbers | null
  /** Null where the numbers of the table show the mistake. */
  readonly probe: Probe | null
  /** The uses that the line leaves out, by the name of what they make: `counts_sum`. */
  readonly missing: readonly string[]
  /** Of a right line that is fed wrong gradients: which, `dcounts`. */
  readonly inherits: readonly string[]
  /** How many more elements are as far off as the worst: of the probe, where there is one. */
  readonly ties: number
  /** Of the difference in the probe, where there is one. */
  readonly pattern: Pattern | null
}

/** Of it what tensors tell. */
export type DrawnNumbers = Omit<Drawn, 'missing' | 'inherits'>

/** Two tensors that were compared; what they may differ by is worked out when it is asked for. */
export interface Pairing {
  readonly yours: Tensor | null
  readonly expected: Tensor
  readonly tolerance: () => number
}

/** `probe`: a pairing that shows the mistake where `shown` does not. */
export function drawnFrom(
  shown: Pairing,
  probe: (Pairing & Pick<Probe, 'sizes'>) | null = null,
): DrawnNumbers {
  const expected = numbersOf(shown.expected)
  return {
    yours: shown.yours === null ? null : numbersLike(expected, shown.yours),
    expected,
    probe:
      probe?.yours == null
        ? null
        : { yours: numbersOf(probe.yours), expected: numbersOf(probe.expected), sizes: probe.sizes },
    ...alikeIn(probe?.yours == null ? shown : probe),
  }
}

/** A copy, as whoever draws may keep it for long. */
const numbersOf = ({ shape, data }: Pick<Tensor, 'shape' | 'data'>): Numbers => ({
  shape: [...shape],
  data: data.slice(),
})

/** Those that are the same to the last bit are kept once, and sent once. */
function numbersLike({ data: known }: Numbers, { shape, data }: Tensor): Numbers {
  return sameBits(data, known) ? { shape: [...shape], data: known } : numbersOf({ shape, data })
}

function alikeIn({ yours, expected, tolerance }: Pairing): Pick<Drawn, 'ties' | 'pattern'> {
  if (yours === null || !sameShape(yours.shape, expected.shape)) return { ties: 0, pattern: null }
  const difference = yours.data.map((value, i) => value - expected.data[i])
  let [off, most] = [0, 0]
  for (const value of difference) {
    if (Number.isNaN(value)) off++
    else most = Math.max(most, Math.abs(value))
  }
  // NaN is the worst there is.
  if (off > 0) return { ties: off - 1, pattern: null }
  if (most === 0) return { ties: 0, pattern: null }
  const slack = tolerance()
  if (most <= slack) return { ties: 0, pattern: null }
  const isWorst = (value: number): boolean => Math.abs(value) === most || most - Math.abs(value) <= slack
  return {
    ties: difference.filter(isWorst).length - 1,
    pattern: Number.isFinite(most) ? patternIn(difference, expected.shape, slack) : null,
  }
}

/** The most that is alike: what is the same everywhere is so in each row, too. */
function patternIn(difference: Float64Array, shape: readonly number[], slack: number): Pattern | null {
  const same = (a: number, b: number): boolean => Math.abs(difference[a] - difference[b]) <= slack
  const [rows, cols] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
  const every = (holds: (i: number) => boolean): boolean => difference.every((_, i) => holds(i))
  if (difference.length < 2) return null
  if (every(i => same(i, 0))) return 'everywhere'
  if (rows < 2 || cols < 2) return null
  if (every(i => same(i, i - (i % cols)))) return 'each row'
  if (every(i => same(i, i - cols * (Math.floor(i / cols) % rows)))) return 'each column'
  const count = new Array<number>(difference.length / cols).fill(0)
  for (const [i, value] of difference.entries()) if (Math.abs(value) > slack) count[Math.floor(i / cols)]++
  return count.every(one => one === 1) ? 'one in each row' : null
}
