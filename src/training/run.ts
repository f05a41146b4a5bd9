/** The training loop: from one snapshot to a later one. Nothing but the snapshot and the task decides the numbers. */
import type { BatchPart, Inputs, Tensors, TrainingSettings, Updated } from '../catalogue/recipe.ts'
import type { Names } from '../dataset/names.ts'
import { type Splits, split } from '../dataset/splits.ts'
import { NinjaError } from '../errors.ts'
import { type Generator, type GeneratorState, generator, generatorAt } from '../tensor/random.ts'
import { describe, formatShape, sameShape, sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { alone, type Crew } from './crew.ts'
import { type Curve, emptyCurve, withLoss } from './curve.ts'
import type { TrainingEngine } from './engine.ts'
import type { Computed, Pass } from './pass.ts'
import type { NamedValues, Trainable, UpdateInputs } from './trainable.ts'

/** What an optimiser keeps, by parameter. */
export type OptimiserState = Readonly<Record<string, Tensors>>

/** Between two steps. */
export interface Snapshot {
  /** How many steps were done. */
  readonly step: number
  readonly parameters: Tensors
  readonly state: OptimiserState
  /** Of the batches that are still to come. */
  readonly random: GeneratorState
  readonly curve: Curve
}

/** What is the same in all steps. */
export interface RunInputs {
  readonly rate: (step: number) => number
  readonly batchAt: (step: number, g: Generator) => readonly BatchPart[]
  readonly pass: Pass
  readonly update: (given: UpdateInputs) => Updated
  /** The learner's function that `update` calls. */
  readonly updateBy: string
}

/** What a player does with a recipe's batches; `names`: the part to learn from. */
export function taskOf(player: TrainingHands, settings: TrainingSettings, names: Names): RunInputs {
  const { pass, update, trainable } = player
  const { recipe, optimiser } = trainable
  return {
    rate: step => recipe.rate(settings, step),
    batchAt: recipe.batches(settings, names),
    pass,
    update,
    updateBy: optimiser.by,
  }
}

/** Who computes. */
export interface TrainingHands extends Pick<RunInputs, 'pass' | 'update'> {
  readonly trainable: Pick<Trainable, 'recipe' | 'optimiser'>
}

export interface Start {
  readonly splits: Splits
  readonly first: Snapshot
}

/** The names divided, the parameters drawn: all from the seed. */
export function startOf(
  { recipe, optimiser }: Pick<Trainable, 'recipe' | 'optimiser'>,
  names: Names,
  settings: TrainingSettings,
  origin: string,
): Start {
  const g = generator(settings.seed)
  const splits = split(names, g, origin)
  const parameters = recipe.parameters(settings, { g, names: splits.train })
  const state = Object.entries(parameters).map(([name, p]) => [name, optimiser.state(p)] as const)
  return {
    splits,
    first: {
      step: 0,
      parameters,
      state: Object.fromEntries(state),
      random: g.state(),
      curve: emptyCurve(settings.steps),
    },
  }
}

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

/** What the next step starts from: the first part of its batch, with the parameters, and what the optimiser keeps. */
export interface Ahead {
  readonly inputs: NamedValues
  readonly state: OptimiserState
  readonly step: number
}

export interface Run {
  /** Does the next step, and gives its loss. Throws `Diverged`, and then changes nothing. */
  readonly step: () => number
  readonly snapshot: () => Snapshot
  /** In plain tensors. */
  readonly ahead: () => Ahead
  /** Looks at it as the next step will have it, on its engine: at the very tensors that are trained. */
  readonly peek: <T>(look: (ahead: Ahead) => T) => T
}

export function openRun(task: RunInputs, start: Snapshot, engine: TrainingEngine, crew: Crew = alone()): Run {
  const { rate, batchAt, pass, update, updateBy } = task
  const names = Object.keys(start.parameters)
  const keepAll = (tensors: Tensors): Tensors => mapped(tensors, x => engine.keep(x))
  const kept = keepAll(start.parameters)
  const state = mapped(start.state, keepAll)
  const size = names.reduce((sum, name) => sum + sizeOf(kept[name].shape), 0)
  const inputs: NamedValues = { ...kept }
  const g = generatorAt(start.random)
  let { step, curve } = start

  /** The new values of everything, then their places: a kept tensor keeps nothing of its old numbers. */
  const change = (gradients: Computed['gradients'], lr: number): void => {
    const changed = names.map(name => {
      const grad = gradients[name]
      if (!(grad instanceof Tensor)) throw notATensor(`d${name}`, grad)
      return demandTensors(
        updateBy,
        update({ p: kept[name], state: state[name], grad, lr, step }),
        state[name],
      )
    })
    for (let i = 0; i < names.length; i++) {
      engine.assign(kept[names[i]], changed[i].p)
      for (const key in state[names[i]]) engine.assign(state[names[i]][key], changed[i].state[key])
    }
  }
  /** A batch in one part: forward, back and update at once. */
  const whole = (batch: Inputs, lr: number): number => {
    Object.assign(inputs, batch)
    return engine.step(() => {
      const { loss, gradients } = pass(inputs)
      const value = loss.item()
      if (!Number.isFinite(value)) throw new Diverged(step + 1, value)
      change(gradients, lr)
      return value
    })
  }
  /** Several parts: first all gradients, whoever makes them, then their sum in the order of the parts. */
  const inParts = (parts: readonly BatchPart[], lr: number): number => {
    const places = parts.map((_, i) => crew.place(step, i, size + 1))
    for (const [i, { batch }] of parts.entries()) {
      if (!crew.takes(i)) continue
      engine.step(() => write(pass({ ...kept, ...batch }), kept, places[i]))
    }
    crew.meet(step)
    const sum = weighted(parts, places)
    const loss = sum[size]
    if (!Number.isFinite(loss)) throw new Diverged(step + 1, loss)
    engine.step(() => change(cut(sum, kept), lr))
    return loss
  }
  const next = (): number => {
    const parts = batchAt(step, g)
    const lr = rate(step)
    const loss = parts.length === 1 ? whole(parts[0].batch, lr) : inParts(parts, lr)
    step++
    curve = withLoss(curve, loss)
    return loss
  }
  const firstBatch = (): Inputs => batchAt(step, generatorAt(g.state()))[0].batch
  const plain = (tensors: Tensors): Tensors => mapped(tensors, x => engine.plain(x))
  return {
    step: next,
    snapshot: () => ({
      step,
      parameters: plain(kept),
      state: mapped(state, plain),
      random: g.state(),
      curve,
    }),
    ahead: () => ({ inputs: { ...plain(kept), ...firstBatch() }, state: mapped(state, plain), step }),
    peek: look => {
      const batch = firstBatch()
      return engine.step(() => look({ inputs: { ...kept, ...batch }, state, step }))
    },
  }
}

/** The same names, each with something else. */
const mapped = <A, B>(
  record: Readonly<Record<string, A>>,
  change: (a: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))

/** The gradients one after the other, and the loss. */
function write({ loss, gradients }: Computed, parameters: Tensors, place: Float64Array): void {
  let at = 0
  for (const name in parameters) {
    const gradient = gradients[name]
    if (!(gradient instanceof Tensor)) throw notATensor(`d${name}`, gradient)
    if (!sameShape(gradient.shape, parameters[name].shape)) throw otherShape(name, gradient, parameters[name])
    const { data } = gradient
    place.set(data, at)
    at += data.length
  }
  place[at] = loss.item()
}

function weighted(parts: readonly BatchPart[], places: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(places[0].length)
  for (const [part, place] of places.entries()) {
    const { weight } = parts[part]
    for (let i = 0; i < sum.length; i++) sum[i] += weight * place[i]
  }
  return sum
}

/** What `write` has put one after the other, as tensors again. */
function cut(sum: Float64Array, parameters: Tensors): Record<string, Tensor> {
  let at = 0
  return mapped(parameters, ({ shape }) => {
    const from = at
    at += sizeOf(shape)
    return new Tensor([...shape], sum.subarray(from, at))
  })
}

function demandTensors(by: string, updated: Updated, state: Tensors): Updated {
  if (!(updated.p instanceof Tensor)) throw notATensor(by, updated.p)
  for (const key in state)
    if (!(updated.state[key] instanceof Tensor)) throw notATensor(`${by} as ${key}`, updated.state[key])
  return updated
}

const notATensor = (by: string, value: unknown): NinjaError =>
  new NinjaError('exercise', `${by} gave ${describe(value)}; training needs a tensor`, 'check the exercise')

const otherShape = (name: string, { shape }: Tensor, p: Tensor): NinjaError =>
  new NinjaError(
    'exercise',
    `d${name} gave a tensor of shape ${formatShape(shape)}; ${name} has the shape ${formatShape(p.shape)}`,
    'check the exercise',
  )

/** So many steps on. */
export function advanced(task: RunInputs, from: Snapshot, steps: number, engine: TrainingEngine): Snapshot {
  const run = openRun(task, from, engine)
  for (let i = 0; i < steps; i++) run.step()
  return run.snapshot()
}
