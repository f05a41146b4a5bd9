/** A notebook that somebody handed in, graded against the blanks of an exercise. */
import type { Drawn } from '../checker/drawn.ts'
import type { Failure } from '../checker/report.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { NinjaError } from '../errors.ts'
import { codeCellsOf } from '../python/cells.ts'
import { type ClaimVerdict, type JudgedNotebook, judgeNotebook, withoutStarts } from '../python/judging.ts'
import {
  drawnIn,
  failedReport,
  isRight,
  type NotebookGradient,
  type NotebookReport,
  noPass,
  reportOn,
} from '../python/report.ts'
import type { Texts } from '../python/sizes.ts'
import { type RefusedForward, sameForward } from './notebook-forward.ts'
import { type AcceptedPass, blankOf, withForeign } from './notebook-own.ts'
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

export interface ExaminedGrade extends GradedNotebook {
  /** What to draw of each of the report's gradients. Worked out when it is asked for. */
  readonly drawn: () => readonly (Drawn | null)[]
}

export interface GradedBlank {
  readonly blank: string
  readonly verdict: ClaimVerdict
  readonly family: string | null
  readonly short: string | null
  /** Its statement. */
  readonly text: string | null
}

export function gradeNotebook({ text, file, seed, texts, exercise }: GradedRequest): ExaminedGrade {
  const refused = (
    reason: string,
    error: Failure,
    report = failedReport(file, seed, error),
  ): ExaminedGrade => ({
    report: { ...report, passed: false, error },
    drawn: () => [],
    blanks: (exercise?.blanks ?? []).map(emptyBlank),
    status: 'ungradable',
    reason,
  })
  if (exercise === null) return refused('no python', NO_PYTHON)
  let found: JudgedNotebook
  try {
    found = judgeNotebook(codeCellsOf(text, file), { seed, texts, diagnose })
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message, advice = null, reason = null } = error
    return refused(reason ?? 'syntax', { code, message, advice, line: null, reason })
  }
  const { main } = found
  const report = reportOn(withoutStarts(found), file, seed)
  const isCut = main.run.isCutShort
  if (main.run.isEmpty) return refused('empty', report.error!)
  const forwards = placesByClaims(found, exercise).map(pass => {
    const own = main.claims.filter(one => one.pass === pass)
    return { pass, forward: sameForward(main.passes[pass], own, exercise) }
  })
  const same = forwards.filter((one): one is AcceptedPass => !('reason' in one.forward))
  if (same.length === 0) {
    if (isCut) return { ...refused('timeout', TOO_MUCH, report), status: 'stopped' }
    const why = forwards.map(({ forward }) => forward as RefusedForward)[0]
    if (why === undefined) return refused('forward pass', report.error ?? noPass(file, main.run), report)
    return refused(why.reason, WORDED[why.reason](why.sentence), report)
  }
  // Nobody starts from the gradient that a blank asks for.
  const judged = withoutStarts(found, one => blankOf(one, same) !== undefined)
  const own = named(reportOn(judged, file, seed), judged, same)
  const changed = withForeign(judged, own, same, exercise)
  const blanks = exercise.blanks.map(blank => gradeBlank(blank, judged, changed, same))
  const reached = {
    report: { ...changed, passed: blanks.every(one => isRight(one.verdict)) },
    blanks,
    drawn: () => drawnIn(judged),
  }
  if (isCut && blanks.some(({ verdict }) => verdict === 'blank' || verdict === 'not read'))
    return {
      ...reached,
      report: { ...reached.report, error: TOO_MUCH },
      status: 'stopped',
      reason: 'timeout',
    }
  const isHeld = blanks.some(({ verdict }) => verdict === 'not read')
  return { ...reached, status: isHeld ? 'held' : 'graded', reason: isHeld ? 'not read' : null }
}

/** The report, in which each gradient has the name of its blank. */
const named = (
  report: NotebookReport,
  { claims }: JudgedNotebook,
  same: readonly AcceptedPass[],
): NotebookReport => ({
  ...report,
  gradients: report.gradients.map((one, i) => ({ ...one, blank: blankOf(claims[i], same) ?? one.blank })),
})

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
const WORDED: Readonly<Record<RefusedForward['reason'], (sentence: string) => Failure>> = {
  'forward pass': sentence =>
    failure(
      `the forward pass isn't the exercise's: ${sentence}`,
      'put the forward pass of the exercise back, with its names',
    ),
  'hides mistakes': sentence => failure(`wrong lines would look right here: ${sentence}`, null),
}

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
  const all = main.passes.map((_, pass) => ({ pass, likely: score(pass) }))
  // Where gradients are claimed of some passes, the others are none of the exercise's.
  const isClaimed = all.some(({ likely }) => likely >= 1)
  return all
    .filter(({ likely }) => !isClaimed || likely >= 1)
    .sort((a, b) => b.likely - a.likely)
    .slice(0, MOST_PASSES)
    .map(({ pass }) => pass)
}

const BEST: readonly ClaimVerdict[] = ['exact', 'approximate', 'inherited', 'coincidence', 'shape', 'wrong']

/** Of several claims of one gradient the best counts, and of equal ones the last. */
function gradeBlank(
  blank: string,
  judged: JudgedNotebook,
  report: NotebookReport,
  same: readonly AcceptedPass[],
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
  if (best === undefined || best.verdict === 'blank') {
    const unread = judged.main.run.faults.find(one => one.isNotRead && wordsIn(one.text).has(blank))
    return unread === undefined
      ? emptyBlank(blank)
      : { ...emptyBlank(blank), verdict: 'not read', text: unread.text }
  }
  const { verdict, diagnosis, text } = best
  return {
    ...{ blank, verdict, family: diagnosis?.family ?? null, short: diagnosis?.short ?? null },
    text: text === '' ? null : text,
  }
}

const wordsIn = (text: string): Set<string> => new Set(text.match(/\w+/g))

/**
 * What a notebook's `open` reads: the course's own files, by their plain names, wherever the notebook says that they are.
 * `read` is given nothing that could name another folder.
 */
export const courseFile =
  (read: (plain: string) => string | null) =>
  (name: string): string | null => {
    const plain = name.split('/').at(-1)!
    return /^\w[\w-]*\.\w+$/.test(plain) ? read(plain) : null
  }
