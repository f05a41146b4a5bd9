/** Of what is right in a notebook, what its author worked out: the rest earns nothing, or needs a person to look. */
import { largest } from '../checker/gradient/compare.ts'
import type { ClaimVerdict, JudgedClaim, JudgedNotebook } from '../python/judging.ts'
import type { NotebookPass } from '../python/passes.ts'
import type { NotebookGradient, NotebookReport } from '../python/report.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { SameForward } from './notebook-forward.ts'
import { type Foreign, foreignIn, sourcesOf } from './notebook-sources.ts'
import type { PythonExercise } from './python-exercise.ts'

/** A pass of the notebook that is the exercise's forward pass. */
export interface AcceptedPass {
  readonly pass: number
  readonly forward: SameForward
}

/** The blank that a claim is of; undefined where it is of none. */
export function blankOf({ claim }: JudgedClaim, same: readonly AcceptedPass[]): string | undefined {
  if (!('pass' in claim)) return undefined
  const { forward } = same.find(({ pass }) => pass === claim.pass) ?? {}
  const found = [...(forward?.tensors ?? [])].find(([, x]) => x === claim.of)
  return found === undefined ? undefined : `d${found[0]}`
}

/** The report, in which what no line of the learner's own gives is said to be that. */
export function withForeign(
  judged: JudgedNotebook,
  report: NotebookReport,
  same: readonly AcceptedPass[],
  exercise: PythonExercise,
): NotebookReport {
  const { run, passes } = judged.main
  const off = imprecise(judged)
  const gradients = report.gradients.map((gradient, i): NotebookGradient => {
    const one = judged.claims[i]
    const name = blankOf(one, same)?.slice(1)
    const { claim, verdict } = one
    if (name === undefined || claim.value === null || !EARNING.has(verdict) || !('pass' in claim))
      return gradient
    const { forward } = same.find(({ pass }) => pass === claim.pass)!
    const claimed = new Set(
      judged.claims
        .filter(other => EARNING.has(other.verdict) || other.verdict === 'from autograd')
        .filter(other => forward.isBelow(blankOf(other, same)?.slice(1) ?? '', name))
        .map(other => other.claim.value),
    )
    const foreign = foreignIn(claim.value, {
      ...{ run, loss: passes[claim.pass].root.tensor },
      forward: [...forward.done.made.values(), ...forward.tensors.values()],
      isKnown: startsIn(forward, passes[claim.pass]),
      isClaimed: x => claimed.has(x),
      isGiven: of => isBelow(of, name, forward, exercise),
    })
    const isOff =
      off.has(claim.value) && ![...sourcesOf(claim.value, run)].some(x => x !== claim.value && off.has(x))
    const said = foreign ?? (isOff ? 'difference' : null)
    if (said === null) return gradient
    return {
      ...{ ...gradient, ...SAID[said], exact: false, approximate: false, diagnosis: null, note: null },
      verdict: said === 'difference' ? 'not read' : said,
    }
  })
  return { ...report, gradients }
}

const EARNING: ReadonlySet<ClaimVerdict> = new Set(['exact', 'approximate', 'inherited'])

const SAID: Readonly<Record<Foreign | 'difference', Pick<NotebookGradient, 'message' | 'advice'>>> = {
  'from autograd': {
    message: "this is made from PyTorch's own gradient, not from one that you worked out",
    advice: 'write the formula',
  },
  'not read': {
    message: 'ninja sees numbers here, and no formula that they come from',
    advice: 'write the formula',
  },
  difference: {
    message: 'this comes as near as a difference of two losses does, and a formula comes nearer',
    advice: 'write the formula',
  },
}

/** Of the largest number in a gradient, how far off a formula's rounding is at most. */
const ROUNDING = 1e-12

/** Values that are right, and further off than rounding makes a formula. */
function imprecise({ claims, main }: JudgedNotebook): ReadonlySet<Tensor | null> {
  const isOff = ({ claim, verdict, finding, isOnlyHere }: JudgedClaim): boolean => {
    if (verdict !== 'approximate' || finding?.maxdiff == null || !('pass' in claim)) return false
    if (finding.zeroByAlgebra || isOnlyHere || finding.note?.includes('tiny') === true) return false
    const expected = main.passes[claim.pass].truth().gradient(claim.name)
    return finding.maxdiff > ROUNDING * largest(expected)
  }
  return new Set(claims.filter(isOff).map(({ claim }) => claim.value))
}

/** Whether a tensor is one that the exercise's forward pass starts from, or what these were computed from. */
function startsIn(
  { given, tensors }: SameForward,
  { leaves, graph, truth }: NotebookPass,
): (x: Tensor) => boolean {
  const own = new Set([...given.values(), ...tensors.values()])
  const counts = (x: Tensor): boolean => {
    const name = graph.names.get(x)
    return name !== undefined && largest(truth().gradient(name)) > INFLUENCE
  }
  return x => own.has(x) || (leaves.has(x) && counts(x))
}

/** What the loss hardly depends on is no parameter. */
const INFLUENCE = 1e-7

/** Whether the exercise computes this very tensor from the blank's: then its gradient may be used for the blank's. */
function isBelow(
  of: Tensor,
  name: string,
  { done, isBelow }: SameForward,
  { steps }: PythonExercise,
): boolean {
  const same = steps.filter(step => {
    const x = done.made.get(step.name)
    return (
      x !== undefined &&
      x.shape.join() === of.shape.join() &&
      x.data.every((one, i) => Math.abs(one - of.data[i]) <= 1e-9 * Math.abs(one))
    )
  })
  return same.some(step => isBelow(step.name, name))
}
