/** Mistakes that show in a notebook as a whole, not in a line's formula: each is proved before it is named. */
import type { Case } from '../checker/gradient/case.ts'
import type { Diagnosis } from '../checker/report.ts'
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
    'a sum begun with ones',
    'begun with ones',
    `Your result is 1 too large everywhere: a sum starts from \`torch.${zeros}\`, not from \`torch.${written[0]}\`.`,
  )
}

/** A line that is right once the gradient that it reads is complete. */
export const readTooEarly = (gradient: string): Diagnosis =>
  remark(
    'read too early',
    `reads ${gradient} before it is complete`,
    `Your line reads \`${gradient}\` before its last part has been added. Move it below the line that adds it.`,
  )
