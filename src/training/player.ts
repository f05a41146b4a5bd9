/** Who makes the gradients in a training run: the learner's functions, or autograd. */
import { observe } from '../autograd/graph.ts'
import type { Subject } from '../checker/gradient/case.ts'
import { parseNames } from '../dataset/names.ts'
import { isChanged } from '../room/calling.ts'
import type { Exports } from '../room/loading.ts'
import type { LearnerFunction } from '../room/program.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import { coarse, disagreeing } from './agree.ts'
import { plainEngine, type TrainingEngine } from './engine.ts'
import {
  byAutograd,
  byHand,
  type NamedValues,
  orderOf,
  type Pass,
  parametersOf,
  plainUpdate,
  type Update,
} from './pass.ts'
import type { Parameters, Run } from './run.ts'

export interface Player {
  readonly subject: Subject
  readonly pass: Pass
  readonly update: Update
  /** The learner's functions, in the order in which they run. None: there is nothing to check. */
  readonly functions: readonly string[]
  /** What the functions give for the next step, in plain tensors and on the tensors that are trained. */
  readonly look: (run: Run, lr: number) => { readonly plain: EngineResults; readonly live: EngineResults }
  /** Whether the gradients are the same on another engine, to its precision. */
  readonly runsOn: (engine: TrainingEngine, inputs: NamedValues) => boolean
}

/** A list of names for a first look at the forward pass. */
const LOOK = parseNames('ab\nba\nabba')

/** What the functions gave on one engine. */
export interface EngineResults {
  /** By parameter: its gradient, and what the update made of both. */
  readonly gradients: Parameters
  readonly updates: Parameters
  /** A function that changed a tensor that it was handed, and which. */
  readonly changed: { readonly by: string; readonly name: string } | null
}

/** What a learner's module exports, and which of it are the functions that were asked for. */
export interface Trainers {
  readonly exports: Exports
  readonly functions: readonly string[]
}

/** `load`: gives the learner's module; null: by autograd. `onTurn`: see `byHand`. */
export function playerOf(
  subject: Subject,
  load: (() => Trainers) | null,
  onTurn: (position: number) => void,
): Player {
  const inputs = subject.inputs({ n: 5, block: 3, n_embd: 2, n_hidden: 4 }, { g: generator(1), names: LOOK })
  const graph = observe(inputs, subject.forward)
  const parameters = parametersOf(graph, inputs)
  const nothing: EngineResults = { gradients: {}, updates: {}, changed: null }
  if (load === null) {
    return {
      subject,
      pass: byAutograd(subject, parameters),
      update: plainUpdate,
      functions: [],
      look: () => ({ plain: nothing, live: nothing }),
      runsOn: () => true,
    }
  }
  const { exports, functions: asked } = load()
  const backward = asked.filter(name => graph.tensors.has(name.slice(1)))
  const functions = new Map(backward.map(name => [name.slice(1), exports[name] as LearnerFunction]))
  const names = orderOf(graph, functions, parameters)
  const pass = byHand(subject, functions, names, onTurn)
  const update = exports.update as Update

  const see = (inputs: NamedValues, lr: number): EngineResults => {
    let changed: EngineResults['changed'] = null
    const watched = [...functions].map(([name, backward]): [string, LearnerFunction] => [
      name,
      scope => {
        const before = copiesOf(scope)
        const result = backward(scope)
        const spoilt = before.find(({ tensor, copy }) => isChanged(tensor, copy))
        changed ??= spoilt === undefined ? null : { by: `d${name}`, name: spoilt.name }
        return result
      },
    ])
    const values = byHand(subject, new Map(watched), names, onTurn)(inputs)
    const gradients = Object.fromEntries(parameters.map(name => [name, copyOf(values[`d${name}`])]))
    const updates = parameters.map(name => [
      name,
      copyOf(update(inputs[name] as Tensor, values[`d${name}`] as Tensor, lr)),
    ])
    return { gradients, updates: Object.fromEntries(updates), changed }
  }
  const gradientsOn = (engine: TrainingEngine, by: Pass, inputs: NamedValues): Parameters =>
    engine.step(() => {
      const values = by(inputs)
      return Object.fromEntries(parameters.map(name => [name, copyOf(values[`d${name}`])]))
    })
  return {
    subject,
    pass,
    update,
    functions: names.map(name => `d${name}`),
    look: (run, lr) => ({ plain: see(run.ahead(), lr), live: run.peek(inputs => see(inputs, lr)) }),
    runsOn: (engine, inputs) => {
      const differing = (by: Pass): string[] => {
        const [there, here] = [engine, plainEngine].map(each => gradientsOn(each, by, inputs))
        return disagreeing(there, here, coarse)
      }
      try {
        const own = differing(pass)
        if (own.length === 0) return true
        // Where autograd's differ as well, that is rounding: of two examples, batchnorm's gradient cancels.
        const rounding = differing(byAutograd(subject, parameters))
        return own.every(name => rounding.includes(name))
      } catch {
        return false
      }
    },
  }
}

/** The tensors of a scope, each with a copy. */
const copiesOf = (scope: object) =>
  Object.entries(scope).flatMap(([name, tensor]: [string, unknown]) =>
    tensor instanceof Tensor ? [{ name, tensor, copy: copyOf(tensor) }] : [],
  )

/** In plain float64. What is no tensor becomes one that nothing is like. */
const copyOf = (x: unknown): Tensor =>
  x instanceof Tensor ? new Tensor([...x.shape], x.data.slice()) : new Tensor([0], new Float64Array(0))
