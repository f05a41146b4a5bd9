/** A run as a text that is kept on disk: all that it takes to go on to the same bits, and to sample from it. */
import type { Tensors, TrainingSettings } from '../catalogue/recipe.ts'
import { NinjaError } from '../errors.ts'
import type { GeneratorState } from '../tensor/random.ts'
import { sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Curve } from './curve.ts'
import type { Snapshot } from './run.ts'
import type { OptimiserState } from './weights.ts'
import type { Result } from './worth.ts'

/** How the gradients were made. */
export type Way = 'by hand' | 'autograd'

export interface Checkpoint {
  /** The exercise with the recipe; null in one that was written when there was a single recipe. */
  readonly exercise: string | null
  readonly way: Way
  readonly settings: TrainingSettings
  /** The list of names: where it was, and what tells it from others. */
  readonly data: { readonly path: string; readonly hash: string }
  readonly vocabulary: readonly string[]
  readonly snapshot: Snapshot
  readonly result: Result | null
}

/** Version 1 has neither `exercise` nor `state`; what is `calibrated` is called `statistics` there. */
const VERSION = 2

export function printCheckpoint({ snapshot, result, ...rest }: Checkpoint): string {
  const { step, parameters, state, random, curve } = snapshot
  const written = result === null ? null : { ...result, calibrated: packedAll(result.calibrated) }
  const file = {
    version: VERSION,
    ...rest,
    step,
    random,
    curve,
    parameters: packedAll(parameters),
    state: Object.fromEntries(Object.entries(state).map(([name, kept]) => [name, packedAll(kept)])),
    result: written,
  }
  return `${JSON.stringify(file)}\n`
}

/** Throws what is wrong with it, and names `origin`. */
export function parseCheckpoint(text: string, origin: string): Checkpoint {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw damaged(origin, 'it is not a whole JSON document')
  }
  const file = read as Written
  if (typeof file !== 'object' || file === null || typeof file.version !== 'number')
    throw damaged(origin, 'it has no version')
  if (file.version > VERSION) {
    throw new NinjaError(
      'workspace',
      `${origin} was written by another version of backprop-ninja`,
      'start a new run, without --resume',
    )
  }
  try {
    return checkpointIn(file)
  } catch (error) {
    throw damaged(origin, error === MISSING ? 'a part of it is missing' : 'its numbers cannot be read')
  }
}

function checkpointIn(file: Written): Checkpoint {
  const { exercise = null, way, settings, data, vocabulary, step, random, curve, parameters, result } = file
  if (!Number.isInteger(step) || !settings || !data || !Array.isArray(vocabulary) || !curve) throw MISSING
  if (!Array.isArray(random) || random.length !== 4 || !Array.isArray(curve.means)) throw MISSING
  return {
    exercise,
    way,
    settings,
    data,
    vocabulary,
    snapshot: { step, random, curve, parameters: unpackedAll(parameters), state: stateIn(file) },
    result: result === null ? null : resultIn(result),
  }
}

const stateIn = ({ version, parameters, state }: Written): OptimiserState => {
  if (version === 1) return Object.fromEntries(Object.keys(parameters).map(name => [name, {}]))
  if (Object.keys(parameters).some(name => state?.[name] === undefined)) throw MISSING
  return Object.fromEntries(Object.entries(state!).map(([name, kept]) => [name, unpackedAll(kept)]))
}

function resultIn({ train, dev, test, calibrated, statistics }: NonNullable<Written['result']>): Result {
  const found = calibrated ?? statistics
  if (found === undefined) throw MISSING
  return { train, dev, test, calibrated: unpackedAll(found) }
}

const MISSING = new Error('missing')

/** Every bit of the numbers, which decimals would not keep of a NaN or of -0. */
interface Packed {
  readonly shape: readonly number[]
  readonly float64: string
}

type PackedTensors = Readonly<Record<string, Packed>>

interface Written {
  readonly version: number
  readonly exercise?: string | null
  readonly way: Way
  readonly settings: TrainingSettings
  readonly data: Checkpoint['data']
  readonly vocabulary: readonly string[]
  readonly step: number
  readonly random: GeneratorState
  readonly curve: Curve
  readonly parameters: PackedTensors
  readonly state?: Readonly<Record<string, PackedTensors>>
  readonly result:
    | (Omit<Result, 'calibrated'> & {
        readonly calibrated?: PackedTensors
        readonly statistics?: PackedTensors
      })
    | null
}

function packed({ shape, data }: Tensor): Packed {
  const bytes = new Uint8Array(Float64Array.from(data).buffer)
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return { shape: [...shape], float64: btoa(text) }
}

function unpacked({ shape, float64 }: Packed): Tensor {
  const text = atob(float64)
  const data = new Float64Array(sizeOf(shape))
  const bytes = new Uint8Array(data.buffer)
  if (text.length !== bytes.length) throw MISSING
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i)
  return new Tensor([...shape], data)
}

const packedAll = (tensors: Tensors): PackedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, packed(x)]))

const unpackedAll = (tensors: PackedTensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, unpacked(x)]))

const damaged = (origin: string, why: string): NinjaError =>
  new NinjaError('workspace', `${origin} is damaged: ${why}`, 'start a new run, without --resume')
