/** The training loop: from one snapshot to a later one. Nothing but the snapshot and the task decides the numbers. */
import type { BatchPart, Inputs, Tensors, TrainingSettings } from '../catalogue/recipe.ts'
import type { Names } from '../dataset/names.ts'
import { type Splits, split } from '../dataset/splits.ts'
import { type Generator, type GeneratorState, generator, generatorAt } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import { alone, type Crew } from './crew.ts'
import { type Curve, emptyCurve, withLoss } from './curve.ts'
import type { TrainingEngine } from './engine.ts'
import type { Pass } from './pass.ts'
import type { NamedValues, Trainable } from './trainable.ts'
import { mapped, type OptimiserState, openWeights, type Update } from './weights.ts'

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
  readonly update: Update
}

/** What a player does with a recipe's batches; `names`: the part to learn from. */
export function taskOf(player: TrainingHands, settings: TrainingSettings, names: Names): RunInputs {
  const { pass, update, trainable } = player
  const { recipe, optimiser } = trainable
  return {
    rate: step => recipe.rate(settings, step),
    batchAt: recipe.batches(settings, names),
    pass,
    update: { run: update, by: optimiser.by, inOneRow: recipe.optimiser !== undefined },
  }
}

/** Who computes. */
export interface TrainingHands {
  readonly pass: Pass
  readonly update: Update['run']
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

/** `crew`: made for so many numbers. */
export function openRun(
  { rate, batchAt, pass, update }: RunInputs,
  start: Snapshot,
  engine: TrainingEngine,
  crewFor: (size: number, engine: TrainingEngine) => Crew = alone,
): Run {
  const weights = openWeights(start.parameters, start.state, update, engine)
  const { parameters, state, size } = weights
  const crew = crewFor(size, engine)
  const inputs: NamedValues = { ...parameters }
  const received: Tensor[] = []
  const g = generatorAt(start.random)
  let { step, curve } = start

  /** A batch in one part: forward, back and update at once. */
  const whole = (batch: Inputs, lr: number): number => {
    Object.assign(inputs, batch)
    return engine.step(() => {
      const { loss, gradients } = pass(inputs)
      const value = loss.item()
      if (!Number.isFinite(value)) throw new Diverged(step + 1, value)
      weights.change(gradients, lr, step)
      return value
    })
  }
  /** Several parts: first all gradients, whoever makes them, then their sum in the order of the parts. */
  const inParts = (parts: readonly BatchPart[], lr: number): number => {
    const places = parts.map((_, i) => crew.place(step, i))
    for (const [i, { batch }] of parts.entries()) {
      if (!crew.takes(i)) continue
      engine.step(() => {
        const { loss, gradients } = pass({ ...parameters, ...batch })
        engine.read(weights.row(gradients), places[i].gradients)
        places[i].loss[0] = loss.item()
      })
    }
    crew.meet(step)
    const loss = parts.reduce((sum, { weight }, i) => sum + weight * places[i].loss[0], 0)
    if (!Number.isFinite(loss)) throw new Diverged(step + 1, loss)
    const rows = places.map(({ gradients }, i) => {
      received[i] ??= engine.keep(new Tensor([size], new Float64Array(size)))
      engine.write(received[i], gradients)
      return received[i]
    })
    engine.step(() => {
      const sum = rows.map((row, i) => row.mul(parts[i].weight)).reduce((a, b) => a.add(b))
      weights.changeByRow(sum, lr, step)
    })
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
      parameters: plain(parameters),
      state: mapped(state, plain),
      random: g.state(),
      curve,
    }),
    ahead: () => ({ inputs: { ...plain(parameters), ...firstBatch() }, state: mapped(state, plain), step }),
    peek: look => {
      const batch = firstBatch()
      return engine.step(() => look({ inputs: { ...parameters, ...batch }, state, step }))
    },
  }
}

/** So many steps on. */
export function advanced(task: RunInputs, from: Snapshot, steps: number, engine: TrainingEngine): Snapshot {
  const run = openRun(task, from, engine)
  for (let i = 0; i < steps; i++) run.step()
  return run.snapshot()
}
