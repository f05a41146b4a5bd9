/**
 * The loops that a check spends its time in, in WebAssembly where there is any: they run at full speed from the first
 * call on, while V8 would interpret them for longer than a whole check takes. The bits are those of plain loops.
 */
import { bytesOf } from '../base64.ts'
import { kernels } from './module.ts'

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly multiply: (a: number, b: number, out: number, n: number, k: number, m: number) => void
  readonly zip: (
    op: number,
    a: number,
    aStep: number,
    aAlong: number,
    b: number,
    bStep: number,
    bAlong: number,
    out: number,
    rows: number,
    cols: number,
  ) => void
  readonly sum: (x: number, out: number, outer: number, count: number, inner: number) => void
  readonly gather: (
    x: number,
    out: number,
    rows: number,
    cols: number,
    rowStep: number,
    colStep: number,
  ) => void
  /** 1 or 0. */
  readonly same: (a: number, b: number, n: number) => number
}

/** By name, the number that it has in `assembly/index.ts`. */
const operators: Readonly<Record<string, number>> = { add: 0, sub: 1, mul: 2, div: 3 }

/** How an operand is walked: so many numbers on from row to row; along a row, or standing still in it. */
export interface Steps {
  readonly row: number
  readonly along: boolean
}

/** From how many numbers on a native loop is worth laying the operands into its memory. */
export const MANY = 256

const PAGE = 2 ** 16
/** Beyond this many bytes the memory, which never shrinks, is left alone. */
const LARGE = 2 ** 27

let native: Exports | null | undefined
let numbers = new Float64Array(0)

/** Null on a machine that has no WebAssembly, or no vectors in it. */
function compiled(): Exports | null {
  if (native !== undefined) return native
  try {
    const module = new WebAssembly.Module(bytesOf(kernels))
    native = new WebAssembly.Instance(module).exports as unknown as Exports
  } catch {
    native = null
  }
  return native
}

/** The memory as numbers, with room for at least `count`; null where there is none. */
function room(count: number): Float64Array | null {
  const exports = compiled()
  if (exports === null || count * 8 > LARGE) return null
  const { memory } = exports
  const missing = Math.ceil((count * 8 - memory.buffer.byteLength) / PAGE)
  if (missing > 0 && !hasGrown(memory, missing)) return null
  // Growing takes the old ones away.
  if (numbers.length === 0) numbers = new Float64Array(memory.buffer)
  return numbers
}

function hasGrown(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages)
    return true
  } catch {
    return false
  }
}

/** Leaves no number of any operation there: with a shape that lies about its numbers the next one could read them. */
export const wipe = (): void => {
  room(0)?.fill(0)
}

/** Runs a kernel on operands laid into its memory one after the other; null where it can't be run. */
function run(
  operands: readonly Float64Array[],
  count: number,
  kernel: (exports: Exports, out: number) => void,
): Float64Array | null {
  let outAt = 0
  for (const { length } of operands) outAt += length
  // Kernels write pairs: one number more than there are.
  const numbers = room(outAt + count + 1)
  if (numbers === null) return null
  let at = 0
  for (const operand of operands) {
    numbers.set(operand, at)
    at += operand.length
  }
  numbers.fill(0, outAt, outAt + count)
  kernel(native!, outAt * 8)
  return numbers.slice(outAt, outAt + count)
}

/** `(n, k) @ (k, m)`, row-major: n·m numbers. */
export const multiply = (a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array =>
  run([a, b], n * m, ({ multiply }, outAt) => multiply(0, a.length * 8, outAt, n, k, m)) ??
  multiplyInLoops(a, b, n, k, m)

/** Rows of `b` are walked in memory order. */
export function multiplyInLoops(
  a: Float64Array,
  b: Float64Array,
  n: number,
  k: number,
  m: number,
): Float64Array {
  const out = new Float64Array(n * m)
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]
      for (let j = 0; j < m; j++) out[i * m + j] += factor * b[p * m + j]
    }
  }
  return out
}

/** `rows` times `cols` numbers of `a op b`; null where it can't be done here. */
export function zipRows(
  op: string,
  a: Float64Array,
  aSteps: Steps,
  b: Float64Array,
  bSteps: Steps,
  rows: number,
  cols: number,
): Float64Array | null {
  const operator = operators[op]
  if (operator === undefined) return null
  return run([a, b], rows * cols, ({ zip }, outAt) => {
    zip(
      operator,
      0,
      aSteps.row,
      Number(aSteps.along),
      a.length * 8,
      bSteps.row,
      Number(bSteps.along),
      outAt,
      rows,
      cols,
    )
  })
}

/** `(outer, count, inner)` summed over `count`; null where it can't be done here. */
export const sumBlocks = (
  x: Float64Array,
  outer: number,
  count: number,
  inner: number,
): Float64Array | null => run([x], outer * inner, ({ sum }, outAt) => sum(0, outAt, outer, count, inner))

/** `rows` times `cols` numbers of `x`, so many numbers apart from row to row and along a row; null where it can't be done here. */
export const gatherRows = (
  x: Float64Array,
  rows: number,
  cols: number,
  rowStep: number,
  colStep: number,
): Float64Array | null =>
  run([x], rows * cols, ({ gather }, outAt) => gather(0, outAt, rows, cols, rowStep, colStep))

/** Whether two arrays of one length are equal in every bit: 0 is not -0, and a NaN only itself. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  const { length } = a
  if (b.length !== length) return false
  const numbers = room(2 * length)
  if (numbers === null) return sameBitsInLoops(a, b)
  numbers.set(a)
  numbers.set(b, length)
  return native!.same(0, length * 8, length) === 1
}

function sameBitsInLoops(a: Float64Array, b: Float64Array): boolean {
  const [left, right] = [a, b].map(x => new Int32Array(x.buffer, x.byteOffset, x.length * 2))
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false
  return true
}
