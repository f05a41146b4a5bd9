/** Expressions over tensors, drawn at random: the same ones for the same seed. Most of them can be computed. */

import { type Chance, chanceOf } from '../../../tensor/chance.ts'
import { generator } from '../../../tensor/random.ts'
import { arithmetic, called, compared } from './arithmetic.ts'
import { arranged } from './arranged.ts'
import { onArrays } from './arrays.ts'
import { type DrawnExpression, leaf } from './expression.ts'
import { loss, torchFunction } from './functions.ts'
import { inPlace } from './in-place.ts'
import { indexed, picked } from './indexed.ts'
import { chosen, joined } from './joined.ts'
import { converted, made } from './made.ts'
import { plain } from './plain.ts'
import { einsum, product } from './products.ts'
import { reduced } from './reduced.ts'

export interface DrawnProgram {
  readonly library: 'torch' | 'numpy'
  /** Its last line sets `result`. */
  readonly python: string
  /** The same as an expression on our own tensors, where it can be written so. */
  readonly own: string | null
}

export function programsFrom(seed: number): () => DrawnProgram {
  const chance = chanceOf(generator(seed).random)
  return () => program(chance)
}

function program(chance: Chance): DrawnProgram {
  const library = 'torch'
  if (chance.happens(0.15))
    return { library, python: inPlace(chance, expression(chance, chance.below(2))), own: null }
  if (chance.happens(0.06)) return { library, python: `result = ${plain(chance)}\n`, own: null }
  if (chance.happens(0.08))
    return {
      library: 'numpy',
      python: `result = ${onArrays(chance, leaf(chance)).replaceAll('.numpy()', '')}\n`,
      own: null,
    }
  const { python, own } = expression(chance, 1 + chance.below(3))
  return { library, python: `result = ${python}\n`, own }
}

/** What an expression is made by, and how often among them all. */
const RULES = (
  [
    [3, arithmetic],
    [1, compared],
    [2, called],
    [3, reduced],
    [3, arranged],
    [3, indexed],
    [1, product],
    [1, joined],
    [1, chosen],
    [1, torchFunction],
    [1, loss],
    [1, converted],
    [1, made],
    [1, einsum],
    [1, picked],
  ] as const
).flatMap(([times, rule]) => Array.from({ length: times }, () => rule))

/** An expression so many operations deep. */
function expression(chance: Chance, depth: number): DrawnExpression {
  if (depth === 0) return leaf(chance)
  const x = expression(chance, chance.happens(0.7) ? depth - 1 : 0)
  if (x.shape === null) return x
  return chance.one(RULES)(chance, x)
}
