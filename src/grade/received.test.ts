import { expect, test } from 'vitest'
import { reported } from '../checker/text/testing.ts'
import { findingsIn, type JudgedFile, packed } from './judged.ts'
import { unpacked } from './received.ts'
import { logLoss } from './testing.ts'

const points = new Map([...logLoss.points])
const expected = { exercise: logLoss.id, seed: 42, points }
const report = reported(logLoss.id, 'export function dlogprobs() { return 1 }')
const judged: JudgedFile = {
  ...findingsIn(report, [...points.keys()], new Map([['dlogprobs', 'return 1']])),
  ...{ traits: [{ kind: 'comment', text: 'mine' }], room: 'thread', ms: 3, cpu: 2 },
}

test('what was judged comes over as it is', () => {
  expect(unpacked(packed(judged), expected)).toEqual(JSON.parse(JSON.stringify(judged)))
})

/** With something else at a place in it. */
function changed(path: readonly string[], value: unknown): string {
  const whole = JSON.parse(packed(judged))
  const above = path.slice(0, -1).reduce((one, name) => one[name], whole)
  above[path.at(-1)!] = value
  return JSON.stringify(whole)
}

test.each<[string, string, unknown]>([
  ['of another exercise', 'report.exercise', 'makemore/02_softmax'],
  ['with another seed', 'report.seed', 43],
  ['with a verdict that there is not', 'blanks.0.verdict', 'perfect'],
  ['of a blank that there is not', 'blanks.0.blank', 'dbonus'],
  ['with a status of its own', 'status', 'missing'],
  ['with a text that is none', 'report.gradients.0.message', { length: 3 }],
  ['with a passed that is none', 'report.passed', 'yes'],
  ['with too much', 'report.picture', 'x'.repeat(3e6)],
  ['with a trait of another kind', 'traits.0.kind', 'score'],
])('a report %s is not believed', (_, path, value) => {
  expect(unpacked(changed(path.split('.'), value), expected)).toBeNull()
})

test('nor is what is no report at all', () => {
  for (const json of ['', 'null', '[]', '{}', '{"report":null}', '"judged"'])
    expect(unpacked(json, expected)).toBeNull()
})

test('fields that nobody asked for are left out', () => {
  expect(JSON.stringify(unpacked(changed(['report', 'bonus'], 100), expected))).not.toContain('bonus')
})

test('what a file prints without end is cut, and the verdict stays', () => {
  const printed = Array.from({ length: 500 }, () => ({ by: null, text: 'x'.repeat(20_000) }))
  const long = packed({ ...judged, report: { ...report, printed } })
  expect(long.length).toBeLessThan(100_000)
  expect(unpacked(long, expected)?.blanks).toEqual(judged.blanks)
})
