/**
 * The whole backward pass as the learner wrote it: every function is given the learner's own gradients from above, so
 * that the table shows what this chain really computes.
 */
import { propagate } from '../../autograd/graph.ts'
import { Later, ScopeError } from '../../room/program.ts'
import { onesLike } from '../../tensor/creation.ts'
import { sameShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Called, call } from './call.ts'
import type { Case } from './case.ts'
import type { Learner } from './learner.ts'
import { scopeFor } from './scope.ts'

/** Runs each function once, in an order that gives each the results of those it asks for. By tensor name. */
export function runChain(
  { graph, truth }: Case,
  learner: Learner,
  names: readonly string[],
): ReadonlyMap<string, Called> {
  const done = new Map<string, Called>()
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

  /** The learner's own gradient where there is one, and what follows from the learner's own where there is none. */
  const lookup = (name: string): Tensor => {
    if (names.includes(name)) {
      if (running.includes(name)) throw circle([...running.slice(running.indexOf(name)), name])
      const before = done.get(name)
      if (before === undefined) throw new Later(name)
      const { outcome } = before
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

  for (const name of names) if (!done.has(name)) run(name)
  return done
}

const circle = (names: readonly string[]): ScopeError =>
  new ScopeError(
    `the gradients need each other in a circle: ${names.map(name => `d${name}`).join(' needs ')}`,
    'compute one of them without the others',
  )
