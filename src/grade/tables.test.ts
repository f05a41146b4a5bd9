import { beforeAll, describe, expect, test } from 'vitest'
import type { Assignment, GradeRecord } from './record.ts'
import { toBlanksCsv, toGradesCsv } from './tables.ts'
import {
  fileWith,
  hostileNames,
  logLoss,
  readCsv,
  recordOf,
  recordWithoutFile,
  right,
  wrong,
} from './testing.ts'

const student = (id: string, name: string | null = null) => ({ id, name, email: null, section: null })
const assignment: Assignment = {
  exercises: [logLoss],
  students: [
    { id: 'ada', name: 'Lovelace, Ada', email: 'ada@example.com', section: 'B' },
    student('bob', 'Zoë "Bob"'),
    ...['cyd', 'dan', 'eve'].map(id => student(id)),
  ],
  hasRoster: true,
}

let records: readonly GradeRecord[]
beforeAll(() => {
  records = [
    recordOf('dan', 'this is no TypeScript (', { late: null }),
    recordOf('bob', fileWith(wrong), { late: true }),
    recordOf('ada', fileWith(right)),
    recordOf('cyd', fileWith({})),
    recordOf('nobody', fileWith(right)),
  ]
})

test('grades.csv: a row a student, absent ones too, and nobody else where there is a roster', () => {
  expect(toGradesCsv(records, assignment)).toBe(`\ufeff\
id,name,email,section,makemore/01_log_loss score,makemore/01_log_loss status,makemore/01_log_loss late,total,max,late
ada,"Lovelace, Ada",ada@example.com,B,2,graded,false,2,2,false
bob,"Zoë ""Bob""",,,1,graded,true,1,2,true
cyd,,,,0,graded,false,0,2,false
dan,,,,0,ungradable,,0,2,
eve,,,,0,missing,,0,2,
`)
})

test('blanks.csv: a row for each blank; where nothing was judged, the status stands for the verdict', () => {
  expect(toBlanksCsv(records, assignment)).toBe(`\
student,exercise,blank,verdict,family,score,max,late
ada,makemore/01_log_loss,dlogprobs,exact,,1,1,false
ada,makemore/01_log_loss,dprobs,exact,,1,1,false
bob,makemore/01_log_loss,dlogprobs,wrong,"sign, factor",0,1,true
bob,makemore/01_log_loss,dprobs,inherited,,1,1,true
cyd,makemore/01_log_loss,dlogprobs,blank,,0,1,false
cyd,makemore/01_log_loss,dprobs,blank,,0,1,false
dan,makemore/01_log_loss,dlogprobs,ungradable,,0,1,
dan,makemore/01_log_loss,dprobs,ungradable,,0,1,
eve,makemore/01_log_loss,dlogprobs,missing,,0,1,
eve,makemore/01_log_loss,dprobs,missing,,0,1,
`)
})

test('the order of the records makes no difference, nor does who reads them once', () => {
  const backwards = (function* () {
    yield* [...records].reverse()
  })()
  expect(toGradesCsv(backwards, assignment)).toBe(toGradesCsv(records, assignment))
  expect(toBlanksCsv([...records].reverse(), assignment)).toBe(toBlanksCsv(records, assignment))
})

test('without a roster, everybody who handed in something has a row, in the order of their ids', () => {
  const csv = toGradesCsv(records, { ...assignment, students: [student('eve')], hasRoster: false })
  expect(csv.split('\n').map(line => line.split(',')[0])).toEqual([
    ...['\ufeffid', 'eve', 'ada', 'bob', 'cyd', 'dan', 'nobody', ''],
  ])
})

describe('a student with two exercises', () => {
  const half = { ...logLoss, points: new Map([['dlogprobs', 0.1]]) }
  const other = { id: 'makemore/02_softmax', title: 'Softmax', points: new Map([['dprobs', 0.2]]) }
  const two = { exercises: [half, other], students: [student('ada')], hasRoster: true }
  const at = (exercise: string, changes: Partial<GradeRecord>) =>
    recordWithoutFile('ada', { status: 'graded', exercise, ...changes })

  test('has the sum of both, to the tenth', () => {
    const both = [at(half.id, { score: 0.1, max: 0.1 }), at(other.id, { score: 0.2, max: 0.2 })]
    expect(toGradesCsv(both, two)).toMatch(/^ada,,,,0\.1,graded,,0\.2,graded,,0\.3,0\.3,$/m)
    expect(toGradesCsv([], two)).toMatch(/^ada,,,,0,missing,,0,missing,,0,0\.3,$/m)
  })

  test.each([
    [true, false, 'true'],
    [true, null, 'true'],
    [false, false, 'false'],
    [false, null, ''],
  ])('that are late: %s and %s, is late: %s', (one, another, late) => {
    const both = [at(half.id, { late: one }), at(other.id, { late: another })]
    const cells = toGradesCsv(both, two).trimEnd().split(',')
    expect(cells.at(-1)).toBe(late)
    // Each exercise has its own.
    expect([cells.at(-7), cells.at(-4)]).toEqual(
      [one, another].map(value => (value === null ? '' : String(value))),
    )
    expect(
      toGradesCsv([both[0], at(other.id, { status: 'missing' })], two)
        .trimEnd()
        .split(',')
        .at(-1),
    ).toBe(String(one))
  })
})

test('what is held or stopped says so, and keeps the points that it has', () => {
  const held = recordWithoutFile('ada', {
    status: 'held',
    score: 1,
    blanks: recordOf('ada', fileWith(wrong)).blanks,
  })
  const stopped = recordWithoutFile('bob', { status: 'stopped', reason: 'timeout' })
  expect(toGradesCsv([held, stopped], assignment)).toMatch(/^ada,.*,1,held,,1,2,$\nbob,.*,0,stopped,,0,2,$/m)
  const csv = toBlanksCsv([held, stopped], assignment)
  expect(csv).toMatch(/^ada,.*,dlogprobs,wrong,"sign, factor",0,1,$\nada,.*,dprobs,inherited,,1,1,$/m)
  expect(csv).toMatch(/^bob,.*,dlogprobs,stopped,,0,1,$/m)
})

test('an exercise that is worth nothing is 0 of 0', () => {
  const free = { ...assignment, exercises: [{ ...logLoss, points: new Map([['dlogprobs', 0]]) }] }
  expect(toGradesCsv([recordWithoutFile('ada', { max: 0 })], free)).toMatch(/^ada,.*,0,missing,,0,0,$/m)
})

test('whatever students are called, each has a row of its own, and no cell is a formula', () => {
  const students = hostileNames.map(id => ({ id, name: id, email: id, section: id }))
  const strange = { ...assignment, students }
  const handed = hostileNames.map(id => ({ ...records[1], student: id }))
  const grades = readCsv(toGradesCsv(handed, strange).slice(1))
  expect(grades.map(row => row.length)).toEqual(Array(hostileNames.length + 1).fill(10))
  expect(grades.slice(1).map(row => row.slice(4))).toEqual(
    Array(hostileNames.length).fill(['1', 'graded', 'true', '1', '2', 'true']),
  )
  const blanks = readCsv(toBlanksCsv(handed, strange))
  expect(blanks.map(row => row.length)).toEqual(Array(2 * hostileNames.length + 1).fill(8))
  for (const cell of [...grades, ...blanks].flat()) expect(cell).not.toMatch(/^[\s"\p{C}]*[=+\-@]/u)
})
