/**
 * Functions of `Math` that each engine rounds in its own way: QuickJS is given the host's, so that a right line is as
 * exact as it is anywhere else. This is to be loaded before anything that takes one of them for itself.
 */

/**
 * Asks the host: with a text, for the answer to a question; with a number, for what a function of `Math` gives, or, from
 * `FIRST_KERNEL` on, to have a kernel run over what is on the bench.
 */
export type Door = (what: string | number, ...given: readonly number[]) => string | number

export const FIRST_KERNEL = 100

/** Of one argument, of two, of as many as there are. */
const ONE = [
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1'],
  ...['log', 'log10', 'log1p', 'log2', 'sin', 'sinh', 'tan', 'tanh'],
] as const
const TWO = ['atan2', 'pow'] as const
const MANY = ['hypot'] as const

let door: Door = () => Number.NaN

/** From now on the host is asked. */
export const openDoor = (host: Door): void => {
  door = host
}

/** On the host's side: what the function of these numbers gives. */
export const mathOf = (which: number, given: readonly number[]): number =>
  ALL[which]?.(...given) ?? Number.NaN

const ALL = [...ONE, ...TWO, ...MANY].map(name => Math[name] as (...given: readonly number[]) => number)

/** For the engine inside: puts functions that ask in the place of its own. */
export function askForMaths(): void {
  const one = (which: number, x: number): number => door(which, +x) as number
  ONE.forEach((name, which) => {
    Math[name] = { [name]: (x: number) => one(which, x) }[name]
  })
  TWO.forEach((name, i) => {
    const which = ONE.length + i
    Math[name] = { [name]: (x: number, y: number) => door(which, +x, +y) as number }[name]
  })
  MANY.forEach((name, i) => {
    const which = ONE.length + TWO.length + i
    Math[name] = { [name]: (...all: number[]) => door(which, ...all.map(x => +x)) as number }[name]
  })
}
