/** The batch of an exercise in letters: what its table's rows and columns stand for. */
import type { Case } from '../checker/gradient/case.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { BatchView } from './contract.ts'

/** Null for an exercise that has no batch of letters. */
export function lettersIn(found: Case | null, vocabulary: readonly string[]): BatchView | null {
  if (found === null) return null
  const { Xb, Yb } = found.graph.values
  if (!(Xb instanceof Tensor && Yb instanceof Tensor) || Xb.shape.length !== 2) return null
  const letter = (i: number): string => vocabulary[i]
  const contexts = Xb.tolist() as number[][]
  return {
    contexts: contexts.map(row => row.map(letter).join('')),
    targets: Array.from(Yb.data, letter),
    vocabulary,
  }
}
