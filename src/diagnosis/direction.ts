/** A sum, a mean or a softmax within the line that goes along another dimension than the one that is needed. */
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import type { Evidence } from './evidence.ts'
import { areAligned, type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { type Change, makes, run } from './rerun.ts'
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

/** The line runs again with another dimension, in one step or in all that go along the same. */
export const direction: DiagnosisRule = evidence => {
  const { settings } = evidence
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  const { steps } = settings[0].tape
  const along = (dim: number): number[] =>
    [...steps.keys()].filter(
      i => directed[steps[i].op] !== undefined && dimsOf(steps[i]).join() === String(dim),
    )
  for (const [position, step] of steps.entries()) {
    const [dim, ...others] = directed[step.op] === undefined ? [] : dimsOf(step)
    if (dim === undefined || others.length > 0) continue
    for (const other of step.inputs[0].shape.keys()) {
      if (other === dim) continue
      const turn: Change = own =>
        run(
          { ...own, attributes: directed[own.op]!(own.attributes as never, other) as Step['attributes'] },
          evidence,
        )
      const all = along(dim)
      const found = [[position], all].find(positions =>
        makes(evidence, positions, turn, ({ needed }) => needed),
      )
      if (found !== undefined) return explain(evidence, steps[found[0]].op, dim, other, found.length)
    }
  }
  return null
}

function dimsOf({ attributes }: Step): readonly number[] {
  const { dim, dims } = attributes as { dim?: number; dims?: readonly number[] }
  return dims ?? (dim === undefined ? [] : [dim])
}

function explain(evidence: Evidence, op: Op, dim: number, right: number, count: number): Explanation {
  const what = count === 1 ? `${op} goes` : 'its sums go'
  const { name, settings } = evidence
  const user = settings[0].at.graph.users.get(name)![0]
  return {
    family: 'reduction',
    formula: ownFormula(evidence),
    short: `${op} over dimension ${dim} instead of ${right}`,
    message: `Your line is right except for one thing: ${what} over dimension ${dim} instead of ${right}. Which elements meet in ${at(user)}: those in one row, or those in one column?`,
    tier: 2,
  }
}
