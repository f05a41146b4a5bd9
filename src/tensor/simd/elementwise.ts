/** Operations on each element, with broadcasting. Null: not one for the kernels. */
import { broadcastShapes, isEnd, type Shape, sameShape, sizeOf } from '../shape.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import type { Resident } from './resident.ts'
import { spansOf } from './spans.ts'
import type { ResidentStore } from './store.ts'
import type { OneName, TwoName } from './wasm.ts'

type Operands = readonly TensorLike[]

const scalar: Shape = []

export function elementwise({ kernels, memory, make, place, find, repeat, put }: ResidentStore) {
  const two = (name: TwoName) => {
    const kernel = kernels[name]
    return ([left, right]: Operands): Tensor | null => {
      const a = place(left)
      const b = place(right)
      if (a === null ? typeof left !== 'number' : false) return null
      if (b === null ? typeof right !== 'number' : false) return null
      const spans = spansOf(name, a === null ? scalar : a.shape, b === null ? scalar : b.shape)
      if (spans === null) return apart(name, a as Resident, b as Resident)
      const { shape, rows, cols, aStep, aAlong, bStep, bAlong } = spans
      const first = a === null ? put(left as number) : a.address
      const second = b === null ? put(right as number) : b.address
      const out = make(shape, rows * cols)
      kernel(first, aStep * 4, aAlong, second, bStep * 4, bAlong, out.address, rows, cols)
      return out
    }
  }

  /** Where rows and columns are not enough, as for (2, 1, 3) and (1, 4, 1): both are repeated first. */
  function apart(name: TwoName, a: Resident, b: Resident): Resident {
    const shape = broadcastShapes(name, a.shape, b.shape)
    const out = make(shape, sizeOf(shape))
    kernels[name](whole(a, out).address, 0, 1, whole(b, out).address, 0, 1, out.address, 1, out.size)
    return out
  }

  /** Repeated to the shape of the result, row by row. */
  const whole = (x: Resident, { shape, size }: Resident): Resident =>
    place(sameShape(x.shape, shape) ? x : repeat(x, shape, size)) as Resident

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

  type Power = (operands: Operands) => Tensor | null
  const square: Power = ([x]) => multiply([x, x])
  const [cube, root, inverse, inverseRoot] = [one('cube'), one('sqrt'), one('reciprocal'), one('rsqrt')]
  const after =
    (second: Power, first: Power): Power =>
    operands => {
      const x = first(operands)
      return x === null ? null : second([x])
    }

  const powers: Readonly<Record<number, Power>> = {
    4: after(square, square),
    3: cube,
    2: square,
    0.5: root,
    [-0.5]: inverseRoot,
    [-1]: inverse,
    [-1.5]: after(cube, inverseRoot),
    [-2]: after(square, inverse),
  }

  /** By the powers that a network needs; of others the plain kernel works out each. */
  function pow(operands: Operands): Tensor | null {
    const [base, exponent] = operands
    const p = typeof exponent === 'number' ? exponent : numberIn(place(exponent))
    return p === null || typeof base === 'number' ? null : (powers[p]?.(operands) ?? null)
  }

  const numberIn = (x: Resident | null): number | null =>
    x !== null && x.size === 1 && x.shape.length === 0 ? memory.numbers[x.address / 4] : null

  /**
   * In rows as long as the condition, if that is the last dimensions of the result (a mask for all heads of all sentences): it
   * is then the same for each row. Whatever else is smaller than the result, but no single number, is repeated first.
   */
  function where([condition, left, right]: Operands): Tensor | null {
    const c = find(condition)
    const a = typeof left === 'number' ? null : find(left)
    const b = typeof right === 'number' ? null : find(right)
    if (c === null || (a === null && typeof left !== 'number') || (b === null && typeof right !== 'number')) {
      return null
    }
    const shape = broadcastShapes(
      'where',
      broadcastShapes('where', c.shape, a?.shape ?? scalar),
      b?.shape ?? scalar,
    )
    const out = make(shape, sizeOf(shape))
    const mask = c.size !== 1 && isEnd(c.shape, shape) ? (place(c) as Resident) : whole(c, out)
    const cols = mask.size
    const rows = cols === 0 ? 0 : out.size / cols
    const from = a === null ? put(left as number) : a.size === 1 ? a.address : whole(a, out).address
    const other = b === null ? put(right as number) : b.size === 1 ? b.address : whole(b, out).address
    const aAlong = a === null || a.size === 1 ? 0 : 1
    const bAlong = b === null || b.size === 1 ? 0 : 1
    const step = cols * 4
    kernels.where(
      mask.address,
      0,
      from,
      aAlong * step,
      aAlong,
      other,
      bAlong * step,
      bAlong,
      out.address,
      rows,
      cols,
    )
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
    where,
  }
}
