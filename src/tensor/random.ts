/**
 * Random numbers that are the same on every machine for the same seed: xoshiro128** (Blackman and Vigna, "Scrambled
 * linear pseudorandom number generators", 2021), its four words of state filled by SplitMix32 from the seed.
 */
import { expand } from './kernels/elementwise.ts'
import {
  broadcastShapes,
  demandShape,
  describe,
  formatShape,
  listed,
  type Shape,
  type ShapeArguments,
  sameShape,
  sizeOf,
  tensorError,
} from './shape.ts'
import { lift, Tensor, type TensorLike } from './tensor.ts'

export interface Generator {
  /** Independent draws from the standard normal distribution. */
  randn(...shape: ShapeArguments): Tensor
  /** Evenly spread over `low` (0 unless told) up to `high` (1 unless told). */
  uniform(shape: Shape, low?: number, high?: number): Tensor
  /** Whole numbers from `low` up to, not including, `high`. */
  randint(low: number, high: number, shape: Shape): Tensor
  /**
   * 1 with the probability `p`, 0 otherwise; if `p` is a tensor, each element with its own (torch.bernoulli). Without a shape
   * it has that of `p`; otherwise `p` is stretched to it.
   */
  bernoulli(p: TensorLike, ...shape: ShapeArguments): Tensor
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): Tensor
  /** One number from 0 up to, not including, 1, with 53 random bits. */
  random(): number
  /** Where it stands: `generatorAt` goes on from there. */
  state(): GeneratorState
}

/** Four words of 32 bits. */
export type GeneratorState = readonly [number, number, number, number]

export function generator(seed: number): Generator {
  if (!Number.isSafeInteger(seed))
    throw tensorError(
      `generator: the seed must be a whole number, not ${typeof seed === 'number' ? seed : describe(seed)}`,
    )
  const fill = splitmix32(seed)
  return generatorAt([fill(), fill(), fill(), fill()])
}

/** A generator that goes on where another one stood. */
export function generatorAt(start: GeneratorState): Generator {
  const { next, state } = xoshiro128(start)
  const random = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
  const below = (low: number, high: number): number => low + Math.floor(random() * (high - low))
  const draw = (op: string, shape: Shape, one: () => number): Tensor => {
    const sizes = demandShape(op, shape)
    const data = new Float64Array(sizeOf(sizes))
    for (let i = 0; i < data.length; i++) data[i] = one()
    return new Tensor(sizes, data)
  }
  // Box and Muller (1958): two uniform numbers make two normal ones. 1 - u keeps the logarithm away from 0.
  const randn = (...shape: ShapeArguments): Tensor => {
    const sizes = demandShape('randn', listed(shape))
    const data = new Float64Array(sizeOf(sizes))
    for (let i = 0; i < data.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - random()))
      const angle = 2 * Math.PI * random()
      data[i] = radius * Math.cos(angle)
      if (i + 1 < data.length) data[i + 1] = radius * Math.sin(angle)
    }
    return new Tensor(sizes, data)
  }
  return {
    state,
    random,
    randn,
    uniform: (shape, low = 0, high = 1) => draw('uniform', shape, () => low + (high - low) * random()),
    randint: (low, high, shape) => {
      const odd = [low, high].find(bound => typeof bound !== 'number')
      if (typeof low !== 'number' || typeof high !== 'number')
        throw tensorError(`randint: needs numbers, was given ${describe(odd)}`)
      if (!(high > low))
        throw tensorError(`randint: there is no whole number from ${low} up to (but not including) ${high}`)
      return draw('randint', shape, () => below(low, high))
    },
    bernoulli: (p, ...shape) => {
      const given = lift('bernoulli', p)
      const odd = given.data.find(chance => !(chance >= 0 && chance <= 1))
      if (odd !== undefined)
        throw tensorError(`bernoulli: a probability is between 0 and 1, and ${odd} is not`)
      const sizes = demandShape('bernoulli', shape.length === 0 ? given.shape : listed(shape))
      const fits = sameShape(broadcastShapes('bernoulli', given.shape, sizes), sizes)
      if (!fits) {
        throw tensorError(
          `bernoulli: probabilities of shape ${formatShape(given.shape)} do not fit ${formatShape(sizes)}`,
        )
      }
      const chances = expand(given, sizes).data
      return new Tensor(
        sizes,
        chances.map(chance => (random() < chance ? 1 : 0)),
      )
    },
    permutation: n => {
      const [length] = demandShape('permutation', [n])
      const data = Float64Array.from({ length }, (_, i) => i)
      for (let i = length - 1; i > 0; i--) {
        const j = below(0, i + 1)
        const swapped = data[i]
        data[i] = data[j]
        data[j] = swapped
      }
      return new Tensor([length], data)
    },
  }
}

function xoshiro128(start: GeneratorState) {
  let [a, b, c, d] = start
  const state = (): GeneratorState => [a >>> 0, b >>> 0, c >>> 0, d >>> 0]
  const next = (): number => {
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  return { next, state }
}

function splitmix32(seed: number): () => number {
  // Both halves of the seed count, so that negative seeds and those beyond 32 bits differ too.
  const high = Math.floor(seed / 2 ** 32)
  let state = high === 0 ? seed | 0 : splitmix32(seed >>> 0)() ^ high
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
}
