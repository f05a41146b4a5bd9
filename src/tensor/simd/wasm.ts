/** The compiled kernels and the memory they work in. Addresses and steps are in bytes, lengths in numbers. */
import { bytesOf } from '../base64.ts'
import { kernels } from './module.ts'

type Two = (
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
type One = (x: number, out: number, n: number) => void
type Rows = (x: number, out: number, rows: number, cols: number) => void
type Last = (x: number, out: number, rows: number, count: number, divisor: number) => void
type Middle = (x: number, out: number, outer: number, count: number, inner: number, divisor: number) => void

export type TwoName =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'maximum'
  | 'minimum'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'

export type OneName =
  | 'neg'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'abs'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'reciprocal'
  | 'rsqrt'
  | 'cube'

/** What each does stands in `assembly/`. Those that give a number give 0, or 1 if they were given what they cannot take. */
export interface Kernels extends Readonly<Record<TwoName, Two> & Record<OneName, One>> {
  readonly memory: WebAssembly.Memory
  readonly fill: (value: number, out: number, n: number) => void
  readonly copy: One
  readonly where: (
    c: number,
    cStep: number,
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
  readonly rearrange: (
    x: number,
    x0: number,
    x1: number,
    x2: number,
    x3: number,
    out: number,
    o0: number,
    o1: number,
    o2: number,
    o3: number,
    n0: number,
    n1: number,
    n2: number,
    n3: number,
  ) => void
  readonly products: (
    a: number,
    a0: number,
    a1: number,
    ar: number,
    ac: number,
    b: number,
    b0: number,
    b1: number,
    br: number,
    bc: number,
    out: number,
    n0: number,
    n1: number,
    n: number,
    m: number,
    k: number,
    room: number,
    space: number,
  ) => void
  readonly sumLast: Last
  readonly varLast: Last
  readonly sumMiddle: Middle
  readonly varMiddle: Middle
  readonly best: (x: number, values: number, places: number, rows: number, cols: number, sign: number) => void
  readonly softmax: Rows
  readonly logSoftmax: Rows
  readonly crossEntropy: (
    x: number,
    labels: number,
    out: number,
    room: number,
    rows: number,
    cols: number,
  ) => number
  readonly gather: (
    x: number,
    first: number,
    size1: number,
    second: number,
    size2: number,
    out: number,
    count: number,
    width: number,
  ) => number
  readonly scatter: (
    out: number,
    first: number,
    size1: number,
    second: number,
    size2: number,
    values: number,
    along: number,
    count: number,
    width: number,
    add: number,
  ) => number
  readonly oneHot: (x: number, out: number, count: number, classes: number) => number
}

let compiled: WebAssembly.Module | undefined

/** With a memory of their own. Null on a machine that has no WebAssembly, or no vectors in it. */
export function loadKernels(): Kernels | null {
  try {
    compiled ??= new WebAssembly.Module(bytesOf(kernels))
    return new WebAssembly.Instance(compiled, { math: { log: Math.log } }).exports as unknown as Kernels
  } catch {
    return null
  }
}
