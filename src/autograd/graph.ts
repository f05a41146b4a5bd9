/**
 * A recorded forward pass as its author sees it: tensors by name, who is used where, what was computed from what.
 * Operations in between that nobody named belong to the next named tensor after them. Only what gradient flows through
 * counts as use: an index is not used by what it picks.
 */
import { onesLike } from '../tensor/creation.ts'
import { record, type Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { carriesGradient } from './rules.ts'
import { type Gradients, gradientOf, startSweep } from './sweep.ts'

export interface Graph {
  /** Everything by name: tensors, and numbers such as the batch size. */
  readonly values: Readonly<Record<string, unknown>>
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly names: ReadonlyMap<Tensor, string>
  readonly steps: readonly Step[]
  /** The scalar that the gradients are of. */
  readonly loss: string
  /** For each name: the named tensors that are computed straight from it, in order. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** For each name: all named tensors that it was computed from, near and far. */
  readonly ancestors: ReadonlyMap<string, ReadonlySet<string>>
  /** For each name: which step made it; inputs -1. */
  readonly order: ReadonlyMap<string, number>
  /** The first step that uses a tensor: once the way back has passed it, the tensor's gradient is complete. */
  readonly firstUse: ReadonlyMap<Tensor, number>
}

/** Gradients of a graph by name, worked out as they are asked for. */
export interface UpstreamGradients {
  readonly gradient: (name: string) => Tensor
  /** By tensor, unnamed ones included: those worked out so far. Asking for a name works out all of its uses. */
  readonly sofar: Gradients
}

/** Runs `forward` on `inputs` and reads the graph off the recording. */
export function observe<I extends object>(inputs: I, forward: (inputs: I) => object, loss = 'loss'): Graph {
  const { result, steps } = record(() => forward(inputs))
  const values = { ...inputs, ...result } as Record<string, unknown>
  const tensors = new Map<string, Tensor>()
  const names = new Map<Tensor, string>()
  for (const [name, value] of Object.entries(values)) {
    if (!(value instanceof Tensor)) continue
    tensors.set(name, value)
    if (!names.has(value)) names.set(value, name)
  }
  const { parents, order, firstUse } = relate(steps, names)
  const users = new Map([...tensors.keys()].map(name => [name, [] as string[]]))
  const ancestors = new Map<string, ReadonlySet<string>>()
  for (const name of [...tensors.keys()].sort((a, b) => order.get(a)! - order.get(b)!)) {
    const all = new Set<string>()
    for (const parent of parents.get(name) ?? []) {
      users.get(parent)!.push(name)
      all.add(parent)
      for (const ancestor of ancestors.get(parent)!) all.add(ancestor)
    }
    ancestors.set(name, all)
  }
  return { values, tensors, names, steps, loss, users, ancestors, order, firstUse }
}

/** Whether a tensor has a gradient: the loss depends on it, smoothly. */
export const isLearnable = ({ loss, ancestors }: Graph, name: string): boolean =>
  name === loss || ancestors.get(loss)?.has(name) === true

/** The gradients that follow from the given ones, and the given ones themselves. */
export function propagate(graph: Graph, given: ReadonlyMap<string, Tensor>): UpstreamGradients {
  const sweep = startSweep(graph.steps, new Map([...given].map(([name, g]) => [graph.tensors.get(name)!, g])))
  return {
    sofar: sweep.gradients,
    gradient: name => {
      const x = graph.tensors.get(name)!
      return gradientOf(sweep.reach((graph.firstUse.get(x) ?? graph.steps.length) - 1), x)
    },
  }
}

/** The true gradients, from a loss gradient of 1. */
export const differentiate = (graph: Graph): UpstreamGradients =>
  propagate(graph, new Map([[graph.loss, onesLike(graph.tensors.get(graph.loss)!)]]))

function relate(steps: readonly Step[], names: ReadonlyMap<Tensor, string>) {
  const parents = new Map<string, Set<string>>()
  const order = new Map([...names.values()].map(name => [name, -1]))
  const firstUse = new Map<Tensor, number>()
  const sources = new Map<Tensor, ReadonlySet<string>>([...names].map(([x, name]) => [x, new Set([name])]))
  for (const [position, step] of steps.entries()) {
    const from = new Set<string>()
    for (const [at, input] of step.inputs.entries()) {
      if (!firstUse.has(input)) firstUse.set(input, position)
      if (carriesGradient(step, at)) for (const name of sources.get(input) ?? []) from.add(name)
    }
    const name = names.get(step.output)
    if (name === undefined) {
      sources.set(step.output, from)
      continue
    }
    parents.set(name, from)
    order.set(name, position)
  }
  return { parents, order, firstUse }
}
