import { describe, expect, test } from 'vitest'
import type { NinjaError } from '../../errors.ts'
import type { GradeRecord } from '../record.ts'
import { classroom50 } from './classroom50.ts'
import { alone, everyKind, kinds, longRecord, setting, textOf } from './testing.ts'

/** As the runner sets it. */
const env = {
  ...{ CLASSROOM: 'cs-principles', ASSIGNMENT: 'hello', ASSIGNMENT_TYPE: 'individual', OWNER: 'alice' },
  SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
  COMMIT_URL: 'https://example.com/commit/a1b2c3d',
  RELEASE_URL: 'https://example.com/releases/tag/submit',
  REVIEW_URL: 'https://example.com/compare/a...b',
}

/** What the collector of scores refuses, by the contract: identity, texts that are empty, numbers that are not whole. */
function read(text: string) {
  const result = JSON.parse(text)
  expect(result.schema).toBe('classroom50/result/v1')
  expect(result).toMatchObject({ classroom: 'cs-principles', assignment: 'hello', owner: 'alice' })
  expect(result.assignment_type).toBe('individual')
  expect(result.submission).toMatch(/^submit\//)
  for (const field of ['commit', 'release', 'review']) expect(result[field]).toMatch(/^https:/)
  expect(result.datetime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  for (const one of [result, ...result.tests]) {
    expect([one.score, one['max-score']].every(points => Number.isInteger(points) && points >= 0)).toBe(true)
    expect(one.score).toBeLessThanOrEqual(one['max-score'])
  }
  for (const one of result.tests) {
    expect(one['test-name']).toMatch(/./)
    expect(typeof one.passed).toBe('boolean')
  }
  const sum = (field: string) => result.tests.reduce((sum: number, one: never) => sum + one[field], 0)
  expect([result.score, result['max-score']]).toEqual([sum('score'), sum('max-score')])
  return result
}

const bodyOf = (record: GradeRecord): string =>
  classroom50.files([record], alone, { ...setting, env }).get('release-body.md')!

test.each(everyKind)('of what is %s, the result is one that is collected', kind => {
  const result = read(textOf(classroom50, [kinds[kind]()], { env }))
  expect(result.tests.map((one: Record<string, unknown>) => one['test-name'])).toEqual([
    'dlogprobs',
    'dprobs',
  ])
  expect(result.datetime).toBe('2026-11-29T16:00:00Z')
})

test('there are two files, by the names that the runner looks for', () => {
  expect([...classroom50.files([kinds.right()], alone, { ...setting, env }).keys()]).toEqual([
    ...['result.json', 'release-body.md'],
  ])
})

test('a right line that was given a wrong gradient has passed', () => {
  const { tests } = read(textOf(classroom50, [kinds.wrong()], { env }))
  expect(tests.map(({ passed }: { passed: boolean }) => passed)).toEqual([false, true])
})

describe('outside of the runner', () => {
  const codeOf = (work: () => unknown): unknown => {
    try {
      return work()
    } catch (error) {
      return [(error as NinjaError).code, (error as Error).message]
    }
  }

  test.each(['CLASSROOM', 'ASSIGNMENT', 'SUBMISSION_TAG', 'COMMIT_URL', 'RELEASE_URL'])(
    'it says that %s is not set',
    name => {
      const less = { ...env, [name]: undefined }
      expect(codeOf(() => textOf(classroom50, [kinds.right()], { env: less }))).toEqual([
        'usage',
        `a result for Classroom 50 needs ${name}, which its runner sets, and it isn't set`,
      ])
    },
  )

  test('the review is the commit where there is none', () => {
    const result = JSON.parse(textOf(classroom50, [kinds.right()], { env: { ...env, REVIEW_URL: '' } }))
    expect(result.review).toBe(env.COMMIT_URL)
  })

  test('points that are not whole are refused, by the blank that has them', () => {
    const exercises = [{ ...alone.exercises[0], points: new Map([['dprobs', 0.5]]) }]
    const assignment = { ...alone, exercises }
    expect(codeOf(() => textOf(classroom50, [kinds.missing()], { assignment, env }))).toEqual([
      'usage',
      'Classroom 50 takes whole points, and dprobs is worth 0.5',
    ])
  })
})

describe('the text of the release', () => {
  /** What is outside of the one block of code, and what is in it. */
  function read(body: string): { readonly outside: string; readonly inside: string } {
    const lines = body.split('\n')
    const from = lines.findIndex(line => /^`{3,}text$/.test(line))
    const fence = lines[from].slice(0, -'text'.length)
    // As CommonMark has it: the first line of at least as many ends it.
    const end = lines.findIndex(
      (line, i) => i > from && /^ {0,3}`+ *$/.test(line) && line.trim().length >= fence.length,
    )
    expect(lines.slice(end + 1).join('')).toBe('')
    return { outside: lines.slice(0, from).join('\n'), inside: lines.slice(from + 1, end).join('\n') }
  }

  test('has a table of the blanks, and the words of a check', () => {
    const { outside, inside } = read(bodyOf(kinds.wrong()))
    expect(outside).toBe(`## 1 of 2 points

| blank | verdict | points |
|---|---|---|
| \`dlogprobs\` | wrong | 0 of 1 |
| \`dprobs\` | inherited | 1 of 1 |
`)
    expect(inside).toContain('Your result has the wrong sign')
  })

  test("a learner's own text stays in the block, whatever is in it", () => {
    const { outside, inside } = read(bodyOf(kinds.threw()))
    expect(inside).toContain('@everyone')
    expect(outside).not.toMatch(/everyone|<img/)
    const record = longRecord(2, 'a\n```\n````\n@everyone <b>')
    expect(read(bodyOf(record)).outside).not.toContain('everyone')
  })

  test('is not longer than GitHub takes', () => {
    expect(bodyOf(longRecord(2000, 'long '.repeat(500))).length).toBeLessThan(125_000)
  })
})
