/** The training loop: from one snapshot to a later one. Nothing but the snapshot and the task decides the numbers. */
import type { Subject } from '../checker/gradient/case.ts'
import { allOf, type Batch, deckOf, drawFrom } from '../dataset/batch.ts'
import type { Names } from '../dataset/names.ts'
import { type Splits, split } from '../dataset/splits.ts'
import { NinjaError } from '../errors.ts'
import { type GeneratorState, generator, generatorAt } from '../tensor/random.ts'
import { describe } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Curve, emptyCurve, withLoss } from './curve.ts'
import type { TrainingEngine } from './engine.ts'
import type { NamedValues, Pass, Update } from './pass.ts'
import { BLOCK, rateAt, type Settings, sizesOf } from './settings.ts'

export type Parameters = Readonly<Record<string, Tensor>>

/** Between two steps. */
export interface Snapshot {
  /** How many steps were done. */
  readonly step: number
  readonly parameters: Parameters
  /** Of the batches that are still to come. */
  readonly random: GeneratorState
  readonly curve: Curve
}

/** What is the same in all steps. */
export interface RunInputs {
  readonly settings: Settings
  /** Inputs of the forward pass that are no tensors: the batch size, the size of the vocabulary. */
  readonly numbers: NamedValues
  /** The examples to learn from. */
  readonly examples: Batch
  readonly pass: Pass
  readonly update: Update
}

export interface Start {
  readonly splits: Splits
  readonly numbers: NamedValues
  readonly first: Snapshot
}

/** The names divided, the parameters drawn: all from the seed. */
export function startOf(subject: Subject, names: Names, settings: Settings, origin: string): Start {
  const g = generator(settings.seed)
  const splits = split(names, g, origin)
  const inputs = subject.inputs(sizesOf(settings), { g, names: splits.train })
  const { Xb: _, Yb: __, ...others } = inputs
  const entries = Object.entries(others)
  const parameters = entries.filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor)
  return {
    splits,
    numbers: Object.fromEntries(entries.filter(([, value]) => !(value instanceof Tensor))),
    first: {
      step: 0,
      parameters: Object.fromEntries(parameters),
      random: g.state(),
      curve: emptyCurve(settings.steps),
    },
  }
}

export const examplesOf = (names: Names): Batch => allOf(names, BLOCK)

/** Thrown where the loss is no number any more. */
export class Diverged extends Error {
  readonly step: number
  readonly loss: number
  constructor(step: number, loss: number) {
    super(`the loss is ${loss} in step ${step}`)
    this.step = step
    this.loss = loss
  }
}

export interface Run {
  /** Does the next step, and gives its loss. Throws `Diverged`, and then changes nothing. */
  readonly step: () => number
  readonly snapshot: () => Snapshot
  /** The inputs of the forward pass as they will be in the next step, in plain tensors. */
  readonly ahead: () => NamedValues
  /** Looks at those inputs as the next step will have them, on its engine: on the very tensors that are trained. */
  readonly peek: <T>(look: (inputs: NamedValues) => T) => T
}

export function openRun(task: RunInputs, start: Snapshot, engine: TrainingEngine): Run {
  const { settings, numbers, examples, pass, update } = task
  const names = Object.keys(start.parameters)
  const kept = Object.fromEntries(names.map(name => [name, engine.keep(start.parameters[name])]))
  const deck = deckOf(examples)
  const inputs: NamedValues = { ...numbers, ...kept }
  const g = generatorAt(start.random)
  let { step, curve } = start

  const next = (): number => {
    const { Xb, Yb } = drawFrom(deck, g, settings.batch)
    inputs.Xb = Xb
    inputs.Yb = Yb
    const lr = rateAt(settings, step)
    const loss = engine.step(() => {
      const values = pass(inputs)
      const loss = (values.loss as Tensor).item()
      if (!Number.isFinite(loss)) throw new Diverged(step + 1, loss)
      // All of them before the first is changed: a kept tensor keeps nothing of its old numbers.
      const changed = names.map(name => changedBy(update, name, kept[name], values[`d${name}`], lr))
      for (let i = 0; i < names.length; i++) engine.assign(kept[names[i]], changed[i])
      return loss
    })
    step++
    curve = withLoss(curve, loss)
    return loss
  }
  const batch = (): Batch => drawFrom(deck, generatorAt(g.state()), settings.batch)
  const plain = (): Parameters => Object.fromEntries(names.map(name => [name, engine.plain(kept[name])]))
  return {
    step: next,
    snapshot: () => ({ step, parameters: plain(), random: g.state(), curve }),
    ahead: () => ({ ...numbers, ...plain(), ...batch() }),
    peek: look => engine.step(() => look({ ...numbers, ...kept, ...batch() })),
  }
}

function changedBy(update: Update, name: string, p: Tensor, grad: unknown, lr: number): Tensor {
  if (!(grad instanceof Tensor)) throw notATensor(`d${name}`, grad)
  const changed: unknown = update(p, grad, lr)
  if (!(changed instanceof Tensor)) throw notATensor('update', changed)
  return changed
}

const notATensor = (by: string, value: unknown): NinjaError =>
  new NinjaError('exercise', `${by} gave ${describe(value)}; training needs a tensor`, 'check the exercise')

/** So many steps on. */
export function advanced(task: RunInputs, from: Snapshot, steps: number, engine: TrainingEngine): Snapshot {
  const run = openRun(task, from, engine)
  for (let i = 0; i < steps; i++) run.step()
  return run.snapshot()
}
