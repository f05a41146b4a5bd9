/**
 * Which gradients a line is judged under. True ones hide mistakes (many are zero, or sum to zero, on this graph alone),
 * so those that the line starts from are drawn at random and the rest follow from them by the reference.
 */
import { type Backward, type Graph, isLearnable, propagate } from '../autograd/graph.ts'
import { generator } from '../tensor/random.ts'
import type { Case } from './subject.ts'

/**
 * Of the gradients that the line used and those of its tensor's direct users: the ones that no other of them
 * determines. A gradient is determined by that of everything its tensor led to.
 */
export function freeGradients(graph: Graph, self: string, used: Iterable<string>): string[] {
  const start = new Set([...used, ...graph.users.get(self)!].filter(name => isLearnable(graph, name)))
  return [...start].filter(name => ![...start].some(other => graph.ancestors.get(other)!.has(name)))
}

/** `free` drawn from the normal distribution, the rest propagated; what neither touches keeps its true gradient. */
export function randomUpstream({ graph, truth }: Case, free: readonly string[], seed: number): Backward {
  const g = generator(seed)
  const drawn = new Map(free.map(name => [name, g.randn(...graph.tensors.get(name)!.shape)]))
  const follows = propagate(graph, drawn)
  const touched = (name: string): boolean =>
    free.some(other => other === name || graph.ancestors.get(other)!.has(name))
  return {
    sofar: follows.sofar,
    gradient: name => (touched(name) ? follows.gradient(name) : truth.gradient(name)),
  }
}
