/** Choices made by a seeded generator: the same on every machine for the same seed. */
import { generator } from '../tensor/random.ts'

export interface Chance {
  /** A whole number from 0 up to, not including, `many`. */
  below(many: number): number
  /** Whether something happens that has this probability. */
  happens(probability: number): boolean
  one<T>(from: readonly T[]): T
  /** In random order. */
  shuffled<T>(all: readonly T[]): T[]
}

/** `about`: two that are about different things choose independently, whatever their seeds. */
export function chanceFrom(seed: number, about: string): Chance {
  const { random } = generator(hashed(about) * 2 ** 32 + (seed >>> 0))
  const below = (many: number): number => Math.floor(random() * many)
  return {
    below,
    happens: probability => random() < probability,
    one: from => from[below(from.length)],
    shuffled: all => {
      const left = [...all]
      return all.map(() => left.splice(below(left.length), 1)[0])
    },
  }
}

/** 20 bits of a text (FNV-1a). */
const hashed = (text: string): number =>
  [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5) >>>
  12
