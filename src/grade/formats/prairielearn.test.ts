import { describe, expect, test } from 'vitest'
import { prairielearn } from './prairielearn.ts'
import { everyKind, type Kind, kinds, longRecord, textOf } from './testing.ts'

interface Results {
  readonly gradable: boolean
  readonly score?: number
  readonly message?: string
  readonly format_errors?: readonly string[]
  readonly tests: readonly {
    readonly name: string
    readonly points: number
    readonly max_points: number
    readonly message: string
    readonly output?: string
  }[]
}

/** As the page on external grading has it: a score from 0 to 1 or not gradable, and what the results element shows. */
function read(text: string): Results {
  const results = JSON.parse(text) as Results
  expect(typeof results.gradable).toBe('boolean')
  if (results.gradable) {
    expect(results.score).toBeGreaterThanOrEqual(0)
    expect(results.score).toBeLessThanOrEqual(1)
    expect(typeof results.message).toBe('string')
  } else {
    expect(results).not.toHaveProperty('score')
    expect(results.format_errors!.every(error => typeof error === 'string' && error !== '')).toBe(true)
  }
  for (const { name, points, max_points, message, output = '' } of results.tests) {
    expect([typeof name, typeof message, typeof output]).toEqual(['string', 'string', 'string'])
    expect([points, max_points].every(Number.isFinite)).toBe(true)
  }
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1_000_000)
  return results
}

const resultsOf = (kind: Kind): Results => read(textOf(prairielearn, [kinds[kind]()]))

test.each([
  ['right', 1],
  ['wrong', 0.5],
  ['empty', 0],
  ['threw', 0.5],
  ['held', 0.5],
  ['stopped', 0],
] as const)('what is %s is graded: %f', (kind, score) => {
  expect(resultsOf(kind)).toMatchObject({ gradable: true, score })
})

test.each([
  ['unreadable', /^SyntaxError: /],
  ['missing', /^There is no file for this exercise\.$/],
] as const)('what is %s costs no attempt, and says why', (kind, why) => {
  expect(resultsOf(kind)).toMatchObject({ gradable: false, format_errors: [expect.stringMatching(why)] })
})

test.each(everyKind)('of what is %s, no text moves a cursor or changes a colour', kind => {
  // PrairieLearn turns escape sequences into HTML.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
  const strings = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : value instanceof Object ? Object.values(value).flatMap(strings) : []
  expect(strings(resultsOf(kind)).filter(text => controls.test(text))).toEqual([])
})

test('each blank has its verdict as the message, and the words of a check as the output', () => {
  const [first, second] = resultsOf('wrong').tests
  expect(first).toMatchObject({ name: 'dlogprobs', points: 0, max_points: 1 })
  expect(first.message).toMatch(/^dlogprobs: wrong, line \d+$/)
  expect(first.output).toMatch(/^Your result has the wrong sign/)
  expect(second).toMatchObject({ name: 'dprobs', points: 1, max_points: 1 })
})

test('an exercise that is worth nothing has the score 0', () => {
  const record = kinds.right()
  const free = {
    ...record,
    max: 0,
    score: 0,
    blanks: record.blanks.map(one => ({ ...one, score: 0, max: 0 })),
  }
  expect(read(textOf(prairielearn, [free])).score).toBe(0)
})

describe('what would be larger than 1 MB is shortened', () => {
  test('by what is said of the right ones first, then from the end', () => {
    const { score, tests, message } = read(textOf(prairielearn, [longRecord(600, 'long €'.repeat(1000))]))
    expect(score).toBe(0.5)
    expect(message).toMatch(/This is shortened: the whole is too long\.$/)
    expect(tests).toHaveLength(600)
    const kept = tests.flatMap(({ output }, i) => (output === undefined ? [] : [i]))
    expect(kept.length).toBeGreaterThan(50)
    // Of the wrong ones, which are the even ones, the first.
    expect(kept).toEqual(kept.map((_, i) => 2 * i))
  })

  test('by whole blanks, where nothing else is left', () => {
    const { score, tests } = read(textOf(prairielearn, [longRecord(20_000, 'x')]))
    expect(score).toBe(0.5)
    expect(tests.length).toBeGreaterThan(5000)
    expect(tests.at(-1)!.name).toBe(`blank${tests.length - 1}`)
  })
})
