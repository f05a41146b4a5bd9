/** Moves: each adds a line or a few to a forward draft, from the tensor that it has come to so far. */

import { computed, type Draft, drawn, type Sign } from './draft.ts'
import { combined, type PairForm } from './pairs.ts'
import { applied, type UnaryName } from './unary.ts'
import { type NamedShape, type Operand, sameDims } from './value.ts'

/** Gives the tensor that the pass goes on from; null where the move doesn't fit: what it drew then is in vain. */
export type Move = (draft: Draft, x: Operand) => Operand | null

/** The first of these moves, in random order, that fits. */
export const anyOf =
  (...moves: readonly Move[]): Move =>
  (draft, x) => {
    const { draws, lines } = draft
    for (const move of draft.chance.shuffled(moves)) {
      const before = [draws.length, lines.length]
      const made = move(draft, x)
      if (made !== null) return made
      draws.length = before[0]
      lines.length = before[1]
    }
    return null
  }

export const inTurn =
  (...moves: readonly Move[]): Move =>
  (draft, x) =>
    moves.reduce<Operand | null>((at, move) => (at === null ? null : move(draft, at)), x)

/** What would undo the function before it, or do it once more. */
const undoing: { readonly [Name in UnaryName]?: readonly UnaryName[] } = {
  exp: ['log'],
  log: ['exp'],
  sqrt: ['square'],
  square: ['sqrt', 'inverseRoot', 'abs', 'neg'],
  inverse: ['inverseRoot'],
  relu: ['sigmoid'],
}

export const through = (...names: readonly UnaryName[]): Move =>
  anyOf(
    ...names.map(
      (name): Move =>
        (draft, x) => {
          const before = draft.lines.find(line => line.name === x.name)?.op
          if ([name, ...(undoing[name] ?? [])].some(other => other === before)) return null
          return computed(draft, name, [x], y => applied(name, x, y))
        },
    ),
  )

/** A function that has a slope everywhere. */
export const smooth: Move = through(
  ...(['exp', 'log', 'sqrt', 'tanh', 'sigmoid', 'square', 'cube', 'inverse', 'inverseRoot'] as const),
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
          (draft, x) => {
            const dims = shapeOf(shape, x.dims)
            if (dims === null) return null
            const sign: Sign = name === 'div' || draft.chance.happens(0.3) ? 'positive' : 'signed'
            const other = drawn(draft, dims, sign)
            const isSecond =
              order === 'any' ? draft.chance.happens(name === 'div' ? 1 : 0.7) : order === 'second'
            return combine(name, isSecond ? [x, other] : [other, x])(draft)
          },
      ),
    ),
  )

export const combine =
  (name: PairForm, [a, b]: readonly [Operand, Operand]) =>
  (draft: Draft): Operand | null =>
    computed(draft, name, [a, b], y => combined(name, a, b, y))

/** By one of these. */
export const combineByAny = (names: readonly PairForm[], pair: readonly [Operand, Operand]): Move =>
  anyOf(...names.map(name => combine(name, pair)))

/** Together with a tensor of the same shape that is there already: that one is used again. */
export const again =
  (...names: readonly PairForm[]): Move =>
  (draft, x) => {
    const others = [...draft.draws.filter(({ isFixed }) => !isFixed), ...draft.lines].filter(
      other => other.name !== x.name && sameDims(other.dims, x.dims),
    )
    if (others.length === 0) return null
    const other = draft.chance.one(others)
    return anyOf(
      ...names.map(
        (name): Move =>
          draft =>
            combine(name, draft.chance.happens(0.5) ? [x, other] : [other, x])(draft),
      ),
    )(draft, x)
  }

/** Two moves from the same tensor, and their results together. */
export const bothWays =
  (one: Move, other: Move, ...names: readonly PairForm[]): Move =>
  (draft, x) => {
    const [a, b] = [one(draft, x), other(draft, x)]
    if (a === null || b === null || a.name === b.name) return null
    return combineByAny(names, [a, b])(draft, x)
  }

/** A reduction, and its result together with the tensor it was made of. */
export const andBack =
  (reduce: Move, ...names: readonly PairForm[]): Move =>
  (draft, x) => {
    const small = reduce(draft, x)
    if (small === null) return null
    return combineByAny(names, [x, small])(draft, x)
  }
