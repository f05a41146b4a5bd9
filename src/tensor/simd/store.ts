/** Tensors in and out of the kernels' memory. */
import { type Shape, stridesOf } from '../shape.ts'
import { Tensor, type TensorLike } from '../tensor.ts'
import { Memory } from './memory.ts'
import { Resident } from './resident.ts'
import { joined, plainIfRows, repeatStrides } from './strides.ts'
import type { Kernels } from './wasm.ts'

export interface ResidentStore {
  readonly kernels: Kernels
  readonly memory: Memory
  /** A tensor of this step, with whatever is in its memory. */
  readonly make: (shape: Shape, size: number) => Resident
  /** A tensor's numbers in this memory, row by row; null of what is no tensor. */
  readonly place: (operand: TensorLike) => Resident | null
  /** The same, in any order. */
  readonly find: (operand: TensorLike) => Resident | null
  /** The same numbers in another shape or order. None is moved. */
  readonly view: (
    x: Resident,
    shape: Shape,
    size: number,
    strides: readonly number[],
    skip?: number,
  ) => Resident
  /** Repeated until it has this shape. No number is moved. */
  readonly repeat: (x: Resident, shape: Shape, size: number) => Resident
  /** Copies a tensor's numbers to an address, in an order of strides. */
  readonly copyTo: (x: Resident, address: number, strides: readonly number[]) => void
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
    if (x === null || x.strides === null) return x
    const out = make(x.shape, x.size)
    copyTo(x, out.address, stridesOf(x.shape))
    return out
  }

  const view: ResidentStore['view'] = (x, shape, size, strides, skip = 0) =>
    new Resident(memory, shape, x.address + skip * 4, size, x.era, plainIfRows(shape, strides))

  const repeat: ResidentStore['repeat'] = (x, shape, size) =>
    view(x, shape, size, repeatStrides(x.shape, x.strides, shape))

  function copyTo(x: Resident, address: number, strides: readonly number[]): void {
    if (x.size === 0) return
    const { sizes, from, to } = joined(x.shape, x.strides ?? stridesOf(x.shape), strides)
    const rank = sizes.length
    const size = (back: number): number => (back > rank ? 1 : sizes[rank - back])
    const near = (back: number): number => (back > rank ? 0 : from[rank - back] * 4)
    const far = (back: number): number => (back > rank ? 0 : to[rank - back] * 4)
    // The kernel does the last four dimensions; a step of 4 in a missing one makes it a row.
    const copy = (dim: number, source: number, target: number): void => {
      if (rank - dim > 4) {
        for (let i = 0; i < sizes[dim]; i++)
          copy(dim + 1, source + i * from[dim] * 4, target + i * to[dim] * 4)
        return
      }
      kernels.rearrange(
        source,
        near(4),
        near(3),
        near(2),
        rank === 0 ? 4 : near(1),
        target,
        far(4),
        far(3),
        far(2),
        rank === 0 ? 4 : far(1),
        size(4),
        size(3),
        size(2),
        size(1),
      )
    }
    copy(0, x.address, address)
  }

  function put(value: number): number {
    const address = memory.take(1)
    memory.numbers[address / 4] = value
    return address
  }

  return { kernels, memory, make, place, find, view, repeat, copyTo, put }
}
