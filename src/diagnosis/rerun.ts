/** A line's operations once more, with one of them changed: where that makes the line right, that was the mistake. */
import { type Attributes, operations } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { areAligned, type Explanation, type Family, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'

/** What a step gives instead, its inputs as the changed line has them; null where it does not run. */
export type Change = (step: Step, setting: TrialCall) => Tensor | null

/** What a step gives with other inputs or attributes; null where shapes do not fit. */
export function run(
  { op, inputs, attributes }: Pick<Step, 'op' | 'inputs' | 'attributes'>,
  { budget }: Evidence,
): Tensor | null {
  try {
    const { shape, data } = operations[op](inputs, attributes as Attributes[typeof op] & never)
    const inner = op === 'matmul' ? inputs[0].shape[inputs[0].shape.length - 1] : 1
    budget.left -= data.length * inner + inputs.reduce((sum, x) => sum + sizeOf(x.shape), 0)
    return new Tensor(shape, data)
  } catch {
    return null
  }
}

/** What comes out of the line when the steps at these positions are changed. */
export function rerun(
  evidence: Evidence,
  setting: TrialCall,
  positions: readonly number[],
  change: Change,
): Tensor | null {
  const made = new Map<Tensor, Tensor>()
  for (const [i, step] of setting.tape.steps.entries()) {
    const inputs = step.inputs.map(input => made.get(input) ?? input)
    const isChanged = positions.includes(i)
    if (!isChanged && inputs.every((input, j) => input === step.inputs[j])) continue
    const own = { ...step, inputs }
    const output = isChanged ? change(own, setting) : run(own, evidence)
    if (output === null) return null
    made.set(step.output, output)
  }
  return made.get(setting.value) ?? null
}

/** Whether the changed line gives this in every setting; the line has the same steps in all of them. */
export const makes = (
  evidence: Evidence,
  positions: readonly number[],
  change: Change,
  wanted: (setting: TrialCall) => Tensor,
): boolean =>
  evidence.settings.every(setting => {
    if (evidence.budget.left <= 0) return false
    const value = rerun(evidence, setting, positions, change)
    return value !== null && equal(value, wanted(setting))
  })

const needed = ({ needed }: TrialCall): Tensor => needed

/** What is said of the change that makes the line right. */
export const sayChange = (
  evidence: Evidence,
  family: Family,
  short: string,
  message: string,
  tier: Explanation['tier'] = 2,
): Explanation => ({ family, formula: ownFormula(evidence), short, message, tier })

/** Tries a change at each step that it fits, the changes of a step in their order. */
export function atEachStep(
  evidence: Evidence,
  changesOf: (step: Step, position: number) => readonly (readonly [Change, () => Explanation])[],
): Explanation | null {
  const { settings } = evidence
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  for (const [position, step] of settings[settings.length - 1].tape.steps.entries()) {
    for (const [change, explain] of changesOf(step, position)) {
      if (makes(evidence, [position], change, needed)) return explain()
    }
  }
  return null
}

/** A step with another tensor as one of its inputs. */
export const withInput = (step: Step, place: number, x: Tensor): Step => ({
  ...step,
  inputs: step.inputs.map((input, i) => (i === place ? x : input)),
})
