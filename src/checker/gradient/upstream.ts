/**
 * Which gradients a line is judged under. True ones hide mistakes (many are zero, or sum to zero, on this graph alone),
 * so those that the line starts from are drawn at random and the rest follow from them by the reference.
 */
import { type Graph, isLearnable, propagate, type UpstreamGradients } from '../../autograd/graph.ts'
import { generator } from '../../tensor/random.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Case } from './case.ts'

/**
 * The gradients that all of these follow from: those that the line used and those of its tensor's direct users. One
 * follows from others if all of its tensor's users do, so where a tensor further on is among them too, or where it is
 * no descendant of `self` (a sibling), its users are taken in until none of its routes to the loss goes past the rest.
 */
export function freeGradients(graph: Graph, self: string, used: Iterable<string>): string[] {
  const isBefore = (name: string, later: string): boolean => graph.ancestors.get(later)!.has(name)
  const usersOf = (name: string): string[] => graph.users.get(name)!.filter(user => isLearnable(graph, user))
  const all = new Set([...used, ...usersOf(self)].filter(name => isLearnable(graph, name)))
  const follows = (name: string): boolean =>
    !isBefore(self, name) || [...all].some(other => isBefore(name, other))
  for (let before = -1; before !== all.size; ) {
    before = all.size
    for (const name of [...all].filter(follows)) for (const user of usersOf(name)) all.add(user)
  }
  return [...all].filter(name => !follows(name))
}

/** `free` drawn from the normal distribution, the rest as it follows. */
export function randomUpstream(at: Case, free: readonly string[], seed: number): UpstreamGradients {
  const g = generator(seed)
  return upstreamFrom(at, new Map(free.map(name => [name, g.randn(...at.graph.tensors.get(name)!.shape)])))
}

/** The given gradients, and what follows from them by the reference; what neither touches keeps its true gradient. */
export function upstreamFrom({ graph, truth }: Case, given: ReadonlyMap<string, Tensor>): UpstreamGradients {
  const follows = propagate(graph, given)
  const touched = (name: string): boolean =>
    [...given.keys()].some(other => other === name || graph.ancestors.get(other)!.has(name))
  return {
    sofar: follows.sofar,
    gradient: name => (touched(name) ? follows.gradient(name) : truth.gradient(name)),
  }
}
