/** What is trained: the parameters, and what the optimiser keeps of them, one by one or all in one long row. */
import type { Tensors, Updated } from '../catalogue/recipe.ts'
import { NinjaError } from '../errors.ts'
import { cat } from '../tensor/creation.ts'
import { describe, formatShape, sameShape, sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { NamedGradients } from './agree.ts'
import type { TrainingEngine } from './engine.ts'
import type { UpdateInputs } from './trainable.ts'

/** What an optimiser keeps, by parameter. */
export type OptimiserState = Readonly<Record<string, Tensors>>

/** How one tensor is updated, and by which of the learner's functions. */
export interface Update {
  readonly run: (given: UpdateInputs) => Updated
  readonly by: string
  /** Whether all parameters can be updated at once, in one row: what is done to each number alike. */
  readonly inOneRow: boolean
}

export interface Weights {
  readonly parameters: Tensors
  readonly state: OptimiserState
  /** How many numbers there are. */
  readonly size: number
  /** Updates all of them; within a step of the engine, as what follows. */
  readonly change: (gradients: NamedGradients, lr: number, step: number) => void
  /** All gradients as one vector, in the order of the parameters. */
  readonly row: (gradients: NamedGradients) => Tensor
  /** Updates by such a vector. */
  readonly changeByRow: (row: Tensor, lr: number, step: number) => void
}

export function openWeights(
  parameters: Tensors,
  state: OptimiserState,
  update: Update,
  engine: TrainingEngine,
): Weights {
  return update.inOneRow
    ? inOneRow(parameters, state, update, engine)
    : oneByOne(parameters, state, update, engine)
}

function oneByOne(
  parameters: Tensors,
  first: OptimiserState,
  update: Update,
  engine: TrainingEngine,
): Weights {
  const names = Object.keys(parameters)
  const keepAll = (tensors: Tensors): Tensors => mapped(tensors, x => engine.keep(x))
  const kept = keepAll(parameters)
  const state = mapped(first, keepAll)
  const change: Weights['change'] = (gradients, lr, step) => {
    // The new values of everything, then their places: a kept tensor keeps nothing of its old numbers.
    const changed = names.map(name => {
      const grad = demandTensor(`d${name}`, gradients[name])
      return updated(update, { p: kept[name], state: state[name], grad, lr, step })
    })
    for (let i = 0; i < names.length; i++) place(engine, kept[names[i]], state[names[i]], changed[i])
  }
  return {
    parameters: kept,
    state,
    size: sizeIn(parameters),
    change,
    row: gradients => rowOf(gradients, parameters),
    changeByRow(row, lr, step) {
      let at = 0
      const gradients = mapped(parameters, ({ shape }) => {
        const from = at
        at += sizeOf(shape)
        return row.slice(0, from, at).view([...shape])
      })
      change(gradients, lr, step)
    },
  }
}

function inOneRow(
  parameters: Tensors,
  first: OptimiserState,
  update: Update,
  engine: TrainingEngine,
): Weights {
  const names = Object.keys(parameters)
  const { flat: p, parts } = engine.keepAll(parameters)
  const keys = Object.keys(Object.values(first)[0] ?? {})
  const rows = keys.map(key => [key, engine.keepAll(mapped(first, kept => kept[key]))] as const)
  const state = Object.fromEntries(rows.map(([key, { flat }]) => [key, flat]))
  const changeByRow: Weights['changeByRow'] = (grad, lr, step) =>
    place(engine, p, state, updated(update, { p, state, grad, lr, step }))
  const row = (gradients: NamedGradients): Tensor => rowOf(gradients, parameters)
  return {
    parameters: parts,
    state: Object.fromEntries(
      names.map(name => [name, Object.fromEntries(rows.map(([key, { parts }]) => [key, parts[name]]))]),
    ),
    size: sizeIn(parameters),
    change: (gradients, lr, step) => changeByRow(row(gradients), lr, step),
    row,
    changeByRow,
  }
}

/** The same names, each with something else. */
export const mapped = <A, B>(
  record: Readonly<Record<string, A>>,
  change: (a: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))

const sizeIn = (tensors: Tensors): number =>
  Object.values(tensors).reduce((sum, { shape }) => sum + sizeOf(shape), 0)

function rowOf(gradients: NamedGradients, parameters: Tensors): Tensor {
  const all = Object.entries(parameters).map(([name, { shape }]) => {
    const gradient = demandTensor(`d${name}`, gradients[name])
    if (sameShape(gradient.shape, shape)) return gradient.flatten()
    throw new NinjaError(
      'exercise',
      `d${name} gave a tensor of shape ${formatShape(gradient.shape)}; ${name} has the shape ${formatShape(shape)}`,
      'check the exercise',
    )
  })
  return cat(all)
}

function updated({ run, by }: Update, given: UpdateInputs): Updated {
  const after = run(given)
  demandTensor(by, after.p)
  for (const key in given.state) demandTensor(`${by}, as ${key},`, after.state[key])
  return after
}

function place(engine: TrainingEngine, p: Tensor, state: Tensors, after: Updated): void {
  engine.assign(p, after.p)
  for (const key in state) engine.assign(state[key], after.state[key])
}

function demandTensor(by: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value
  const message = `${by} gave ${describe(value)}; training needs a tensor`
  throw new NinjaError('exercise', message, 'check the exercise')
}
