/** What the program and the thread that trains say to each other. What the thread says is a stranger's data. */

import type { Tensors, TrainingSettings } from '../../catalogue/recipe.ts'
import type { Modules } from '../../room/loading.ts'
import { asList, asNumber, asOneOf, asRecord, asText, asWhole, Garbled, orNull } from '../../room/stranger.ts'
import type { GeneratorState } from '../../tensor/random.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import type { Curve } from '../../training/curve.ts'
import type { PairMemory } from '../../training/pair.ts'
import type { EngineResults } from '../../training/player.ts'
import type { Snapshot } from '../../training/run.ts'
import type { NamedValues } from '../../training/trainable.ts'
import type { OptimiserState } from '../../training/weights.ts'
import type { Result } from '../../training/worth.ts'

/** What is trained. */
export interface TrainingOrder {
  readonly exercise: string
  readonly modules: Modules
  readonly solution: string
  /** The learner's module, with the functions that it is asked for. Null: by autograd. */
  readonly learner: {
    readonly modules: Modules
    readonly entry: string
    readonly functions: readonly string[]
  } | null
  readonly settings: TrainingSettings
  /** The list of names. */
  readonly names: string
  /** Where to go on. */
  readonly resume: Snapshot | null
  /** Steps between two checks of the gradients. */
  readonly checkEvery: number
  /** Written by all threads: the places are below. */
  readonly signs: SharedArrayBuffer
  /** Null: a single thread trains. */
  readonly pair: (PairOrder & { readonly rank: 0 | 1 }) | null
}

/** For two threads; that of rank 0 decides. */
export interface PairOrder {
  readonly memory: PairMemory
  /** Somebody asked for two threads: they are not compared with one. */
  readonly isWish: boolean
}

/** Places in the shared numbers. */
export const BEAT = 0 // counts: something goes on
export const STOP = 1 // 1: please stop after this step
export const TURN = 2 // and the next: which of the learner's functions is running, by thread; -1: none
export const SIGN_BYTES = 16

/** What the second thread begins with. */
export interface Beginning {
  readonly snapshot: Snapshot
  readonly isFast: boolean
}

/** Why the engine is the one that it is. */
export type EngineChoice = (typeof engineChoices)[number]
const engineChoices = ['fast', 'no vectors', 'other numbers'] as const

/** For the judge: what the functions give for the batch of the step after `step`, before it is done. */
export interface Sample {
  readonly step: number
  /** Of the first part of that batch. */
  readonly inputs: NamedValues
  readonly state: OptimiserState
  /** In plain float64. */
  readonly plain: EngineResults
  /** On the tensors that are trained. */
  readonly live: EngineResults
}

export type Told =
  | {
      readonly kind: 'begun'
      /** By position, see `TURN`. */
      readonly functions: readonly string[]
      readonly engine: EngineChoice
    }
  /** For the second thread. */
  | { readonly kind: 'join'; readonly beginning: Beginning }
  | { readonly kind: 'progress'; readonly step: number; readonly curve: Curve }
  /** The thread waits until the judge lets it go on. */
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'checkpoint'; readonly snapshot: Snapshot; readonly result: Result | null }
  | { readonly kind: 'finishing' }
  | { readonly kind: 'ended'; readonly end: End }

export type End =
  /** With the inputs of the step that would come next. */
  | { readonly kind: 'done'; readonly inputs: NamedValues }
  | { readonly kind: 'asked' }
  | Diverging
  | {
      readonly kind: 'failed'
      readonly step: number
      readonly code: string
      readonly message: string
      readonly advice: string | null
      readonly stack: string | null
    }

/** The loss is no number any more. */
export interface Diverging {
  readonly kind: 'diverged'
  readonly step: number
  readonly loss: number
  /** The loss of the step before; NaN where it is not known. */
  readonly before: number
  readonly inputs: NamedValues
}

/** Texts that are longer, and lists, are nobody's. */
const TEXT = 20_000
const MANY = 10_000
const STEPS = 1e9 + 1

/** Throws `Garbled` for what cannot be read. */
export function toldIn(message: unknown): Told {
  const fields = asRecord(message)
  switch (fields.kind) {
    case 'begun': {
      const functions = asList(fields.functions, MANY).map(name => asText(name, 200))
      return { kind: 'begun', functions, engine: asOneOf(fields.engine, engineChoices) }
    }
    case 'join': {
      const { snapshot, isFast } = asRecord(fields.beginning)
      return {
        kind: 'join',
        beginning: { snapshot: snapshotIn(asRecord(snapshot)), isFast: isFast === true },
      }
    }
    case 'progress':
      return { kind: 'progress', step: stepIn(fields), curve: curveIn(fields.curve) }
    case 'sample':
      return { kind: 'sample', sample: sampleIn(asRecord(fields.sample)) }
    case 'checkpoint':
      return {
        kind: 'checkpoint',
        snapshot: snapshotIn(asRecord(fields.snapshot)),
        result: orNull(fields.result, resultIn),
      }
    case 'finishing':
      return { kind: 'finishing' }
    case 'ended':
      return { kind: 'ended', end: endIn(asRecord(fields.end)) }
  }
  throw new Garbled('the thread that trains says something else')
}

type Fields = Readonly<Record<string, unknown>>

const stepIn = ({ step }: Fields): number => asWhole(step, STEPS)

function endIn(fields: Fields): End {
  if (fields.kind === 'asked') return { kind: 'asked' }
  if (fields.kind === 'done') return { kind: 'done', inputs: inputsIn(fields.inputs) }
  if (fields.kind === 'diverged') {
    const [loss, before] = [asNumber(fields.loss), asNumber(fields.before)]
    return { kind: 'diverged', step: stepIn(fields), loss, before, inputs: inputsIn(fields.inputs) }
  }
  const text = (x: unknown): string => asText(x, TEXT)
  const { code, message, advice, stack } = fields
  return {
    kind: 'failed',
    step: stepIn(fields),
    code: text(code),
    message: text(message),
    advice: orNull(advice, text),
    stack: orNull(stack, text),
  }
}

const sampleIn = (fields: Fields): Sample => ({
  step: stepIn(fields),
  inputs: inputsIn(fields.inputs),
  state: stateIn(fields.state),
  plain: seenIn(asRecord(fields.plain)),
  live: seenIn(asRecord(fields.live)),
})

const seenIn = ({ gradients, updates, state, changed }: Fields): EngineResults => ({
  gradients: tensorsIn(gradients),
  updates: tensorsIn(updates),
  state: stateIn(state),
  changed: orNull(changed, pair => {
    const { by, name } = asRecord(pair)
    return { by: asText(by, 200), name: asText(name, 200) }
  }),
})

/** Also of one that came to the thread: a message has the fields of tensors, and not their class. */
export const snapshotIn = (fields: Fields): Snapshot => ({
  step: stepIn(fields),
  parameters: tensorsIn(fields.parameters),
  state: stateIn(fields.state),
  random: asList(fields.random, 4).map(x => asWhole(x, 2 ** 32)) as unknown as GeneratorState,
  curve: curveIn(fields.curve),
})

function curveIn(curve: unknown): Curve {
  const { every, means, sum, count } = asRecord(curve)
  return {
    every: asWhole(every, STEPS),
    means: asList(means, MANY).map(asNumber),
    sum: asNumber(sum),
    count: asWhole(count, STEPS),
  }
}

function resultIn(result: unknown): Result {
  const { train, dev, test, calibrated } = asRecord(result)
  const losses = { train: asNumber(train), dev: asNumber(dev), test: asNumber(test) }
  return { ...losses, calibrated: tensorsIn(calibrated) }
}

const mapped = <T>(record: unknown, read: (x: unknown) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(asRecord(record))
      .slice(0, MANY)
      .map(([name, x]) => [name, read(x)]),
  )

const tensorsIn = (tensors: unknown): Tensors => mapped(tensors, x => tensorIn(asRecord(x)))
const stateIn = (state: unknown): OptimiserState => mapped(state, tensorsIn)

/** Tensors and sizes. */
const inputsIn = (inputs: unknown): NamedValues => ({
  ...mapped(inputs, x => (typeof x === 'number' ? x : tensorIn(asRecord(x)))),
})

function tensorIn({ shape, data }: Fields): Tensor {
  const sizes = asList(shape, 32).map(size => asWhole(size, 2 ** 32))
  if (!(data instanceof Float64Array) || data.length !== sizeOf(sizes))
    throw new Garbled('the thread that trains sent a tensor whose numbers don\u2019t fit its shape')
  return new Tensor(sizes, data)
}
