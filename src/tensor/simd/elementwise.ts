/** Operations on each element, with broadcasting. Null: not one for the kernels. */
import type { Attributes } from '../operations.ts'
import { type Shape, sizeOf } from '../shape.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import type { Resident } from './resident.ts'
import { spansOf } from './spans.ts'
import type { ResidentStore } from './store.ts'
import type { OneName, TwoName } from './wasm.ts'

type Operands = readonly TensorLike[]

const scalar: Shape = []

export function elementwise({ kernels, memory, make, place, put }: ResidentStore) {
  const two = (name: TwoName) => {
    const kernel = kernels[name]
    return ([left, right]: Operands): Tensor | null => {
      const a = place(left)
      const b = place(right)
      if (a === null ? typeof left !== 'number' : false) return null
      if (b === null ? typeof right !== 'number' : false) return null
      const spans = spansOf(name, a === null ? scalar : a.shape, b === null ? scalar : b.shape)
      if (spans === null) return null
      const { shape, rows, cols, aStep, aAlong, bStep, bAlong } = spans
      const first = a === null ? put(left as number) : a.address
      const second = b === null ? put(right as number) : b.address
      const out = make(shape, rows * cols)
      kernel(first, aStep * 4, aAlong, second, bStep * 4, bAlong, out.address, rows, cols)
      return out
    }
  }

  const one = (name: OneName) => {
    const kernel = kernels[name]
    return ([operand]: Operands): Tensor | null => {
      const x = place(operand)
      if (x === null) return null
      const out = make(x.shape, x.size)
      kernel(x.address, out.address, x.size)
      return out
    }
  }

  const multiply = two('mul')

  const powers: Readonly<Record<number, (operands: Operands) => Tensor | null>> = {
    2: ([x]) => multiply([x, x]),
    3: one('cube'),
    0.5: one('sqrt'),
    [-0.5]: one('rsqrt'),
    [-1]: one('reciprocal'),
  }

  /** By the powers that a network needs; of others the plain kernel works out each. */
  function pow(operands: Operands): Tensor | null {
    const [base, exponent] = operands
    const p = typeof exponent === 'number' ? exponent : numberIn(place(exponent))
    return p === null || typeof base === 'number' ? null : (powers[p]?.(operands) ?? null)
  }

  const numberIn = (x: Resident | null): number | null =>
    x !== null && x.size === 1 && x.shape.length === 0 ? memory.numbers[x.address / 4] : null

  function expand([operand]: Operands, { shape }: Attributes['expand']): Tensor | null {
    const x = place(operand)
    const spans = x === null ? null : spansOf('expand', x.shape, shape)
    // Spread along (left) over itself: the second operand is not read for its numbers.
    if (x === null || spans === null) return null
    const out = make(shape, sizeOf(shape))
    const { rows, cols, aStep, aAlong } = spans
    kernels.left(x.address, aStep * 4, aAlong, x.address, aStep * 4, aAlong, out.address, rows, cols)
    return out
  }

  function where([condition, left, right]: Operands): Tensor | null {
    const [c, a, b] = [place(condition), place(left), place(right)]
    const parts = [c, a, b].filter(part => part !== null)
    const [largest] = [...parts].sort((p, q) => q.size - p.size || q.shape.length - p.shape.length)
    const fits = (x: Resident): boolean =>
      (x.size === 1 && x.shape.length <= largest.shape.length) ||
      (x.size === largest.size && String(x.shape) === String(largest.shape))
    if (c === null || !parts.every(fits)) return null
    if ((a === null && typeof left !== 'number') || (b === null && typeof right !== 'number')) return null
    const out = make(largest.shape, largest.size)
    const along = (x: Resident | null): number => (x !== null && x.size === largest.size ? 1 : 0)
    const [from, other] = [a?.address ?? put(left as number), b?.address ?? put(right as number)]
    kernels.where(c.address, along(c), from, along(a), other, along(b), out.address, largest.size)
    return out
  }

  return {
    add: two('add'),
    sub: two('sub'),
    mul: multiply,
    div: two('div'),
    maximum: two('maximum'),
    minimum: two('minimum'),
    eq: two('eq'),
    ne: two('ne'),
    lt: two('lt'),
    le: two('le'),
    gt: two('gt'),
    ge: two('ge'),
    neg: one('neg'),
    exp: one('exp'),
    log: one('log'),
    sqrt: one('sqrt'),
    abs: one('abs'),
    tanh: one('tanh'),
    sigmoid: one('sigmoid'),
    relu: one('relu'),
    pow,
    expand,
    where,
  }
}
