/** The bank of wrong lines. */

import { scale, variance } from './batchnorm.ts'
import { atOnce, shortcuts } from './batchnorm-at-once.ts'
import { crossEntropyAtOnce } from './cross-entropy.ts'
import { difference } from './difference.ts'
import { embedding } from './embedding.ts'
import { found } from './found.ts'
import { first, second } from './linear.ts'
import type { WrongRow } from './lines.ts'
import { loops, steps } from './loops.ts'
import { loss } from './loss.ts'
import { moreBatchnorm } from './more-batchnorm.ts'
import { moreLoss } from './more-loss.ts'
import { softmax } from './softmax.ts'
import { tanh } from './tanh.ts'
import { counts, logits } from './twice.ts'
import { made } from './variants.ts'

export const wrong: readonly WrongRow[] = [
  ...loss,
  ...softmax,
  ...counts,
  ...logits,
  ...second,
  ...tanh,
  ...scale,
  ...variance,
  ...difference,
  ...first,
  ...embedding,
  ...crossEntropyAtOnce,
  ...atOnce,
  ...shortcuts,
  ...loops,
  ...steps,
  ...made,
  ...moreLoss,
  ...moreBatchnorm,
  ...found,
]
