/** Moves over whole rows, columns and tables: sums, products, what is picked, chosen and rearranged. */
import { computed, type Draft, drawn, drawnIds, drawnMask } from './draft.ts'
import { anyOf, combineByAny, type Move } from './moves.ts'
import { chosen, copiedOut, flattened, joined, permuted, transposed, turned } from './moving.ts'
import type { PairForm } from './pairs.ts'
import { grouped, picked, pickedInRows } from './picking.ts'
import { multiplied, type ProductName } from './products.ts'
import { atOnce, extreme, type FusedName, running, summed } from './reductions.ts'
import { type NamedShape, sameDims } from './value.ts'

type Keeping = 'kept' | 'dropped' | 'any'

const isKept = ({ chance }: Draft, keeping: Keeping): boolean =>
  keeping === 'any' ? chance.happens(0.5) : keeping === 'kept'

/** A sum or a mean over one dimension. */
export const reduce = (
  ops: readonly ('sum' | 'mean')[],
  dims: readonly (0 | 1 | null)[],
  keeping: Keeping = 'any',
): Move =>
  anyOf(
    ...ops.flatMap(op =>
      dims.map(
        (dim): Move =>
          (draft, x) => {
            if (x.dims.length <= (dim ?? 0)) return null
            const keepdim = dim !== null && x.dims.length > 1 && isKept(draft, keeping)
            return computed(draft, op, [x], y => summed(op, x, dim, keepdim, y))
          },
      ),
    ),
  )

export const best = (keeping: Keeping = 'any', dims: readonly (0 | 1)[] = [0, 1]): Move =>
  anyOf(
    ...(['max', 'min'] as const).flatMap(op =>
      dims.map(
        (dim): Move =>
          (draft, x) => {
            const keepdim = isKept(draft, keeping)
            return computed(draft, op, [x], y => extreme(op, x, dim, keepdim, y))
          },
      ),
    ),
  )

export const runningSum: Move = anyOf(
  ...([0, 1] as const).map(
    (dim): Move =>
      (draft, x) =>
        computed(draft, 'cumsum', [x], y => running(x, dim, y)),
  ),
)

export const fusedInto = (...names: readonly FusedName[]): Move =>
  anyOf(
    ...names.map(
      (name): Move =>
        (draft, x) =>
          computed(draft, name, [x], y => atOnce(name, x, y)),
    ),
  )

/** A product with a new matrix or a new vector. */
export const product = (...names: readonly ProductName[]): Move =>
  anyOf(
    ...names.map(
      (name): Move =>
        (draft, x) => {
          if (
            x.dims.length !== 2 ||
            x.dims.includes('1') ||
            !x.dims.every(dim => draft.story.dims.includes(dim))
          )
            return null
          const third = draft.story.dims.find(dim => !x.dims.includes(dim))!
          const other = drawn(draft, secondOf(name, x.dims, third), 'signed')
          return computed(draft, 'product', [x, other], y => multiplied(name, x, other, third, y))
        },
    ),
  )

function secondOf(name: ProductName, [rows, cols]: NamedShape, third: string): NamedShape {
  switch (name) {
    case 'matmul':
      return [cols, third]
    case 'secondTransposed':
      return [third, cols]
    case 'firstTransposed':
      return [rows, third]
    case 'vector':
      return [cols]
    case 'vectorOfRows':
      return [rows]
  }
}

/** Looks something up for each row, and goes on with both. */
export const lookUp =
  (what: 'row' | 'number', ...names: readonly PairForm[]): Move =>
  (draft, x) => {
    const [rows, cols, third] = draft.story.dims
    if (!sameDims(x.dims, what === 'row' ? [rows, cols] : [rows])) return null
    const table = drawn(draft, what === 'row' ? [third, cols] : [third], 'positive')
    const ids = drawnIds(draft, rows, third)
    const found = computed(draft, 'index', [table, ids], y => picked(table, ids, y))
    if (found === null) return null
    return combineByAny(names, [x, found])(draft, x)
  }

export const pickInRows: Move = (draft, x) => {
  const [rows, cols] = draft.story.dims
  if (!sameDims(x.dims, [rows, cols])) return null
  const columns = drawnIds(draft, rows, cols)
  return computed(draft, 'index', [x, columns], y => pickedInRows(x, columns, y))
}

export const group: Move = (draft, x) => {
  const [rows, , third] = draft.story.dims
  if (x.dims[0] !== rows || x.dims.includes(third)) return null
  const ids = drawnIds(draft, rows, third)
  return computed(draft, 'indexAdd', [x, ids], y => grouped(x, ids, third, y))
}

export const transpose: Move = (draft, x) => computed(draft, 'moved', [x], y => transposed(x, y))
export const flatten: Move = (draft, x) => computed(draft, 'flat', [x], y => flattened(x, y))
export const turn: Move = (draft, x) =>
  computed(draft, 'moved', [x], y => turned(x, draft.chance.happens(0.5) ? 0 : 1, y))

export const permute: Move = (draft, x) => {
  const dims = draft.chance.one([
    [2, 0, 1],
    [1, 2, 0],
    [0, 2, 1],
    [1, 0, 2],
    [2, 1, 0],
  ])
  return computed(draft, 'moved', [x], y => permuted(x, dims, y))
}

export const join: Move = (draft, x) => {
  const [rows, cols, third] = draft.story.dims
  if (!sameDims(x.dims, [rows, cols])) return null
  const other = drawn(draft, [rows, third], 'signed')
  return computed(draft, 'cat', [x, other], y => joined(x, other, y))
}

/** A copy by hand, and then both together. */
export const copyOut =
  (...names: readonly PairForm[]): Move =>
  (draft, x) => {
    if (x.dims.length !== 2 || x.dims.includes('1')) return null
    const small = drawn(
      draft,
      draft.chance.happens(0.5) ? x.dims.with(0, '1') : x.dims.with(1, '1'),
      'signed',
    )
    const copied = computed(draft, 'expand', [small], y => copiedOut(small, x.dims, y))
    if (copied === null) return null
    return combineByAny(names, [x, copied])(draft, x)
  }

export const choose: Move = (draft, x) => {
  if (x.dims.length !== 2 || x.dims.includes('1')) return null
  const other = drawn(draft, x.dims, 'signed')
  const mask = drawnMask(draft, x.dims)
  return computed(draft, 'where', [mask, x, other], y => chosen(mask, x, other, y))
}
