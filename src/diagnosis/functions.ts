/** Functions that learners write for a slope, simplest first. */
import type { Op } from '../tensor/operations.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Term } from './paths.ts'

export interface Guess {
  readonly text: (y: string) => string
  readonly value: (y: number) => number
}

const power = (p: number): Guess => ({ text: y => `${y}**${p}`, value: y => y ** p })

export const identity: Guess = { text: y => y, value: y => y }

export const reciprocal: Guess = power(-1)

export const guesses: readonly Guess[] = [
  identity,
  power(2),
  reciprocal,
  power(-2),
  { text: y => `exp(${y})`, value: Math.exp },
  { text: y => `log(${y})`, value: Math.log },
  { text: y => `(1 - ${y}**2)`, value: y => 1 - y * y },
  { text: y => `(1 - ${y})`, value: y => 1 - y },
  { text: y => `${y} * (1 - ${y})`, value: y => y * (1 - y) },
  { text: y => `(1 + ${y}**2)`, value: y => 1 + y * y },
  { text: y => `tanh(${y})`, value: Math.tanh },
  { text: y => `(1 - tanh(${y})**2)`, value: y => 1 - Math.tanh(y) ** 2 },
  { text: y => `(1 - tanh(${y}))`, value: y => 1 - Math.tanh(y) },
  { text: y => `sqrt(${y})`, value: Math.sqrt },
  power(-0.5),
  power(-1.5),
  power(1.5),
  power(-2.5),
  power(3),
  power(-3),
  { text: y => `exp(-${y})`, value: y => Math.exp(-y) },
  { text: y => `(1 + ${y})`, value: y => 1 + y },
  { text: y => `(${y} - 1)`, value: y => y - 1 },
  { text: y => `sigmoid(${y})`, value: y => 1 / (1 + Math.exp(-y)) },
  { text: y => `cosh(${y})**-2`, value: y => Math.cosh(y) ** -2 },
]

/** Functions with a kink are guessed only where there is one: their zeros and signs would fit too much. */
const kinked: readonly Guess[] = [
  { text: y => `abs(${y})`, value: Math.abs },
  { text: y => `sign(${y})`, value: Math.sign },
  { text: y => `relu(${y})`, value: y => Math.max(0, y) },
  { text: y => `(${y} > 0)`, value: y => (y > 0 ? 1 : 0) },
]

const kinks: ReadonlySet<Op> = new Set(['relu', 'abs', 'sign', 'maximum', 'minimum'])

export const guessesFor = ({ path }: Term): readonly Guess[] =>
  path.hops.some(({ step }) => kinks.has(step.op)) ? [...guesses, ...kinked] : guesses

/** The function of every element; null where it isn't a number everywhere. */
export function applyGuess({ value }: Guess, y: Tensor, make: (data: Float64Array) => Tensor): Tensor | null {
  const data = new Float64Array(y.data.length)
  for (let i = 0; i < data.length; i++) {
    data[i] = value(y.data[i])
    if (!Number.isFinite(data[i])) return null
  }
  return make(data)
}
