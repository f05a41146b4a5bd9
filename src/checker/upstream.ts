/**
 * Which gradients a line is judged under. True ones hide mistakes (many are zero, or sum to zero, on this graph alone),
 * so those that the line starts from are drawn at random and the rest follow from them by the reference.
 */
import { type Graph, propagate } from '../autograd/graph.ts'
import { gradientOf } from '../autograd/sweep.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * Of the gradients that the line used and those of its tensor's direct users: the ones that no other of them
 * determines. A gradient is determined by that of everything its tensor led to.
 */
export function freeGradients(graph: Graph, self: string, used: Iterable<string>): string[] {
  const start = new Set(
    [...used, ...graph.users.get(self)!].filter(name => graph.truth.has(graph.tensors.get(name)!)),
  )
  return [...start].filter(name => ![...start].some(other => graph.ancestors.get(other)!.has(name)))
}

export interface Upstream {
  /** The gradient of any named tensor under these conditions. */
  readonly lookup: (name: string) => Tensor
  /** By tensor: the free gradients and all that follow from them. */
  readonly gradients: ReadonlyMap<Tensor, Tensor>
}

/** `free` drawn from the normal distribution, the rest propagated; what neither touches keeps its true gradient. */
export function randomUpstream(graph: Graph, free: readonly string[], seed: number): Upstream {
  const g = generator(seed)
  const drawn = new Map(free.map(name => [name, g.randn(...graph.tensors.get(name)!.shape)]))
  const gradients = propagate(graph, drawn)
  return { gradients, lookup: name => gradientFrom(graph, name, gradients) }
}

export const trueUpstream = (graph: Graph): Upstream => ({
  gradients: graph.truth,
  lookup: name => gradientOf(graph.truth, graph.tensors.get(name)!),
})

function gradientFrom(graph: Graph, name: string, gradients: ReadonlyMap<Tensor, Tensor>): Tensor {
  const x = graph.tensors.get(name)!
  return gradients.get(x) ?? gradientOf(graph.truth, x)
}
