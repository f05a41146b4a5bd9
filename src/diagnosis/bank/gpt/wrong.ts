/** The wrong lines of the GPT. */
import type { WrongRow } from '../lines.ts'
import { attention, attentionAtOnce, heads } from './attention.ts'
import { embeddings } from './embeddings.ts'
import { feedForward, gelu } from './mlp.ts'
import { layerNorm, layerNormAtOnce, rmsNorm } from './norms.ts'

export const wrong: readonly WrongRow[] = [
  ...embeddings,
  ...rmsNorm,
  ...layerNorm,
  ...layerNormAtOnce,
  ...gelu,
  ...heads,
  ...attention,
  ...attentionAtOnce,
  ...feedForward,
]
