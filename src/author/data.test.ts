import { expect, test } from 'vitest'
import { caseAt } from '../checker/gradient/case.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Bench } from './bench.ts'
import { judgeData } from './data.ts'

type Named = Record<string, Tensor>

/** What is said of these inputs, drawn at two sizes, in this forward pass. */
function saidOf(
  inputs: (n: number, g: ReturnType<typeof generator>) => Named,
  y: (x: Named) => Tensor,
): string[] {
  const forward = (given: Record<string, unknown>) => {
    const made = y(given as Named)
    return { y: made, loss: made.sum() }
  }
  const cases = [3, 5].map(n => caseAt(inputs(n, generator(n)), forward, { n }, n))
  return judgeData({ exercise: { id: 'a/01_b' }, cases } as unknown as Bench).map(({ message }) => message)
}

const symmetric = (n: number, g: ReturnType<typeof generator>): Tensor => {
  const half = g.randn(n, n)
  return half.add(half.T)
}

test('a matrix that equals its transpose is told where it is multiplied, as a whole or one of a batch', () => {
  const said = 'S equals its own transpose at every size, so a forgotten .T goes unnoticed'
  expect(
    saidOf(
      (n, g) => ({ S: symmetric(n, g), x: g.randn(n, 2) }),
      ({ S, x }) => S.matmul(x),
    ),
  ).toEqual([said])
  const batch = (n: number, g: ReturnType<typeof generator>): Named => {
    const half = g.randn(2, n, n)
    return { S: half.add(half.transpose(1, 2)), x: g.randn(n, 2) }
  }
  expect(saidOf(batch, ({ S, x }) => S.matmul(x))).toEqual([said])
})

test('not where it is only multiplied number by number, nor where it is another at one size', () => {
  expect(
    saidOf(
      (n, g) => ({ S: symmetric(n, g), x: g.randn(n, n) }),
      ({ S, x }) => S.mul(x),
    ),
  ).toEqual([])
  const atOne = (n: number, g: ReturnType<typeof generator>): Named => ({
    S: n === 3 ? symmetric(n, g) : g.randn(n, n),
    x: g.randn(n, 2),
  })
  expect(saidOf(atOne, ({ S, x }) => S.matmul(x))).toEqual([])
})

test('two inputs with the same numbers are told, one with two names is not', () => {
  const twins = (n: number, g: ReturnType<typeof generator>): Named => {
    const a = g.randn(n)
    return { a, b: a.clone() }
  }
  expect(saidOf(twins, ({ a, b }) => a.mul(b.exp()))).toEqual([
    'a and b are equal at every size, so one passes where the other is meant',
  ])
  const one = (n: number, g: ReturnType<typeof generator>): Named => {
    const a = g.randn(n)
    return { a, b: a }
  }
  expect(saidOf(one, ({ a, b }) => a.mul(b.exp()))).toEqual([])
})
