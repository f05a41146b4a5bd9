/** An exercise that is done in a notebook: judged against its blanks, as a report like that of any other exercise. */
import type { Drawn } from '../checker/drawn.ts'
import type { Judgement, Report, Verdict } from '../checker/report.ts'
import type { GradedNotebook } from '../grade/notebook.ts'
import { pythonExerciseOf } from '../grade/python-exercise.ts'
import type { Request } from '../learner/check.ts'
import { claimFor } from '../python/claim.ts'
import type { ClaimVerdict } from '../python/judging.ts'
import type { NotebookGradient, NotebookReport } from '../python/report.ts'
import { openExerciseNotebook } from './notebook-file.ts'
import type { DrawnGrade, GradeOrder } from './notebook-thread.ts'

/** A verdict on an exercise. `notebook`: as it is shown, where it is one. */
export interface ExerciseVerdict {
  readonly report: Report
  readonly notebook: NotebookReport | null
}

/** What the reader is asked. @throws NinjaError for a file that is no notebook. */
export function orderFor({ exercise, file, seed, data }: Request, cwd: string, isDrawn = false): GradeOrder {
  return {
    isDrawn,
    file: openExerciseNotebook(cwd, file),
    seed,
    data,
    exercise: pythonExerciseOf(exercise),
  }
}

export function verdictFrom({ exercise, file, seed }: Request, graded: GradedNotebook): ExerciseVerdict {
  const { blanks, report: found } = graded
  const missing = blanks.filter(({ blank }) => found.gradients.every(one => one.blank !== blank))
  const error = found.error ?? (missing.length === 0 ? null : nothingOf(missing.map(({ blank }) => blank)))
  const notebook = { ...found, exercise: exercise.id, error }
  // What isn't the exercise's counts as nothing that was found out.
  const isJudged = graded.status === 'graded' || graded.status === 'held'
  const rows = isJudged ? blanks.map(({ blank, verdict }) => rowOf(blank, verdict, found.gradients)) : []
  const report: Report = {
    version: 1,
    exercise: exercise.id,
    file,
    passed: isJudged && found.passed,
    seed,
    sizes: {},
    gradients: rows,
    notes: found.notes,
    printed: [],
    picture: null,
    error: rows.length > 0 ? null : error,
  }
  return { report, notebook }
}

/** What to draw of each blank. */
export const drawnFrom = ({ blanks, report: { gradients }, drawn }: DrawnGrade): ReadonlyMap<string, Drawn> =>
  new Map(
    blanks.flatMap(one => {
      const claim = claimFor(gradients, one)
      const own = claim === undefined ? null : drawn[gradients.indexOf(claim)]
      return own === null ? [] : [[one.blank, own]]
    }),
  )

const nothingOf = (blanks: readonly string[]) => {
  const [first] = blanks
  return {
    code: 'exercise',
    message: `the notebook has no line for ${blanks.join(', ')}`,
    advice: `write ${first} = … and compare it: cmp('${first.slice(1)}', ${first}, ${first.slice(1)})`,
    line: null,
    reason: null,
  }
}

/** A blank as a row of a report. Of lines that only notebooks have, those that aren't finished count as blank. */
function rowOf(blank: string, verdict: ClaimVerdict, gradients: readonly NotebookGradient[]): Judgement {
  const found = claimFor(gradients, { blank, verdict })
  const asVerdict = OTHER[verdict as keyof typeof OTHER] ?? (verdict as Verdict)
  if (found === undefined) {
    const message = verdict === 'not read' ? UNREAD : EMPTY.message
    return { ...EMPTY, name: blank, blank, verdict: asVerdict, message }
  }
  const { cell: _, text: __, numbers: ___, ...judgement } = found
  return {
    ...judgement,
    name: blank,
    blank,
    verdict: asVerdict,
    line: null,
    uses: [],
    expectedShape: found.expectedShape ?? [],
  }
}

const OTHER = { unfinished: 'blank', 'from autograd': 'blank', 'not read': 'threw' } as const

const UNREAD = "a line that names it can't be read"

const EMPTY: Omit<Judgement, 'name' | 'blank' | 'verdict'> = {
  kind: 'gradient',
  exact: false,
  approximate: false,
  maxdiff: null,
  shape: null,
  expectedShape: [],
  line: null,
  message: 'not filled in yet',
  advice: null,
  worst: null,
  uses: [],
  zeroByAlgebra: false,
  diagnosis: null,
  note: null,
}
