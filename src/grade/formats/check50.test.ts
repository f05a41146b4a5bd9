import { expect, test } from 'vitest'
import type { Judgement, Report } from '../../checker/report.ts'
import { check50 } from './check50.ts'
import { everyKind, type Kind, kinds, textOf } from './testing.ts'

interface Result {
  readonly name: string
  readonly description: string
  readonly passed: boolean | null
  readonly log: readonly string[]
  readonly cause: { readonly rationale: string; readonly help: string | null } | null
  readonly data: object
  readonly dependency: string | null
}

/** As the JSON specification has it. */
function read(text: string): Result[] {
  const document = JSON.parse(text)
  expect(Object.keys(document)).toEqual(['slug', 'results', 'version'])
  expect([typeof document.slug, typeof document.version]).toEqual(['string', 'string'])
  const results = document.results as Result[]
  const names = results.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, description, passed, log, cause, data, dependency, ...more } of results) {
    expect(more).toEqual({})
    expect([typeof name, typeof description, typeof data]).toEqual(['string', 'string', 'object'])
    expect([true, false, null]).toContain(passed)
    expect(log.every(line => typeof line === 'string')).toBe(true)
    // Null where it passed, and only there.
    expect(cause === null).toBe(passed === true)
    if (cause !== null) {
      expect(cause.rationale).toMatch(/\S/)
      expect(cause.help === null || typeof cause.help === 'string').toBe(true)
    }
    if (dependency !== null) expect(names).toContain(dependency)
  }
  return results
}

const resultsOf = (kind: Kind): Result[] => read(textOf(check50, [kinds[kind]()]))
const said = (results: readonly Result[]) =>
  results.map(({ name, passed, dependency }) => [name, passed, dependency])

test.each(everyKind)('of what is %s, all is as the specification has it', kind => {
  expect(resultsOf(kind).map(({ name }) => name)).toEqual(['file', 'dlogprobs', 'dprobs'])
})

test('a right line that was given a wrong gradient is null, and depends on the one to blame', () => {
  expect(said(resultsOf('wrong'))).toEqual([
    ['file', true, null],
    ['dlogprobs', false, null],
    ['dprobs', null, 'dlogprobs'],
  ])
})

test('where the file cannot be judged, its blanks depend on that', () => {
  for (const kind of ['unreadable', 'missing', 'stopped'] as const)
    expect(said(resultsOf(kind))).toEqual([
      ['file', false, null],
      ['dlogprobs', null, 'file'],
      ['dprobs', null, 'file'],
    ])
  expect(resultsOf('unreadable')[0].cause).toMatchObject({ help: 'Fix line 1.' })
})

test('the cause is what a check says, the help how to get a hint', () => {
  expect(resultsOf('wrong')[1].cause).toEqual({
    rationale: expect.stringMatching(/^Your result has the wrong sign; everything else is right\./),
    help: 'For a hint: npx ninja hint dlogprobs --exercise makemore/01_log_loss',
  })
})

test('a method is blamed by its whole name, and nothing that is no blank', () => {
  const record = kinds.wrong()
  const told = (culprit: string) => {
    const gradients = (record.report as Report).gradients.map(
      (row): Judgement =>
        row.verdict === 'inherited'
          ? {
              ...row,
              message: `right by itself; together with your other lines its value is wrong, because of ${culprit}`,
            }
          : { ...row, name: 'Value.mul', blank: 'Value.mul' },
    )
    const blanks = record.blanks.map(one =>
      one.blank === 'dlogprobs' ? { ...one, blank: 'Value.mul' } : one,
    )
    const report = { ...(record.report as Report), gradients }
    return said(read(textOf(check50, [{ ...record, report, blanks }]))).at(-1)
  }
  expect(told('Value.mul')).toEqual(['dprobs', null, 'Value.mul'])
  expect(told('Value.mul and Value.add')).toEqual(['dprobs', null, 'Value.mul'])
  expect(told('Value')).toEqual(['dprobs', null, null])
})
