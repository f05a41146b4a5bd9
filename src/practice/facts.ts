/** What the graph of a forward pass tells of one of its tensors: where it is used, and by what. */
import type { Graph } from '../autograd/graph.ts'
import { carriesGradient } from '../autograd/rules.ts'
import type { Op } from '../tensor/operations.ts'
import type { Shape } from '../tensor/shape.ts'

export interface TensorFacts {
  readonly name: string
  readonly shape: Shape
  /** The named tensors that are computed straight from it. */
  readonly users: readonly string[]
  readonly uses: readonly UseFacts[]
}

/** An operation that takes the tensor. */
export interface UseFacts {
  readonly op: Op
  /** Which of its inputs the tensor is, from 0. */
  readonly place: number
  /** Of what the operation gives. */
  readonly result: Shape
  /** The dimensions of the result along which the tensor was copied; null: this operation copies nothing. */
  readonly copied: readonly number[] | null
}

export function factsOf(graph: Graph, name: string): TensorFacts {
  const x = graph.tensors.get(name)!
  const uses = graph.steps.flatMap(step =>
    step.inputs.flatMap((input, place): UseFacts[] => {
      if (input !== x || !carriesGradient(step, place)) return []
      const result = step.output.shape
      const copied = COPYING.has(step.op) ? copiedAlong(x.shape, result) : null
      return [{ op: step.op, place, result, copied }]
    }),
  )
  return { name, shape: x.shape, users: graph.users.get(name)!, uses }
}

const COPYING: ReadonlySet<Op> = new Set(['add', 'sub', 'mul', 'div', 'expand', 'maximum', 'minimum'])

function copiedAlong(own: Shape, result: Shape): number[] {
  const missing = result.length - own.length
  return [...result.keys()].filter(dim => (dim < missing || own[dim - missing] === 1) && result[dim] !== 1)
}
