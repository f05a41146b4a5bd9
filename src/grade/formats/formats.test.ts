import { describe, expect, test } from 'vitest'
import { fileWith, recordOf, right } from '../testing.ts'
import { type FormatName, formats } from './formats.ts'
import { alone, everyKind, kinds, setting } from './testing.ts'

const names = Object.keys(formats) as FormatName[]
const env = Object.fromEntries(
  ['CLASSROOM', 'ASSIGNMENT', 'SUBMISSION_TAG', 'COMMIT_URL', 'RELEASE_URL'].map(name => [name, 'x']),
)
const filesOf = (name: FormatName, records: Parameters<typeof formats.junit.files>[0]) =>
  formats[name].files(records, alone, { ...setting, env })

test.each([
  ['gradescope', true, ['results.json']],
  ['prairielearn', true, ['results.json']],
  ['check50', true, ['check50.json']],
  ['classroom50', true, ['result.json', 'release-body.md']],
  ['nbgrader', false, ['nbgrader.csv']],
  ['junit', false, ['junit.xml']],
] as const)('%s', (name, isSingle, files) => {
  expect(formats[name].isSingle).toBe(isSingle)
  expect([...filesOf(name, [kinds.right()]).keys()]).toEqual(files)
})

describe('what a learner reads', () => {
  const slips = [
    ...everyKind.map(kind => kinds[kind]()),
    ...['dlogprobs', 'dlogprobs.mul(probs)', 'dlogprobs.div(probs.mul(n))', 'probs.pow(-2).neg()'].map(line =>
      recordOf('ada', fileWith({ ...right, dprobs: `return ${line}` })),
    ),
    ...['-1', '1 / n', '-1 / vocab', '-n'].map(line =>
      recordOf('ada', fileWith({ ...right, dlogprobs: right.dlogprobs.replace('-1 / n', line) })),
    ),
  ]

  test.each(names)('in %s never has an answer', name => {
    for (const record of slips)
      for (const [, text] of filesOf(name, [record])) {
        for (const answer of [...Object.values(right), '-1 / n', '-1/n', '.div(probs)', '/probs', '1/probs'])
          expect(text).not.toContain(answer)
      }
  })
})

test.each(names.filter(name => formats[name].isSingle))('%s is of one student, and refuses two', name => {
  const two = [kinds.right(), { ...kinds.wrong(), student: 'bob' }]
  expect(() => filesOf(name, two)).toThrow(/one submission, and there are 2 students$/)
  // Somebody of the class who gave in nothing is not another submission.
  const [text] = filesOf(name, [{ ...kinds.missing(), student: 'bob' }, kinds.right()]).values()
  expect(text).toBe([...filesOf(name, [kinds.right()]).values()][0])
  expect(text).not.toContain('bob')
})
