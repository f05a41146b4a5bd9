/** Right in some places, zero in the others. */
import { sumTo } from '../autograd/sweep.ts'
import { oneHot } from '../tensor/creation.ts'
import type { Op } from '../tensor/operations.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { branchesOf, factorOf, termOfBranch } from './branch.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { sayIndex } from './picking.ts'
import { at, subjectOf, timesText } from './words.ts'

/** Some entries are right and the others are zero: the line works on a selection that this use doesn't make. */
export const partial: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const chosen = evidence.settings.every(({ terms, needed }, i) =>
      isSelection(branch.rests[i], terms[branch.index].value, needed),
    )
    if (!chosen) continue
    const { path } = termOfBranch(branch)
    const user = at(path.via[0])
    const reason = path.hops.some(({ step }) => leavesOut.has(step.op))
      ? `Which elements of \`${evidence.name}\` make a difference to ${user}?`
      : `Every element of \`${evidence.name}\` goes into ${user}, so every one has a gradient.`
    return {
      family: 'index',
      formula: ownFormula(evidence),
      short: 'right in some places, 0 in others',
      message: `${subjectOf(evidence, branch.index)} is right in some places, but 0 in others where it shouldn't be. ${reason}`,
      tier: 2,
    }
  }
  return labelColumns(evidence)
}

/** Operations that not every element gets through. */
const leavesOut: ReadonlySet<Op> = new Set([
  'index',
  'max',
  'min',
  'maximum',
  'minimum',
  'relu',
  'clamp',
  'where',
  'abs',
  'slice',
  'gather',
  'indexPut',
  'scatter',
])

export function isSelection(rest: Tensor, whole: Tensor, { data }: Tensor): boolean {
  if (!sameShape(rest.shape, whole.shape)) return false
  const limit = 1e-9 * data.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  const isZero = (v: number): boolean => Math.abs(v) <= limit
  const missing = rest.data.filter((v, i) => isZero(v) && !isZero(whole.data[i])).length
  return (
    missing > 0 &&
    missing < rest.data.length &&
    !rest.data.every(isZero) &&
    rest.data.every((v, i) => isZero(v) || Math.abs(v - whole.data[i]) <= limit)
  )
}

/** A sum along rows of which only the label's or the largest entry was taken. */
function labelColumns(evidence: Parameters<DiagnosisRule>[0]): Explanation | null {
  for (const branch of branchesOf(evidence)) {
    const [first] = evidence.settings
    const { raw } = first.terms[branch.index]
    if (raw.shape.length !== 2 || raw.data.length === first.needed.data.length) continue
    for (const [name, x] of first.at.graph.tensors) {
      if (
        x.shape.length !== 1 ||
        x.shape[0] !== raw.shape[0] ||
        !x.data.every(v => Number.isInteger(v) && v >= 0 && v < raw.shape[1])
      )
        continue
      const k = factorOf(branch, ({ at: { graph }, needed }, { raw }) =>
        sumTo(raw.mul(oneHot(graph.tensors.get(name)!, raw.shape[1])), needed.shape),
      )
      if (k !== null)
        return sayIndex(
          branch,
          `only the column that ${name} names`,
          `counts only the column that ${name} names${timesText(k)}. Every column of ${at(termOfBranch(branch).path.via[0])} was made with \`${evidence.name}\`, so each one sends something back.`,
        )
    }
  }
  return null
}
