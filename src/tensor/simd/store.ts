/** Tensors in and out of the kernels' memory. */
import type { Shape } from '../shape.ts'
import { sizeOf } from '../shape.ts'
import { Tensor, type TensorLike } from '../tensor.ts'
import { Memory } from './memory.ts'
import { Resident } from './resident.ts'
import type { Kernels } from './wasm.ts'

export interface ResidentStore {
  readonly kernels: Kernels
  readonly memory: Memory
  /** A tensor of this step, with whatever is in its memory. */
  readonly make: (shape: Shape, size: number) => Resident
  /** A tensor's numbers in this memory, row by row; null of what is no tensor. */
  readonly place: (operand: TensorLike) => Resident | null
  /** The same, but a matrix may lie column by column. */
  readonly find: (operand: TensorLike) => Resident | null
  /** The address of a place with a number in it. */
  readonly put: (value: number) => number
}

export function makeStore(kernels: Kernels): ResidentStore {
  const memory = new Memory(kernels.memory)

  const make = (shape: Shape, size: number): Resident => new Resident(memory, shape, memory.take(size), size)

  function find(operand: TensorLike): Resident | null {
    if (operand instanceof Resident && operand.memory === memory) {
      operand.check()
      return operand.isRead ? upload(operand) : operand
    }
    return operand instanceof Tensor ? upload(operand) : null
  }

  function upload(x: Tensor): Resident {
    const { data } = x
    const out = make(x.shape, data.length)
    memory.numbers.set(data, out.address / 4)
    return out
  }

  function place(operand: TensorLike): Resident | null {
    const x = find(operand)
    return x?.turned ? straighten(x) : x
  }

  function straighten(x: Resident): Resident {
    const out = make(x.shape, sizeOf(x.shape))
    kernels.transpose(x.address, out.address, x.shape[1], x.shape[0])
    return out
  }

  function put(value: number): number {
    const address = memory.take(1)
    memory.numbers[address / 4] = value
    return address
  }

  return { kernels, memory, make, place, find, put }
}
