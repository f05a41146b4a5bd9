/** The gradient that a backward function is given: what its author calls it, and the tensor that it is of. */
import type { Tensor } from '../tensor/tensor.ts'
import { namedAfter } from './claiming.ts'
import type { PyStatement } from './tree.ts'

type FunctionNode = Extract<PyStatement, { nodeType: 'FunctionDef' }>

/** What a backward function calls the gradient that it is given: its first parameter that isn't an input. */
export const upstreamIn = ({ args }: FunctionNode, inputs: ReadonlyMap<string, unknown>): string | null =>
  args.args.map(({ arg }) => arg).find(name => !/^(?:self|ctx)$/.test(name) && !inputs.has(name)) ?? null

/** `Z` where the gradient that comes in is `dZ`, unless that is another tensor's name. */
export function outputName(
  upstream: string | null,
  out: Tensor,
  inputs: ReadonlyMap<string, unknown>,
  inside: readonly (readonly [string, unknown])[],
): string {
  const name = namedAfter(upstream ?? '')
  const isTaken = inside.some(([one, value]) => one === name && value !== out)
  return name === null || inputs.has(name) || isTaken ? 'out' : name
}
