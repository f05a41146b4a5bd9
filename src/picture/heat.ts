/** Numbers as colours: blue below zero, paper at zero, orange above, on one scale for all pictures that are compared. */

/** `log`: over three decades below the largest number, since gradients have heavy tails. */
export type Scale = 'log' | 'linear'
export type Theme = 'light' | 'dark'
export type Rgb = readonly [red: number, green: number, blue: number]

/** The colours at 0, 1/4, 1/2, 3/4 and 1 of a scale, of both signs. Lightness falls alike on both sides. */
interface Ramp {
  readonly negative: readonly Rgb[]
  readonly positive: readonly Rgb[]
}

export const DECADES = 3
/** What is smaller than this part of the largest number is not told from zero. */
export const LEAST = 10 ** -DECADES
/** What can just be told from zero is already a little coloured. */
const FAINTEST = 0.06

const rgb = (hex: string): Rgb => {
  const at = (i: number): number => Number.parseInt(hex.slice(i, i + 2), 16)
  return [at(1), at(3), at(5)]
}
const ramp = (paper: string, negative: string, positive: string): Ramp => ({
  negative: [paper, ...negative.split(' ')].map(rgb),
  positive: [paper, ...positive.split(' ')].map(rgb),
})

export const RAMPS: Readonly<Record<Theme, Ramp>> = {
  light: ramp('#ffffff', '#c3ddf2 #5a9bd5 #1c5796 #0a2f5c', '#f9d7b0 #d98433 #904606 #512500'),
  dark: ramp('#191d21', '#1b3c5c #2d74b5 #5aa5e8 #a3d2ff', '#573411 #a9641a #dd9238 #ffc680'),
}

/** The largest |number| of several lists; 0 where they have none that is finite. */
export function largestIn(...lists: readonly ArrayLike<number>[]): number {
  let largest = 0
  for (const list of lists)
    for (let i = 0; i < list.length; i++) {
      const size = Math.abs(list[i])
      if (size > largest && size < Infinity) largest = size
    }
  return largest
}

/** How strongly a number is coloured, from 0 (paper) to 1; infinite numbers as strongly as the largest. */
export function strength(x: number, largest: number, scale: Scale = 'log'): number {
  const part = Math.abs(x) === Infinity ? 1 : Math.abs(x) / largest
  if (!(part >= LEAST)) return 0
  if (scale === 'linear') return Math.min(1, part)
  return FAINTEST + (1 - FAINTEST) * Math.min(1, 1 + Math.log10(part) / DECADES)
}

/** The colour of a number. NaN has none: it is drawn as a cross. */
export function colourOf(x: number, largest: number, theme: Theme, scale: Scale = 'log'): Rgb {
  const stops = x > 0 ? RAMPS[theme].positive : RAMPS[theme].negative
  const at = strength(x, largest, scale) * (stops.length - 1)
  const below = Math.min(stops.length - 2, Math.floor(at))
  const mixed = stops[below].map((part, i) =>
    Math.round(part + (stops[below + 1][i] - part) * (at - below)),
  ) as [number, number, number]
  return mixed
}

const PER_DECADE = 6
const SIDE = PER_DECADE * DECADES
/** Bins of one sign, `about 0`, bins of the other. */
export const BINS = 2 * SIDE + 1
export const ABOUT_ZERO = SIDE

/** The bin of a finite number. */
export function binOf(x: number, largest: number, scale: Scale = 'log'): number {
  const part = Math.abs(x) / largest
  if (!(part >= LEAST)) return ABOUT_ZERO
  const along = scale === 'linear' ? part : 1 + Math.log10(part) / DECADES
  const steps = Math.min(SIDE - 1, Math.floor(along * SIDE))
  return x > 0 ? ABOUT_ZERO + 1 + steps : ABOUT_ZERO - 1 - steps
}

/** How many numbers are in each bin; what is not finite is in none. */
export function histogramOf(list: ArrayLike<number>, largest: number, scale: Scale = 'log'): number[] {
  const counts = new Array<number>(BINS).fill(0)
  for (let i = 0; i < list.length; i++) if (Number.isFinite(list[i])) counts[binOf(list[i], largest, scale)]++
  return counts
}

/** The number in the middle of a bin. */
export function middleOf(bin: number, largest: number, scale: Scale = 'log'): number {
  if (bin === ABOUT_ZERO) return 0
  const along = (Math.abs(bin - ABOUT_ZERO) - 0.5) / SIDE
  const size = largest * (scale === 'linear' ? along : 10 ** (DECADES * (along - 1)))
  return bin > ABOUT_ZERO ? size : -size
}

/** Numbers to write at the axis of a histogram, and where: in bins from its left end. */
export function ticksOf(
  largest: number,
  scale: Scale = 'log',
): { readonly at: number; readonly value: number }[] {
  const steps = scale === 'linear' ? [1 / 3, 2 / 3, 1] : [0.01, 0.1, 1]
  const sides = steps.flatMap((part, i) => [
    { at: ABOUT_ZERO - PER_DECADE * (i + 1), value: -part * largest },
    { at: ABOUT_ZERO + 1 + PER_DECADE * (i + 1), value: part * largest },
  ])
  return [...sides, { at: ABOUT_ZERO + 0.5, value: 0 }].sort((a, b) => a.at - b.at)
}
