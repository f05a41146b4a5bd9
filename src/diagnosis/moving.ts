/** Operations that only move numbers: what comes back is moved, not multiplied. */
import type { Op } from '../tensor/operations.ts'
import type { Evidence } from './evidence.ts'
import type { Family } from './explanation.ts'
import type { Term } from './paths.ts'
import { at } from './words.ts'

type Way = (name: string, end: string, position: number) => string

const reorder: Way = (name, end) => `Put d${end} back into the order of \`${name}\`.`
const pick: Way = (name, end) =>
  `Each number of d${end} goes back to where its element of \`${name}\` was taken from; an element that was taken several times gets the sum.`
const put: Way = (name, end, position) =>
  position === 0
    ? `What was overwritten in \`${name}\` doesn't get into \`${end}\`: its gradient is 0.`
    : `Take the part of d${end} where \`${name}\` was put.`

/** What goes back, by operation, where an element is moved and nothing else. */
const ways: { readonly [O in Op]?: Way } = {
  view: (name, end) => `Give d${end} the shape of \`${name}\`.`,
  permute: reorder,
  flip: reorder,
  cat: (name, end) => `Take the part of d${end} where \`${name}\` is.`,
  slice: pick,
  index: pick,
  gather: pick,
  indexPut: put,
  scatter: put,
  indexAdd: put,
  scatterAdd: put,
}

/** What is wrong where the gradient was passed on and the tensor's numbers are only put in another order or shape. */
const isArrangement: ReadonlySet<Op> = new Set(['view', 'permute', 'flip'])

/** The family of passing a gradient on as it is. */
export const familyOfPassing = ({ path: { hops } }: Term): Family =>
  hops.length === 1 && isArrangement.has(hops[0].step.op) ? 'shape' : 'local derivative missing'

/** How the gradient goes back where the tensor's numbers are only moved, in one step; null where more is done. */
export function wayBack({ name }: Evidence, { path }: Term): string | null {
  const [{ step, position }] = path.hops
  if (path.hops.length === 1 && step.op === 'where')
    return `${at(path.via[0])} has the numbers of \`${name}\` in some places only: what comes back there passes unchanged. In all other places the gradient is 0.`
  const way = path.hops.length === 1 ? ways[step.op] : undefined
  const [end] = path.via
  return way === undefined
    ? null
    : `${at(end)} only moves numbers, so nothing is multiplied. ${way(name, end, position)}`
}
