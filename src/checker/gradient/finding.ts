/** The verdict on one gradient: what its line did by itself and what came of it in the chain, put together. */
import { formatShape, sameShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Drawn, type DrawnNumbers, drawnFrom } from '../drawn.ts'
import { type Judgement, passes, type Verdict } from '../report.ts'
import { type Called, type Failed, type Outcome, shapeMessage } from './call.ts'
import type { Case, Sizes } from './case.ts'
import type { Comparison } from './compare.ts'
import { compareCarefully, type LineVerdict, pairingOf, type Trial } from './line.ts'

/** What is known of one gradient before the learner's file is looked at again for line numbers. */
export interface Finding extends Omit<Judgement, 'line' | 'uses'>, Pick<Drawn, 'missing' | 'inherits'> {
  /** The tensors that are computed straight from this one. */
  readonly users: readonly string[]
  /** Of what the function threw. */
  readonly stack: string | null
  readonly evidence: LineVerdict | null
  /** Whether it is a mistake that the exercise's author knows: then nothing that is read off the text tells more. */
  readonly isKnown: boolean
  /** What its pictures are drawn from, whatever the line's own verdict; null where there are none. */
  readonly picture: (() => DrawnNumbers) | null
}

/** Of a finding what goes into a report. */
export type Found = Omit<Finding, 'evidence' | 'missing' | 'inherits' | 'picture'>

export const foundIn = ({
  evidence: _,
  missing: __,
  inherits: ___,
  picture: ____,
  ...found
}: Finding): Found => found

/** Of a finding what its pictures are drawn from; null where there are none. */
export const drawnOf = ({ picture, missing, inherits }: Finding): Drawn | null =>
  picture === null ? null : { ...picture(), missing, inherits }

/** By the name of a finding. */
export const drawnIn =
  (findings: readonly Finding[]) =>
  (name: string): Drawn | null => {
    const found = findings.find(finding => finding.name === name)
    return found === undefined ? null : drawnOf(found)
  }

export interface FindingContext {
  readonly main: Case
  readonly name: string
  readonly zeroByAlgebra: boolean
  /** How many elements are zero by algebra in one that is not. */
  readonly zeros: () => number
  /** Of the functions that ran, each on the learner's own gradients; and how their values compare. */
  readonly chain: ReadonlyMap<string, Called>
  readonly wholes: ReadonlyMap<string, Comparison | null>
}

const tensorOf = (link: Called | undefined): Tensor | null =>
  link?.outcome.kind === 'value' || link?.outcome.kind === 'not finite' ? link.outcome.value : null

export function wholeOf(main: Case, name: string, link: Called): Comparison | null {
  const value = tensorOf(link)
  return value === null ? null : compareCarefully(value, main.truth.gradient(name), main, name, main.truth)
}

function finding(
  context: FindingContext,
  verdict: Verdict,
  message: string,
  rest: Partial<Finding> = {},
): Finding {
  const { main, name, zeroByAlgebra } = context
  return {
    name: `d${name}`,
    blank: `d${name}`,
    kind: 'gradient',
    verdict,
    exact: false,
    approximate: false,
    maxdiff: null,
    shape: null,
    expectedShape: main.graph.tensors.get(name)!.shape,
    message,
    advice: null,
    worst: null,
    zeroByAlgebra,
    diagnosis: null,
    note: null,
    users: main.graph.users.get(name)!,
    stack: null,
    isKnown: false,
    evidence: null,
    missing: [],
    inherits: [],
    picture: () => drawnFrom(pairingOf(null, main.truth.gradient(name), main, name, main.truth)),
    ...rest,
  }
}

export const missing = (context: FindingContext): Finding =>
  finding(context, 'blank', `there is no function d${context.name} in the file`, {
    advice: `write it again: export function d${context.name}({ … }: Scope): Tensor { … }, or start over with ninja reset`,
  })

/** The line's own verdict and the chain's value, as one. */
export function combine(context: FindingContext, line: LineVerdict, link: Called | undefined): Finding {
  const { main, name, wholes } = context
  const truth = main.truth.gradient(name)
  const value = tensorOf(link)
  const whole = wholes.get(name) ?? null
  const shown: Partial<Finding> = {
    exact: whole?.exact ?? false,
    approximate: whole?.approximate ?? false,
    maxdiff: whole?.maxdiff ?? null,
    shape: value?.shape ?? null,
    worst: whole?.worst ?? null,
    evidence: line,
    picture: () => pictureOf(context, line.trial, link, whole),
  }
  // What fails at other sizes only is told as that, unless it was stopped, or changed what it was given.
  const failed =
    line.kind === 'failed' ? line.failed : ([line.failed, link?.outcome].find(isOwnFault) ?? null)
  if (failed !== null)
    return finding(context, failed.kind, failed.message, {
      ...shown,
      ...detail(failed),
      exact: false,
      approximate: false,
    })
  switch (line.kind) {
    case 'shape':
      return finding(context, 'shape', shapeText(line, value, truth, main), {
        ...shown,
        shape: actualShape(line, value),
      })
    case 'constant':
      return finding(context, 'coincidence', constantText(main.sizes, line.trial), {
        ...shown,
        worst: null,
        advice: 'did you hard-code a size? Use its name, or x.shape',
      })
    case 'wrong':
      return whole?.approximate
        ? finding(
            context,
            'coincidence',
            'the value is right here, but only by chance: with other upstream gradients your line gives a wrong one',
            { ...shown, worst: null },
          )
        : finding(context, 'wrong', 'your line does not compute this gradient', {
            ...shown,
            ...visible(line, whole),
            note: infiniteNote(link),
          })
  }
  return right(context, link, whole, shown)
}

/** Of a wrong line that gives no finite numbers here, though it does so with other upstream gradients. */
const infiniteNote = (link: Called | undefined): string | null =>
  link?.outcome.kind === 'not finite' ? `here ${link.outcome.message}: ${link.outcome.advice}` : null

/** Whether it is never another function's: what was stopped, or has changed what it was given. */
const isOwnFault = (outcome: Outcome | null | undefined): outcome is Failed =>
  outcome?.kind === 'timeout' || outcome?.kind === 'out of memory' || outcome?.kind === 'wrong'

/** What is said of a right line whose value is wrong: whose fault it is. */
export const inheritedFrom = (
  culprits: readonly string[],
): Pick<Finding, 'verdict' | 'message' | 'inherits'> => ({
  verdict: 'inherited',
  message: `the line is right, but its value is wrong because of ${culprits.join(' and ')}`,
  inherits: culprits,
})

/** The chain's own numbers; and those of a trial, where the chain's show no difference. */
function pictureOf(
  { main, name }: FindingContext,
  trial: Trial,
  link: Called | undefined,
  whole: Comparison | null,
): DrawnNumbers {
  const shown = pairingOf(cameOf(link?.outcome), main.truth.gradient(name), main, name, main.truth)
  const { at, upstream, outcome, expected, comparison } = trial
  const isPlain = comparison?.approximate !== false || whole?.approximate === false
  if (isPlain || whole?.sameShape === false) return drawnFrom(shown)
  const probe = pairingOf(cameOf(outcome), expected, at, name, upstream)
  return drawnFrom(shown, { ...probe, sizes: at.sizes })
}

/** What came, finite or not. */
const cameOf = (outcome: Outcome | undefined): Tensor | null => outcome?.value ?? null

function right(
  context: FindingContext,
  link: Called | undefined,
  whole: Comparison | null,
  shown: Partial<Finding>,
): Finding {
  if (whole?.exact) return finding(context, 'exact', 'right', shown)
  if (whole?.approximate) {
    return finding(context, 'approximate', 'right: only the rounding differs from the reference', shown)
  }
  const culprits = culpritsOf(context, link)
  if (culprits.length > 0) {
    const { verdict, message, inherits } = inheritedFrom(culprits.map(above => `d${above}`))
    return finding(context, verdict, message, { ...shown, inherits })
  }
  if (link !== undefined && link.outcome.kind !== 'value') {
    const { kind, message } = link.outcome
    return finding(context, kind, message, { ...shown, ...detail(link.outcome) })
  }
  const verdict = whole?.sameShape === false ? 'shape' : 'wrong'
  return finding(context, verdict, 'right with other gradients and at other sizes, but not here', {
    ...shown,
    advice: 'does it use randomness, a value kept from an earlier call, or a hard-coded number?',
  })
}

/** The gradients that a right line's wrong value comes from: of those it read, else the first that they follow from. */
function culpritsOf({ main, name, chain, wholes }: FindingContext, link: Called | undefined): string[] {
  const wrong = [...chain.keys()].filter(other => other !== name && wholes.get(other)?.approximate !== true)
  const read = [...(link?.gradientsRead ?? [])]
  const own = wrong.filter(other => read.includes(other))
  if (own.length > 0) return own
  const leadsTo = (other: string): boolean =>
    [name, ...read].some(from => main.graph.ancestors.get(other)!.has(from))
  return wrong.filter(leadsTo).slice(0, 1)
}

/** What is worth knowing about a right line. */
export function withInsight(
  { main, name, chain, zeroByAlgebra, zeros }: FindingContext,
  line: LineVerdict,
  found: Finding,
): Finding {
  if (!passes(found.verdict)) return found
  const some = zeroByAlgebra ? 0 : zeros()
  const users = main.graph.users.get(name)!
  const further = [...line.trial.gradientsRead].filter(read => !users.includes(read))
  const used = further.length === 0 ? [] : line.used().filter(read => !users.includes(read))
  const notes = [
    ...(zeroByAlgebra
      ? ['zero by algebra: its terms cancel whatever the numbers are, and what is left is rounding']
      : []),
    ...(some > 0
      ? [
          `zero by algebra in ${some} of ${sizeOf(main.graph.tensors.get(name)!.shape)} places: the terms cancel there whatever the numbers are, and what is left is rounding`,
        ]
      : []),
    ...(used.length > 0 && users.some(user => chain.has(user))
      ? [`another route: straight from ${used.map(read => `d${read}`).join(' and ')}`]
      : []),
    ...(found.verdict === 'approximate' ? ['rounding only: the last digits differ'] : []),
  ]
  return notes.length === 0 ? found : { ...found, note: notes.join('; ') }
}

const detail = ({ advice, stack, diagnosis }: Failed): Partial<Finding> => ({ advice, stack, diagnosis })

/** Where the chain shows no difference that one can point at, the trial under random gradients does. */
function visible(line: LineVerdict, whole: Comparison | null): Partial<Finding> {
  return whole?.worst ? {} : { worst: line.trial.comparison?.worst ?? null }
}

function actualShape(line: LineVerdict, value: Tensor | null) {
  return value?.shape ?? (line.trial.outcome.kind === 'value' ? line.trial.outcome.value.shape : null)
}

function shapeText(line: LineVerdict, value: Tensor | null, truth: Tensor, main: Case): string {
  if (value !== null && !sameShape(value.shape, truth.shape)) return shapeMessage(value, truth)
  const { outcome, expected, at } = line.trial
  return outcome.kind === 'value'
    ? `${shapeMessage(outcome.value, expected)} at ${sizesText(at.sizes)}`
    : `it does not have the shape ${formatShape(truth.shape)} at ${sizesText(main.sizes)}`
}

const constantText = (sizes: Sizes, { at, outcome, expected }: LineVerdict['trial']): string => {
  const fits = outcome.kind !== 'value' || sameShape(outcome.value.shape, expected.shape)
  const what = !fits
    ? shapeMessage(outcome.value, expected)
    : outcome.kind === 'value'
      ? 'wrong'
      : outcome.message
  return `right at ${sizesText(sizes)}, but at ${sizesText(at.sizes)}: ${what}`
}

export const sizesText = (sizes: Sizes): string =>
  Object.entries(sizes)
    .map(([name, size]) => `${name} ${size}`)
    .join(', ')
