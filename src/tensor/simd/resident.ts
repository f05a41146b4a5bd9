/** A tensor whose numbers are float32 and lie in the kernels' memory, row by row or in any other order. */
import { type Shape, tensorError } from '../shape.ts'
import { Tensor } from '../tensor.ts'
import type { Memory } from './memory.ts'
import type { Strides } from './strides.ts'

const elsewhere = new Float64Array(0)

export class Resident extends Tensor {
  readonly memory: Memory
  readonly address: number
  readonly size: number
  /** In which step it was made; 0: it is kept. */
  readonly era: number
  /** Null: row by row. Anything else is a view of numbers that another tensor has too. */
  readonly strides: Strides
  #copy: Float64Array | null = null

  constructor(
    memory: Memory,
    shape: Shape,
    address: number,
    size: number,
    era: number = memory.era,
    strides: Strides = null,
  ) {
    super(shape, elsewhere)
    this.memory = memory
    this.address = address
    this.size = size
    this.era = era
    this.strides = strides
  }

  /** Throws if the step is over in which this was made. */
  check(): void {
    if (this.era !== this.memory.era && this.era !== 0) {
      throw tensorError(
        'this tensor was made in an earlier training step, and its memory has been used again',
        'compute it in each step; numbers that are to last are read out: x.item(), x.data',
      )
    }
  }

  /** Whether somebody has its numbers in hand, and may have written other ones there: then those count. */
  get isRead(): boolean {
    return this.#copy !== null
  }

  /** A copy, in float64. What is kept may have other numbers in the next step, so it is copied again each time. */
  get values(): Float64Array {
    const copy = this.peek()
    if (this.era !== 0) this.#copy = copy
    return copy
  }

  /** The same, for who writes nothing there: the tensor stays where it is. */
  peek(): Float64Array {
    if (this.#copy !== null) return this.#copy
    this.check()
    const { shape, strides, memory, size } = this
    const start = this.address / 4
    if (strides === null) return Float64Array.from(memory.numbers.subarray(start, start + size))
    const copy = new Float64Array(size)
    let to = 0
    const walk = (dim: number, at: number): void => {
      if (dim === shape.length) copy[to++] = memory.numbers[at]
      else for (let i = 0; i < shape[dim]; i++) walk(dim + 1, at + i * strides[dim])
    }
    walk(0, start)
    return copy
  }

  override item(): number {
    if (this.size !== 1 || this.isRead) return super.item()
    this.check()
    return this.memory.numbers[this.address / 4]
  }
}

/** The class says that `data` is a property; here it is made when it is asked for. */
Object.defineProperty(Resident.prototype, 'data', {
  get(this: Resident) {
    return this.values
  },
})
