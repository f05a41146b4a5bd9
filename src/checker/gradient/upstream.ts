/**
 * Which gradients a line is judged under. True ones hide mistakes (many are zero, or sum to zero, on this graph alone),
 * so those that the line starts from are drawn at random and the rest follow from them by the reference.
 */
import { type Graph, isLearnable, propagate, type UpstreamGradients } from '../../autograd/graph.ts'
import { onesLike } from '../../tensor/creation.ts'
import { generator } from '../../tensor/random.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Case } from './case.ts'

/**
 * The gradients that all of these follow from: those that the line used and those of its tensor's direct users. One
 * follows from others if all of its tensor's users do, so where a tensor further on is among them too, or where it is
 * no descendant of `self` (a sibling), its users are taken in until none of its routes to the loss goes past the rest.
 * The loss's own is 1 whatever happens, so it is drawn where it was used, or where there is no other.
 */
export function freeGradients(graph: Graph, self: string, used: Iterable<string>): string[] {
  const isBefore = (name: string, later: string): boolean => graph.ancestors.get(later)!.has(name)
  const usersOf = (name: string): string[] => graph.users.get(name)!.filter(user => isLearnable(graph, user))
  const first = [...used, ...usersOf(self)].filter(name => isLearnable(graph, name))
  const drawsLoss = [...used].includes(graph.loss) || first.every(name => name === graph.loss)
  const all = new Set(first.filter(name => drawsLoss || name !== graph.loss))
  const follows = (name: string): boolean =>
    !isBefore(self, name) || [...all].some(other => isBefore(name, other))
  for (let before = -1; before !== all.size; ) {
    before = all.size
    for (const name of [...all].filter(follows))
      for (const user of usersOf(name)) if (drawsLoss || user !== graph.loss) all.add(user)
  }
  return [...all].filter(name => !follows(name))
}

/** What was drawn in each case: every check of an exercise asks for the same again. */
const drawn = new WeakMap<Case, Map<string, UpstreamGradients>>()

/** `free` drawn from the normal distribution, the rest as it follows. Of the same case the same object each time. */
export function randomUpstream(at: Case, free: readonly string[], seed: number): UpstreamGradients {
  const inCase = drawn.get(at) ?? new Map<string, UpstreamGradients>()
  drawn.set(at, inCase)
  const key = [seed, ...free].join()
  const upstream = inCase.get(key) ?? drawUpstream(at, free, seed)
  inCase.set(key, upstream)
  return upstream
}

function drawUpstream(at: Case, free: readonly string[], seed: number): UpstreamGradients {
  const g = generator(seed)
  return upstreamFrom(at, new Map(free.map(name => [name, g.randn(...at.graph.tensors.get(name)!.shape)])))
}

/** The given gradients, and what follows from them by the reference; what neither touches keeps its true gradient. */
export function upstreamFrom({ graph, truth }: Case, given: ReadonlyMap<string, Tensor>): UpstreamGradients {
  const touched = (name: string): boolean =>
    [...given.keys()].some(other => other === name || graph.ancestors.get(other)!.has(name))
  // What is used by the loss as well gets a part straight from there.
  const isUsedByLoss = [...graph.users].some(
    ([name, users]) => users.includes(graph.loss) && !given.has(name) && touched(name),
  )
  const one = onesLike(graph.tensors.get(graph.loss)!)
  const follows = propagate(graph, isUsedByLoss ? new Map([[graph.loss, one], ...given]) : given)
  return {
    sofar: follows.sofar,
    gradient: name => (touched(name) ? follows.gradient(name) : truth.gradient(name)),
  }
}
