/** Rows of a table that are picked several times: each time adds. */
import { onesLike, tensor, zeros } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { branchesOf, factorOf, termOfBranch } from './branch.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { indexName, picking } from './picking.ts'
import { at, list, subjectOf, timesText } from './words.ts'

/** Rows of a table that are picked several times: each time adds. */
export const scatter: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    const first = picking(term, 'index')
    if (first === null || term.path.hops[0].step !== first.step) continue
    const [, ...indices] = first.step.inputs
    const names = list(indices.map(index => indexName(branch, index)))
    const [name, place] =
      indices.length === 1 ? [`${names} names`, 'row'] : [`Together, ${names} name`, 'place']
    for (const [short, slip, make] of slips(indices, place)) {
      const k = factorOf(branch, (_, own) => {
        const { step, g } = picking(own, 'index')!
        const [x, ...all] = step.inputs
        return make(x, g, all)
      })
      if (k === null) continue
      return {
        family: 'scatter',
        formula: ownFormula(evidence),
        short,
        message: `${subjectOf(evidence, branch.index)} ${slip}${timesText(k)}. ${name} some ${place}s of \`${evidence.name}\` more than once in ${at(term.path.via[0])}, and the gradient of a ${place} is the sum over all the times that it was picked.`,
        tier: 2,
      }
    }
  }
  return null
}

/** A line that is right on the table's own batch, because no row is picked twice there. */
export function luckyBatch(evidence: Evidence): Explanation | null {
  const found = scatter(evidence)
  return found === null
    ? null
    : {
        ...found,
        message: `Your line is right on this batch only: no row of \`${evidence.name}\` is picked twice here. In other batches some are, and the gradient of a row is the sum over all the times that it was picked.`,
      }
}

type Slip = readonly [
  short: string,
  text: string,
  make: (x: Tensor, g: Tensor, indices: readonly Tensor[]) => Tensor | null,
]

function slips(indices: readonly Tensor[], place: string): Slip[] {
  const [only] = indices
  const positions =
    indices.length === 1 && only.shape.length === 2 ? Array.from({ length: only.shape[1] }, (_, j) => j) : []
  return [
    [
      'the last occurrence only',
      `keeps only the last occurrence of each ${place}: it assigns where it should add`,
      (x, g, ix) => zeros(x.shape).indexPut(ix, g),
    ],
    ['the first occurrence only', `keeps only the first occurrence of each ${place}`, firstOnly],
    [
      'a mean over repeats',
      `takes the mean over the times that a ${place} was picked`,
      (x, g, ix) =>
        zeros(x.shape)
          .indexAdd(ix, g)
          .div(counts(x, g, ix).maximum(1)),
    ],
    ...[...positions, -1]
      .map(
        (j): Slip => [
          `position ${j} only`,
          `counts only position ${j} of each row of the batch`,
          (x, g, [ix]) => {
            const at = j === -1 ? ix.shape[1] - 1 : j
            return g.shape.length < 2 || at >= ix.shape[1]
              ? null
              : zeros(x.shape).indexAdd([ix.slice(1, at, at + 1)], g.slice(1, at, at + 1))
          },
        ],
      )
      .filter(() => positions.length > 0),
  ]
}

const counts = (x: Tensor, g: Tensor, indices: readonly Tensor[]): Tensor =>
  zeros(x.shape).indexAdd(indices, onesLike(g))

function firstOnly(x: Tensor, g: Tensor, indices: readonly Tensor[]): Tensor | null {
  if (indices.length !== 1) return null
  const flat = indices[0].flatten()
  const n = flat.data.length
  const backwards = tensor(flat.data.map((_, i) => n - 1 - i))
  const rows = g.view([n, ...g.shape.slice(indices[0].shape.length)])
  return zeros(x.shape).indexPut([flat.index(backwards)], rows.index(backwards))
}
