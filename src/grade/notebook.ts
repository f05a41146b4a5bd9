/** A notebook that somebody handed in, graded against the blanks of an exercise. */
import type { Failure } from '../checker/report.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { NinjaError } from '../errors.ts'
import { codeCellsOf } from '../python/cells.ts'
import { type ClaimVerdict, type JudgedClaim, type JudgedNotebook, judgeNotebook } from '../python/judging.ts'
import {
  failedReport,
  isRight,
  type NotebookGradient,
  type NotebookReport,
  reportOn,
} from '../python/report.ts'
import type { Texts } from '../python/sizes.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type SameForward, sameForward } from './notebook-forward.ts'
import { type Foreign, foreignIn } from './notebook-sources.ts'
import type { PythonExercise } from './python-exercise.ts'
import type { GradeStatus } from './record.ts'

export interface GradedRequest {
  readonly text: string
  /** As it is to be named: `ada.ipynb`. */
  readonly file: string
  readonly seed: number
  /** The course's own data: see `courseTexts`. */
  readonly texts: Texts
  /** Null: there is nothing of the exercise that can be done in Python. */
  readonly exercise: PythonExercise | null
}

export interface GradedNotebook {
  readonly report: NotebookReport
  /** In the exercise's order, all of them, whatever the status. */
  readonly blanks: readonly GradedBlank[]
  readonly status: Extract<GradeStatus, 'graded' | 'ungradable' | 'held' | 'stopped'>
  /** As GradeRecord has it. */
  readonly reason: string | null
}

export interface GradedBlank {
  readonly blank: string
  readonly verdict: ClaimVerdict
  readonly family: string | null
  readonly short: string | null
  /** Its statement. */
  readonly text: string | null
}

export function gradeNotebook({ text, file, seed, texts, exercise }: GradedRequest): GradedNotebook {
  const refused = (
    reason: string,
    error: Failure,
    report = failedReport(file, seed, error),
  ): GradedNotebook => ({
    report: { ...report, passed: false, error },
    blanks: (exercise?.blanks ?? []).map(emptyBlank),
    status: 'ungradable',
    reason,
  })
  if (exercise === null) return refused('no python', NO_PYTHON)
  let judged: JudgedNotebook
  try {
    judged = judgeNotebook(codeCellsOf(text, file), { seed, texts, diagnose })
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message, advice = null, reason = null } = error
    return refused(reason ?? 'syntax', { code, message, advice, line: null, reason })
  }
  const report = reportOn(judged, file, seed)
  const { main } = judged
  const isCut = main.run.isCutShort
  if (main.run.isEmpty) return refused('empty', report.error!)
  const passes = placesByClaims(judged, exercise)
  const forwards = passes.map(pass => ({
    pass,
    forward: sameForward(
      main.passes[pass],
      main.claims.filter(one => one.pass === pass),
      exercise,
    ),
  }))
  const same = forwards.filter((one): one is Accepted => typeof one.forward !== 'string')
  if (same.length === 0) {
    if (isCut) return { ...refused('timeout', TOO_MUCH, report), status: 'stopped' }
    const sentence = forwards.map(({ forward }) => forward as string)[0]
    if (sentence === undefined) return refused('forward pass', report.error ?? NO_FORWARD, report)
    return refused('forward pass', notTheExercises(sentence), report)
  }
  const changed = withForeign(judged, report, same, exercise)
  const blanks = exercise.blanks.map(blank => gradeBlank(blank, judged, changed, same))
  const reached = { report: { ...changed, passed: blanks.every(one => isRight(one.verdict)) }, blanks }
  if (isCut && blanks.some(({ verdict }) => verdict === 'blank' || verdict === 'not read'))
    return { ...reached, status: 'stopped', reason: 'timeout' }
  const isHeld = blanks.some(({ verdict }) => verdict === 'not read')
  return { ...reached, status: isHeld ? 'held' : 'graded', reason: isHeld ? 'not read' : null }
}

interface Accepted {
  readonly pass: number
  readonly forward: SameForward
}

const emptyBlank = (blank: string): GradedBlank => ({
  ...{ blank, verdict: 'blank', family: null, short: null, text: null },
})

const failure = (message: string, advice: string | null): Failure => ({
  ...{ code: 'exercise', message, advice, line: null, reason: null },
})

const NO_PYTHON = failure(
  'this exercise is graded in TypeScript only: it has no forward pass that PyTorch could run',
  'hand in the exercise as a .ts file',
)
const TOO_MUCH = failure(
  'the notebook asks for more work than is done for one',
  'take out what computes much',
)
const NO_FORWARD = failure('it has no forward pass that leads to a loss', 'call backward() on the loss')
const notTheExercises = (sentence: string): Failure =>
  failure(`the forward pass isn't the exercise's: ${sentence}`, 'put the forward pass of the exercise back')

/** So many forward passes are compared with the exercise's. */
const MOST_PASSES = 6

/** The passes that are likely to be the exercise's, the likeliest first. */
function placesByClaims({ main }: JudgedNotebook, { blanks }: PythonExercise): number[] {
  const names = new Set(blanks.flatMap(blank => [blank, blank.slice(1)]))
  const score = (pass: number): number => {
    const { root } = main.passes[pass]
    const claims = main.claims.filter(one => one.pass === pass && names.has(one.gradient ?? one.name))
    return claims.length + [...names].filter(name => root.names.has(name)).length / 1000
  }
  return main.passes
    .map((_, pass) => ({ pass, likely: score(pass) }))
    .sort((a, b) => b.likely - a.likely)
    .slice(0, MOST_PASSES)
    .map(({ pass }) => pass)
}

/** The blank that a claim is of; undefined where it is of none. */
function blankOf({ claim }: JudgedClaim, same: readonly Accepted[]): string | undefined {
  if (!('pass' in claim)) return undefined
  const { forward } = same.find(({ pass }) => pass === claim.pass) ?? {}
  const found = [...(forward?.tensors ?? [])].find(([, x]) => x === claim.of)
  return found === undefined ? undefined : `d${found[0]}`
}

/** The report with what is no line of the learner's own said to be that. */
function withForeign(
  judged: JudgedNotebook,
  report: NotebookReport,
  same: readonly Accepted[],
  exercise: PythonExercise,
): NotebookReport {
  const { run, passes } = judged.main
  const values = new Map(
    judged.claims.flatMap(one =>
      one.claim.value === null || blankOf(one, same) === undefined ? [] : [[one.claim.value, one] as const],
    ),
  )
  const gradients = report.gradients.map((gradient, i): NotebookGradient => {
    const one = judged.claims[i]
    const blank = blankOf(one, same)
    const { claim, verdict } = one
    if (blank === undefined || claim.value === null || !EARNING.has(verdict) || !('pass' in claim))
      return gradient
    const { forward } = same.find(({ pass }) => pass === claim.pass)!
    const { root } = passes[claim.pass]
    const known = forwardFrom(forward, judged, claim.pass)
    const foreign = foreignIn(claim.value, {
      ...{ run, loss: root.tensor },
      isKnown: x => (x !== claim.value && values.has(x)) || known(x),
      isGiven: of => isBelow(of, blank.slice(1), forward, exercise),
    })
    return foreign === null
      ? gradient
      : { ...gradient, ...SAID[foreign], verdict: foreign, diagnosis: null, note: null }
  })
  return { ...report, gradients }
}

const EARNING: ReadonlySet<ClaimVerdict> = new Set(['exact', 'approximate', 'inherited'])

const SAID: Readonly<
  Record<Foreign, Pick<NotebookGradient, 'message' | 'advice' | 'exact' | 'approximate'>>
> = {
  'from autograd': {
    message: "this rests on PyTorch's own gradient, not on one that you worked out",
    advice: 'write the formula',
    ...{ exact: false, approximate: false },
  },
  'not read': {
    message: 'ninja sees numbers here, and no formula that they come from',
    advice: 'write the formula',
    ...{ exact: false, approximate: false },
  },
}

/** Whether a tensor is what the exercise's forward pass is made of. */
function forwardFrom({ given, tensors }: SameForward, { main }: JudgedNotebook, pass: number) {
  const { leaves, made } = main.passes[pass]
  const own = new Set([...given.values(), ...tensors.values()])
  return (x: Tensor): boolean => own.has(x) || (made.has(x) && !leaves.has(x))
}

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

const BEST: readonly ClaimVerdict[] = ['exact', 'approximate', 'inherited', 'coincidence', 'shape', 'wrong']

/** Of several claims of one gradient the best counts, and of equal ones the last. */
function gradeBlank(
  blank: string,
  judged: JudgedNotebook,
  report: NotebookReport,
  same: readonly Accepted[],
): GradedBlank {
  const rank = ({ verdict }: NotebookGradient): number => {
    const at = BEST.indexOf(verdict)
    return verdict === 'blank' ? BEST.length + 1 : at === -1 ? BEST.length : at
  }
  const own = report.gradients.filter(
    (_, i) =>
      blankOf(judged.claims[i], same) === blank ||
      (!('pass' in judged.claims[i].claim) && judged.claims[i].claim.gradient === blank),
  )
  const [best] = own.toReversed().sort((a, b) => rank(a) - rank(b))
  if (best === undefined) return emptyBlank(blank)
  const { verdict, diagnosis, text } = best
  return {
    ...{ blank, verdict, family: diagnosis?.family ?? null, short: diagnosis?.short ?? null },
    text: verdict === 'blank' || text === '' ? null : text,
  }
}

/** What a notebook's `open` reads: the course's own files, by their plain names. */
export const courseFile =
  (files: ReadonlyMap<string, string>) =>
  (name: string): string | null =>
    files.get(name.split('/').at(-1)!) ?? null
