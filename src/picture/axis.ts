/** An axis: from numbers to places, and the marks beside it. */

export interface AxisOptions {
  readonly label?: string
  /** Each power of ten as wide as the next. What isn't positive has no place on such an axis. */
  readonly log?: boolean
  /** Where it begins and ends; left out, where the numbers do. */
  readonly from?: number
  readonly to?: number
}

export interface Mark {
  /** 0 is the beginning of the axis, 1 its end. */
  readonly at: number
  readonly text: string
}

export interface Axis {
  readonly label: string
  readonly from: number
  readonly to: number
  /** Where a number stands: 0 at the beginning, 1 at the end; NaN for what has no place. */
  at(value: number): number
  /** At round numbers, in ascending order, at most as many as asked for. */
  marks(atMost: number): Mark[]
}

export function axis(values: Iterable<number>, { label = '', log = false, ...ends }: AxisOptions = {}): Axis {
  const inner = (value: number): number => (log ? Math.log10(value) : value)
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    const place = inner(value)
    if (!Number.isFinite(place)) continue
    if (place < low) low = place
    if (place > high) high = place
  }
  if (low > high) [low, high] = [0, 1]
  if (ends.from !== undefined) low = inner(ends.from)
  if (ends.to !== undefined) high = inner(ends.to)
  // All numbers are the same: they stand in the middle.
  if (!(high > low)) [low, high] = widened(low, log)

  const at = (value: number): number => {
    const place = inner(value)
    return Number.isFinite(place) ? (place - low) / (high - low) : Number.NaN
  }
  const whole = log && Math.floor(high) - Math.ceil(low) >= 1
  const marks = (atMost: number): Mark[] =>
    whole
      ? rounds(low, high, atMost, 1).map(power => ({
          at: (power - low) / (high - low),
          text: powerOfTen(power),
        }))
      : log
        ? rounds(10 ** low, 10 ** high, atMost).map(value => ({ at: at(value), text: plain(value) }))
        : rounds(low, high, atMost).map(value => ({ at: at(value), text: plain(value) }))
  return { label, from: low, to: high, at, marks }
}

const widened = (place: number, log: boolean): [number, number] => {
  const half = log ? 1 : Math.abs(place) / 2 || 1
  return [place - half, place + half]
}

/** Multiples of 1, 2 or 5 times a power of ten between two numbers, at most so many, no closer than `finest`. */
function rounds(low: number, high: number, atMost: number, finest = 0): number[] {
  const wanted = (high - low) / Math.max(1, atMost)
  let power = 10 ** Math.floor(Math.log10(Math.max(wanted, finest, Number.MIN_VALUE)))
  for (;;) {
    for (const multiple of [1, 2, 5]) {
      const step = multiple * power
      if (step < finest) continue
      const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)]
      if (last - first + 1 <= Math.max(1, atMost))
        return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
    }
    power *= 10
  }
}

const powerOfTen = (power: number): string => {
  const exponent = Math.round(power)
  return exponent >= -2 && exponent <= 4 ? String(Number(`1e${exponent}`)) : `1e${exponent}`
}

/** Short, without the dust of rounding: 0.30000000000000004 is 0.3. */
const plain = (value: number): string => String(Number(value.toPrecision(6))).replace('e+', 'e')
