/**
 * The engine of training: tensors are float32 in WebAssembly memory, and each operation is one call into it. What the
 * kernels do not know, or refuse, the plain ones do: they give the result, or the usual error.
 */
import { during, type Engine } from '../engine.ts'
import { type Attributes, type Op, operations } from '../operations.ts'
import { isRecording, note } from '../recording.ts'
import { formatShape, type Shape, sameShape, sizeOf, tensorError } from '../shape.ts'
import { lift, Tensor, type TensorLike } from '../tensor.ts'
import { elementwise } from './elementwise.ts'
import { indexing } from './indexing.ts'
import { products } from './products.ts'
import { reductions } from './reduce.ts'
import { Resident } from './resident.ts'
import { makeStore } from './store.ts'
import { loadKernels } from './wasm.ts'

export interface FastEngine {
  /**
   * Runs `run` on this engine and then takes back all memory of the tensors made in it: they are not valid any more.
   * Numbers are read out before (`item`, `at`, `data`).
   */
  readonly step: <T>(run: () => T) => T
  /** A float32 copy that outlives steps, such as a parameter. Not within a step. */
  readonly keep: (x: Tensor) => Tensor
  /** Gives a tensor that is kept new numbers. */
  readonly assign: (kept: Tensor, value: Tensor) => void
  /** An ordinary float64 tensor with the same numbers. */
  readonly plain: (x: Tensor) => Tensor
  /** The size of the memory. It grows to what the largest step needs, and stays. */
  readonly bytes: number
}

type Fast = {
  readonly [O in Op]?: (operands: readonly TensorLike[], attributes: Attributes[O]) => Tensor | null
}
type AnyFast = (operands: readonly TensorLike[], attributes: unknown) => Tensor | null

/** Null on a machine that has no WebAssembly with vectors. */
export function fastEngine(): FastEngine | null {
  const kernels = loadKernels()
  if (kernels === null) return null
  const store = makeStore(kernels)
  const { memory, make, place } = store
  const fast: Fast = { ...elementwise(store), ...reductions(store), ...products(store), ...indexing(store) }
  let inStep = false

  const engine: Engine = {
    apply(op, operands, attributes) {
      const output =
        (fast[op] as AnyFast | undefined)?.(operands, attributes) ?? plainly(op, operands, attributes)
      if (isRecording()) {
        note({ op, inputs: operands.map(operand => lift(op, operand)), operands, attributes, output })
      }
      return output
    },
    full(shape: Shape, value: number) {
      const out = make(shape, sizeOf(shape))
      kernels.fill(value, out.address, out.size)
      return out
    },
  }

  function plainly<O extends Op>(op: O, operands: readonly TensorLike[], attributes: Attributes[O]): Tensor {
    const inputs = operands.map(operand => lift(op, operand))
    const { shape, data } = operations[op](inputs, attributes)
    const out = make(shape, data.length)
    memory.numbers.set(data, out.address / 4)
    return out
  }

  return {
    step(run) {
      if (inStep) throw tensorError('internal: a step within a step')
      inStep = true
      try {
        return during(engine, run)
      } finally {
        inStep = false
        memory.endStep()
      }
    },
    keep(x) {
      if (inStep) throw tensorError('internal: nothing can be kept from within a step; assign it')
      const kept = new Resident(memory, x.shape, memory.keep(sizeOf(x.shape)), sizeOf(x.shape), 0)
      memory.numbers.set(x.data, kept.address / 4)
      return kept
    },
    assign(kept, value) {
      if (!(kept instanceof Resident) || kept.memory !== memory || kept.era !== 0) {
        throw tensorError('internal: only a tensor that is kept can be assigned to')
      }
      if (!sameShape(kept.shape, value.shape)) {
        throw tensorError(`${formatShape(value.shape)} cannot take the place of ${formatShape(kept.shape)}`)
      }
      if (inStep) kernels.copy(place(value)!.address, kept.address, kept.size)
      else memory.numbers.set(value.data, kept.address / 4)
    },
    plain: x => new Tensor(x.shape, Float64Array.from(x.data), x.isMask),
    get bytes() {
      return memory.bytes
    },
  }
}
