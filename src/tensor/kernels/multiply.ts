/**
 * One matrix product, in WebAssembly where there is any: it runs at full speed from the first call on, while V8 would
 * interpret the loops for longer than a whole check takes. The loops below give the same bits.
 */

/** `(n, k) @ (k, m)`, row-major; n·m numbers. */
export type Multiply = (a: Float64Array, b: Float64Array, n: number, k: number, m: number) => Float64Array

/** What `assembly/multiply.ts` compiles to. */
export const CODE =
  'AGFzbQEAAAABCgFgBn9/f39/fwADAgEABQMBAAAHFQIIbXVsdGlwbHkAAAZtZW1vcnkCAArTAQHQAQMIfwF8AXsgBUF+cSEJA0AgAyAISgRAIAIgBSAIbEEDdGohCkEAIQcDQCAEIAdKBEAgACAEIAhsIAdqQQN0aisDACIO/RQhDyABIAUgB2xBA3RqIQtBACEGIAlBA3QhDQNAIAYgDUkEQCAGIApqIgwgDP0ABAAgDyAGIAtq/QAEAP3yAf3wAf0LBAAgBkEQaiEGDAELCyAFIAlKBEAgBiAKaiIMIAwrAwAgDiAGIAtqKwMAoqA5AwALIAdBAWohBwwBCwsgCEEBaiEIDAELCws='

/** Rows of `b` are walked in memory order. */
export const multiplyInLoops: Multiply = (a, b, n, k, m) => {
  const out = new Float64Array(n * m)
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]
      for (let j = 0; j < m; j++) out[i * m + j] += factor * b[p * m + j]
    }
  }
  return out
}

const PAGE = 2 ** 16

/** Null on a machine that has no WebAssembly, or no vectors in it. */
export function compileMultiply(): Multiply | null {
  try {
    const module = new WebAssembly.Module(Buffer.from(CODE, 'base64'))
    const { memory, multiply } = new WebAssembly.Instance(module).exports as unknown as Exports
    return (a, b, n, k, m) => {
      const outAt = a.length + b.length
      const missing = Math.ceil(((outAt + n * m) * 8 - memory.buffer.byteLength) / PAGE)
      if (missing > 0) memory.grow(missing)
      const numbers = new Float64Array(memory.buffer)
      numbers.set(a)
      numbers.set(b, a.length)
      numbers.fill(0, outAt, outAt + n * m)
      multiply(0, a.length * 8, outAt * 8, n, k, m)
      return numbers.slice(outAt, outAt + n * m)
    }
  } catch {
    return null
  }
}

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly multiply: (a: number, b: number, out: number, n: number, k: number, m: number) => void
}

/** Beyond this many bytes the memory, which never shrinks, is left alone. */
const LARGE = 2 ** 27

let compiled: Multiply | null | undefined

export const multiply: Multiply = (a, b, n, k, m) => {
  if (compiled === undefined) compiled = compileMultiply()
  const small = (a.length + b.length + n * m) * 8 < LARGE
  return (small && compiled ? compiled : multiplyInLoops)(a, b, n, k, m)
}
