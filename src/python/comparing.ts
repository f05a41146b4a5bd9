/** Functions that hold a gradient against PyTorch's, as the lecture's `cmp` does: what they are called with is a claim. */
import type { CallNode } from './interpreter.ts'
import { nodesIn, type PyExpression, type PyStatement } from './tree.ts'

type FunctionNode = Extract<PyStatement, { nodeType: 'FunctionDef' }>

/** Which parameters are the tensor and its gradient; their names and places. */
export interface Comparing {
  readonly tensor: Parameter
  readonly gradient: Parameter
}

interface Parameter {
  readonly name: string
  readonly place: number
}

/** Null for any other function. A function compares if it reads `.grad` of a parameter beside another parameter. */
export function comparingIn({ args, body }: FunctionNode): Comparing | null {
  const parameters = [...(args.posonlyargs ?? []), ...args.args].map(({ arg }, place) => ({
    name: arg,
    place,
  }))
  const nodes = [...nodesIn(body)]
  const tensor = parameters.find(({ name }) => nodes.some(node => isGradOf(node, name)))
  if (tensor === undefined) return null
  const times = (name: string): number =>
    nodes.filter(
      node =>
        (node.nodeType === 'Compare' || node.nodeType === 'BinOp' || node.nodeType === 'Call') &&
        [...nodesIn(node)].some(one => isGradOf(one, tensor.name)) &&
        [...nodesIn(node)].some(one => one.nodeType === 'Name' && one.id === name),
    ).length
  const [gradient] = parameters
    .filter(one => one !== tensor && times(one.name) > 0)
    .sort((a, b) => times(b.name) - times(a.name))
  return gradient === undefined ? null : { tensor, gradient }
}

const isGradOf = (node: PyExpression | PyStatement, name: string): boolean =>
  node.nodeType === 'Attribute' &&
  node.attr === 'grad' &&
  node.value.nodeType === 'Name' &&
  node.value.id === name

/** The expression that a call gives for a parameter. */
export const givenFor = (
  { args, keywords }: CallNode,
  { name, place }: Parameter,
): PyExpression | undefined => keywords.find(({ arg }) => arg === name)?.value ?? args[place]
