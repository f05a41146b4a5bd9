/** What training asks of an engine, and plain tensors as one. */
import { formatShape, sameShape, sizeOf, tensorError } from '../tensor/shape.ts'
import type { FastEngine, KeptTogether } from '../tensor/simd/engine.ts'
import { Tensor } from '../tensor/tensor.ts'

/** Numbers as an engine has them, copied out of it. */
export type EngineNumbers = Float32Array | Float64Array

export interface TrainingEngine {
  /** Runs what makes tensors; those that it made are not valid any more afterwards. */
  step<T>(run: () => T): T
  /** A copy that stays valid, and that `assign` gives other numbers. */
  keep(x: Tensor): Tensor
  /** The same for several tensors, side by side: `flat` is all of them as one vector. */
  keepAll(tensors: Readonly<Record<string, Tensor>>): KeptTogether<string>
  assign(kept: Tensor, value: Tensor): void
  /** Copies a tensor's numbers out, every bit of them. */
  read(x: Tensor, into: EngineNumbers): void
  /** Gives a kept tensor numbers that were copied out. */
  write(kept: Tensor, from: EngineNumbers): void
  /** So many of its numbers, in this memory or in new one. */
  numbers(length: number, buffer?: ArrayBufferLike, at?: number): EngineNumbers
  /** The same numbers as a tensor that nobody changes. */
  plain(x: Tensor): Tensor
}

/** In 64-bit floats, by the kernels that a check uses. */
export const plainEngine: TrainingEngine = {
  step: run => run(),
  keep: x => new Tensor([...x.shape], x.data.slice()),
  keepAll(tensors) {
    const entries = Object.entries(tensors)
    const flat = new Float64Array(entries.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0))
    let at = 0
    const parts = entries.map(([name, { shape, data }]) => {
      const own = flat.subarray(at, at + data.length)
      own.set(data)
      at += data.length
      return [name, new Tensor([...shape], own)] as const
    })
    return { flat: new Tensor([flat.length], flat), parts: Object.fromEntries(parts) }
  },
  assign(kept, value) {
    if (!sameShape(kept.shape, value.shape)) {
      throw tensorError(`${formatShape(value.shape)} cannot take the place of ${formatShape(kept.shape)}`)
    }
    kept.data.set(value.data)
  },
  read: (x, into) => into.set(x.data),
  write: (kept, from) => kept.data.set(from),
  numbers: (length, buffer = new ArrayBuffer(8 * length), at = 0) => new Float64Array(buffer, at, length),
  plain: x => new Tensor([...x.shape], x.data.slice(), x.isMask),
}

/** In 32-bit floats, by kernels with vectors. */
export const trainingOn = (fast: FastEngine): TrainingEngine => ({
  ...fast,
  read: (x, into) => fast.read(x, into as Float32Array),
  write: (kept, from) => fast.write(kept, from as Float32Array),
  numbers: (length, buffer = new ArrayBuffer(4 * length), at = 0) => new Float32Array(buffer, at, length),
})
