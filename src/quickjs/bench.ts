/**
 * The engine's loops, which QuickJS would interpret for longer than all the rest takes: it lays numbers on a bench that the
 * host knows the place of, and has the host's own kernels run over a copy of them.
 */
import { bytesOf } from '../tensor/base64.ts'
import { kernels } from '../tensor/kernels/module.ts'

/** How many numbers there is room for: two megabytes. For more the engine has loops of its own. */
export const BENCH = 2 ** 18

/** What it ends with, until the host has found it: what is laid on it first begins at the other end. */
export const BENCH_MARK: readonly number[] = [3.1415926e99, -5.7721566e-201, 1.2020569e44, -9.1596559e-77]
export const BENCH_MARK_AT = BENCH - BENCH_MARK.length

/** In the order of their numbers, each with where its results are in what it is given, and how many those are. */
const KERNELS = {
  multiply: ([, , out, n, , m]: readonly number[]) => [out, n * m],
  zip: (given: readonly number[]) => [given[7], given[8] * given[9]],
  sum: ([, out, outer, , inner]: readonly number[]) => [out, outer * inner],
  gather: ([, out, rows, cols]: readonly number[]) => [out, rows * cols],
  same: ([, b, n]: readonly number[]) => [b, n],
} as const

type Kernel = keyof typeof KERNELS
const names = Object.keys(KERNELS) as Kernel[]

/** For the engine inside: `WebAssembly` as far as it uses it. `run`: NaN for what cannot be run. */
export function kernelsOver(numbers: Float64Array, run: (which: number, given: readonly number[]) => number) {
  const exports: Record<string, unknown> = {
    memory: {
      buffer: numbers.buffer,
      grow(): never {
        throw new RangeError('there is no more room')
      },
    },
  }
  names.forEach((name, which) => {
    exports[name] = (...given: number[]): number => {
      const result = run(which, given)
      if (Number.isNaN(result)) throw new RangeError('there are not as many numbers as it says')
      return result
    }
  })
  return {
    Module: class {},
    Instance: class {
      readonly exports = exports
    },
  }
}

export interface Workbench {
  /** Runs a kernel over what lies on the bench. NaN for what cannot be run. */
  readonly run: (numbers: Uint8Array, which: number, given: readonly number[]) => number
  /** Leaves no number of any operation. */
  readonly wipe: () => void
}

const PAGE = 2 ** 16
const BYTES = BENCH * 8

/** On the host's side. */
export function openBench(): Workbench {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(kernels)))
  const { memory, ...run } = instance.exports as unknown as {
    readonly memory: WebAssembly.Memory
  } & Readonly<Record<Kernel, (...given: readonly number[]) => number | undefined>>
  memory.grow(Math.ceil((BYTES + 16 - memory.buffer.byteLength) / PAGE))
  const all = new Uint8Array(memory.buffer)
  return {
    run(numbers, which, given) {
      const name = names[which]
      const [from, count] = KERNELS[name](given)
      const end = from + count * 8
      if (!(from >= 0 && count >= 0 && end <= BYTES && given.every(Number.isSafeInteger))) return Number.NaN
      all.set(numbers.subarray(0, end))
      try {
        const result = run[name](...given)
        if (name !== 'same') numbers.set(all.subarray(from, end), from)
        return result ?? 0
      } catch {
        return Number.NaN // it went over the edge
      }
    },
    wipe: () => void all.fill(0),
  }
}
