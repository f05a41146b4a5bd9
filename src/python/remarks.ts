/** Mistakes that show in a notebook as a whole, not in a line's formula: each is proved before it is named. */
import type { Case } from '../checker/gradient/case.ts'
import type { Diagnosis } from '../checker/report.ts'
import { onesLike } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { PlacedClaim } from './passes.ts'
import type { ReadRun } from './sizes.ts'
import { textsOf } from './written-sizes.ts'

const remark = (family: string, short: string, message: string): Diagnosis => ({
  family,
  formula: null,
  short,
  message,
  tier: 2,
})

/** `really`: the tensor whose true gradient the value is. */
export const anotherGradient = ({ name }: PlacedClaim, really: string): Diagnosis =>
  remark(
    'another gradient',
    `this is d${really}`,
    `Your value is the gradient of \`${really}\`, not of \`${name}\`. Is the name wrong, or is there a step too many?`,
  )

/** A sum that was begun with ones: it is 1 too large everywhere. */
export function startedFromOnes(claim: PlacedClaim, main: ReadRun, { truth }: Case): Diagnosis | null {
  const expected = truth.gradient(claim.name)
  const value = claim.value!
  if (value.data.length !== expected.data.length) return null
  if (!value.data.every((one, i) => Math.abs(one - expected.data[i] - 1) < 1e-9)) return null
  const written = textsOf(claim, main).flatMap(text => text.match(/\bones(?:_like)?\b/) ?? [])
  if (written.length === 0) return null
  const zeros = written[0].replace('ones', 'zeros')
  return remark(
    'wrong operand',
    'begun with ones',
    `Your result is 1 too large everywhere: a sum starts from \`torch.${zeros}\`, not from \`torch.${written[0]}\`.`,
  )
}

/** Of `(softmax - 1 at the target) / n`, the formula of a mean of -log softmax, a part. */
export function partOfCrossEntropy({ name, value }: PlacedClaim, { graph, truth }: Case): Diagnosis | null {
  const x = graph.tensors.get(name)!
  if (x.shape.length !== 2 || value!.shape.join() !== x.shape.join()) return null
  const p = x.softmax(1)
  const rows = x.shape[0]
  const target = p.sub(truth.gradient(name).mul(rows))
  const isTarget = target.data.every(one => Math.abs(one) < 1e-9 || Math.abs(one - 1) < 1e-9)
  if (!isTarget || !isSame(target.sum(1), onesLike(target.sum(1)))) return null
  const subtract = 'subtract 1 at the target of each row'
  const divide = `divide by the number of rows: the loss is their mean`
  if (isSame(value!, p))
    return remark(
      'fused formulas',
      'softmax alone',
      `You have the softmax of \`${name}\`. Now ${subtract}, and ${divide}.`,
    )
  if (isSame(value!, p.div(rows)))
    return remark(
      'fused formulas',
      'nothing is subtracted at the target',
      `One step is missing: ${subtract}, before you divide.`,
    )
  return null
}

const isSame = (a: Tensor, b: Tensor): boolean => a.data.every((one, i) => Math.abs(one - b.data[i]) <= 1e-9)

/** A line that is right once the gradient that it reads is complete. */
export const readTooEarly = (gradient: string): Diagnosis =>
  remark(
    'read too early',
    `reads ${gradient} before it is complete`,
    `Your line reads \`${gradient}\` before its last part has been added. Move it below the line that adds it.`,
  )
