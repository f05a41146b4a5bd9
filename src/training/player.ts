/** Who makes the gradients in a training run: the learner's functions, or autograd. */
import { observe } from '../autograd/graph.ts'
import type { LearnerModule, Tensors, Updated } from '../catalogue/recipe.ts'
import { parseNames } from '../dataset/names.ts'
import { NinjaError } from '../errors.ts'
import { isChanged } from '../room/calling.ts'
import type { Exports } from '../room/loading.ts'
import type { LearnerFunction } from '../room/program.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import { coarse, disagreeing } from './agree.ts'
import { plainEngine, type TrainingEngine } from './engine.ts'
import { byAutograd, byHand, byRecipe, type OnTurn, orderOf, type Pass } from './pass.ts'
import type { Ahead, Run } from './run.ts'
import type { NamedValues, Trainable, UpdateInputs } from './trainable.ts'
import type { OptimiserState } from './weights.ts'

export interface Player {
  readonly trainable: Trainable
  readonly pass: Pass
  readonly update: (given: UpdateInputs) => Updated
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
  /** By parameter: its gradient, and what the update made of both, with what the optimiser keeps. */
  readonly gradients: Tensors
  readonly updates: Tensors
  readonly state: OptimiserState
  /** A function that changed a tensor that it was handed, and which. */
  readonly changed: { readonly by: string; readonly name: string } | null
}

const nothing: EngineResults = { gradients: {}, updates: {}, state: {}, changed: null }

/** What a learner's module exports, and which of it are the functions that were asked for. */
export interface Trainers {
  readonly exports: Exports
  readonly functions: readonly string[]
}

/** `parameters`: their names. `load`: gives the learner's module; null: by autograd. `onTurn`: see `byHand`. */
export function playerOf(
  trainable: Trainable,
  parameters: readonly string[],
  load: (() => Trainers) | null,
  onTurn: OnTurn,
): Player {
  const truly = byAutograd(trainable, parameters)
  if (load === null) {
    return {
      trainable,
      pass: truly,
      update: given => trainable.reference(given) ?? withoutAnswers(),
      functions: [],
      look: () => ({ plain: nothing, live: nothing }),
      runsOn: () => true,
    }
  }
  const { exports, functions: asked } = load()
  const { functions, order, passWith } = handsOf(trainable, parameters, exports, asked, onTurn)
  const pass = passWith(functions)
  const learner = exports as LearnerModule
  const update = (given: UpdateInputs): Updated => trainable.optimiser.run(learner, given)

  const see = ({ inputs, state, step }: Ahead, lr: number): EngineResults => {
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
    const { gradients } = passWith(new Map(watched))(inputs)
    const updated = parameters.map(name => {
      const grad = gradients[name] as Tensor
      return [name, update({ p: inputs[name] as Tensor, state: state[name], grad, lr, step })] as const
    })
    return {
      gradients: copies(parameters.map(name => [name, gradients[name]])),
      updates: copies(updated.map(([name, { p }]) => [name, p])),
      state: Object.fromEntries(
        updated.map(([name, after]) => [
          name,
          copies(keysOf(state[name]).map(key => [key, after.state[key]])),
        ]),
      ),
      changed,
    }
  }
  const gradientsOn = (engine: TrainingEngine, by: Pass, inputs: NamedValues): Tensors =>
    engine.step(() => {
      const { gradients } = by(inputs)
      return copies(parameters.map(name => [name, gradients[name]]))
    })
  return {
    trainable,
    pass,
    update,
    functions: order.map(name => `d${name}`),
    look: (run, lr) => ({ plain: see(run.ahead(), lr), live: run.peek(ahead => see(ahead, lr)) }),
    runsOn: (engine, inputs) => {
      const differing = (by: Pass): string[] => {
        const [there, here] = [engine, plainEngine].map(each => gradientsOn(each, by, inputs))
        return disagreeing(there, here, coarse)
      }
      try {
        const own = differing(pass)
        if (own.length === 0) return true
        // Where autograd's differ as well, that is rounding: of two examples, batchnorm's gradient cancels.
        const rounding = differing(truly)
        return own.every(name => rounding.includes(name))
      } catch {
        return false
      }
    },
  }
}

/** The learner's functions, by what they are of, and how they make a pass. */
function handsOf(
  trainable: Trainable,
  parameters: readonly string[],
  exports: Exports,
  asked: readonly string[],
  onTurn: OnTurn,
) {
  const { subject, recipe } = trainable
  const sizes = Object.values(subject.sizes)[1]
  const inputs = subject.inputs(sizes, { g: generator(1), names: LOOK })
  const graph = observe(inputs, subject.forward)
  const among = (isOurs: (name: string) => boolean) =>
    new Map(asked.filter(isOurs).map(name => [name.slice(1), exports[name] as LearnerFunction]))
  const { gradients } = recipe
  if (gradients !== undefined) {
    const functions = among(name => name.startsWith('d') && name !== trainable.optimiser.by)
    // Its network is another one, but what the functions ask each other for is the same.
    orderOf(graph, functions, [...functions.keys()])
    const passWith = (them: typeof functions): Pass => byRecipe(gradients, exports, them, onTurn)
    return { functions, order: [...functions.keys()], passWith }
  }
  const functions = among(name => graph.tensors.has(name.slice(1)))
  const order = orderOf(graph, functions, parameters)
  return {
    functions,
    order,
    passWith: (them: typeof functions): Pass => byHand(trainable, them, order, parameters, onTurn),
  }
}

const withoutAnswers = (): never => {
  throw new NinjaError('pack', 'this homework has no answers, so autograd can\u2019t train with its update')
}

const keysOf = (record: object): string[] => Object.keys(record)

/** The tensors of a scope, each with a copy. What is only worked out once it's read is left alone. */
const copiesOf = (scope: object) =>
  Object.entries(Object.getOwnPropertyDescriptors(scope)).flatMap(
    ([name, { value }]: [string, { value?: unknown }]) =>
      value instanceof Tensor ? [{ name, tensor: value, copy: copyOf(value) }] : [],
  )

const copies = (entries: readonly (readonly [string, unknown])[]): Tensors =>
  Object.fromEntries(entries.map(([name, x]) => [name, copyOf(x)]))

/** In plain float64. What is no tensor becomes one that nothing is like. */
const copyOf = (x: unknown): Tensor =>
  x instanceof Tensor ? new Tensor([...x.shape], x.data.slice()) : new Tensor([0], new Float64Array(0))
