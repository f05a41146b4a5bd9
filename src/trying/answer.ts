/** What came of something that was tried, as plain data: it may have to cross from one process to another. */
import type { Shape } from '../tensor/shape.ts'
import type { Origin, ToldGradient } from './gradients.ts'

export interface TryAnswer {
  readonly printed: readonly string[]
  readonly result: string | null
  /** Of a tensor. */
  readonly shape: Shape | null
  readonly failure: TryFailure | null
  /** What there is to know of the numbers, a sentence each. */
  readonly notes: readonly string[]
  /** Whether it can be read once more lines follow. */
  readonly isOpen: boolean
  /** The names that it declares; null: nothing that comes later can depend on it. */
  readonly stays: readonly string[] | null
}

export interface TryFailure {
  readonly message: string
  readonly advice: string | null
  readonly isTimeout: boolean
}

export const failedAnswer = (message: string, advice: string | null = null, isOpen = false): TryAnswer => ({
  ...{ printed: [], result: null, shape: null, notes: [], isOpen, stays: null },
  failure: { message, advice, isTimeout: false },
})

/** What isn't the gradient's right numbers is said to be what it is. `homeOf`: the exercise that a gradient is a blank of. */
export function notesOn(
  gradients: ReadonlyMap<string, ToldGradient>,
  homeOf: (gradient: string) => string | null,
): string[] {
  const all = [...gradients].map(([name, { origin }]) => ({ name, origin }))
  const blank = all.filter(({ origin }) => origin.kind === 'blank').map(({ name }) => name)
  return [
    ...(blank.length === 0 ? [] : [blankNote(blank)]),
    ...all.flatMap(({ name, origin }) => noteOn(name, origin, homeOf) ?? []),
  ]
}

function blankNote(names: readonly string[]): string {
  const [is, its] = names.length === 1 ? ["isn't", 'its numbers are'] : ["aren't", 'their numbers are']
  return `${listed(names)} ${is} filled in yet: ${its} random here, in the right shape`
}

function noteOn(name: string, origin: Origin, homeOf: (gradient: string) => string | null): string | null {
  switch (origin.kind) {
    case 'failed':
      return `your ${name} gives nothing (${origin.message}): its numbers are random here, in the right shape`
    case 'yours':
      return origin.random.length === 0
        ? null
        : `${name} is what your function makes of random numbers for ${listed(origin.random)}`
    case 'withheld': {
      const homes = [...new Set(origin.blanks.map(homeOf).filter(home => home !== null))].sort()
      return `${name} is random here, in the right shape, until you've passed ${shortened(homes)}: it would tell an answer`
    }
  }
  return null
}

/** Names, and no more of them than one reads. */
const shortened = (names: readonly string[]): string =>
  names.length <= MOST ? listed(names) : `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more`

const MOST = 3

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
