/** Forward and back once: by a learner's functions, or by autograd. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { gradientOf, gradientsOf } from '../autograd/sweep.ts'
import type { Inputs, LearnerModule, Recipe } from '../catalogue/recipe.ts'
import { NinjaError } from '../errors.ts'
import type { LearnerFunction } from '../room/program.ts'
import { onesLike } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { NamedValues, Trainable } from './trainable.ts'

/** What is computed for one part of a batch; of a learner's functions, whatever they gave. */
export interface Computed {
  readonly loss: Tensor
  /** By parameter. */
  readonly gradients: Readonly<Record<string, unknown>>
}

/** From the inputs of the forward pass to the loss, and the gradients of the parameters. */
export type Pass = (inputs: NamedValues) => Computed

/** What the loss depends on among the inputs. */
export const learnableIn = (graph: Graph, inputs: NamedValues): string[] =>
  Object.keys(inputs).filter(name => inputs[name] instanceof Tensor && isLearnable(graph, name))

/**
 * The learner's functions (by tensor name) in an order in which each finds what it asks for; those that no parameter needs are left
 * out. They are tried on this graph.
 */
export function orderOf(
  graph: Graph,
  functions: ReadonlyMap<string, LearnerFunction>,
  parameters: readonly string[],
): string[] {
  const done = new Map<string, unknown>()
  const running: string[] = []
  const run = (name: string): unknown => {
    if (done.has(name)) return done.get(name)
    if (running.includes(name)) throw noGradient(running.at(-1) ?? name, name)
    running.push(name)
    const result = functions.get(name)!(new Proxy({}, { get: (_, key) => lookup(String(key), name) }))
    running.pop()
    done.set(name, result)
    return result
  }
  const lookup = (key: string, by: string): unknown => {
    if (Object.hasOwn(graph.values, key)) return graph.values[key]
    const target = key.slice(1)
    if (key === `d${graph.loss}`) return onesLike(graph.tensors.get(graph.loss)!)
    if (!key.startsWith('d') || !functions.has(target)) throw noGradient(by, target)
    return run(target)
  }
  for (const name of parameters) {
    if (!functions.has(name)) throw noGradient('the update', name)
    run(name)
  }
  return [...done.keys()]
}

const noGradient = (by: string, target: string): NinjaError =>
  new NinjaError(
    'exercise',
    `${by.startsWith('the ') ? by : `d${by}`} needs d${target}, and none of your functions computes it`,
    `a check provides it, but training doesn't: compute it inside d${by.replace(/^the .*/, target)}`,
  )

/** Told the position in the order of the function that is about to run, and -1 when the last is through. */
export type OnTurn = (position: number) => void

/** Each function once, in `order`; `d` + name says what is made for which parameter. */
export function byHand(
  { forward }: Pick<Trainable, 'forward'>,
  functions: ReadonlyMap<string, LearnerFunction>,
  order: readonly string[],
  parameters: readonly string[],
  onTurn: OnTurn,
): Pass {
  const steps = order.map(name => [`d${name}`, functions.get(name)!] as const)
  // All names of a scope, with nothing behind them: a copy of it is made much quicker than a scope name by name.
  let blank: NamedValues | null = null
  return inputs => {
    const scope: NamedValues = { ...blank }
    for (const name in inputs) scope[name] = inputs[name]
    const values = forward(inputs)
    for (const name in values) scope[name] = values[name]
    scope.dloss = ONE
    for (let i = 0; i < steps.length; i++) {
      onTurn(i)
      const [name, backward] = steps[i]
      scope[name] = backward(scope)
    }
    onTurn(-1)
    blank ??= Object.fromEntries(Object.keys(scope).map(name => [name, undefined]))
    return { loss: scope.loss as Tensor, gradients: gradientsIn(scope, parameters) }
  }
}

const ONE = new Tensor([], Float64Array.of(1))

function gradientsIn(scope: NamedValues, parameters: readonly string[]): NamedValues {
  const gradients: NamedValues = {}
  for (const name of parameters) gradients[name] = scope[`d${name}`]
  return gradients
}

/** As the recipe calls them. `exports`: the learner's module; `order`: which of its functions take a turn. */
export function byRecipe(
  gradients: NonNullable<Recipe['gradients']>,
  exports: Readonly<Record<string, unknown>>,
  functions: ReadonlyMap<string, LearnerFunction>,
  onTurn: OnTurn,
): Pass {
  const turns = [...functions].map(([name, backward], i) => [
    `d${name}`,
    (scope: object) => {
      onTurn(i)
      return backward(scope)
    },
  ])
  const learner = { ...exports, ...Object.fromEntries(turns) } as LearnerModule
  return inputs => {
    const computed = gradients(learner, inputs as Inputs)
    onTurn(-1)
    return computed
  }
}

export const byAutograd =
  ({ forward }: Pick<Trainable, 'forward'>, parameters: readonly string[]): Pass =>
  inputs => {
    const { result, steps } = record(() => forward(inputs))
    const loss = result.loss as Tensor
    const all = gradientsOf(steps, loss)
    const gradients: NamedValues = {}
    for (const name of parameters) gradients[name] = gradientOf(all, inputs[name] as Tensor)
    return { loss, gradients }
  }
