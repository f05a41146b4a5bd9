/**
 * The whole backward pass as the learner wrote it: every function is given the learner's own gradients from above, so
 * that the table shows what this chain really computes.
 */
import { type Graph, propagate } from '../../autograd/graph.ts'
import { Later, ScopeError } from '../../room/program.ts'
import { onesLike } from '../../tensor/creation.ts'
import { sameShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Called, call, callAhead, type Outcome } from './call.ts'
import type { Case } from './case.ts'
import type { Learner } from './learner.ts'
import { scopeFor } from './scope.ts'

/**
 * Runs each function once, in an order that gives each the results of those it asks for. By tensor name, in the order of
 * `names`.
 */
export function runChain(at: Case, learner: Learner, names: readonly string[]): ReadonlyMap<string, Called> {
  const { graph, truth } = at
  const early = runAhead(at, learner, names)
  const otherwise = (name: string): Tensor => {
    const own = [...chain.done].flatMap(([other, { outcome }]) => {
      const leadsHere = graph.ancestors.get(other)!.has(name)
      const fits = outcome.kind === 'value' && sameShape(outcome.value.shape, graph.tensors.get(other)!.shape)
      return leadsHere && fits ? [[other, outcome.value] as const] : []
    })
    if (own.length === 0) return truth.gradient(name)
    const one = onesLike(graph.tensors.get(graph.loss)!)
    return propagate(graph, new Map([[graph.loss, one], ...own])).gradient(name)
  }
  const chain = chainOver(graph, learner, names, otherwise, early)
  for (const name of names) if (!chain.done.has(name)) chain.run(name)
  return new Map(names.map(name => [name, chain.done.get(name)!]))
}

/** Runs those that can be run at once: what others give, or leads to what they are to be given, isn't known yet. */
function runAhead(
  { graph, truth }: Case,
  learner: Learner,
  names: readonly string[],
): ReadonlyMap<string, Called> {
  const isKnown = (name: string): boolean =>
    !names.some(other => other === name || graph.ancestors.get(other)!.has(name))
  const lookup = (name: string): Tensor => {
    if (isKnown(name)) return truth.gradient(name)
    throw new Later(name)
  }
  const wanted = names.map(name => ({ graph, name, scope: scopeFor(graph, name, lookup) }))
  const made = callAhead(learner, wanted)
  return new Map(names.flatMap((name, i) => (made[i] === null ? [] : [[name, made[i]]])))
}

/** The learner's functions, each given what the others gave. */
export interface Chain {
  /** What came of those that were run. */
  readonly done: ReadonlyMap<string, Called>
  /** Runs a function, and those that it asks for first. */
  readonly run: (name: string) => void
}

/**
 * `otherwise`: a gradient that the learner has no function for, or none that gives a value. `early`: what came of
 * functions that were run before.
 */
export function chainOver(
  graph: Graph,
  learner: Learner,
  names: readonly string[],
  otherwise: (name: string) => Tensor,
  early: ReadonlyMap<string, Called> = new Map(),
): Chain {
  const done = new Map(early)
  const running: string[] = []

  const run = (name: string): void => {
    running.push(name)
    let called = call(learner, graph, name, scopeFor(graph, name, lookup))
    while (called.waitsFor !== null) {
      run(called.waitsFor)
      called = call(learner, graph, name, scopeFor(graph, name, lookup))
    }
    running.pop()
    done.set(name, called)
  }

  const lookup = (name: string): Tensor => {
    if (!names.includes(name)) return otherwise(name)
    if (running.includes(name)) throw circle([...running.slice(running.indexOf(name)), name])
    const before = done.get(name)
    if (before === undefined) throw new Later(name)
    return valueIn(before.outcome) ?? otherwise(name)
  }

  return { done, run }
}

/** The value that came of a call, be it finite or not; null where none came. */
export const valueIn = (outcome: Outcome): Tensor | null =>
  outcome.kind === 'value' || outcome.kind === 'not finite' ? outcome.value : null

const circle = (names: readonly string[]): ScopeError =>
  new ScopeError(
    `the gradients need each other in a circle: ${names.map(name => `d${name}`).join(' needs ')}`,
    'compute one of them without the others',
  )
