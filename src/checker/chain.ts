/**
 * The whole backward pass as the learner wrote it: every function is given the learner's own gradients from above, so
 * that the table shows what this chain really computes.
 */
import { propagate } from '../autograd/graph.ts'
import { onesLike } from '../tensor/creation.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { call, type Outcome } from './call.ts'
import { ScopeError, scopeFor } from './scope.ts'
import type { Backward, Case } from './subject.ts'

export interface Link {
  readonly outcome: Outcome
  /** The tensors whose gradients the function was given. */
  readonly gradientsRead: ReadonlySet<string>
}

/** Runs each function once, in an order that gives each the results of those it asks for. */
export function runChain(
  { graph, truth }: Case,
  functions: ReadonlyMap<string, Backward>,
  skip: ReadonlySet<string>,
): ReadonlyMap<string, Link> {
  const done = new Map<string, Link>()
  const running: string[] = []

  const run = (name: string): Link => {
    running.push(name)
    const scope = scopeFor(graph, name, lookup)
    const outcome = call(functions.get(name)!, scope.proxy)
    running.pop()
    const link = { outcome, gradientsRead: scope.gradientsRead }
    done.set(name, link)
    return link
  }

  /** The learner's own gradient where there is one, and what follows from the learner's own where there is none. */
  const lookup = (name: string): Tensor => {
    if (functions.has(name) && !skip.has(name)) {
      if (running.includes(name)) throw circle([...running.slice(running.indexOf(name)), name])
      const { outcome } = done.get(name) ?? run(name)
      if (outcome.kind === 'value') return outcome.value
      if (outcome.kind === 'not finite' && outcome.value !== null) return outcome.value
    }
    return follow(name)
  }

  const follow = (name: string): Tensor => {
    const own = [...done].flatMap(([other, { outcome }]) => {
      const leadsHere = graph.ancestors.get(other)!.has(name)
      const fits = outcome.kind === 'value' && sameShape(outcome.value.shape, graph.tensors.get(other)!.shape)
      return leadsHere && fits ? [[other, outcome.value] as const] : []
    })
    if (own.length === 0) return truth.gradient(name)
    const one = onesLike(graph.tensors.get(graph.loss)!)
    return propagate(graph, new Map([[graph.loss, one], ...own])).gradient(name)
  }

  for (const name of functions.keys()) {
    if (!skip.has(name) && !done.has(name)) run(name)
  }
  return done
}

const circle = (names: readonly string[]): ScopeError =>
  new ScopeError(
    `the gradients go round in a circle: ${names.map(name => `d${name}`).join(' asks for ')}`,
    'one of them must be computed without the other',
  )
