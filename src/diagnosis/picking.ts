/** Terms in which elements are picked: by an index, or as the largest. */
import { sumTo } from '../autograd/sweep.ts'
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Branch } from './branch.ts'
import { type Explanation, ownFormula } from './explanation.ts'
import { sendBack, type Term } from './paths.ts'
import { subjectOf } from './words.ts'

/** The first hop of a term by this operation, and the gradient that arrives at it. */
export function picking(term: Term, op: Op): { step: Step; g: Tensor } | null {
  const at = term.path.hops.findIndex(({ step }) => step.op === op)
  if (at === -1) return null
  const { step } = term.path.hops[at]
  const g = sumTo(sendBack(term.path.hops.slice(at + 1), term.upstream), step.output.shape)
  return { step, g }
}

/** Sends what that hop gives back through those before it. */
export function before(term: Term, op: Op, raw: Tensor | null): Tensor | null {
  if (raw === null) return null
  const at = term.path.hops.findIndex(({ step }) => step.op === op)
  return at === 0 ? raw : sendBack(term.path.hops.slice(0, at), raw)
}

export function indexName({ evidence }: Branch, index: Tensor): string {
  const name = evidence.settings[0].at.graph.names.get(index)
  return name === undefined ? 'the index' : `\`${name}\``
}

export function sayIndex(branch: Branch, short: string, rest: string): Explanation {
  return {
    family: 'index',
    formula: ownFormula(branch.evidence),
    short,
    message: `${subjectOf(branch.evidence, branch.index)} ${rest}`,
    tier: 2,
  }
}
