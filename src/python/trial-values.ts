/** The values of an exercise on their way to where Python is read. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { base64Of } from '../tensor/base64.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Kind } from './box.ts'

/** A value on its way to where Python is read. */
export type GivenValue =
  | number
  | { readonly shape: readonly number[]; readonly kind: Kind; readonly numbers: string }

/** The names that Python code may mean. */
export const wordsIn = (codes: readonly string[]): string[] => [
  ...new Set(codes.flatMap(code => code.match(/[A-Za-z_]\w*/g) ?? [])),
]

/** A value of an exercise as Python means it; null for what Python has nothing like. */
export function givenFor(graph: Graph, name: string, value: unknown): GivenValue | null {
  if (typeof value === 'number') return value
  if (!(value instanceof Tensor)) return null
  const isIndex = graph.tensors.has(name) && !isLearnable(graph, name) && value.data.every(Number.isInteger)
  const { buffer, byteOffset, byteLength } = value.data
  return {
    shape: value.shape,
    kind: isIndex ? 'int' : 'float',
    numbers: base64Of(new Uint8Array(buffer, byteOffset, byteLength)),
  }
}
