import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { blanksOf } from '../notebook/solution.ts'
import { bodyIn, filledIn, openFilling } from './filling.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fresh = (id: string): string => readFileSync(`${root}exercises/${id}.ts`, 'utf8')
const all = readdirSync(`${root}solutions`).flatMap(track =>
  readdirSync(`${root}solutions/${track}`)
    .filter(file => /^\d\d_\w+\.ts$/.test(file))
    .map(file => `${track}/${file.slice(0, -3)}`),
)
const namesOf = (id: string): string[] =>
  blanksOf(readFileSync(`${root}solutions/${id}.ts`, 'utf8')).map(({ name }) => name)

const text = [
  'export function forward({ x }: In) {',
  '  const counts = x.exp()',
  '  const counts_sum = counts.sum(1)',
  '  return { counts, counts_sum }',
  '}',
  '// %% one',
  'export function dcounts({ dprobs }: Scope): Tensor {',
  '  return TODO() // (n, 1)',
  '}',
  '// %% two',
  'export class Value {',
  '  mul(other: Value): Value {',
  '    return TODO()',
  '  }',
  '}',
  '',
].join('\n')
const open = (from = text) => openFilling(from, ['dcounts', 'Value.mul'])

describe('a blank', () => {
  test.each(all)('every one of %s is found, and filled in it is read back', id => {
    const names = namesOf(id)
    let filling = openFilling(fresh(id), names)
    for (const name of names) filling = filledIn(filling, name, `return 1\n  // ${name}\n\nreturn 2`)
    expect(names.map(name => bodyIn(filling, name))).toEqual(
      names.map(name => `return 1\n  // ${name}\n\nreturn 2`),
    )
    const again = openFilling(filling.text, names)
    expect([...again.bodies]).toEqual([...filling.bodies])
  })

  test('only its own lines change, with its own indentation', () => {
    const filled = filledIn(open(), 'Value.mul', 'const a = 1\nreturn a')
    expect(filled.text).toBe(text.replace('    return TODO()', '    const a = 1\n    return a'))
  })

  test.each(['return counts.mul(', 'return `', 'if (a) {', '}', ')', 'return "a', ''])(
    'that says %j can be changed again, and found again in the file',
    lines => {
      const filled = filledIn(open(), 'dcounts', lines)
      expect(bodyIn(filled, 'dcounts')).toBe(lines)
      expect(filledIn(filled, 'dcounts', 'return TODO() // (n, 1)').text).toBe(text)
      if (lines !== '}') expect(bodyIn(open(filled.text), 'dcounts')).toBe(lines)
      expect(bodyIn(open(filled.text), 'Value.mul')).toBe('return TODO()')
    },
  )

  test('a body that closes its function is still one body to its editor', () => {
    const filled = filledIn(open(), 'dcounts', 'return 1 }\nfunction b() {')
    expect(filledIn(filled, 'dcounts', 'return TODO() // (n, 1)').text).toBe(text)
  })
})

describe('the braces', () => {
  const headOf = (lines: string, from = text): string =>
    filledIn(open(from), 'dcounts', lines)
      .text.split('\n')
      .find(line => line.includes('function dcounts'))!

  test('get what the line uses, and what the forward pass makes', () => {
    expect(headOf('return counts.mul(dcounts_sum).add(dprobs)')).toBe(
      'export function dcounts({ dprobs, counts, dcounts_sum }: Scope): Tensor {',
    )
  })

  test('get a size that is returned as it came', () => {
    const inputs = 'export function inputs({ n, block }: Sizes) {\n  return { n, x: zeros(n, block) }\n}\n'
    expect(headOf('return dprobs.div(n).div(block)', inputs + text)).toBe(
      'export function dcounts({ dprobs, n }: Scope): Tensor {',
    )
  })

  test('get no member, nothing of the line itself, and nothing that nobody makes', () => {
    expect(headOf('const counts_sum = 1\nreturn other.counts.exp(counts_sum)')).toBe(
      'export function dcounts({ dprobs }: Scope): Tensor {',
    )
  })

  test('lose it again once the line no longer uses it', () => {
    const filled = filledIn(open(), 'dcounts', 'return counts')
    expect(filledIn(filled, 'dcounts', 'return TODO() // (n, 1)').text).toBe(text)
  })

  test('stay as they are while the line cannot be read', () => {
    const filled = filledIn(open(), 'dcounts', 'return counts')
    expect(filledIn(filled, 'dcounts', 'return counts.mul(').text).toContain('{ dprobs, counts }')
  })
})

describe('the import', () => {
  const head = "import { type Tensor, TODO } from 'backprop-ninja'\n"
  const filling = openFilling(head + text, ['dcounts', 'Value.mul'], ['onesLike', 'arange', 'TODO'])

  test('gets what a line uses of the library, and loses it again', () => {
    const one = filledIn(filling, 'dcounts', 'return onesLike(arange(counts))')
    expect(one.text.split('\n')[0]).toBe(
      "import { type Tensor, TODO, onesLike, arange } from 'backprop-ninja'",
    )
    const two = filledIn(one, 'Value.mul', 'return onesLike(1)')
    expect(filledIn(two, 'dcounts', 'return 1').text.split('\n')[0]).toBe(
      "import { type Tensor, TODO, onesLike } from 'backprop-ninja'",
    )
    const none = filledIn(filledIn(two, 'dcounts', 'return TODO() // (n, 1)'), 'Value.mul', 'return TODO()')
    expect(none.text).toBe(head + text)
  })

  test('gets nothing that the file or the line has under that name', () => {
    expect(filledIn(filling, 'dcounts', 'const arange = 1\nreturn arange').text).toContain(head)
    const own = openFilling(`${head}${text}const arange = 1\n`, ['dcounts'], ['arange'])
    expect(filledIn(own, 'dcounts', 'return arange').text).toContain(head)
  })
})
