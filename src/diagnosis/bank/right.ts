/** The bank of right lines: each answer, and other forms of it. */
import type { BankExercise, RightRow } from './lines.ts'
import { toEmbedding } from './right-batchnorm.ts'
import { inBroadcasting } from './right-broadcasting.ts'
import { toTanh } from './right-loss.ts'
import { byOtherMethods } from './right-methods.ts'
import { answersOf } from './trial.ts'

const exercises: readonly BankExercise[] = [
  '07_whole_network',
  '08_cross_entropy_at_once',
  '09_batchnorm_at_once',
]

const answers: readonly RightRow[] = exercises.flatMap(exercise =>
  [...answersOf(exercise)].map(([name, line]) => ({ exercise, of: `d${name}`, form: 'the answer', line })),
)

export const right: readonly RightRow[] = [
  ...answers,
  ...toTanh,
  ...toEmbedding,
  ...byOtherMethods,
  ...inBroadcasting,
]
