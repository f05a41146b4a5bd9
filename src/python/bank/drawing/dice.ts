/** Chance: the same for the same seed. */
import { generator } from '../../../tensor/random.ts'

export interface Dice {
  /** From 0 to 1, without the 1. */
  random(): number
  /** A whole number from 0 on. */
  below(many: number): number
  one<T>(of: readonly T[]): T
  /** True in so many of all cases: 0.1 is one in ten. */
  chance(part: number): boolean
}

export function diceFrom(seed: number): Dice {
  const numbers = generator(seed)
  const random = (): number => numbers.random()
  const below = (many: number): number => Math.floor(random() * many)
  return { random, below, one: of => of[below(of.length)], chance: part => random() < part }
}
