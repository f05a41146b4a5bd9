import { expect, test } from 'vitest'
import { classOf } from './class.ts'
import { classText } from './class-text.ts'
import type { Assignment, BlankGrade, GradeRecord } from './record.ts'

const EXERCISE = 'makemore/02_softmax'

const assignmentOf = (students: readonly string[], blanks: readonly string[]): Assignment => ({
  exercises: [{ id: EXERCISE, title: '02 · Softmax', points: new Map(blanks.map(blank => [blank, 1])) }],
  students: students.map(id => ({ id, name: null, email: null, section: null })),
  hasRoster: true,
})

const grade = (
  blank: string,
  verdict: BlankGrade['verdict'],
  more: Partial<BlankGrade> = {},
): BlankGrade => ({
  ...{ blank, verdict, family: null, short: null, text: null, max: 1 },
  score: ['exact', 'approximate', 'inherited'].includes(verdict) ? 1 : 0,
  ...more,
})

const recordOf = (
  student: string,
  blanks: readonly BlankGrade[],
  more: Partial<GradeRecord> = {},
): GradeRecord => ({
  ...{ version: 1, key: student, student, exercise: EXERCISE, status: 'graded', reason: null },
  ...{ max: blanks.length, late: null, seed: 42, file: `${student}.ts`, sha256: '0', tool: '0', node: '20' },
  ...{ pack: '0', room: 'quickjs', ms: 1, blanks, traits: [], report: null },
  score: blanks.reduce((sum, { score }) => sum + score, 0),
  ...more,
})

const half = { family: 'a use forgotten', short: 'missing: the part through counts_sum' }

test('a class is counted: each blank by what became of it, each file by its status', () => {
  const summary = classOf(
    [
      recordOf('ada', [grade('dcounts', 'exact'), grade('dlogits', 'inherited')]),
      recordOf('bob', [grade('dcounts', 'wrong', half), grade('dlogits', 'inherited')], { late: true }),
      recordOf('cleo', [grade('dcounts', 'wrong', half), grade('dlogits', 'blank')]),
      recordOf('dan', [grade('dcounts', 'blank'), grade('dlogits', 'blank')], {
        ...{ status: 'missing', file: null, report: null },
      }),
    ],
    assignmentOf(['ada', 'bob', 'cleo', 'dan'], ['dcounts', 'dlogits']),
    ['eve.ts'],
  )
  expect(summary.students).toBe(4)
  expect(summary.files).toEqual({ graded: 3, missing: 1, ungradable: 0, held: 0, stopped: 0 })
  const [{ judged, blanks }] = summary.exercises
  expect(judged).toBe(3)
  expect(blanks.map(({ blank, earned, judged }) => [blank, earned, judged])).toEqual([
    ['dcounts', 1, 3],
    ['dlogits', 2, 3],
  ])
  expect(summary.families.map(({ family, students, times }) => [family, students, times])).toEqual([
    ['a use forgotten', 2, 2],
  ])
  expect(summary.talk[0]).toMatchObject({ blank: 'dcounts', missed: 2, judged: 3, isOneMistake: true })
  expect(summary.late).toEqual([{ student: 'bob', exercise: EXERCISE }])
  expect(summary.missing).toEqual([{ student: 'dan', exercise: EXERCISE }])
  expect(summary.scores).toMatchObject({ count: 3, max: 2, mean: 1, median: 1 })
  expect(summary.scores.bars).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  expect(classText(summary)).toContain('2 of 3 missed it, all with the same mistake')
})
