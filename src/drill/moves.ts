/** Moves: each adds a line or a few to a forward pass, from the tensor that it has come to so far. */

import { computed, type Draft, drawn, drawnIds, drawnMask, type Sign } from './draft.ts'
import { chosen, copiedOut, flattened, joined, permuted, transposed, turned } from './moving.ts'
import { combined, type PairForm } from './pairs.ts'
import { grouped, picked, pickedInRows } from './picking.ts'
import { multiplied, type ProductName } from './products.ts'
import { atOnce, extreme, type FusedName, running, summed } from './reductions.ts'
import { applied, type UnaryName } from './unary.ts'
import { type NamedShape, type Operand, sameDims } from './value.ts'

/** Gives the tensor that the pass goes on from; null where the move doesn't fit: what it drew then is in vain. */
export type Move = (pass: Draft, x: Operand) => Operand | null

/** The first of these moves, in random order, that fits. */
export const anyOf =
  (...moves: readonly Move[]): Move =>
  (pass, x) => {
    const { draws, lines } = pass
    for (const move of pass.chance.shuffled(moves)) {
      const before = [draws.length, lines.length]
      const made = move(pass, x)
      if (made !== null) return made
      draws.length = before[0]
      lines.length = before[1]
    }
    return null
  }

export const inTurn =
  (...moves: readonly Move[]): Move =>
  (pass, x) =>
    moves.reduce<Operand | null>((at, move) => (at === null ? null : move(pass, at)), x)

export const through = (...names: readonly UnaryName[]): Move =>
  anyOf(
    ...names.map(
      (name): Move =>
        (pass, x) =>
          computed(pass, name, [x], y => applied(name, x, y)),
    ),
  )

/** Shapes that broadcast to that of a tensor. */
export type NewShape = 'last' | 'kept last' | 'column' | 'number' | 'same' | 'without first'

function shapeOf(shape: NewShape, dims: NamedShape): NamedShape | null {
  const last = dims.at(-1)
  if (shape === 'number') return []
  if (shape === 'same') return dims
  if (dims.length < 2 || dims.includes('1')) return null
  if (shape === 'last') return [last!]
  if (shape === 'without first') return dims.length === 3 ? dims.slice(1) : null
  return shape === 'column' ? dims.with(-1, '1') : [...dims.slice(0, -1).map(() => '1'), last!]
}

/** With a new input of such a shape. `div` divides by it; `sub` and the like may have it first. */
export const withNew = (
  names: readonly PairForm[],
  shapes: readonly NewShape[],
  order: 'any' | 'first' | 'second' = 'any',
): Move =>
  anyOf(
    ...names.flatMap(name =>
      shapes.map(
        (shape): Move =>
          (pass, x) => {
            const dims = shapeOf(shape, x.dims)
            if (dims === null) return null
            const sign: Sign = name === 'div' || pass.chance.happens(0.3) ? 'positive' : 'signed'
            const other = drawn(pass, dims, sign)
            const isSecond =
              order === 'any' ? pass.chance.happens(name === 'div' ? 1 : 0.7) : order === 'second'
            return combine(name, isSecond ? [x, other] : [other, x])(pass)
          },
      ),
    ),
  )

const combine =
  (name: PairForm, [a, b]: readonly [Operand, Operand]) =>
  (pass: Draft): Operand | null =>
    computed(pass, name, [a, b], y => combined(name, a, b, y))

/** Together with a tensor of the same shape that is there already: that one is used again. */
export const again =
  (...names: readonly PairForm[]): Move =>
  (pass, x) => {
    const others = [...pass.draws.filter(({ isFixed }) => !isFixed), ...pass.lines].filter(
      other => other.name !== x.name && sameDims(other.dims, x.dims),
    )
    if (others.length === 0) return null
    const other = pass.chance.one(others)
    return anyOf(
      ...names.map(
        (name): Move =>
          pass =>
            combine(name, pass.chance.happens(0.5) ? [x, other] : [other, x])(pass),
      ),
    )(pass, x)
  }

/** Two moves from the same tensor, and their results together. */
export const bothWays =
  (one: Move, other: Move, ...names: readonly PairForm[]): Move =>
  (pass, x) => {
    const [a, b] = [one(pass, x), other(pass, x)]
    if (a === null || b === null || a.name === b.name) return null
    return anyOf(
      ...names.map(
        (name): Move =>
          pass =>
            combine(name, [a, b])(pass),
      ),
    )(pass, x)
  }

/** A reduction, and its result together with the tensor it was made of. */
export const andBack =
  (reduce: Move, ...names: readonly PairForm[]): Move =>
  (pass, x) => {
    const small = reduce(pass, x)
    if (small === null) return null
    return anyOf(
      ...names.map(
        (name): Move =>
          pass =>
            combine(name, [x, small])(pass),
      ),
    )(pass, x)
  }

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
          (pass, x) => {
            if (x.dims.length <= (dim ?? 0)) return null
            const keepdim = dim !== null && x.dims.length > 1 && isKept(pass, keeping)
            return computed(pass, op, [x], y => summed(op, x, dim, keepdim, y))
          },
      ),
    ),
  )

export const best = (keeping: Keeping = 'any', dims: readonly (0 | 1)[] = [0, 1]): Move =>
  anyOf(
    ...(['max', 'min'] as const).flatMap(op =>
      dims.map(
        (dim): Move =>
          (pass, x) => {
            const keepdim = isKept(pass, keeping)
            return computed(pass, op, [x], y => extreme(op, x, dim, keepdim, y))
          },
      ),
    ),
  )

export const runningSum: Move = anyOf(
  ...([0, 1] as const).map(
    (dim): Move =>
      (pass, x) =>
        computed(pass, 'cumsum', [x], y => running(x, dim, y)),
  ),
)

export const fusedInto = (...names: readonly FusedName[]): Move =>
  anyOf(
    ...names.map(
      (name): Move =>
        (pass, x) =>
          computed(pass, name, [x], y => atOnce(name, x, y)),
    ),
  )

/** A product with a new matrix or a new vector. */
export const product = (...names: readonly ProductName[]): Move =>
  anyOf(
    ...names.map(
      (name): Move =>
        (pass, x) => {
          if (
            x.dims.length !== 2 ||
            x.dims.includes('1') ||
            !x.dims.every(dim => pass.story.dims.includes(dim))
          )
            return null
          const third = pass.story.dims.find(dim => !x.dims.includes(dim))!
          const other = drawn(pass, secondOf(name, x.dims, third), 'signed')
          return computed(pass, 'product', [x, other], y => multiplied(name, x, other, third, y))
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
  (pass, x) => {
    const [rows, cols, third] = pass.story.dims
    if (!sameDims(x.dims, what === 'row' ? [rows, cols] : [rows])) return null
    const table = drawn(pass, what === 'row' ? [third, cols] : [third], 'positive')
    const ids = drawnIds(pass, rows, third)
    const found = computed(pass, 'index', [table, ids], y => picked(table, ids, y))
    if (found === null) return null
    return anyOf(
      ...names.map(
        (name): Move =>
          pass =>
            combine(name, [x, found])(pass),
      ),
    )(pass, x)
  }

export const pickInRows: Move = (pass, x) => {
  const [rows, cols] = pass.story.dims
  if (!sameDims(x.dims, [rows, cols])) return null
  const columns = drawnIds(pass, rows, cols)
  return computed(pass, 'index', [x, columns], y => pickedInRows(x, columns, y))
}

export const group: Move = (pass, x) => {
  const [rows, , third] = pass.story.dims
  if (x.dims[0] !== rows || x.dims.includes(third)) return null
  const ids = drawnIds(pass, rows, third)
  return computed(pass, 'indexAdd', [x, ids], y => grouped(x, ids, third, y))
}

export const transpose: Move = (pass, x) => computed(pass, 'moved', [x], y => transposed(x, y))
export const flatten: Move = (pass, x) => computed(pass, 'flat', [x], y => flattened(x, y))
export const turn: Move = (pass, x) =>
  computed(pass, 'moved', [x], y => turned(x, pass.chance.happens(0.5) ? 0 : 1, y))

export const permute: Move = (pass, x) => {
  const dims = pass.chance.one([
    [2, 0, 1],
    [1, 2, 0],
    [0, 2, 1],
    [1, 0, 2],
    [2, 1, 0],
  ])
  return computed(pass, 'moved', [x], y => permuted(x, dims, y))
}

export const join: Move = (pass, x) => {
  const [rows, cols, third] = pass.story.dims
  if (!sameDims(x.dims, [rows, cols])) return null
  const other = drawn(pass, [rows, third], 'signed')
  return computed(pass, 'cat', [x, other], y => joined(x, other, y))
}

/** A copy by hand, and then both together. */
export const copyOut =
  (...names: readonly PairForm[]): Move =>
  (pass, x) => {
    if (x.dims.length !== 2 || x.dims.includes('1')) return null
    const small = drawn(pass, pass.chance.happens(0.5) ? x.dims.with(0, '1') : x.dims.with(1, '1'), 'signed')
    const copied = computed(pass, 'expand', [small], y => copiedOut(small, x.dims, y))
    if (copied === null) return null
    return anyOf(
      ...names.map(
        (name): Move =>
          pass =>
            combine(name, [x, copied])(pass),
      ),
    )(pass, x)
  }

export const choose: Move = (pass, x) => {
  if (x.dims.length !== 2 || x.dims.includes('1')) return null
  const other = drawn(pass, x.dims, 'signed')
  const mask = drawnMask(pass, x.dims)
  return computed(pass, 'where', [mask, x, other], y => chosen(mask, x, other, y))
}
