/** Forward and back once: by a learner's functions, or by autograd. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { gradientOf, gradientsOf } from '../autograd/sweep.ts'
import type { Subject } from '../checker/gradient/case.ts'
import { NinjaError } from '../errors.ts'
import type { LearnerFunction } from '../room/program.ts'
import { onesLike } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'

/** By name: tensors and numbers, gradients among them. */
export type NamedValues = Record<string, unknown>

/** From the inputs to all values, the loss and the gradients of the parameters among them (`dW1`). */
export type Pass = (inputs: NamedValues) => NamedValues

/** Gives the new value of a parameter. */
export type Update = (p: Tensor, grad: Tensor, lr: number) => Tensor

/** What the loss depends on among the inputs: what is learned. */
export const parametersOf = (graph: Graph, inputs: NamedValues): string[] =>
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

/** `onTurn` is told the position in `order` of the function that is about to run, and -1 when the last is through. */
export function byHand(
  { forward }: Pick<Subject, 'forward'>,
  functions: ReadonlyMap<string, LearnerFunction>,
  order: readonly string[],
  onTurn: (position: number) => void,
): Pass {
  const gradients = order.map(name => [`d${name}`, functions.get(name)!] as const)
  // All names of a scope, with nothing behind them: a copy of it is made much quicker than a scope name by name.
  let blank: NamedValues | null = null
  return inputs => {
    const scope: NamedValues = { ...blank }
    for (const name in inputs) scope[name] = inputs[name]
    const values = forward(inputs) as NamedValues
    for (const name in values) scope[name] = values[name]
    scope.dloss = ONE
    for (let i = 0; i < gradients.length; i++) {
      onTurn(i)
      const [name, backward] = gradients[i]
      scope[name] = backward(scope)
    }
    onTurn(-1)
    blank ??= Object.fromEntries(Object.keys(scope).map(name => [name, undefined]))
    return scope
  }
}

const ONE = new Tensor([], Float64Array.of(1))

export const byAutograd =
  ({ forward }: Pick<Subject, 'forward'>, parameters: readonly string[]): Pass =>
  inputs => {
    const { result, steps } = record(() => forward(inputs))
    const gradients = gradientsOf(steps, result.loss as Tensor)
    const scope: NamedValues = { ...inputs, ...result }
    for (const name of parameters) scope[`d${name}`] = gradientOf(gradients, inputs[name] as Tensor)
    return scope
  }

export const plainUpdate: Update = (p, grad, lr) => p.sub(grad.mul(lr))
