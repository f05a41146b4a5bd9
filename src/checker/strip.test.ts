import { describe, expect, test } from 'vitest'
import { explain, strip } from './strip.ts'

const text = `import { type Tensor, zeros } from 'backprop-ninja'
interface A {
  b: number
}
export function f({ a }: { a: Tensor },
  b?: A): Tensor {
  const c = a as unknown as Tensor
  return c!.add(zeros(1)) satisfies Tensor
}
export const g = <T,>(x: T): T => x
`

test('types go, and no line moves', () => {
  const { js } = strip(text)
  expect(js).not.toMatch(/interface|Tensor|satisfies/)
  const where = (of: string, what: string): number => of.split('\n').findIndex(line => line.includes(what))
  for (const what of ['function f', 'const c', 'return c', 'x => x'].slice(0, 3)) {
    expect(where(js!, what)).toBe(where(text, what))
  }
})

test('an import of types only is gone, one of values is a require', () => {
  const { js } = strip("import type { A } from './a.ts'\nimport { b } from './b.ts'\nb()")
  expect(js).not.toContain('a.ts')
  expect(js).toContain("require('./b.ts')")
})

test.each([
  ['a bracket that never closes', 'const a = (1\n', 2],
  ['a word too many', 'const a = 1\nconst b c = 2\n', 2],
  ['a string that never ends', "const a = 1\n\nconst b = 'c\n", 3],
])('%s is a fault with its line', (_, broken, line) => {
  expect(strip(broken)).toMatchObject({ js: null, fault: { line } })
})

describe('what Python people write is explained', () => {
  test.each([
    ['const dh = dlogits @ W2', 'TypeScript has no @: write a.matmul(b)'],
    ['const f = lambda x: x', 'TypeScript writes x => … for a lambda'],
    ['def f(x):', 'This looks like Python'],
    ['for i in range(3):', 'This looks like Python'],
    ['const a = 1 # one', 'A comment starts with //'],
    ['for h in nudges:', 'for (const x of xs) { … }'],
    ['if x > 0:', 'if (…) { … }'],
    ['const a = b > 0 and c > 0', '&& for and'],
    ['if (not a) b = 1', '! for not'],
    ['return a if a > 0 and b else 0', 'c ? a : b'],
    ['const a = b ÷ c', 'TypeScript writes * and /'],
    ['const a = |b| / |c|', 'Math.abs(x)'],
  ])('%s', (line, explanation) => {
    expect(strip(line).fault!.message).toContain(explanation)
  })

  // What the parser lets through and the engine refuses.
  test.each([
    ['Invalid or unexpected token', 'return 3 * x² - 2', 'A power is written with **'],
    ['Invalid or unexpected token', 'return 3x ** 2 - 2', 'A product needs its *'],
    ['Invalid or unexpected token', 'return f(x, 2h)', 'A product needs its *'],
    ['Unary operator used immediately before exponentiation', 'return -x ** 2', 'write -(x ** 2)'],
    ["Identifier 'x' has already been declared", 'const x = 2', 'use the x that there is'],
  ])('%s: %s', (message, line, explanation) => {
    expect(explain(message, line)).toContain(explanation)
  })

  test('and nothing else is', () => {
    expect(explain('Unexpected token', "const a = '#' // # not @ a comment")).toBe('Unexpected token')
    expect(explain('Unexpected token', 'const a = 1e-5 + x1 * 0x10 + b(2)')).toBe('Unexpected token')
  })
})
