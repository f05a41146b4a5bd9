/** Values as operands of tensors: numbers, nested lists, boxes, and the kind of numbers in them. */
import { tensor } from '../tensor/creation.ts'
import { Tensor, type TensorLike } from '../tensor/tensor.ts'
import { Boxed, type Kind, widest } from './box.ts'
import {
  elementsOf,
  known,
  NotRead,
  numberIn,
  PythonError,
  type PyValue,
  Range,
  typeName,
  WholeFloat,
} from './values.ts'

export function kindOf(value: PyValue): Kind {
  if (value instanceof Boxed) return value.kind
  if (typeof value === 'boolean') return 'bool'
  if (Array.isArray(value) || value instanceof Range) return kindIn(value)
  return typeof value === 'number' && Number.isInteger(value) ? 'int' : 'float'
}

/** A number stays one: what is given to an operation as a number is no input of it. */
export function operandOf(value: PyValue): TensorLike {
  const it = known(value)
  if (it instanceof Boxed) return it.tensor
  if (typeof it === 'number') return it
  if (it instanceof WholeFloat) return it.value
  if (typeof it === 'boolean') return Number(it)
  if (Array.isArray(it) || it instanceof Range) return tensorIn(it)
  throw new PythonError('TypeError', `unsupported operand type: '${typeName(it)}'`)
}

export const tensorOf = (value: PyValue): Tensor => {
  const operand = operandOf(value)
  return typeof operand === 'number' ? tensor(operand) : operand
}

/** What kind of numbers a nested list has: the widest of them. */
export function kindIn(value: PyValue): Kind {
  const it = known(value)
  if (it instanceof Boxed) return it.kind
  if (typeof it === 'boolean') return 'bool'
  if (it instanceof Range) return 'int'
  if (!Array.isArray(it)) return typeof it === 'number' && Number.isInteger(it) ? 'int' : 'float'
  return it.length === 0 ? 'float' : widest(it.map(kindIn))
}

/** Numbers in a nested list as a tensor. */
export function tensorIn(value: PyValue): Tensor {
  const shape: number[] = []
  const numbers: number[] = []
  const fill = (one: PyValue, depth: number): void => {
    const it = known(one)
    if (it instanceof Boxed && it.tensor.data.length !== 1) {
      if (depth === shape.length) shape.push(...it.shape)
      for (const number of it.tensor.data) numbers.push(number)
      return
    }
    if (!Array.isArray(it) && !(it instanceof Range)) {
      numbers.push(numberIn(it))
      return
    }
    const parts = elementsOf(it)
    if (depth === shape.length) shape.push(parts.length)
    if (parts.length !== shape[depth])
      throw new PythonError('ValueError', `expected sequence of length ${shape[depth]}`)
    for (const part of parts) fill(part, depth + 1)
  }
  fill(value, 0)
  return new Tensor(shape, Float64Array.from(numbers))
}

export const isNumber = (value: PyValue): value is number | boolean | WholeFloat =>
  typeof value === 'number' || typeof value === 'boolean' || value instanceof WholeFloat

/** A tensor can't be changed by a part of itself, as the part would change meanwhile; by the whole of it, it can. */
export function demandApart(old: Boxed, operand: PyValue): void {
  if (!(operand instanceof Boxed) || operand.root !== old.root) return
  const isWhole = [old, operand].every(one => one.tensor.data.length === old.root.tensor.data.length)
  if (!isWhole || operand.shape.join() !== old.shape.join())
    throw new NotRead('a tensor changed by a part of itself')
}
