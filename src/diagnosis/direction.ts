/** A sum, a mean or a softmax within the line that goes along another dimension than the one that is needed. */
import { type Attributes, type Op, operations } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'
import { at } from './words.ts'

/** Attributes with another dimension in them. */
type Turned = (attributes: never, dim: number) => unknown

const along: Turned = (attributes: object, dim) => ({ ...attributes, dim })
const over: Turned = (attributes: object, dim) => ({ ...attributes, dims: [dim] })

const directed: Partial<Record<Op, Turned>> = {
  sum: over,
  mean: over,
  max: over,
  softmax: along,
  logSoftmax: along,
}

/** The line runs again with one dimension exchanged: where that makes it right, that was the slip. */
export const direction: DiagnosisRule = evidence => {
  const [{ tape }] = evidence.settings
  for (const [position, step] of tape.steps.entries()) {
    const turned = directed[step.op]
    const dims = dimsOf(step)
    if (turned === undefined || dims.length !== 1) continue
    for (const dim of step.inputs[0].shape.keys()) {
      if (dim === dims[0] || evidence.budget.left <= 0) continue
      const isRight = (setting: TrialCall): boolean => {
        const value = rerun(setting, position, turned, dim)
        return value !== null && equal(value, setting.needed)
      }
      if (evidence.settings.every(isRight)) return explain(evidence, step.op, dims[0])
    }
  }
  return null
}

function dimsOf({ attributes }: Step): readonly number[] {
  const { dim, dims } = attributes as { dim?: number; dims?: readonly number[] }
  return dims ?? (dim === undefined ? [] : [dim])
}

/** What comes out of the line when the step at `position` goes along `dim`; null where it does not run. */
function rerun({ tape, value }: TrialCall, position: number, turned: Turned, dim: number): Tensor | null {
  const anew = new Map<Tensor, Tensor>()
  try {
    for (const [i, step] of tape.steps.entries()) {
      if (i < position) continue
      const attributes = i === position ? turned(step.attributes as never, dim) : step.attributes
      const inputs = step.inputs.map(input => anew.get(input) ?? input)
      const made = operations[step.op](inputs, attributes as Attributes[typeof step.op] & never)
      anew.set(step.output, new Tensor(made.shape, made.data))
    }
  } catch {
    return null // the shapes do not fit that way
  }
  return anew.get(value) ?? null
}

function explain(evidence: Evidence, op: Op, dim: number): Explanation {
  const { name, settings } = evidence
  const user = settings[0].at.graph.users.get(name)![0]
  return {
    family: 'reduction',
    formula: ownFormula(evidence),
    short: `the ${op} goes over the wrong dimension`,
    message: `Everything in your line is right but one thing: its ${op} goes over dimension ${dim}. Which elements meet in ${at(user)}: those of one row, or those of one column?`,
    tier: 2,
  }
}
