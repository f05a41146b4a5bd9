/** Python's operators on numbers, texts, lists and boxed tensors. */
import { tensor } from '../tensor/creation.ts'
import { Tensor, type TensorLike } from '../tensor/tensor.ts'
import { chargeNumbers, chargeWork } from './bounds.ts'
import { asArray, Boxed, type Kind } from './box.ts'
import { leavesOut } from './tiny.ts'
import {
  Dict,
  elementsOf,
  isTrue,
  known,
  LONGEST,
  NotRead,
  numberIn,
  PythonError,
  PythonSet,
  type PyValue,
  Range,
  SizeMethod,
  Tuple,
  tensorIn,
  tuple,
  typeName,
} from './values.ts'

export type BinaryName = keyof typeof onTensors
export type CompareName = keyof typeof comparisons

const bothInt = (a: PyValue, b: PyValue): boolean => [a, b].every(one => kindOf(one) !== 'float')

function kindOf(value: PyValue): Kind {
  if (value instanceof Boxed) return value.kind
  return typeof value === 'number' && Number.isInteger(value)
    ? 'int'
    : typeof value === 'boolean'
      ? 'bool'
      : 'float'
}

/** A number stays one: what is given to an operation as a number is no input of it. */
export function operandOf(value: PyValue): TensorLike {
  const it = known(value)
  if (it instanceof Boxed) return it.tensor
  if (typeof it === 'number') return it
  if (typeof it === 'boolean') return Number(it)
  if (Array.isArray(it) || it instanceof Range) return tensorIn(it)
  throw new PythonError('TypeError', `unsupported operand type: '${typeName(it)}'`)
}

const tensorOf = (value: PyValue): Tensor => {
  const operand = operandOf(value)
  return typeof operand === 'number' ? tensor(operand) : operand
}

const each =
  (f: (a: number, b: number) => number) =>
  (a: TensorLike, b: TensorLike): Tensor => {
    const [left, right] = [a, b].map(one => (typeof one === 'number' ? tensor(one) : one))
    const sum = left.add(right)
    const [x, y] = [left.expand(sum.shape), right.expand(sum.shape)]
    return new Tensor(
      sum.shape,
      x.data.map((value, i) => f(value, y.data[i])),
    )
  }

type Operation = (a: TensorLike, b: TensorLike) => Tensor

const method =
  (name: 'add' | 'sub' | 'mul' | 'div' | 'pow'): Operation =>
  (a, b) =>
    (typeof a === 'number' ? tensor(a) : a)[name](b)

/** A number on the left is put on the right where that makes no difference: so it stays a number. */
const commuting =
  (name: 'add' | 'mul'): Operation =>
  (a, b) =>
    typeof a === 'number' && typeof b !== 'number' ? b[name](a) : method(name)(a, b)

const modulo = (a: number, b: number): number => a - b * Math.floor(a / b)

const onTensors = {
  Add: commuting('add'),
  Sub: method('sub'),
  Mult: commuting('mul'),
  Div: method('div'),
  Pow: method('pow'),
  Mod: each(modulo),
  FloorDiv: each((a, b) => Math.floor(a / b)),
  MatMult: (a: TensorLike, b: TensorLike): Tensor => {
    if (typeof a === 'number' || typeof b === 'number')
      throw new PythonError('TypeError', 'unsupported operand type(s) for @: a number is no matrix')
    return a.matmul(b)
  },
  BitAnd: each((a, b) => a & b),
  BitOr: each((a, b) => a | b),
  BitXor: each((a, b) => a ^ b),
  LShift: each((a, b) => a * 2 ** b),
  RShift: each((a, b) => Math.floor(a / 2 ** b)),
}

const onNumbers: { readonly [Name in BinaryName]?: (a: number, b: number) => number } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mult: (a, b) => a * b,
  Div: (a, b) => {
    if (b === 0) throw new PythonError('ZeroDivisionError', 'division by zero')
    return a / b
  },
  Pow: (a, b) => a ** b,
  Mod: (a, b) => {
    if (b === 0) throw new PythonError('ZeroDivisionError', 'integer modulo by zero')
    return modulo(a, b)
  },
  FloorDiv: (a, b) => {
    if (b === 0) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero')
    return Math.floor(a / b)
  },
  BitAnd: (a, b) => a & b,
  BitOr: (a, b) => a | b,
  BitXor: (a, b) => a ^ b,
  LShift: (a, b) => a * 2 ** b,
  RShift: (a, b) => Math.floor(a / 2 ** b),
}

const SIGNS: Readonly<Record<BinaryName, string>> = {
  ...{ Add: '+', Sub: '-', Mult: '*', Div: '/', Pow: '**', Mod: '%', FloorDiv: '//', MatMult: '@' },
  ...{ BitAnd: '&', BitOr: '|', BitXor: '^', LShift: '<<', RShift: '>>' },
}

export function binary(name: BinaryName, left: PyValue, right: PyValue): PyValue {
  const [a, b] = [known(left), known(right)].map(one => (one instanceof SizeMethod ? one.count : one))
  if (a instanceof Boxed || b instanceof Boxed) {
    if (a === null || b === null) throw unsupported(name, a, b)
    if (name === 'Add' && leavesOut(b)) return a
    if (name === 'Add' && leavesOut(a)) return b
    const isInt = bothInt(a, b) && name !== 'Div'
    const kind = isInt ? (kindOf(a) === 'bool' && kindOf(b) === 'bool' ? 'bool' : 'int') : 'float'
    return asArray(Boxed.of(onTensors[name](operandOf(a), operandOf(b)), kind), isArrayIn(a, b))
  }
  const [x, y] = [a, b].map(one => (typeof one === 'boolean' ? Number(one) : one))
  if (typeof x === 'number' && typeof y === 'number' && onNumbers[name] !== undefined)
    return onNumbers[name](x, y)
  return onOthers(name, a, b) ?? fail(unsupported(name, a, b))
}

const isArrayIn = (...values: readonly PyValue[]): boolean =>
  values.some(one => one instanceof Boxed && one.isArray)

const fail = (error: Error): never => {
  throw error
}

const unsupported = (name: BinaryName, a: PyValue, b: PyValue): PythonError =>
  new PythonError(
    'TypeError',
    `unsupported operand type(s) for ${SIGNS[name]}: '${typeName(a)}' and '${typeName(b)}'`,
  )

function onOthers(name: BinaryName, a: PyValue, b: PyValue): PyValue | undefined {
  if (name === 'Add' && typeof a === 'string' && typeof b === 'string') {
    chargeNumbers((a.length + b.length) / 8)
    return a + b
  }
  if (name === 'Add' && Array.isArray(a) && Array.isArray(b)) {
    chargeNumbers(a.length + b.length)
    return a instanceof Tuple ? tuple([...a, ...b]) : [...a, ...b]
  }
  if (name === 'Mult' && typeof b === 'number') return repeated(a, b)
  if (name === 'Mult' && typeof a === 'number') return repeated(b, a)
  if (name === 'Mod' && typeof a === 'string') return a
  if (a instanceof PythonSet && b instanceof PythonSet) {
    const all = [...a.entries.values()]
    if (name === 'BitOr') return new PythonSet([...all, ...b.entries.values()])
    if (name === 'BitAnd') return new PythonSet(all.filter(one => b.has(one)))
    if (name === 'Sub') return new PythonSet(all.filter(one => !b.has(one)))
  }
  if (name === 'BitOr' && a instanceof Dict && b instanceof Dict) {
    const all = new Dict()
    for (const [key, value] of [...a.entries.values(), ...b.entries.values()]) all.set(key, value)
    return all
  }
  return undefined
}

function repeated(what: PyValue, times: number): PyValue | undefined {
  const many = Math.max(0, Math.trunc(times))
  const size = typeof what === 'string' || Array.isArray(what) ? what.length * many : 0
  if (!(size <= LONGEST)) throw new NotRead(`a list of ${size} elements`)
  chargeNumbers(size)
  if (typeof what === 'string') return what.repeat(many)
  if (!Array.isArray(what)) return undefined
  const all = Array.from({ length: many }, () => [...what]).flat()
  return what instanceof Tuple ? tuple(all) : all
}

export function negated(value: PyValue): PyValue {
  const it = known(value)
  if (it instanceof Boxed) return asArray(Boxed.of(it.tensor.neg(), it.kind), it.isArray)
  return -numberIn(it)
}

export function inverted(value: PyValue): PyValue {
  const it = known(value)
  if (!(it instanceof Boxed)) return ~numberIn(it)
  const made = it.kind === 'bool' ? it.tensor.eq(0) : it.tensor.neg().sub(1)
  return asArray(Boxed.of(made, it.kind), it.isArray)
}

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
  const [a, b] = [known(left), known(right)]
  const operation = tensorComparisons[name]
  if (operation !== undefined && (a instanceof Boxed || b instanceof Boxed)) {
    if (a === null || b === null) return name === 'NotEq'
    return asArray(Boxed.of(tensorOf(a)[operation](operandOf(b)), 'bool'), isArrayIn(a, b))
  }
  return comparisons[name](a, b)
}

function isSame(a: PyValue, b: PyValue): boolean {
  if (a instanceof Boxed && b instanceof Boxed) return isTrue(compareWith('Eq', a, b))
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a instanceof Tuple === b instanceof Tuple &&
      a.length === b.length &&
      a.every((one, i) => isSame(one, b[i]))
    )
  const [x, y] = [a, b].map(one => (typeof one === 'boolean' ? Number(one) : one))
  return x === y
}

/** Negative where the first comes before the second. */
export function difference(a: PyValue, b: PyValue): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (Array.isArray(a) && Array.isArray(b)) {
    const at = a.findIndex((one, i) => i >= b.length || !isSame(one, b[i]))
    return at === -1 ? a.length - b.length : at >= b.length ? 1 : difference(a[at], b[at])
  }
  return numberIn(a) - numberIn(b)
}

function isIn(one: PyValue, all: PyValue): boolean {
  if (typeof all === 'string') return typeof one === 'string' && all.includes(one)
  if (all instanceof Dict) return all.get(one) !== undefined
  if (all instanceof PythonSet) return all.has(one)
  if (all instanceof Boxed) return all.tensor.eq(numberIn(one)).data.includes(1)
  const elements = elementsOf(all)
  chargeWork(elements.length)
  return elements.some(other => isSame(one, other))
}
