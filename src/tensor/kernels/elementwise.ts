/** One number in, or two numbers in, one number out, for every element. */
import { broadcastShapes, broadcastStrides, isEnd, type Shape, sameShape, sizeOf } from '../shape.ts'
import type { Values } from '../values.ts'
import { MANY, type Steps, zipRows } from './native.ts'

export function map(x: Values, f: (value: number) => number): Values {
  const data = new Float64Array(x.data.length)
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i])
  return { shape: x.shape, data }
}

export function zip(op: string, a: Values, b: Values, f: (left: number, right: number) => number): Values {
  const same = sameShape(a.shape, b.shape)
  const shape = same ? a.shape : broadcastShapes(op, a.shape, b.shape)
  const size = sizeOf(shape)
  if (same || (a.data.length === size && b.data.length === size)) {
    const quick = size < MANY ? null : zipRows(op, a.data, ONE_ROW, b.data, ONE_ROW, 1, size)
    if (quick !== null) return { shape, data: quick }
    const data = new Float64Array(size)
    for (let i = 0; i < size; i++) data[i] = f(a.data[i], b.data[i])
    return { shape, data }
  }
  // Row by row: along the last dimension an operand either moves on or stands still.
  const [strides, width] = rows(shape, [a, b])
  const [stepA, stepB] = strides.map(stride => stride.at(-1) ?? 0)
  if (size >= MANY && shape.length <= 2) {
    const [stepsA, stepsB] = strides.map(stride => ({ row: stride.at(-2) ?? 0, along: stride.at(-1) !== 0 }))
    const quick = zipRows(op, a.data, stepsA, b.data, stepsB, size / width, width)
    if (quick !== null) return { shape, data: quick }
  }
  const data = new Float64Array(size)
  walk(shape.slice(0, -1), strides, (row, [left, right]) => {
    const start = row * width
    for (let j = 0; j < width; j++) data[start + j] = f(a.data[left + j * stepA], b.data[right + j * stepB])
  })
  return { shape, data }
}

const ONE_ROW: Steps = { row: 0, along: true }

/** Each operand's strides when stretched to `shape`, and the length of a row. */
function rows(shape: Shape, operands: readonly Values[]): [strides: number[][], width: number] {
  return [operands.map(operand => broadcastStrides(operand.shape, shape)), shape.at(-1) ?? 1]
}

export function where(condition: Values, a: Values, b: Values): Values {
  const shape = broadcastShapes('where', broadcastShapes('where', condition.shape, a.shape), b.shape)
  const data = new Float64Array(sizeOf(shape))
  if ([condition, a, b].every(operand => isEnd(operand.shape, shape))) {
    whereRepeated(condition.data, a.data, b.data, data)
    return { shape, data }
  }
  const strides = [condition, a, b].map(operand => broadcastStrides(operand.shape, shape))
  walk(shape, strides, (out, [choice, left, right]) => {
    data[out] = condition.data[choice] !== 0 ? a.data[left] : b.data[right]
  })
  return { shape, data }
}

/** Each operand's numbers from the first to the last and then again, as a mask does for all heads of all sentences. */
function whereRepeated(condition: Float64Array, a: Float64Array, b: Float64Array, out: Float64Array): void {
  let [choice, left, right] = [0, 0, 0]
  for (let i = 0; i < out.length; i++) {
    out[i] = condition[choice] !== 0 ? a[left] : b[right]
    if (++choice === condition.length) choice = 0
    if (++left === a.length) left = 0
    if (++right === b.length) right = 0
  }
}

/** `x` repeated along its dimensions of size 1 (and along new ones in front) until it has the given shape. */
export function expand(x: Values, shape: Shape): Values {
  const data = new Float64Array(sizeOf(shape))
  const [[strides], width] = rows(shape, [x])
  const step = strides.at(-1) ?? 0
  walk(shape.slice(0, -1), [strides], (row, [from]) => {
    if (step === 0) data.fill(x.data[from], row * width, (row + 1) * width)
    else data.set(x.data.subarray(from, from + width), row * width)
  })
  return { shape, data }
}

/**
 * Visits every position of `shape` in row-major order, with each operand's offset there. The offsets array is
 * reused between calls: read it, don't keep it.
 */
export function walk(
  shape: Shape,
  strides: readonly (readonly number[])[],
  visit: (position: number, offsets: readonly number[]) => void,
): void {
  const total = sizeOf(shape)
  const index = new Array<number>(shape.length).fill(0)
  const offsets = new Array<number>(strides.length).fill(0)
  for (let position = 0; position < total; position++) {
    visit(position, offsets)
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      const rolls = ++index[dim] === shape[dim]
      for (let k = 0; k < strides.length; k++) {
        offsets[k] += rolls ? strides[k][dim] * (1 - shape[dim]) : strides[k][dim]
      }
      if (!rolls) break
      index[dim] = 0
    }
  }
}
