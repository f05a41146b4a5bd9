/** What stands in brackets behind a tensor: numbers, slices, None, `...`, lists, tensors of row numbers, masks. */
import { arange, full, tensor } from '../tensor/creation.ts'
import { Tensor, type TensorLike } from '../tensor/tensor.ts'
import { asArray, Boxed, isWider, type Kind } from './box.ts'
import { refusedByNumpy, refusedByTorch } from './dialect.ts'
import { type IndexItem, isNothing, itemsOf } from './index-items.ts'
import { kindOf, operandOf } from './operands.ts'
import { known, NotRead, type PyValue } from './values.ts'

/** `x[key]`: a view where the key has numbers and slices only, else a copy. */
export function itemOf(x: Boxed, key: PyValue): Boxed {
  const items = itemsOf(x, key)
  if (items.some(({ kind }) => kind === 'rows')) {
    const [base, rest] = isTornApart(items) ? selected(x.tensor, items) : [x.tensor, items]
    return asArray(Boxed.of(picked(base, rest), x.kind), x.isArray) as Boxed
  }
  return Boxed.view(x, { read: base => part(base, items), write: (base, value) => put(base, items, value) })
}

/** `x[key] = value`, in place. */
export function setItem(x: Boxed, key: PyValue, value: PyValue): void {
  if (Array.isArray(value)) refusedByTorch('an assignment of a list to a part of a tensor')
  const items = itemsOf(x, key)
  const isNew = items.some(({ kind }) => kind === 'new') && items.some(({ kind }) => kind === 'rows')
  const given = known(value)
  const isRows = items.some(({ kind }) => kind === 'rows')
  const isOther = given instanceof Boxed && isRows && given.kind !== x.kind
  const isOwn =
    given instanceof Boxed && given.root === x.root && (isRows || given.shape.join() !== x.shape.join())
  if (isNew || isOther || isOwn || isTornApart(items))
    throw new NotRead('such an assignment to a part of a tensor')
  const isMany = given instanceof Boxed && given.tensor.data.length > 1
  if (isMany && isNothing(items, x.shape)) throw new NotRead('tensors put into nothing')
  x.tensor = put(x.tensor, items, asKind(x.kind, value))
}

/** What is put into a tensor becomes what it holds: 1.5 is 1 among whole numbers. */
function asKind(kind: Kind, value: PyValue): TensorLike {
  const operand = operandOf(value)
  if (kind === 'float' || !isWider(kindOf(value), kind)) return operand
  if (typeof operand === 'number') return kind === 'bool' ? Number(operand !== 0) : Math.trunc(operand)
  return kind === 'bool' ? operand.ne(0) : new Tensor(operand.shape, operand.data.map(Math.trunc))
}

/** Where there are numbers and slices only. */
function part(x: Tensor, items: readonly IndexItem[]): Tensor {
  // One step rather than two for each dimension: loops over single numbers make many of them.
  const places = items.flatMap(item => (item.kind === 'number' ? [item.at] : []))
  if (places.length > 0 && places.length === items.length && places.length === x.shape.length)
    return x.index(...places)
  let dim = 0
  let out = x
  for (const item of items) {
    if (item.kind === 'number') out = out.slice(dim, item.at, item.at + 1).squeeze(dim)
    else if (item.kind === 'new') out = out.unsqueeze(dim++)
    else if (item.kind === 'slice') {
      if (!item.whole) out = out.slice(dim, item.start, item.end, item.step)
      dim++
    }
  }
  return out
}

/** Numbers apart from the rows: PyTorch takes the numbers first, numpy takes them for rows. */
function isTornApart(items: readonly IndexItem[]): boolean {
  const kinds = items.filter(({ kind }) => kind !== 'new').map(({ kind }) => kind)
  const isRow = (kind: IndexItem['kind']): boolean => kind === 'rows'
  if (!kinds.includes('number') || !kinds.some(isRow)) return false
  const first = kinds.findIndex(kind => kind !== 'slice')
  const last = kinds.findLastIndex(kind => kind !== 'slice')
  return kinds.slice(first, last).includes('slice') || items.some(({ kind }) => kind === 'new')
}

/** Without its numbers. */
function selected(x: Tensor, items: readonly IndexItem[]): [Tensor, readonly IndexItem[]] {
  refusedByNumpy('numbers and rows apart in an index')
  const whole = { kind: 'slice', start: 0, end: 0, step: 1, whole: true } as const
  const base = part(
    x,
    items.filter(({ kind }) => kind !== 'new').map(item => (item.kind === 'number' ? item : whole)),
  )
  return [base, items.filter(({ kind }) => kind !== 'number')]
}

function picked(x: Tensor, items: readonly IndexItem[]): Tensor {
  const rows = leadingRows(items)
  if (rows !== null) return x.index(...rows)
  const taken = x.index(...gridOf(items))
  const isNew = (item: IndexItem): boolean => item.kind === 'new'
  if (!items.some(isNew)) return taken
  if (taken.data.length === 0) throw new NotRead('rows of nothing')
  return taken.view(places(items))
}

/** Row numbers for the first dimensions, where all others are whole: then they are all that is needed. */
function leadingRows(items: readonly IndexItem[]): TensorLike[] | null {
  const until = items.findIndex(item => item.kind === 'slice' && item.whole)
  const [first, rest] = until === -1 ? [items, []] : [items.slice(0, until), items.slice(until)]
  const isPlain = (item: IndexItem): boolean => item.kind === 'rows' || item.kind === 'number'
  if (!first.every(isPlain) || !rest.every(item => item.kind === 'slice' && item.whole)) return null
  return first.map(item => (item.kind === 'rows' ? item.rows : (item as { at: number }).at))
}

/** The shape of what is picked, one-sized dimensions of None among it. */
function places(items: readonly IndexItem[]): number[] {
  const { before, rank } = layoutOf(items)
  const grid = gridOf(items)
  const whole = grid.reduce((shape: readonly number[], one) => broadcast(shape, one.shape), [])
  const advanced = whole.slice(before, before + rank)
  const out: number[] = []
  let at = 0
  let isDone = false
  for (const item of items) {
    if (item.kind === 'new') out.push(1)
    else if (item.kind === 'slice') {
      if (at === before && !isDone) at += rank
      out.push(whole[at++])
    } else if (!isDone) {
      out.push(...advanced)
      isDone = true
      if (at === before) at += rank
    }
  }
  return out
}

const broadcast = (a: readonly number[], b: readonly number[]): number[] => {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) =>
    Math.max(a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1),
  )
}

/** Where the dimensions of row numbers come in the result, and how many they are. */
function layoutOf(items: readonly IndexItem[]): { before: number; rank: number; slices: number } {
  const own = items.filter(({ kind }) => kind !== 'new')
  const isAdvanced = (item: IndexItem): boolean => item.kind === 'rows' || item.kind === 'number'
  const first = own.findIndex(isAdvanced)
  const last = own.findLastIndex(isAdvanced)
  const isApart = own.slice(first, last + 1).some(item => !isAdvanced(item))
  const rank = Math.max(0, ...own.map(item => (item.kind === 'rows' ? item.rows.shape.length : 0)))
  return {
    before: first === -1 || isApart ? 0 : first,
    rank,
    slices: own.filter(item => item.kind === 'slice').length,
  }
}

/** Row numbers for every dimension, shaped so that together they name all that is meant. */
function gridOf(items: readonly IndexItem[]): Tensor[] {
  const { before, rank, slices } = layoutOf(items)
  const total = rank + slices
  let nth = 0
  return items
    .filter(({ kind }) => kind !== 'new')
    .map(item => {
      if (item.kind === 'number') return tensor(item.at)
      if (item.kind === 'rows') {
        const own = item.rows.shape
        const shape = [...ones(before), ...ones(rank - own.length), ...own, ...ones(total - before - rank)]
        return item.rows.view(shape)
      }
      const { start, end, step } = item as Extract<IndexItem, { kind: 'slice' }>
      const place = nth < before ? nth : nth + rank
      nth++
      const rows = end > start ? arange(start, end, step) : new Tensor([0], new Float64Array(0))
      return rows.view([...ones(place), rows.shape[0], ...ones(total - place - 1)])
    })
}

const ones = (many: number): number[] => Array.from({ length: Math.max(0, many) }, () => 1)

/** The tensor with a part of it replaced. */
function put(x: Tensor, items: readonly IndexItem[], value: TensorLike): Tensor {
  const isWhole = items.every(item => item.kind === 'new' || (item.kind === 'slice' && item.whole))
  if (isWhole && typeof value === 'number') return full(x.shape, value)
  if (isWhole && typeof value !== 'number')
    return value.shape.join() === x.shape.join() ? value : (fitted(value) as Tensor).expand(x.shape)
  const rows = leadingRows(items)
  if (rows !== null) return x.indexPut(rows, fitted(value))
  const grid = gridOf(items)
  return x.indexPut(grid, fitted(value))
}

/** What is put somewhere may have dimensions of size 1 in front that the place has not. */
function fitted(value: TensorLike): TensorLike {
  if (typeof value === 'number' || value.shape[0] !== 1) return value
  const first = value.shape.findIndex(size => size !== 1)
  const shape = first === -1 ? [] : value.shape.slice(first)
  return shape.length === value.shape.length ? value : value.view(shape)
}
