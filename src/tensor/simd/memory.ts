/**
 * The kernels' memory: first what is kept, then what was made in this step, one piece after the other. A step's end
 * takes all of its pieces back at once; nothing is freed singly.
 */
import { NinjaError } from '../../errors.ts'

const PAGE = 2 ** 16
const MOST = 2 ** 32 - PAGE

/** Kernels go four or eight numbers at a time: they write up to three past the end, and read up to seven. */
const spare = 32

export class Memory {
  readonly #memory: WebAssembly.Memory
  /** All of it, as numbers. Another one after it grew. */
  numbers: Float32Array
  #capacity: number
  #start = 16
  #top = 16
  /** Which step this is. What is kept has the era 0. */
  era = 1

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory
    this.numbers = new Float32Array(memory.buffer)
    this.#capacity = memory.buffer.byteLength
  }

  get bytes(): number {
    return this.#capacity
  }

  /** The address of a piece for `size` numbers, whatever is in it. */
  take(size: number): number {
    const address = this.#top
    const top = address + (((size + 3) >> 2) << 4) + spare
    if (top > this.#capacity) this.#grow(top)
    this.#top = top
    return address
  }

  /** A piece that no step takes back. */
  keep(size: number): number {
    const address = this.take(size)
    this.#start = this.#top
    return address
  }

  /** The pieces of the step so far are free again, and tensors in them no longer valid. */
  endStep(): void {
    this.#top = this.#start
    this.era++
  }

  #grow(needed: number): void {
    const wanted = Math.max(needed, Math.min(this.#capacity * 2, MOST))
    try {
      if (needed > MOST) throw new RangeError()
      this.#memory.grow(Math.ceil((wanted - this.#capacity) / PAGE))
    } catch {
      throw new NinjaError(
        'tensor',
        `there is no memory for tensors of ${Math.round(needed / 2 ** 20)} MB in one step`,
        'use a smaller batch',
      )
    }
    this.numbers = new Float32Array(this.#memory.buffer)
    this.#capacity = this.#memory.buffer.byteLength
  }
}
