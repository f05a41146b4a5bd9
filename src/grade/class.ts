/** A class as a value: what it got right and wrong, what to talk about, who needs a person. class.json is this. */
import { type CopyPair, pairsIn, type Shares, sharesOf } from './copies.ts'
import { type FamilyCount, familiesIn, type Mistake, mistakesOf } from './families.ts'
import { type ManifestStray, noCounts, strayOrder } from './manifest.ts'
import { namingOf } from './naming.ts'
import { compareText } from './ordering.ts'
import { isJudged } from './outcomes.ts'
import type { Assignment, GradeRecord, GradeStatus } from './record.ts'
import { type ScoreSpread, spreadOf } from './scores.ts'
import { type TalkPoint, talkPointsIn } from './talk.ts'
import { type BlankTally, emptyTally, tallied } from './tallies.ts'

export interface ClassSummary {
  readonly version: 1
  /** How many there are in the roster; without one, how many handed something in. */
  readonly students: number
  /** How many files there are records of, by what became of them. */
  readonly files: Readonly<Record<GradeStatus, number>>
  readonly exercises: readonly ClassExercise[]
  /** The most frequent first, by how many students made such a mistake. */
  readonly families: readonly FamilyCount[]
  /** Mistakes of no known kind. */
  readonly unknown: { readonly students: number; readonly times: number }
  readonly talk: readonly TalkPoint[]
  /** Of all exercises together. */
  readonly scores: ScoreSpread
  readonly late: readonly FileOf[]
  readonly missing: readonly FileOf[]
  /** What nobody could judge: a person must look. */
  readonly open: readonly OpenFileOf[]
  /** Files that aren't graded. */
  readonly strays: readonly ManifestStray[]
  readonly copies: readonly CopyPair[]
  /** How many more pairs there are than are listed. */
  readonly moreCopies: number
}

export interface ClassExercise {
  readonly exercise: string
  readonly title: string
  /** How many files were judged blank by blank. */
  readonly judged: number
  readonly blanks: readonly BlankTally[]
  readonly scores: ScoreSpread
}

/** Whose file, for which exercise. */
export interface FileOf {
  readonly student: string
  readonly exercise: string
}

export interface OpenFileOf extends FileOf {
  readonly status: GradeStatus
  readonly reason: string | null
}

/**
 * `records`: one a student and exercise, in any order; they are read once. `strays`: files that
 * aren't graded, as they are to be named.
 */
export function classOf(
  records: Iterable<GradeRecord>,
  assignment: Assignment,
  strays: readonly ManifestStray[] = [],
): ClassSummary {
  const naming = namingOf(assignment.students)
  const tallies = new Map(
    assignment.exercises.map(({ id, points }) => [
      id,
      { judged: 0, blanks: new Map([...points.keys()].map(blank => [blank, emptyTally(blank)])) },
    ]),
  )
  const files = { ...noCounts }
  const students = new Set(assignment.students.map(({ id }) => id))
  const earned = new Map<string, Map<string, number>>()
  const mistakes: Mistake[] = []
  const shares: Shares[] = []
  const [late, missing, open]: [FileOf[], FileOf[], OpenFileOf[]] = [[], [], []]
  for (const record of records) {
    const { student, exercise, status, reason, score } = record
    const where = { student, exercise }
    students.add(student)
    files[status]++
    if (record.late === true) late.push(where)
    if (status === 'missing') missing.push(where)
    else {
      shares.push(sharesOf(record))
      if (status !== 'graded') open.push({ ...where, status, reason })
      else earned.set(student, (earned.get(student) ?? new Map<string, number>()).set(exercise, score))
    }
    const own = tallies.get(exercise)
    if (own === undefined || !isJudged(record)) continue
    own.judged++
    for (const grade of record.blanks)
      own.blanks.set(grade.blank, tallied(own.blanks.get(grade.blank) ?? emptyTally(grade.blank), grade))
    mistakes.push(...mistakesOf(record, naming))
  }
  const exercises = assignment.exercises.map(({ id, title, points }): ClassExercise => {
    const { judged, blanks } = tallies.get(id)!
    const most = total(points.values())
    const scores = [...earned.values()].flatMap(own => own.get(id) ?? [])
    return { exercise: id, title, judged, blanks: [...blanks.values()], scores: spreadOf(scores, most) }
  })
  const most = total(assignment.exercises.flatMap(({ points }) => [...points.values()]))
  const { families, unknown } = familiesIn(mistakes)
  const { pairs, more } = pairsIn(shares)
  return {
    version: 1,
    students: assignment.hasRoster ? assignment.students.length : students.size,
    files,
    exercises,
    families,
    unknown,
    talk: talkPointsIn(exercises, mistakes),
    scores: spreadOf(
      [...earned.values()].map(own => total(own.values())),
      most,
    ),
    late: inOrder(late),
    missing: inOrder(missing),
    open: inOrder(open),
    strays: strayOrder(strays),
    copies: pairs,
    moreCopies: more,
  }
}

const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, each) => sum + each, 0)

const inOrder = <F extends FileOf>(list: readonly F[]): F[] =>
  list.toSorted((a, b) => compareText(a.student, b.student) || compareText(a.exercise, b.exercise))
