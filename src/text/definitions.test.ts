import { describe, expect, test } from 'vitest'
import {
  constantsIn,
  type Definition,
  definitionsIn,
  forwardIn,
  lineOfBlank,
  lineOfReturn,
} from './definitions.ts'
import { type ParsedText, sourceOf } from './source.ts'

const parsed = (text: string): ParsedText => {
  const source = sourceOf(text)
  return source.program === null ? expect.fail(source.fault.message) : source
}

const definition = (text: string, name: string): Definition | undefined =>
  definitionsIn(parsed(text)).get(name)

describe('a function', () => {
  test.each([
    'export function dx() {}',
    'function dx() {}',
    '  async function dx() {}',
    'export default function dx() {}',
    'export function* dx() {}',
    'export const dx = () => {}',
    'let dx: Backward = x => x',
  ])('%s is found', line => {
    expect(definition(`\n${line}`, 'dx')).toMatchObject({ name: 'dx', line: 2, code: expect.anything() })
  })

  test.each([
    '// export function dx() {}',
    'function dxy() {}',
    'function f() { return dx }',
    'const y = dx',
    'function f() {\n  const dx = y\n}',
    "const y = 'function dx() {}'",
  ])('%s is not', text => {
    expect(definition(text, 'dx')).toBeUndefined()
  })

  test('of two of one name the last counts', () => {
    expect(definition('function dx() {\n}\nfunction dx() {\n}', 'dx')?.line).toBe(3)
  })

  test('a method has the name of its class before its own', () => {
    const text =
      'export class Value<T> {\n  data = 1\n  mul(other: Value<T>): void {\n  }\n  rule = () => 1\n}'
    expect([...definitionsIn(parsed(text))].map(([name, { line }]) => [name, line])).toEqual([
      ['Value.mul', 3],
      ['Value.rule', 5],
    ])
  })
})

test('a blank is found in its function, and not beyond it', () => {
  const text = 'function dx() {\n}\nexport function dy() {\n  if (a) return 1\n  return b.add(TODO())\n}'
  const line = (name: string) => lineOfBlank(definition(text, name)!.code!)
  expect([line('dx'), line('dy')]).toEqual([null, 5])
})

describe('a statement', () => {
  test('is found by what it makes, without its comment', () => {
    const text =
      'export function forward({ x, w }) {\n  const y = x.mul(w)                 // (n)\n  return { y }\n}'
    const constants = constantsIn(parsed(text))
    expect(constants.get('y')).toEqual({ name: 'y', line: 2, text: 'const y = x.mul(w)' })
    expect(constants.has('x')).toBe(false)
    expect(constants.has('forward')).toBe(false)
  })

  test('that makes several values is found by each', () => {
    const text = 'const { values, indices } = x.max(1)'
    expect([...constantsIn(parsed(`function f() {\n  ${text} // (n)\n}`)).values()]).toEqual([
      { name: 'values', line: 2, text },
      { name: 'indices', line: 2, text },
    ])
  })
})

test.each([
  ['the only one', 'function d() {\n  const a = 1\n  return a // here\n}\nfunction e() {\n  return b\n}', 3],
  ['not that of a function within', 'function d() {\n  return a(() => {\n    return 1\n  })\n}', 2],
  ['the last of two', 'function d() {\n  if (a) return 1\n  return 2\n}', 3],
  [
    'the one at the end, whatever stands behind it',
    'function d() {\n  return 1\n  if (a) {\n    return 2\n  }\n}',
    2,
  ],
  ['none in a line of its own', 'function d() { return 1 }\nfunction e() {\n  return 2\n}', 1],
  ['behind an arrow', 'const d = () =>\n  1', 2],
  ['none', 'function d() {\n}\nfunction e() {\n  return 2\n}', null],
])('the line of the return: %s', (_, text, line) => {
  expect(lineOfReturn(definition(text, 'd')!.code!)).toBe(line)
})

describe('a forward pass', () => {
  test('is made of the functions that it calls, if they are in the text', () => {
    const text = `
      const embed = x => ({ tok: x })
      function block({ tok }) { return { y: helped(tok) } }
      const helped = x => x
      export function forward(x) {
        const made = { ...embed(x), ...block(embed(x)) }
        return { ...made, loss: crossEntropy(made.y) }
      }`
    expect(forwardIn(parsed(text))).toEqual(['forward', 'embed', 'block'])
  })

  test('is a function of this name, or there is none', () => {
    expect(forwardIn(parsed('const forward = 3'))).toEqual([])
    expect(forwardIn(parsed('const forward = x => forward(x)'))).toEqual(['forward'])
  })
})
