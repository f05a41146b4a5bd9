import { expect, test } from 'vitest'
import { hostileNames, logLoss, readCsv } from '../testing.ts'
import { nbgrader } from './nbgrader.ts'
import { kinds, setting } from './testing.ts'

/** As `nbgrader export` writes them. */
const columns = [
  ...['assignment', 'duedate', 'timestamp', 'student_id', 'last_name', 'first_name', 'email'],
  ...['raw_score', 'late_submission_penalty', 'score', 'max_score'],
]
const late = { id: 'ada', name: 'Lovelace, Ada', email: 'ada@example.com', section: 'B' }
const student = (id: string, name: string | null) => ({ id, name, email: null, section: null })

function read(text: string): Record<string, string>[] {
  const [header, ...rows] = readCsv(text)
  expect(header).toEqual(columns)
  return rows.map(row => {
    expect(row).toHaveLength(columns.length)
    return Object.fromEntries(row.map((cell, i) => [columns[i], cell]))
  })
}

const tableOf = (
  records: Parameters<typeof nbgrader.files>[0],
  students: Parameters<typeof nbgrader.files>[1]['students'],
) =>
  nbgrader.files(records, { exercises: [logLoss], students, hasRoster: true }, setting).get('nbgrader.csv')!

test('a row has the columns of nbgrader, times in UTC, and no penalty', () => {
  expect(tableOf([{ ...kinds.wrong(), late: true }], [late])).toBe(`\
${columns.join()}
makemore/01_log_loss,2026-11-28 23:59:00,2026-11-29 08:07:06,ada,Lovelace,Ada,ada@example.com,1,0,1,2
`)
})

test('who gave in nothing has no time and 0 points', () => {
  const [row] = read(tableOf([kinds.missing()], [late]))
  expect(row).toMatchObject({ timestamp: '', raw_score: '0', score: '0', max_score: '2' })
  expect(read(tableOf([], [late]))).toEqual([row])
})

test.each([
  ['Ada Lovelace', ['Ada Lovelace', '']],
  ['Lovelace, Ada', ['Lovelace', 'Ada']],
  ['Lovelace, Ada, Countess', ['Lovelace, Ada, Countess', '']],
  [null, ['', '']],
])('%j is the names %j', (name, names) => {
  const [{ last_name, first_name }] = read(tableOf([], [student('ada', name)]))
  expect([last_name, first_name]).toEqual(names)
})

test.each(hostileNames.map(name => [JSON.stringify(name), name]))('a student called %s', (_, name) => {
  const [row] = read(tableOf([{ ...kinds.right(), student: name }], [student(name, name)]))
  expect(row).toMatchObject({ assignment: 'makemore/01_log_loss', score: '2', max_score: '2' })
  for (const cell of [row.student_id, row.last_name]) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
})
