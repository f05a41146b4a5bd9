import { expect, test } from 'vitest'
import { expressionsIn, expressionsOf, namesUsedIn } from '../text/expressions.ts'
import { mutantsOf } from './mutants.ts'

const setting = {
  lookalikes: (name: string) => (name === 'h' ? ['hpreact'] : []),
  isNumber: (name: string) => name === 'n',
  isGradient: (name: string) => /^d[a-z]/.test(name),
}
const from = (answer: string): string[] => mutantsOf(answer, setting, ['n']).map(({ text }) => text)

test('an expression is read with all its parts', () => {
  const code = 'const a = b.sum(0, { keepdim: true }).mul(-1 / (n - 1))[2]\nreturn c ? x => x.T : [1.5e-3]'
  const texts = expressionsOf(code).map(({ start, end }) => code.slice(start, end))
  // What a declaration names is no expression.
  expect(texts).toEqual(['b.sum(0, { keepdim: true }).mul(-1 / (n - 1))[2]', 'c ? x => x.T : [1.5e-3]'])
  const kinds = expressionsIn(expressionsOf(code)[0]).map(({ kind }) => kind)
  expect(kinds).toContain('binary')
  expect(kinds.filter(kind => kind === 'number')).toHaveLength(4)
})

test('what it cannot read is stepped over', () => {
  const code = 'for (const [i, x] of xs.entries()) {\n  if (x > 0) total += x\n}\nreturn total'
  expect(expressionsOf(code).map(({ start, end }) => code.slice(start, end))).toContain('xs.entries()')
})

test('names are those of values, not of members, options and literals', () => {
  expect(namesUsedIn("return a.b(c, { keepdim: true }) // d\nconst e = 'f'")).toEqual(['a', 'c', 'e'])
})

test.each([
  ['a use dropped', 'return a.add(b)', ['return a', 'return b']],
  ['overwritten, doubled, subtracted', 'return a.add(b)', ['return a.sub(b)', 'return a.add(b).add(b)']],
  ['sign', 'return a.neg()', ['return a', 'return a.neg().neg()']],
  ['factor', 'return a.mul(2)', ['return a', 'return a.mul(3)', 'return a.mul(2).mul(n)']],
  ['missing sum', 'return a.sum(0)', ['return a']],
  ['wrong sum', 'return a.sum(0)', ['return a.sum(1)', 'return a.mean(0)', 'return a.sum()']],
  ['keepdim', 'return a.sum(0, { keepdim: true })', ['return a.sum(0)']],
  ['keepdim where none is needed', 'return a.sum(0)', ['return a.sum(0, { keepdim: true })']],
  [
    'transpose',
    'return a.T.matmul(b)',
    ['return a.matmul(b)', 'return b.T.matmul(a)', 'return a.T.matmul(b.T)'],
  ],
  ['other operand', 'return h.pow(2)', ['return hpreact.pow(2)']],
  ['other function', 'return a.exp()', ['return a.log()', 'return a']],
  ['no upstream', 'return a.mul(dy)', ['return a', 'return a.mul(onesLike(dy))']],
  ['no local derivative', 'return a.mul(dy)', ['return dy']],
  ['n for n - 1', 'return a.mul(1 / (n - 1))', ['return a.mul(1 / ((n)))', 'return a.mul(1 / ((n + 1)))']],
  ['n - 1 for n', 'return a.mul(1 / n)', ['return a.mul(1 / (n - 1))']],
  [
    'assignment for accumulation',
    'return zerosLike(C).indexAdd(X, d)',
    ['return zerosLike(C).indexPut([X], d)'],
  ],
  ['assignment in a loop', 'let s = 0\nfor (;;) {\n  s += x\n}', ['let s = 0\nfor (;;) {\n  s = x\n}']],
  ['exponent', 'return a.pow(-1)', ['return a.pow(-2)', 'return a.pow(-0)', 'return a.pow(1)']],
])('%s', (_, answer, wanted) => {
  expect(from(answer)).toEqual(expect.arrayContaining(wanted))
})

test('each is another text than the answer, and none comes twice', () => {
  const answer = 'const a = b.mul(n)\nreturn a.sub(h.pow(2)).mul(dh).sum(0, { keepdim: true })'
  const all = from(answer)
  expect(new Set(all).size).toBe(all.length)
  expect(all).not.toContain(answer)
  expect(all.length).toBeGreaterThan(40)
})

test('the head of a loop stays as it is: what is changed there may never end', () => {
  const head = 'for (let i = 0; i < 3; i += 1) {'
  expect(from(`${head}\n  a = a.mul(2)\n}\nreturn a`).every(text => text.startsWith(head.slice(0, -9)))).toBe(
    true,
  )
})
