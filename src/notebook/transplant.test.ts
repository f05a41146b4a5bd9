import { expect, test } from 'vitest'
import { transplant } from './transplant.ts'

const donor = `"use strict";
 function slope(f) {
  const a = 1
  return 'answer'
} exports.slope = slope;
 class Value {
  mul(other) { return 'answer' }
  static of() {
    return 'answer'
  }
} exports.Value = Value;
`

/** What a module made of the text exports. */
function run(js: string): Record<string, never> {
  const exports = {}
  new Function('exports', 'require', js)(exports, () => ({}))
  return exports
}

const text = `"use strict";
const help = () => 'own'
 function slope(f) { return help() } exports.slope = slope;
 class Value {
  mul(other) {
    const brackets = '}{'
    return help()
  }
  static of() { return help() }
} exports.Value = Value;
last()
`

test('what is named is the donor\u2019s, all else is kept', () => {
  const { js } = transplant(`${text.replace('last()', '')}`, donor, ['slope', 'Value.mul'])
  const { slope, Value } = run(js) as unknown as {
    slope: () => string
    Value: { new (): { mul: () => string }; of: () => string }
  }
  expect([slope(), new Value().mul(), Value.of()]).toEqual(['answer', 'answer', 'own'])
})

test('each line knows which line it was', () => {
  for (const names of [[], ['slope'], ['Value.mul'], ['slope', 'Value.mul', 'Value.of']]) {
    const { js, lines } = transplant(text, donor, names)
    const at = js.split('\n').indexOf('last()')
    expect(lines[at]).toBe(11)
    expect(lines).toHaveLength(js.split('\n').length)
  }
})

test('lines of the donor are none of the text\u2019s', () => {
  const { js, lines } = transplant(text, donor, ['slope'])
  expect(lines[js.split('\n').findIndex(line => line.includes('const a'))]).toBe(0)
})

test.each([
  ['a function', ' class Value {\n  mul() { return 1 }\n  static of() {}\n} exports.Value = Value;', 'slope'],
  ['a method', ' class Value {\n  of() {}\n} exports.Value = Value;', 'Value.mul'],
  ['a class', '', 'Value.mul'],
])('%s that is missing is added', (_, missing, name) => {
  const { js } = transplant(missing, donor, [name])
  const [owner, method] = name.split('.')
  const made = new Function('exports', 'require', `${js}\nreturn ${owner}`)({}, () => ({}))
  expect((method === undefined ? made : made.prototype[method])()).toBe('answer')
})

test('an arrow function is replaced too', () => {
  const { js } = transplant(' const slope = (f) => {\n  return 1\n}; exports.slope = slope\n', donor, [
    'slope',
  ])
  expect((run(js) as unknown as { slope: () => string }).slope()).toBe('answer')
})
