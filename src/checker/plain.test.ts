import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isPlain } from './plain.ts'

const solutions = new URL('../../solutions/makemore/', import.meta.url)
const makemore = readdirSync(solutions)
  .filter(name => /^0\d_/.test(name))
  .map(name => readFileSync(new URL(name, solutions), 'utf8').replace(/^export \* from .*\n/gm, ''))
  .map(text => text.replace(/^import .* from '\.\/.*\n/gm, ''))

const body = (code: string): string => `import { tensor, zerosLike } from 'backprop-ninja'
// It's "quoted" in a comment.
export function dx({ x, dy, n, console }: Scope): Tensor {
  ${code}
}
`

describe('plain is', () => {
  test('every gradient of makemore as the solution has it', () => {
    expect(makemore.map(isPlain)).toEqual(makemore.map(() => true))
  })

  test.each([
    'return x.mul(dy)',
    'const [a, b] = x.shape\n  return dy.mul(a * b)',
    'if (n > 3) return tensor(1).sub(x.pow(2)).mul(dy)\n  return (x)',
    'console.log("x is", x)\n  return x.mul(Math.sqrt(n)).mul(1e-5)',
    'return x.sum(0, { keepdim: true }).mul(.5)',
  ])('%s', code => {
    expect(isPlain(body(code))).toBe(true)
  })
})

describe('not plain is what could', () => {
  test.each([
    ['never end', 'for (;;) {}'],
    ['never end', 'while (true) x.add(1)'],
    ['never end', 'do x.add(1); while (n)'],
    ['never end', 'return dx({ x, dy })'],
    ['never end', 'const f = (g) => g(g)\n  return f(f)'],
    ['never end', 'return (() => dx({ x }))()'],
    ['take long', 'return tensor(x.data.map(v => v))'],
    ['take much memory', 'return new Array(1e8).fill(0)'],
    ['take much memory', 'return zerosLike(x).expand(100000, 100000)'],
    ['take much memory', 'return zerosLike(x).expand(0xfffff, 3)'],
    ['take much memory', 'return zerosLike(x).expand(1e9)'],
    ['take much memory', 'return `x`.repeat(2 ** 29)'],
    ['end the program', 'process.exit()'],
    ['end the program', 'globalThis.process'],
    ['wait', 'setTimeout(dx, 10)'],
    ['wait', 'return import(x)'],
    ['run anything', 'return x.constructor.constructor'],
    ['run anything', "return x['constructor']"],
    ['run anything', 'return eval(x)'],
    ['run anything', 'return \\u0065val'],
  ])('%s: %s', (_, code) => {
    expect(isPlain(body(code))).toBe(false)
  })

  test('import another file', () => {
    expect(isPlain("import { helper } from './helper.ts'\n")).toBe(false)
    expect(isPlain("import fs from 'node:fs'\n")).toBe(false)
  })
})
