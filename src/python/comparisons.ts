import { chargeWork } from './bounds.ts'
import { asArray, Boxed, isArrayIn } from './box.ts'
import { isNumpyAlone, refusedByTorch } from './dialect.ts'
import { isNumber, operandOf, tensorOf } from './operands.ts'
import {
  Dict,
  elementsOf,
  isTrue,
  known,
  NotRead,
  numberIn,
  PythonError,
  PythonSet,
  type PyValue,
  Tuple,
  typeName,
} from './values.ts'

export type CompareName = keyof typeof comparisons

const ordered = (holds: (difference: number) => boolean) => (a: PyValue, b: PyValue) =>
  holds(difference(a, b))

export const comparisons = {
  Eq: (a: PyValue, b: PyValue): boolean => isSame(a, b),
  NotEq: (a: PyValue, b: PyValue): boolean => !isSame(a, b),
  Lt: ordered(d => d < 0),
  LtE: ordered(d => d <= 0),
  Gt: ordered(d => d > 0),
  GtE: ordered(d => d >= 0),
  Is: (a: PyValue, b: PyValue): boolean => a === b,
  IsNot: (a: PyValue, b: PyValue): boolean => a !== b,
  In: (a: PyValue, b: PyValue): boolean => isIn(a, b),
  NotIn: (a: PyValue, b: PyValue): boolean => !isIn(a, b),
}

const tensorComparisons: { readonly [Name in CompareName]?: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' } = {
  ...({ Eq: 'eq', NotEq: 'ne', Lt: 'lt', LtE: 'le', Gt: 'gt', GtE: 'ge' } as const),
}

export function compareWith(name: CompareName, left: PyValue, right: PyValue): PyValue {
  if (typeof left === 'number' && typeof right === 'number') return comparisons[name](left, right)
  const [a, b] = [known(left), known(right)]
  const operation = tensorComparisons[name]
  if (operation !== undefined && (a instanceof Boxed || b instanceof Boxed)) {
    if (a === null || b === null) return name === 'NotEq'
    if (Array.isArray(a) || Array.isArray(b)) refusedByTorch('a comparison of a tensor and a list')
    // numpy's older versions say False, with a warning; newer ones raise.
    if (
      (name === 'Eq' || name === 'NotEq') &&
      isNumpyAlone() &&
      !doBroadcast(tensorOf(a).shape, tensorOf(b).shape)
    )
      throw new NotRead('== of shapes that do not broadcast')
    return asArray(Boxed.of(tensorOf(a)[operation](operandOf(b)), 'bool'), isArrayIn(a, b))
  }
  return comparisons[name](a, b)
}

/** Whether two shapes broadcast. */
const doBroadcast = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((size, i) => {
    const other = b[i - a.length + b.length] ?? 1
    return size === other || size === 1 || other === 1
  })

function isSame(a: PyValue, b: PyValue): boolean {
  if (a instanceof Boxed && b instanceof Boxed) return isTrue(compareWith('Eq', a, b))
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a instanceof Tuple === b instanceof Tuple &&
      a.length === b.length &&
      a.every((one, i) => isSame(one, b[i]))
    )
  if (a instanceof Dict && b instanceof Dict)
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, [, value]]) => {
        const other = b.entries.get(key)
        return other !== undefined && isSame(value, other[1])
      })
    )
  if (a instanceof PythonSet && b instanceof PythonSet)
    return a.entries.size === b.entries.size && [...a.entries.keys()].every(key => b.entries.has(key))
  if (isNumber(a) && isNumber(b)) return numberIn(a) === numberIn(b)
  return a === b
}

/** Negative where the first comes before the second. */
export function difference(a: PyValue, b: PyValue): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a instanceof Tuple !== b instanceof Tuple)
      throw new PythonError('TypeError', `'${typeName(a)}' and '${typeName(b)}' have no order`)
    const at = a.findIndex((one, i) => i >= b.length || !isSame(one, b[i]))
    return at === -1 ? a.length - b.length : at >= b.length ? 1 : difference(a[at], b[at])
  }
  return numberIn(a) - numberIn(b)
}

function isIn(one: PyValue, all: PyValue): boolean {
  if (typeof all === 'string') {
    if (typeof one === 'string') return all.includes(one)
    throw new PythonError('TypeError', `'in <string>' requires string as left operand, not ${typeName(one)}`)
  }
  if (all instanceof Dict) return all.get(one) !== undefined
  if (all instanceof PythonSet) return all.has(one)
  if (all instanceof Boxed) return all.tensor.eq(numberIn(one)).data.includes(1)
  const elements = elementsOf(all)
  chargeWork(elements.length)
  return elements.some(other => isSame(one, other))
}
