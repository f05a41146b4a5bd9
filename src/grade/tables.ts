/** The tables of a class: a row a student, and a row a blank. Their order is the class's, whatever that of the records. */
import { type Field, toCsv, toRow } from './csv.ts'
import type { AssignedExercise, Assignment, GradeRecord, GradeStatus, Student } from './record.ts'
import { sumOf } from './scoring.ts'

/** What a table needs of a record: of two thousand, the reports are too much to keep. */
export interface ExerciseGrade extends Pick<GradeRecord, 'score' | 'max' | 'late'> {
  readonly status: GradeStatus
}

/**
 * grades.csv: a row a student, absent ones too: `id,name,email,section`, the score, the status and `late` of each
 * exercise, `total`, `max` and `late`: whether any of them was, which is empty where it isn't known of every file.
 *
 * It begins with a byte order mark: without one, Excel shows `Zoë` as `ZoÃ«`, and saves it so.
 */
export function toGradesCsv(records: Iterable<GradeRecord>, assignment: Assignment): string {
  const { exercises } = assignment
  const { students, gradeOf } = gather(records, assignment, ({ status, score, max, late }) => ({
    ...{ status, score, max, late },
  }))
  const rows = students.map(({ id, name, email, section }): Field[] => {
    const grades = exercises.map(exercise => gradeOf(id, exercise) ?? missing(exercise))
    return [
      ...[id, name, email, section],
      ...grades.flatMap(({ score, status, late }) => [score, status, late]),
      ...[sumOf(grades.map(({ score }) => score)), sumOf(grades.map(({ max }) => max)), lateOf(grades)],
    ]
  })
  const header = [
    ...['id', 'name', 'email', 'section'],
    ...exercises.flatMap(({ id }) => [`${id} score`, `${id} status`, `${id} late`]),
    ...['total', 'max', 'late'],
  ]
  return `\ufeff${toCsv([header, ...rows])}`
}

/**
 * blanks.csv: a row for each blank of each student, for programs: without a byte order mark. Where an exercise was not
 * judged, its status stands for the verdict, so the scores of a student have the same sum as in grades.csv.
 */
export function toBlanksCsv(records: Iterable<GradeRecord>, assignment: Assignment): string {
  const { students, gradeOf } = gather(records, assignment, ({ student, exercise, ...record }) => {
    const { status, late, blanks } = record
    return isJudged(status)
      ? toCsv(
          blanks.map(({ blank, verdict, family, score, max }) => [
            ...[student, exercise, blank, verdict, family, score, max, late],
          ]),
        )
      : { status, late }
  })
  const rows = students.flatMap(({ id }) =>
    assignment.exercises.map(exercise => {
      const grade = gradeOf(id, exercise) ?? { status: 'missing', late: null }
      if (typeof grade === 'string') return grade
      return toCsv(
        [...exercise.points].map(([blank, max]) => [
          ...[id, exercise.id, blank, grade.status, null, 0, max, grade.late],
        ]),
      )
    }),
  )
  return [toRow(['student', 'exercise', 'blank', 'verdict', 'family', 'score', 'max', 'late']), ...rows].join(
    '',
  )
}

/** What to keep of each record of the class, and whose rows there are; of two records for the same file, the last. */
export function gather<T>(
  records: Iterable<GradeRecord>,
  { exercises, students, hasRoster }: Assignment,
  keep: (record: GradeRecord) => T,
): {
  readonly students: readonly Student[]
  readonly gradeOf: (student: string, exercise: AssignedExercise) => T | undefined
} {
  const kept = new Map(exercises.map(({ id }) => [id, new Map<string, T>()]))
  const found = new Set<string>()
  for (const record of records) {
    kept.get(record.exercise)?.set(record.student, keep(record))
    found.add(record.student)
  }
  for (const { id } of students) found.delete(id)
  const others = hasRoster
    ? []
    : [...found].sort().map(id => ({ id, name: null, email: null, section: null }))
  return {
    students: [...students, ...others],
    gradeOf: (student, { id }) => kept.get(id)?.get(student),
  }
}

/** Whether its blanks have verdicts. */
export const isJudged = (status: GradeStatus): boolean => status === 'graded' || status === 'held'

/** Of an exercise that there is no file for. */
export const missing = ({ points }: AssignedExercise): ExerciseGrade => ({
  ...{ status: 'missing', score: 0, max: sumOf(points.values()), late: null },
})

function lateOf(grades: readonly ExerciseGrade[]): boolean | null {
  const handed = grades.filter(({ status }) => status !== 'missing')
  if (handed.some(({ late }) => late === true)) return true
  return handed.length === 0 || handed.some(({ late }) => late === null) ? null : false
}
