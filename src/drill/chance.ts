/** Choices made by a seeded generator: the same on every machine for the same seed. */
import { type Chance, chanceOf } from '../tensor/chance.ts'
import { generator } from '../tensor/random.ts'

/** `about`: two that are about different things choose independently, whatever their seeds. */
export const chanceFrom = (seed: number, about: string): Chance =>
  chanceOf(generator(hashed(about) * 2 ** 32 + (seed >>> 0)).random)

/** 20 bits of a text (FNV-1a). */
const hashed = (text: string): number =>
  [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5) >>>
  12
