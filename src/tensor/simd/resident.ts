/** A tensor whose numbers are float32 and lie in the kernels' memory. */
import { type Shape, tensorError } from '../shape.ts'
import { Tensor } from '../tensor.ts'
import type { Memory } from './memory.ts'

const elsewhere = new Float64Array(0)

export class Resident extends Tensor {
  readonly memory: Memory
  readonly address: number
  readonly size: number
  /** In which step it was made; 0: it is kept. */
  readonly era: number
  /** A matrix whose numbers lie column by column: what `.T` makes without moving any. */
  readonly turned: boolean
  #copy: Float64Array | null = null

  constructor(
    memory: Memory,
    shape: Shape,
    address: number,
    size: number,
    era: number = memory.era,
    turned = false,
  ) {
    super(shape, elsewhere)
    this.memory = memory
    this.address = address
    this.size = size
    this.era = era
    this.turned = turned
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

  /** A copy, in float64. What is kept may have other numbers in the next step, so it is copied anew each time. */
  get values(): Float64Array {
    if (this.#copy !== null) return this.#copy
    this.check()
    const start = this.address / 4
    const numbers = this.memory.numbers.subarray(start, start + this.size)
    const copy = new Float64Array(this.size)
    if (this.turned) {
      const [rows, cols] = this.shape
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) copy[i * cols + j] = numbers[j * rows + i]
    } else copy.set(numbers)
    if (this.era !== 0) this.#copy = copy
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
