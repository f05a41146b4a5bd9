/** The table that `nbgrader export` writes: a row for each exercise of each student. */
import type { Field } from '../csv.ts'
import { toCsv } from '../csv.ts'
import { gather, missing } from '../tables.ts'
import type { Format } from './format.ts'

const columns = [
  ...['assignment', 'duedate', 'timestamp', 'student_id', 'last_name', 'first_name', 'email'],
  ...['raw_score', 'late_submission_penalty', 'score', 'max_score'],
]

/** No penalty is taken: what a late file costs is the course's to say. Who handed in nothing has 0 points. */
export const nbgrader: Format = {
  isSingle: false,
  files(records, assignment, { due, cameAt }) {
    const { students, gradeOf } = gather(records, assignment, ({ status, score, max, late }) => ({
      ...{ status, score, max, late },
    }))
    const rows = assignment.exercises.flatMap(exercise =>
      students.map(({ id, name, email }): Field[] => {
        const { status, score, max } = gradeOf(id, exercise) ?? missing(exercise)
        const came = status === 'missing' ? null : cameAt(id, exercise.id)
        return [
          ...[exercise.id, timeText(due), timeText(came), id, ...namesOf(name), email],
          ...[score, 0, score, max],
        ]
      }),
    )
    return new Map([['nbgrader.csv', toCsv([columns, ...rows])]])
  },
}

/** As Python writes a time, in UTC: `2026-11-29 23:59:00`. */
const timeText = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString().slice(0, 19).replace('T', ' ')

/** The last name and the first, where a comma tells them apart; else all of it is the last. */
function namesOf(name: string | null): (string | null)[] {
  const [last, ...first] = name?.split(',') ?? []
  return first.length === 1 ? [last.trim(), first[0].trim()] : [name, null]
}
