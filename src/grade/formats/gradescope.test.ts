import { expect, test } from 'vitest'
import { gradescope } from './gradescope.ts'
import { everyKind, kinds, longRecord, textOf } from './testing.ts'

const formats = ['text', 'simple_format', 'html', 'md', 'ansi']
const visibilities = ['hidden', 'after_due_date', 'after_published', 'visible']

/** Each field of the specification, and what may be in it. */
const documentFields: Record<string, (value: unknown) => boolean> = {
  score: Number.isFinite,
  execution_time: Number.isFinite,
  output: value => typeof value === 'string',
  output_format: value => formats.includes(value as string),
  test_output_format: value => formats.includes(value as string),
  test_name_format: value => formats.includes(value as string),
  visibility: value => visibilities.includes(value as string),
  stdout_visibility: value => visibilities.includes(value as string),
  extra_data: value => typeof value === 'object',
  tests: Array.isArray,
}
const testFields: Record<string, (value: unknown) => boolean> = {
  score: Number.isFinite,
  max_score: Number.isFinite,
  status: value => value === 'passed' || value === 'failed',
  name: value => typeof value === 'string',
  number: value => typeof value === 'string',
  output: value => typeof value === 'string',
  tags: value => Array.isArray(value) && value.every(tag => typeof tag === 'string'),
}

function read(text: string) {
  const document = JSON.parse(text)
  const check = (value: object, fields: typeof testFields): void => {
    for (const [name, one] of Object.entries(value))
      expect({ [name]: fields[name]?.(one) }).toEqual({ [name]: true })
  }
  check(document, documentFields)
  for (const one of document.tests) check(one, testFields)
  return document
}

test.each(everyKind)('of what is %s, all fields are as the specification has them', kind => {
  const document = read(textOf(gradescope, [kinds[kind]()]))
  expect(document.tests.map(({ name, number }: never) => [name, number])).toEqual([
    ['dlogprobs', '1'],
    ['dprobs', '2'],
  ])
  const sum = document.tests.reduce((sum: number, { score }: { score: number }) => sum + score, 0)
  expect(document.score).toBe(sum)
  // Else it would be read as HTML.
  expect([document.output_format, document.test_output_format, document.test_name_format]).toEqual([
    ...['text', 'text', 'text'],
  ])
})

test.each([
  ['right', 2, ['passed', 'passed']],
  ['wrong', 1, ['failed', 'passed']],
  ['empty', 0, ['failed', 'failed']],
  ['threw', 1, ['passed', 'failed']],
  ['unreadable', 0, ['failed', 'failed']],
  ['missing', 0, ['failed', 'failed']],
  ['stopped', 0, ['failed', 'failed']],
] as const)('what is %s has %i points', (kind, score, statuses) => {
  const document = read(textOf(gradescope, [kinds[kind]()]))
  expect(document.score).toBe(score)
  expect(document.tests.map(({ status }: { status: string }) => status)).toEqual(statuses)
})

test('a student reads the words of a check: where, what is wrong, how to get help', () => {
  const [first, second] = read(textOf(gradescope, [kinds.wrong()])).tests
  expect(first.output).toMatch(
    /^dlogprobs: wrong, line \d+\nYour result has the wrong sign; everything else is right\. [\s\S]*\nYou computed: zeros\[arange\(n\), Yb\] = 1\/n\nHint: npx ninja hint dlogprobs --exercise makemore\/01_log_loss$/,
  )
  expect(second.output).toContain('The line is right, but its value is wrong because of dlogprobs.')
  expect(first.tags).toEqual(['wrong', 'sign, factor'])
})

test.each([
  ['unreadable', /^SyntaxError: .*\nFix line 1\.$/],
  ['missing', /^There is no file for this exercise\.$/],
  ['stopped', /^Judging your file took too long, or too much memory\.$/],
  ['held', /^Part of your file could not be read, so a person will look at it\.$/m],
  ['right', /^2 right, of 2$/m],
  ['right', /^To see this again: npx ninja check makemore\/01_log_loss --seed 42$/m],
] as const)('of what is %s, a student is told %s', (kind, words) => {
  expect(read(textOf(gradescope, [kinds[kind]()])).output).toMatch(words)
})

test('a blank that is worth nothing is passed only where it is right', () => {
  const record = kinds.wrong()
  const free = {
    ...record,
    score: 0,
    max: 0,
    blanks: record.blanks.map(one => ({ ...one, score: 0, max: 0 })),
  }
  expect(read(textOf(gradescope, [free])).tests.map(({ status }: { status: string }) => status)).toEqual([
    ...['failed', 'passed'],
  ])
})

test('of several exercises each blank says whose it is, and one without a file is missing', () => {
  const other = { id: 'makemore/02_softmax', title: 'Softmax', points: new Map([['dlogprobs', 0.5]]) }
  const [first] = [{ id: 'makemore/01_log_loss', title: '', points: new Map([['dlogprobs', 1]]) }]
  const document = read(
    textOf(gradescope, [kinds.wrong()], {
      assignment: { exercises: [first, other], students: [], hasRoster: false },
    }),
  )
  expect(document.tests.map(({ name, max_score, tags }: never) => [name, max_score, tags])).toEqual([
    ['makemore/01_log_loss: dlogprobs', 1, ['wrong', 'sign, factor']],
    ['makemore/01_log_loss: dprobs', 1, ['inherited']],
    ['makemore/02_softmax: dlogprobs', 0.5, ['missing']],
  ])
  expect(document.output).toMatch(/^makemore\/01_log_loss\n[\s\S]*\n\nmakemore\/02_softmax\nThere is no file/)
})

test('it is not larger than 1 MB', () => {
  const document = read(textOf(gradescope, [longRecord(1000, 'long €'.repeat(1000))]))
  expect(document.score).toBe(500)
  expect(new TextEncoder().encode(JSON.stringify(document)).length).toBeLessThanOrEqual(1_000_000)
  expect(document.output).toMatch(/This is shortened: the whole is too long\.$/)
  expect(document.tests).toHaveLength(1000)
})
