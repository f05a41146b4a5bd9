/**
 * Functions of `Math` that each engine rounds in its own way: QuickJS is given the host's, so that a right line is as
 * exact as it is anywhere else. This is to be loaded before anything that takes one of them for itself.
 */

/** Asks the host: with a text, for the answer to a question; with a number, for what a function of `Math` gives. */
export type Door = (what: string | number, x?: number, y?: number) => string | number

/** Of one argument; then of two. */
const ONE = [
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1'],
  ...['log', 'log10', 'log1p', 'log2', 'sin', 'sinh', 'tan', 'tanh'],
] as const
const TWO = ['atan2', 'pow'] as const

let door: Door = () => Number.NaN

/** From now on the host is asked. */
export const openDoor = (host: Door): void => {
  door = host
}

/** On the host's side: what the function of this number gives. */
export const mathOf = (which: number, x: number, y: number): number => ALL[which]?.(x, y) ?? Number.NaN

const ALL: readonly ((x: number, y: number) => number)[] = [...ONE, ...TWO].map(name => Math[name])

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
}
