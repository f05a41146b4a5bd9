/** A run as a text that is kept on disk: all that it takes to go on to the same bits, and to sample from it. */
import { NinjaError } from '../errors.ts'
import type { GeneratorState } from '../tensor/random.ts'
import { sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Curve } from './curve.ts'
import type { Statistics } from './model.ts'
import type { Parameters, Snapshot } from './run.ts'
import type { Settings } from './settings.ts'

/** How the gradients were made. */
export type Way = 'by hand' | 'autograd'

/** What the parameters are worth, once the run is complete. */
export interface Result {
  readonly train: number
  readonly dev: number
  readonly test: number
  readonly statistics: Statistics
}

export interface Checkpoint {
  readonly way: Way
  readonly settings: Settings
  /** The list of names: where it was, and what tells it from others. */
  readonly data: { readonly path: string; readonly hash: string }
  readonly vocabulary: readonly string[]
  readonly snapshot: Snapshot
  readonly result: Result | null
}

const VERSION = 1

export function printCheckpoint({ snapshot, result, ...rest }: Checkpoint): string {
  const { step, parameters, random, curve } = snapshot
  const tensors = Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, packed(x)]))
  const { mean, variance } = result?.statistics ?? {}
  const written =
    result === null
      ? null
      : { ...result, statistics: { mean: packed(mean as Tensor), variance: packed(variance as Tensor) } }
  return `${JSON.stringify({ version: VERSION, ...rest, step, random, curve, parameters: tensors, result: written })}\n`
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
  if (file.version !== VERSION) {
    throw new NinjaError(
      'workspace',
      `${origin} was written by another version of backprop-ninja`,
      'start a new run, without --resume',
    )
  }
  try {
    const { way, settings, data, vocabulary, step, random, curve, parameters, result } = file
    if (!Number.isInteger(step) || !settings || !data || !Array.isArray(vocabulary) || !curve) throw MISSING
    if (!Array.isArray(random) || random.length !== 4 || !Array.isArray(curve.means)) throw MISSING
    return {
      way,
      settings,
      data,
      vocabulary,
      snapshot: { step, random, curve, parameters: unpackedAll(parameters) },
      result:
        result === null
          ? null
          : { ...result, statistics: unpackedAll(result.statistics) as unknown as Statistics },
    }
  } catch (error) {
    throw damaged(origin, error === MISSING ? 'a part of it is missing' : 'its numbers cannot be read')
  }
}

const MISSING = new Error('missing')

/** Every bit of the numbers, which decimals would not keep of a NaN or of -0. */
interface Packed {
  readonly shape: readonly number[]
  readonly float64: string
}

interface Written {
  readonly version: number
  readonly way: Way
  readonly settings: Settings
  readonly data: Checkpoint['data']
  readonly vocabulary: readonly string[]
  readonly step: number
  readonly random: GeneratorState
  readonly curve: Curve
  readonly parameters: Readonly<Record<string, Packed>>
  readonly result:
    | (Omit<Result, 'statistics'> & { readonly statistics: Readonly<Record<string, Packed>> })
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

const unpackedAll = (tensors: Readonly<Record<string, Packed>>): Parameters =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, unpacked(x)]))

const damaged = (origin: string, why: string): NinjaError =>
  new NinjaError('workspace', `${origin} is damaged: ${why}`, 'start a new run, without --resume')
