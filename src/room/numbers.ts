/** Tensors between two sides that share nothing but a stretch of numbers and a text. */
import type { Op } from '../tensor/operations.ts'
import { operations } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { MOST } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Tape } from './program.ts'
import { asList, asRecord, asText, asWhole, Garbled } from './stranger.ts'

/** Numbers that both sides can read; whoever speaks writes them from the beginning. */
export interface Region {
  /** Copies numbers in, and gives the place of the first. */
  put(data: Float64Array): number
  /** A copy of `length` numbers from a place on. Throws `Garbled` where there are none. */
  get(at: number, length: number): Float64Array
}

/** A tensor in a message: its shape, and the place of its first number. */
export interface PackedTensor {
  readonly shape: readonly number[]
  readonly at: number
  /** 1 for what a comparison gave. */
  readonly mask?: 1
}

/** Dimensions of a tensor that can be carried over. */
export const DIMS = 32
/** Numbers in a tensor; of a tape its steps, its tensors, the numbers in them, and inputs of a step. */
const NUMBERS = MOST
const STEPS = 20_000
const TENSORS = 4 * STEPS
const ALL = 2 ** 23
const INPUTS = 1000

export function pack({ shape, data, isMask }: Tensor, region: Region): PackedTensor {
  const packed = { shape, at: region.put(data) }
  return isMask ? { ...packed, mask: 1 } : packed
}

/** `most`: numbers that it may have. */
export function unpack(packed: unknown, region: Region, most = NUMBERS): Tensor {
  const { shape, at, mask } = asRecord(packed)
  const sizes = asList(shape, DIMS).map(size => asWhole(size, Number.MAX_SAFE_INTEGER))
  const length = sizes.reduce((size, more) => size * more, 1)
  // Of sizes beyond all bounds and none it is NaN.
  if (!(length <= most)) throw new Garbled('the learner\u2019s side sent a tensor that is too large')
  return new Tensor(sizes, region.get(asWhole(at, Number.MAX_SAFE_INTEGER), length), mask === 1)
}

/** A tape in a message: its tensors once each, and steps that name them by their places. */
export interface PackedTape {
  readonly tensors: readonly PackedTensor[]
  readonly names: readonly (readonly [place: number, name: string])[]
  readonly steps: readonly PackedStep[]
}

interface PackedStep {
  readonly op: string
  readonly inputs: readonly number[]
  /** Of each input, whether it was given as a plain number. */
  readonly plain: readonly boolean[]
  readonly attributes: object
  readonly output: number
}

/**
 * `place`: where a tensor is in it, -1 for none. Null for one that is too long to be of use, or has an operation in it
 * that only the exercise knows.
 */
export function packTape(
  { steps, names }: Tape,
  region: Region,
): { tape: PackedTape; place: (x: Tensor) => number } | null {
  if (steps.length > STEPS || steps.some(({ op, inputs }) => op === 'own' || inputs.length > INPUTS))
    return null
  const places = new Map<Tensor, number>()
  const tensors: PackedTensor[] = []
  let all = 0
  const placeOf = (x: Tensor): number => {
    const known = places.get(x)
    if (known !== undefined) return known
    places.set(x, tensors.length)
    all += x.data.length
    return tensors.push(all > ALL ? { shape: [0], at: 0 } : pack(x, region)) - 1
  }
  const tape = {
    names: [...names].map(([x, name]) => [placeOf(x), name] as const),
    steps: steps.map(
      ({ op, inputs, operands, attributes, output }): PackedStep => ({
        op,
        inputs: inputs.map(placeOf),
        plain: operands.map(operand => typeof operand === 'number'),
        attributes,
        output: placeOf(output),
      }),
    ),
    tensors,
  }
  return tensors.length > TENSORS || all > ALL ? null : { tape, place: x => places.get(x) ?? -1 }
}

export function unpackTape(packed: unknown, region: Region): { tape: Tape; tensors: readonly Tensor[] } {
  const { tensors: all, names, steps } = asRecord(packed)
  let left = ALL
  const tensors = asList(all, TENSORS).map(one => {
    const x = unpack(one, region, left)
    left -= x.data.length
    return x
  })
  const at = (place: unknown): Tensor => tensors[asWhole(place, tensors.length)]
  const named = asList(names, STEPS).map((pair): [Tensor, string] => {
    const [place, name] = asList(pair, 2)
    return [at(place), asText(name, 200)]
  })
  const met = new Set<Tensor>()
  const read = asList(steps, STEPS).map(one => {
    const step = unpackStep(one, at)
    for (const x of step.inputs) met.add(x)
    if (met.has(step.output))
      throw new Garbled('the learner\u2019s side sent an operation whose result was there before')
    met.add(step.output)
    return step
  })
  return { tensors, tape: { names: new Map(named), steps: read } }
}

function unpackStep(packed: unknown, at: (place: unknown) => Tensor): Step {
  const { op, inputs, plain, attributes, output } = asRecord(packed)
  const name = asText(op, 50)
  if (!Object.hasOwn(operations, name) || name === 'own') throw new Garbled(`there is no operation ${name}`)
  const given = asList(inputs, INPUTS).map(at)
  const isPlain = asList(plain, INPUTS)
  return {
    op: name as Op,
    inputs: given,
    operands: given.map((x, i) => (isPlain[i] === true ? x.data[0] : x)),
    attributes: Object.fromEntries(
      Object.entries(asRecord(attributes)).map(([key, one]) => [key, plainly(one)]),
    ),
    output: at(output),
  } as Step
}

/** A number, true or false, or a list of numbers: what operations have as attributes. */
function plainly(x: unknown): unknown {
  if (typeof x === 'number' || typeof x === 'boolean' || x === null) return x
  return asList(x, DIMS).map(one => (typeof one === 'number' ? one : 0))
}
