/** Numbers that are put into places of a tensor: in TypeScript that gives a new tensor, in Python it's a line. */
import type { Node } from '../text/tree.ts'
import { asTensor, indexTensors, indices, pythonOf } from './translation.ts'

export interface Placing {
  readonly on: Node
  readonly adds: boolean
  readonly args: readonly Node[]
}

/** `d.indexAdd(at, x)` or `d.indexPut(at, x)`; null for anything else. */
export function placingIn(node: Node): Placing | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
  const { object, property } = node.callee
  const name = property.type === 'Identifier' ? property.name : ''
  if (name !== 'indexPut' && name !== 'indexAdd') return null
  return { on: object, adds: name === 'indexAdd', args: node.arguments as Node[] }
}

/** The line that puts `value` into the tensor of that name. */
export const placingLine = (name: string, { adds, args: [at] }: Placing, value: string): string =>
  // With `+=` PyTorch would add only once to what is picked several times.
  adds
    ? `${name}.index_put_(${indexTensors(at)}, ${value}, accumulate=True)`
    : `${name}[${indices([at])}] = ${value}`

/** The lines after which a name holds an expression's value. */
export function assignment(name: string, value: Node): string[] {
  const placed = placingIn(value)
  const isNew = placed?.on.type === 'CallExpression' && placed.on.callee.type === 'Identifier'
  if (placed === null || !isNew) return [`${name} = ${pythonOf(value)}`]
  const [, x] = placed.args
  return [
    `${name} = ${pythonOf(placed.on)}`,
    placingLine(name, placed, placed.adds ? asTensor(x) : pythonOf(x)),
  ]
}
