import { expect, test } from 'vitest'
import { readGradescopeMetadata, readPrairieLearnData } from './metadata.ts'

/** As Gradescope documents it. */
const documented = {
  id: 123456,
  created_at: '2018-07-01T14:22:32.365935-07:00',
  assignment: { due_date: '2018-07-31T23:00:00.000000-07:00', late_due_date: null, total_points: '20.0' },
  submission_method: 'upload',
  users: [{ email: 'student@example.com', id: 1234, name: 'Student User' }],
  previous_submissions: [],
}

test('Gradescope says who it was, when it came and when it was due', () => {
  expect(readGradescopeMetadata(JSON.stringify(documented))).toEqual({
    student: { id: '1234', name: 'Student User', email: 'student@example.com', section: null },
    at: Date.UTC(2018, 6, 1, 21, 22, 32, 365),
    due: Date.UTC(2018, 7, 1, 6),
  })
})

test('a group is the same one whoever of it submits', () => {
  const [ada, bob] = [
    { id: 7, name: 'Ada' },
    { id: 12, name: 'Bob' },
  ]
  for (const users of [
    [ada, bob],
    [bob, ada],
  ])
    expect(readGradescopeMetadata(JSON.stringify({ ...documented, users })).student.id).toBe('7')
})

test('metadata without anybody in it is refused, and what else is missing is not known', () => {
  for (const users of [undefined, [], [{}], 'ada', [null]])
    expect(() => readGradescopeMetadata(JSON.stringify({ users }))).toThrow('names nobody')
  expect(() => readGradescopeMetadata('{')).toThrow('submission_metadata.json is not JSON')
  expect(readGradescopeMetadata('{"users":[{"email":"a@x.edu"}]}')).toMatchObject({
    student: { id: 'a@x.edu' },
    at: null,
    due: null,
  })
})

test('PrairieLearn does not say who it was: its variant stands for them', () => {
  expect(readPrairieLearnData('{"params":{},"variant_seed":8675309}').student.id).toBe('variant-8675309')
  expect(readPrairieLearnData('{"params":{},"submitted_answers":{}}').student.id).toBe('submission')
})
