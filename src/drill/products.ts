/** Matrix products, in the ways that they are written, and what goes back to their factors. */

import type { Tensor } from '../tensor/tensor.ts'
import { type FormResult, type Operand, type OperandUse, shapeText, type ValueRange } from './value.ts'

interface Product {
  readonly code: (a: string, b: string) => string
  readonly run: (a: Tensor, b: Tensor) => Tensor
  /** The shape of the second factor, for a first one of (rows, cols); `third` is new. */
  readonly second: (rows: string, cols: string, third: string) => readonly string[]
  readonly made: (rows: string, cols: string, third: string) => readonly string[]
  readonly back: readonly [
    (a: string, b: string, dy: string) => string,
    (a: string, b: string, dy: string) => string,
  ]
}

export const products = {
  matmul: {
    code: (a, b) => `${a}.matmul(${b})`,
    run: (a, b) => a.matmul(b),
    second: (_, cols, third) => [cols, third],
    made: (rows, _, third) => [rows, third],
    back: [(_, b, dy) => `${dy}.matmul(${b}.T)`, (a, _, dy) => `${a}.T.matmul(${dy})`],
  },
  secondTransposed: {
    code: (a, b) => `${a}.matmul(${b}.T)`,
    run: (a, b) => a.matmul(b.T),
    second: (_, cols, third) => [third, cols],
    made: (rows, _, third) => [rows, third],
    back: [(_, b, dy) => `${dy}.matmul(${b})`, (a, _, dy) => `${dy}.T.matmul(${a})`],
  },
  firstTransposed: {
    code: (a, b) => `${a}.T.matmul(${b})`,
    run: (a, b) => a.T.matmul(b),
    second: (rows, _, third) => [rows, third],
    made: (_, cols, third) => [cols, third],
    back: [(_, b, dy) => `${b}.matmul(${dy}.T)`, (a, _, dy) => `${a}.matmul(${dy})`],
  },
  vector: {
    code: (a, b) => `${a}.matmul(${b})`,
    run: (a, b) => a.matmul(b),
    second: (_, cols) => [cols],
    made: rows => [rows],
    back: [(_, b, dy) => `${dy}.unsqueeze(1).mul(${b})`, (a, _, dy) => `${a}.T.matmul(${dy})`],
  },
  vectorOfRows: {
    code: (a, b) => `${a}.T.matmul(${b})`,
    run: (a, b) => a.T.matmul(b),
    second: rows => [rows],
    made: (_, cols) => [cols],
    back: [(_, b, dy) => `${b}.unsqueeze(1).mul(${dy})`, (a, _, dy) => `${a}.matmul(${dy})`],
  },
} as const satisfies Readonly<Record<string, Product>>

export type ProductName = keyof typeof products

const MANY = 6

export function multiplied(
  name: ProductName,
  a: Operand,
  b: Operand,
  third: string,
  y: string,
): FormResult | null {
  const form: Product = products[name]
  const most = (x: Operand): number => Math.max(...x.range.map(Math.abs))
  if (a.dims.length !== 2 || a.dims.includes('1') || most(a) > 6) return null
  const [rows, cols] = a.dims
  const dims = form.made(rows, cols, third)
  const bound = most(a) * most(b) * (MANY / 2)
  const low = Math.min(...a.range) > 0 && Math.min(...b.range) > 0 ? a.range[0] * b.range[0] : -bound
  const range: ValueRange = [low, bound]
  const use = (one: Operand, other: Operand, i: 0 | 1): OperandUse => ({
    code: dy => form.back[i](a.name, b.name, dy),
    dims: one.dims,
    skills: ['matmul'],
    hints: [
      `Each number of ${one.name} meets several numbers of ${other.name}, and goes into several sums.`,
      `You need ${shapeText(one.dims)}, made from d${y} ${shapeText(dims)} and ${other.name} ${shapeText(other.dims)}.`,
      one.dims.length === 2 && other.dims.length === 1
        ? `Each number is one of d${y} times one of ${other.name}: make a column with \`.unsqueeze(1)\`, and multiply.`
        : `A matrix product of ${other.name} and d${y}. Which comes first, and is one of them transposed? The shapes leave only one way.`,
    ],
  })
  return {
    op: name,
    code: form.code(a.name, b.name),
    dims,
    range,
    run: ([x, y]) => form.run(x, y),
    uses: [use(a, b, 0), use(b, a, 1)],
  }
}
