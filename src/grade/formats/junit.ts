/** JUnit XML: a test suite a student, a test case a blank. */

import { shortened } from '../../room/thrown.ts'
import { type TestCase, toJUnit } from '../../terminal/junit.ts'
import type { AssignedExercise, BlankGrade, GradeRecord, GradeStatus } from '../record.ts'
import { gather, isJudged } from '../tables.ts'
import { fileWords, whyOpen, wordsOn } from '../words.ts'
import type { Format } from './format.ts'

/** Characters: of two thousand files with thirty blanks each, the whole is still a text that can be held. */
const LONGEST = 500

export const junit: Format = {
  isSingle: false,
  files(records, assignment) {
    const points = new Map(assignment.exercises.map(({ id, points }) => [id, points]))
    const { students, gradeOf } = gather(records, assignment, record =>
      casesOf(record, points.get(record.exercise)!),
    )
    const suites = students.map(({ id }) => ({
      name: id,
      cases: assignment.exercises.flatMap(
        exercise => gradeOf(id, exercise) ?? untried(exercise, 'missing', whyOpen('missing', null), 0),
      ),
    }))
    return new Map([['junit.xml', toJUnit(suites)]])
  },
}

/** Nothing of the report is kept but what is said. */
function casesOf(record: GradeRecord, points: AssignedExercise['points']): TestCase[] {
  const { status, exercise, blanks, ms } = record
  if (!isJudged(status)) return untried({ id: exercise, points }, status, fileWords(record).join(' '), ms)
  return blanks.map(one => ({
    ...{ classname: exercise, name: one.blank, milliseconds: Math.round(ms / blanks.length) },
    results: resultOf(one, record.report),
  }))
}

const untried = (
  { id, points }: Pick<AssignedExercise, 'id' | 'points'>,
  status: GradeStatus,
  message: string,
  ms: number,
): TestCase[] =>
  [...points.keys()].map(name => ({
    ...{ classname: id, name, milliseconds: Math.round(ms / points.size) },
    results: [{ kind: 'error', type: status, message: shortened(message, LONGEST) }],
  }))

function resultOf(grade: BlankGrade, report: GradeRecord['report']): TestCase['results'] {
  const { verdict, family } = grade
  if (verdict === 'exact' || verdict === 'approximate') return []
  const message = shortened(wordsOn(report, grade).explanation, LONGEST)
  return [{ kind: verdict === 'inherited' ? 'skipped' : 'failure', type: family ?? verdict, message }]
}
