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
import { layout } from './layout.ts'
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
  /**
   * Keeps several tensors as one: their numbers lie one after the other, in `flat`, and each of `parts` is a view of its
   * own. Who assigns to `flat` assigns to all, who assigns to a part to that stretch of `flat`. So what is done to each
   * element alike, such as an update, can be done once, to `flat`. In the same order, gradients become a tensor like
   * `flat` by `cat(gradients.map(d => d.flatten()))`. Not within a step.
   */
  readonly keepAll: <Name extends string>(tensors: Readonly<Record<Name, Tensor>>) => KeptTogether<Name>
  /** Copies a tensor's numbers out, row by row, as the float32 that they are: for another thread. */
  readonly read: (x: Tensor, into: Float32Array) => void
  /** Gives a kept tensor numbers that were copied out. */
  readonly write: (kept: Tensor, from: Float32Array) => void
  /** An ordinary float64 tensor with the same numbers. */
  readonly plain: (x: Tensor) => Tensor
  /** The operations that no kernel did, so that the plain ones did them in float64, slowly; and how often, so far. */
  readonly fallbacks: ReadonlyMap<Op, number>
  /** The size of the memory. It grows to what the largest step needs, and stays. */
  readonly bytes: number
}

export interface KeptTogether<Name extends string> {
  /** All of them: a vector. */
  readonly flat: Tensor
  readonly parts: Readonly<Record<Name, Tensor>>
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
  const fast: Fast = {
    ...elementwise(store),
    ...reductions(store),
    ...layout(store),
    ...products(store),
    ...indexing(store),
  }
  const fallbacks = new Map<Op, number>()
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
    fallbacks.set(op, (fallbacks.get(op) ?? 0) + 1)
    const { shape, data } = operations[op](
      operands.map(operand => inHand(lift(op, operand))),
      attributes,
    )
    const out = make(shape, data.length)
    memory.numbers.set(data, out.address / 4)
    return out
  }

  /** A kept tensor copies its numbers each time they are asked for, and a plain kernel asks for every element. */
  const inHand = (x: Tensor): Tensor => (x instanceof Resident ? new Tensor(x.shape, x.peek(), x.isMask) : x)

  function keptOf(x: Tensor): Resident {
    if (x instanceof Resident && x.memory === memory && x.era === 0 && x.strides === null) return x
    throw tensorError('internal: only a tensor that is kept can be assigned to')
  }

  function keep(shape: Shape): Resident {
    if (inStep) throw tensorError('internal: nothing can be kept from within a step; assign it')
    const size = sizeOf(shape)
    return new Resident(memory, shape, memory.keep(size), size, 0)
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
      const kept = keep(x.shape)
      memory.numbers.set(x.data, kept.address / 4)
      return kept
    },
    keepAll(tensors) {
      const entries = Object.entries<Tensor>(tensors)
      const flat = keep([entries.reduce((total, [, { shape }]) => total + sizeOf(shape), 0)])
      let { address } = flat
      const parts = entries.map(([name, { shape, data }]) => {
        const part = new Resident(memory, shape, address, data.length, 0)
        memory.numbers.set(data, address / 4)
        address += data.length * 4
        return [name, part]
      })
      return { flat, parts: Object.fromEntries(parts) }
    },
    assign(kept, value) {
      const to = keptOf(kept)
      if (!sameShape(to.shape, value.shape)) {
        throw tensorError(`${formatShape(value.shape)} cannot take the place of ${formatShape(to.shape)}`)
      }
      if (inStep) kernels.copy((place(value) as Resident).address, to.address, to.size)
      else memory.numbers.set(value.data, to.address / 4)
    },
    read(x, into) {
      if (x instanceof Resident && x.memory === memory && x.strides === null && !x.isRead) {
        x.check()
        into.set(memory.numbers.subarray(x.address / 4, x.address / 4 + x.size))
      } else into.set(x instanceof Resident ? x.peek() : x.data)
    },
    write(kept, from) {
      const to = keptOf(kept)
      if (from.length !== to.size) {
        throw tensorError(`internal: ${from.length} numbers do not fill ${formatShape(to.shape)}`)
      }
      memory.numbers.set(from, to.address / 4)
    },
    plain: x => new Tensor(x.shape, Float64Array.from(x.data), x.isMask),
    fallbacks,
    get bytes() {
      return memory.bytes
    },
  }
}
