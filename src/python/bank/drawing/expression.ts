/** An expression that was drawn, and what the drawing of all others has in common. */

import type { Chance } from '../../../tensor/chance.ts'
import type { Kind } from '../../box.ts'

/** An expression, in Python and, where there is one, on our own tensors. */
export interface DrawnExpression {
  readonly python: string
  readonly own: string | null
  /** null: nobody can tell, or there is none. */
  readonly shape: readonly number[] | null
  readonly kind: Kind
  /** No rounding on the way: what is compared or rounded is the same everywhere. */
  readonly isExact: boolean
}

/** The tensors that every program begins with. */
export const leaves: readonly DrawnExpression[] = (
  [
    ['x', [2, 3], 'float'],
    ['y', [2, 3], 'float'],
    ['w', [3, 4], 'float'],
    ['b', [3], 'float'],
    ['c', [2, 1], 'float'],
    ['r', [1, 3], 'float'],
    ['s', [], 'float'],
    ['p', [2, 3, 4], 'float'],
    ['z', [0, 3], 'float'],
    ['k', [2, 3], 'int'],
    ['i', [4], 'int'],
    ['j', [2], 'int'],
    ['n', [], 'int'],
    ['m', [2, 3], 'bool'],
    ['o', [3], 'bool'],
  ] as const
).map(([name, shape, kind]) => ({ python: name, own: name, shape, kind, isExact: true }))

export const leaf = (chance: Chance): DrawnExpression => chance.one(leaves)

/** An expression whose shape is left open. */
export function unshaped(python: string, kind: Kind = 'float'): DrawnExpression {
  return { python, own: null, shape: null, kind, isExact: false }
}

/** Another arrangement of what `a` has. */
export function same(
  a: DrawnExpression,
  python: string,
  own: string | null,
  shape: readonly number[] | null,
): DrawnExpression {
  return { ...a, python, own: a.own === null ? null : own, shape }
}

export const numeral = (chance: Chance): string =>
  chance.one(['2', '3', '-1', '0', '0.5', '-1.5', '2.0', '1', '4', 'True'])

/** Another operand: one that fits, nearly always. */
export function operand(chance: Chance, { shape }: DrawnExpression): DrawnExpression {
  const fits = leaves.filter(one => broadcast(shape!, one.shape!) !== null)
  return fits.length === 0 || chance.happens(0.06) ? leaf(chance) : chance.one(fits)
}

/** A dimension of a tensor; now and then one that it hasn't. */
export function dimension(chance: Chance, { shape }: DrawnExpression, more = 0): number {
  const rank = shape!.length + more
  if (rank === 0) return chance.one([0, -1])
  const dim = chance.below(rank)
  if (chance.happens(0.02)) return chance.one([rank, -rank - 1])
  return chance.happens(0.4) ? dim - rank : dim
}

/** null: they don't fit each other. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length)
  const sizes = Array.from({ length: rank }, (_, at) => {
    const [left, right] = [a, b].map(one => one[at - rank + one.length] ?? 1)
    return left === right || right === 1 ? left : left === 1 ? right : -1
  })
  return sizes.includes(-1) ? null : sizes
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1)
