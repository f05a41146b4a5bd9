/** Python's operators on numbers, texts, lists and boxed tensors. */
import { tensor } from '../tensor/creation.ts'
import { Tensor, type TensorLike } from '../tensor/tensor.ts'
import { bits, floored, modulo, onNumbers } from './arithmetic.ts'
import { chargeNumbers } from './bounds.ts'
import { asArray, Boxed, isArrayIn, type Kind, widest } from './box.ts'
import { refusedByTorch } from './dialect.ts'
import { isNumber, kindOf, operandOf, tensorOf } from './operands.ts'
import { leavesOut } from './tiny.ts'
import {
  Dict,
  floatOf,
  known,
  LONGEST,
  NotRead,
  numberIn,
  PythonError,
  PythonSet,
  type PyValue,
  SizeMethod,
  Tuple,
  tuple,
  typeName,
  Unread,
  WholeFloat,
} from './values.ts'

export type BinaryName = keyof typeof onTensors

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

const onTensors = {
  Add: commuting('add'),
  Sub: method('sub'),
  Mult: commuting('mul'),
  Div: method('div'),
  Pow: method('pow'),
  Mod: each(modulo),
  FloorDiv: each(floored),
  MatMult: (a: TensorLike, b: TensorLike): Tensor => {
    if (typeof a === 'number' || typeof b === 'number')
      throw new PythonError('TypeError', 'unsupported operand type(s) for @: a number is no matrix')
    return a.matmul(b)
  },
  BitAnd: each(bits((a, b) => a & b)),
  BitOr: each(bits((a, b) => a | b)),
  BitXor: each(bits((a, b) => a ^ b)),
  LShift: each((a, b) => a * 2 ** b),
  RShift: each((a, b) => Math.floor(a / 2 ** b)),
}

const SIGNS: Readonly<Record<BinaryName, string>> = {
  ...{ Add: '+', Sub: '-', Mult: '*', Div: '/', Pow: '**', Mod: '%', FloorDiv: '//', MatMult: '@' },
  ...{ BitAnd: '&', BitOr: '|', BitXor: '^', LShift: '<<', RShift: '>>' },
}

export function binary(name: BinaryName, left: PyValue, right: PyValue): PyValue {
  // Most of what long loops do.
  if (typeof left === 'number' && typeof right === 'number' && onNumbers[name] !== undefined)
    return numbersWith(name, left, right)
  const [a, b] = [known(left), known(right)].map(one => (one instanceof SizeMethod ? one.count : one))
  if (a instanceof Boxed || b instanceof Boxed) {
    if (a === null || b === null) throw unsupported(name, a, b)
    if (name === 'Add' && leavesOut(b)) return a
    if (name === 'Add' && leavesOut(a)) return b
    if (Array.isArray(a) || Array.isArray(b)) refusedByTorch(`${SIGNS[name]} of a tensor and a list`)
    const kind = resultKind(name, a, b)
    const made = onTensors[name](operandOf(a), operandOf(b))
    const box = Boxed.of(kind === 'bool' && name === 'Add' ? made.ne(0) : made, demandExact(made, kind))
    return asArray(box, isArrayIn(a, b))
  }
  if (isNumber(a) && isNumber(b) && onNumbers[name] !== undefined) return numbersWith(name, a, b)
  return onOthers(name, a, b) ?? fail(unsupported(name, a, b))
}

/** Of which kind the result is. Throws where PyTorch has none. */
function resultKind(name: BinaryName, a: PyValue, b: PyValue): Kind {
  const kinds = [kindOf(a), kindOf(b)]
  const kind = widest(kinds)
  if (name === 'Sub' && kinds.includes('bool')) refusedByTorch('a bool tensor in a subtraction')
  if (name === 'Sub' && kind === 'bool') throw new PythonError('TypeError', 'bool tensors in a subtraction')
  if (OF_BITS.has(name) && kind === 'float')
    throw new PythonError(
      'RuntimeError',
      `${SIGNS[name]} is not for floats${name === 'BitXor' ? '; a power is **' : ''}`,
    )
  if (name === 'MatMult' && kinds[0] !== kinds[1]) {
    if ([a, b].some(one => dataIn(one).length === 0)) throw new NotRead('a product of nothing')
    refusedByTorch('a product of two kinds of numbers')
  }
  if (kind === 'float' || name === 'Div') return 'float'
  if (kind === 'bool' && OF_BOOLS.has(name)) throw new NotRead(`${SIGNS[name]} of truth values`)
  if (name === 'Pow' && dataIn(b).some(one => one < 0)) {
    if (b instanceof Boxed) throw new NotRead('negative powers of whole numbers')
    throw new PythonError('RuntimeError', 'integers to negative integer powers are not allowed')
  }
  if (name.endsWith('Shift') && dataIn(b).some(one => one < 0 || one > 31)) throw new NotRead('such a shift')
  if ((name === 'Mod' || name === 'FloorDiv') && dataIn(b).includes(0)) {
    refusedByTorch('ZeroDivisionError')
    throw new NotRead('a division by zero')
  }
  return kind
}

/** What is not the same in PyTorch and numpy, or in neither. */
const OF_BOOLS: ReadonlySet<BinaryName> = new Set([
  ...(['Pow', 'Mod', 'FloorDiv', 'MatMult', 'LShift', 'RShift'] as const),
])

const dataIn = (value: PyValue): Float64Array => tensorOf(value).data

/** Whole numbers here have 53 bits, and 64 there. */
function demandExact({ data }: Tensor, kind: Kind): Kind {
  if (kind === 'int' && !data.every(Number.isSafeInteger))
    throw new NotRead('whole numbers of more than 15 digits')
  return kind
}

function numbersWith(name: BinaryName, a: number | boolean | WholeFloat, b: typeof a): PyValue {
  const [x, y] = [numberIn(a), numberIn(b)]
  const isFloat = kindOf(a) === 'float' || kindOf(b) === 'float'
  if (OF_BITS.has(name)) {
    if (isFloat) throw unsupported(name, a, b)
    const made = onNumbers[name]!(x, y)
    return typeof a === 'boolean' && typeof b === 'boolean' && !name.endsWith('Shift') ? made !== 0 : made
  }
  const made = onNumbers[name]!(x, y)
  return isFloat || name === 'Div' || (name === 'Pow' && y < 0) ? floatOf(made) : wholeIn(made)
}

/** Python's ints have no end; numbers here have 53 bits. */
function wholeIn(value: number): number {
  if (!Number.isSafeInteger(value)) throw new NotRead('a whole number of more than 15 digits')
  return value
}

const OF_BITS: ReadonlySet<BinaryName> = new Set(['BitAnd', 'BitOr', 'BitXor', 'LShift', 'RShift'] as const)

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
  if (name === 'Mult' && isWhole(b)) return repeated(a, Number(b))
  if (name === 'Mult' && isWhole(a)) return repeated(b, Number(a))
  if (name === 'Mod' && typeof a === 'string') return new Unread('a text with %')
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

const isWhole = (value: PyValue): boolean => typeof value === 'boolean' || kindOf(value) === 'int'

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
  if (it instanceof Boxed) {
    if (it.kind === 'bool') throw new PythonError('RuntimeError', 'negation of a bool tensor: use ~')
    return asArray(Boxed.of(it.tensor.neg(), it.kind), it.isArray)
  }
  return it instanceof WholeFloat ? floatOf(-it.value) : -numberIn(it)
}

export function inverted(value: PyValue): PyValue {
  const it = known(value)
  if (!(it instanceof Boxed)) {
    if (kindOf(it) === 'float')
      throw new PythonError('TypeError', `bad operand type for unary ~: '${typeName(it)}'`)
    return -numberIn(it) - 1
  }
  if (it.kind === 'float') throw new PythonError('TypeError', '~ is not for floats')
  const made = it.kind === 'bool' ? it.tensor.eq(0) : it.tensor.neg().sub(1)
  return asArray(Boxed.of(made, it.kind), it.isArray)
}
