/** Choices made by random numbers: the same for the same numbers. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  random(): number
  /** A whole number from 0 up to, not including, `many`. */
  below(many: number): number
  /** Whether something happens that has this probability. */
  happens(probability: number): boolean
  one<T>(from: readonly T[]): T
  /** In random order. */
  shuffled<T>(all: readonly T[]): T[]
}

/** `random`: of a generator. */
export function chanceOf(random: () => number): Chance {
  const below = (many: number): number => Math.floor(random() * many)
  return {
    random,
    below,
    happens: probability => random() < probability,
    one: from => from[below(from.length)],
    shuffled: all => {
      const left = [...all]
      return all.map(() => left.splice(below(left.length), 1)[0])
    },
  }
}
