/**
 * A recorded forward pass as its author sees it: tensors by name, who is used where, what was computed from what.
 * Operations in between that nobody named belong to the next named tensor after them.
 */
import { record, type Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Gradients, gradientsOf, sweep } from './sweep.ts'

export interface Graph {
  /** Everything by name: tensors, and numbers such as the batch size. */
  readonly values: Readonly<Record<string, unknown>>
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly names: ReadonlyMap<Tensor, string>
  readonly steps: readonly Step[]
  /** For each name: the named tensors that are computed straight from it, in order. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** For each name: all named tensors that it was computed from, near and far. */
  readonly ancestors: ReadonlyMap<string, ReadonlySet<string>>
  /** Position in the forward pass: inputs first. */
  readonly order: ReadonlyMap<string, number>
  /** The true gradients, from a loss gradient of 1. */
  readonly truth: Gradients
}

/** Runs `forward` on `inputs` and reads the graph off the recording. `loss` names the scalar to go back from. */
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
  const { parents, order } = relate(steps, names)
  const users = new Map([...tensors.keys()].map(name => [name, [] as string[]]))
  const ancestors = new Map<string, ReadonlySet<string>>()
  for (const name of [...tensors.keys()].sort((a, b) => order.get(a)! - order.get(b)!)) {
    const direct = parents.get(name) ?? []
    for (const parent of direct) users.get(parent)!.push(name)
    ancestors.set(name, new Set([...direct].flatMap(parent => [parent, ...ancestors.get(parent)!])))
  }
  const last = tensors.get(loss)
  const truth = last === undefined ? new Map<Tensor, Tensor>() : gradientsOf(steps, last)
  return { values, tensors, names, steps, users, ancestors, order, truth }
}

/** The gradients that follow from the given ones (by name), and the given ones themselves. */
export function propagate(graph: Graph, given: ReadonlyMap<string, Tensor>): Map<Tensor, Tensor> {
  return sweep(graph.steps, new Map([...given].map(([name, g]) => [graph.tensors.get(name)!, g])))
}

function relate(steps: readonly Step[], names: ReadonlyMap<Tensor, string>) {
  const parents = new Map<string, Set<string>>()
  const order = new Map([...names.values()].map(name => [name, -1]))
  const sources = new Map<Tensor, ReadonlySet<string>>()
  const sourcesOf = (x: Tensor): ReadonlySet<string> => {
    const name = names.get(x)
    return name === undefined ? (sources.get(x) ?? new Set()) : new Set([name])
  }
  for (const [position, { inputs, output }] of steps.entries()) {
    const from = new Set(inputs.flatMap(input => [...sourcesOf(input)]))
    sources.set(output, from)
    const name = names.get(output)
    if (name === undefined) continue
    parents.set(name, from)
    order.set(name, position)
  }
  return { parents, order }
}
