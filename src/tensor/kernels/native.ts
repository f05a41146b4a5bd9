/**
 * The loops that a check spends its time in, in WebAssembly where there is any: they run at full speed from the first
 * call on, while V8 would interpret them for longer than a whole check takes. The bits are those of plain loops.
 */

/** What `assembly/float64.ts` compiles to. */
export const CODE =
  'AGFzbQEAAAABFwJgCn9/f39/f39/f38AYAZ/f39/f38AAwMCAAEFAwEAAAcbAwhtdWx0aXBseQABA3ppcAAABm1lbW9yeQIACqgDAtMBAgV/AnsDQCAIIApKBEAgASACIApsQQN0aiELIAQgBSAKbEEDdGohDCAHIAkgCmxBA3RqIQ1BACEOA0AgCSAOSgRAIA0CeyADBHsgC/0ABAAFIAv9CgMACyIPIAYEeyAM/QAEAAUgDP0KAwALIhD98AEgAEUNABogDyAQ/fEBIABBAUYNABogDyAQ/fIBIABBAkYNABogDyAQ/fMBC/0LBAAgCyADQQR0aiELIAwgBkEEdGohDCANQRBqIQ0gDkECaiEODAELCyAKQQFqIQoMAQsLC9ABAwh/AXwBeyAFQX5xIQkDQCADIAhKBEAgAiAFIAhsQQN0aiEKQQAhBwNAIAQgB0oEQCAAIAQgCGwgB2pBA3RqKwMAIg79FCEPIAEgBSAHbEEDdGohC0EAIQYgCUEDdCENA0AgBiANSQRAIAYgCmoiDCAM/QAEACAPIAYgC2r9AAQA/fIB/fAB/QsEACAGQRBqIQYMAQsLIAUgCUoEQCAGIApqIgwgDCsDACAOIAYgC2orAwCioDkDAAsgB0EBaiEHDAELCyAIQQFqIQgMAQsLCw=='

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
}

/** By name, the number that it has in `assembly/float64.ts`. */
const operators: Readonly<Record<string, number>> = { add: 0, sub: 1, mul: 2, div: 3 }

/** How an operand is walked: so many numbers on from row to row; along a row, or standing still in it. */
export interface Steps {
  readonly row: number
  readonly along: boolean
}

const PAGE = 2 ** 16
/** Beyond this many bytes the memory, which never shrinks, is left alone. */
const LARGE = 2 ** 27

let native: Exports | null | undefined

/** Null on a machine that has no WebAssembly, or no vectors in it. */
function compiled(): Exports | null {
  if (native !== undefined) return native
  try {
    const module = new WebAssembly.Module(Buffer.from(CODE, 'base64'))
    native = new WebAssembly.Instance(module).exports as unknown as Exports
  } catch {
    native = null
  }
  return native
}

/** Runs a kernel on two operands laid into its memory one after the other; null where it can't be run. */
function run(
  a: Float64Array,
  b: Float64Array,
  count: number,
  kernel: (exports: Exports, b: number, out: number) => void,
): Float64Array | null {
  const exports = compiled()
  const outAt = a.length + b.length
  // Kernels write pairs: one number more than there are.
  const bytes = (outAt + count + 1) * 8
  if (exports === null || bytes > LARGE) return null
  const { memory } = exports
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE)
  if (missing > 0) memory.grow(missing)
  const numbers = new Float64Array(memory.buffer)
  numbers.set(a)
  numbers.set(b, a.length)
  numbers.fill(0, outAt, outAt + count)
  kernel(exports, a.length * 8, outAt * 8)
  return numbers.slice(outAt, outAt + count)
}

/** `(n, k) @ (k, m)`, row-major: n·m numbers. */
export const multiply = (a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array =>
  run(a, b, n * m, (exports, bAt, outAt) => exports.multiply(0, bAt, outAt, n, k, m)) ??
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
  return run(a, b, rows * cols, ({ zip }, bAt, outAt) => {
    zip(
      operator,
      0,
      aSteps.row,
      Number(aSteps.along),
      bAt,
      bSteps.row,
      Number(bSteps.along),
      outAt,
      rows,
      cols,
    )
  })
}
