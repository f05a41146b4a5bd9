import { expect, test } from 'vitest'
import { usesAlike } from './uses-alike.ts'

const forward = (lines: string): string =>
  `export function forward({ x, W }) {\n  ${lines}\n  return { y, z }\n}\n`
const one = forward('const y = x.matmul(W)\n  const z = y.exp()')

test('the same lines are alike, whatever else there is', () => {
  const other = forward('const z = y.exp()   // (n)\n  const w = z.sum()\n  const y = x\n    .matmul(W)')
  expect(usesAlike(one, other, 'dy')).toBe(true)
  expect(usesAlike(one, other, 'dz')).toBe(false)
})

test('another line, one more, or none at all is not alike', () => {
  expect(usesAlike(one, forward('const y = x.matmul(W)\n  const z = y.tanh()'), 'dy')).toBe(false)
  expect(
    usesAlike(one, forward('const y = x.matmul(W)\n  const z = y.exp()\n  const v = y.sum()'), 'dy'),
  ).toBe(false)
  expect(usesAlike(one, one, 'dz')).toBe(false)
  expect(usesAlike(one, `${one}(`, 'dy')).toBe(false)
})
