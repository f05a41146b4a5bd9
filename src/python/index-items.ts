/** The things in the brackets behind a tensor, as they are meant for its dimensions. */
import { Tensor } from '../tensor/tensor.ts'
import { Boxed } from './box.ts'
import { isNumpyAlone, refusedByTorch } from './dialect.ts'
import { kindOf, tensorIn } from './operands.ts'
import {
  Ellipsis,
  known,
  NotRead,
  numberIn,
  PythonError,
  type PyValue,
  Slice,
  Tuple,
  WholeFloat,
} from './values.ts'

/** One of the things in the brackets. */
export type IndexItem =
  | { readonly kind: 'number'; readonly at: number }
  | {
      readonly kind: 'slice'
      readonly start: number
      readonly end: number
      readonly step: number
      readonly whole: boolean
    }
  | { readonly kind: 'new' }
  | { readonly kind: 'rows'; readonly rows: Tensor; readonly size: number }

export function itemsOf({ tensor: { shape } }: Boxed, key: PyValue): IndexItem[] {
  const parts = (key instanceof Tuple ? [...key] : [key]).map(asIndex)
  const dims = (one: PyValue): number =>
    one === null || one instanceof Ellipsis ? 0 : isMask(one) ? one.shape.length : 1
  const used = parts.reduce((sum: number, one) => sum + dims(known(one)), 0)
  if (used > shape.length)
    throw new PythonError('IndexError', `too many indices for tensor of dimension ${shape.length}`)
  const rest = Array.from({ length: shape.length - used }, () => new Slice(null, null, null))
  const isWide = (one: PyValue): boolean => isMask(one) && one.shape.length > 1
  // PyTorch counts such a mask as one dimension for what comes behind it.
  if (parts.slice(0, -1).some(isWide) && !isNumpyAlone()) throw new NotRead('something behind a wide mask')
  const at = parts.findIndex(one => one instanceof Ellipsis)
  if (parts.filter(one => one instanceof Ellipsis).length > 1) throw new NotRead('several ... in an index')
  const all = at === -1 ? [...parts, ...rest] : [...parts.slice(0, at), ...rest, ...parts.slice(at + 1)]
  let dim = 0
  const items = all.flatMap((one): IndexItem[] => {
    const from = dim
    dim += dims(one)
    return itemFrom(known(one), shape, from)
  })
  demandRows(items, shape)
  return items
}

/** That there are the rows which are named. Where nothing is picked of them, PyTorch doesn't always look. */
function demandRows(items: readonly IndexItem[], shape: readonly number[]): void {
  const isAny = isNothing(items, shape)
  for (const one of items) {
    if (one.kind !== 'rows') continue
    if (isAny && one.rows.data.some(at => at < -one.size || at >= one.size))
      throw new NotRead('rows out of bounds, of nothing')
    for (const at of one.rows.data) placeIn(at, one.size)
  }
}

/** Whether no number of a tensor of this shape is named by them. */
export const isNothing = (items: readonly IndexItem[], shape: readonly number[]): boolean =>
  shape.includes(0) ||
  items.some(
    one =>
      (one.kind === 'slice' && one.start === one.end) || (one.kind === 'rows' && one.rows.data.length === 0),
  )

/** A list of truth values is a mask; one alone adds a dimension, which nobody means. */
function asIndex(one: PyValue): PyValue {
  const it = known(one)
  const isList = Array.isArray(it)
  if (typeof it === 'boolean' || (isMask(it) && it.shape.length === 0)) throw new NotRead(`[${it === true}]`)
  if (it instanceof Tuple) throw new NotRead('a tuple in an index')
  if ((it instanceof Boxed || isList) && kindOf(it) === 'float' && sizeIn(it) > 0)
    throw new PythonError('IndexError', 'tensors used as indices must be whole numbers or truth values')
  return isList && kindOf(it) === 'bool' ? Boxed.of(tensorIn(it), 'bool') : one
}

const sizeIn = (value: PyValue): number =>
  value instanceof Boxed ? value.tensor.data.length : (value as PyValue[]).length

const isMask = (value: PyValue): value is Boxed => value instanceof Boxed && value.kind === 'bool'

function itemFrom(one: PyValue, shape: readonly number[], dim: number): IndexItem[] {
  if (one === null) return [{ kind: 'new' }]
  const size = shape[dim]
  if (one instanceof Slice) return [sliceOf(one, size)]
  if (isMask(one)) return rowsOfMask(one, shape, dim)
  if (one instanceof WholeFloat) throw new PythonError('IndexError', 'a float is no index')
  if (typeof one === 'number' || (one instanceof Boxed && one.shape.length === 0))
    return [{ kind: 'number', at: placeIn(numberIn(one), size) }]
  const rows = one instanceof Boxed ? one.tensor : tensorIn(one)
  return [{ kind: 'rows', rows, size }]
}

function placeIn(at: number, size: number): number {
  const place = at < 0 ? at + size : at
  if (!Number.isInteger(at))
    throw new PythonError('IndexError', 'only integers, slices and tensors are indices')
  if (place < 0 || place >= size)
    throw new PythonError('IndexError', `index ${at} is out of bounds for dimension with size ${size}`)
  return place
}

function sliceOf({ start, stop, step }: Slice, size: number): IndexItem {
  const by = step === null ? 1 : numberIn(step)
  if (by < 0) refusedByTorch('a negative step')
  if (by < 0) throw new NotRead('a negative step')
  if (by < 1) throw new PythonError('ValueError', 'step must be greater than zero')
  const bound = (value: PyValue, otherwise: number): number => {
    if (value === null) return otherwise
    const at = numberIn(value)
    return Math.min(Math.max(at < 0 ? at + size : at, 0), size)
  }
  const from = bound(start, 0)
  const to = Math.max(from, bound(stop, size))
  return { kind: 'slice', start: from, end: to, step: by, whole: from === 0 && to === size && by === 1 }
}

/** A mask names places: for each of its dimensions where they are. */
function rowsOfMask({ tensor: mask }: Boxed, shape: readonly number[], dim: number): IndexItem[] {
  if (mask.shape.some((size, i) => size !== shape[dim + i]))
    throw new PythonError('IndexError', `the mask of shape (${mask.shape.join(', ')}) doesn't fit the tensor`)
  const places = [...mask.data.keys()].filter(i => mask.data[i] !== 0)
  let inner = mask.data.length
  return mask.shape.map(size => {
    inner /= size
    const rows = Float64Array.from(places, place => Math.floor(place / inner) % size)
    return { kind: 'rows', rows: new Tensor([places.length], rows), size }
  })
}
