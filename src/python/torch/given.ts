/** What a function of PyTorch's was given: by place or by name. */
import type { Tensor } from '../../tensor/tensor.ts'
import { Boxed } from '../box.ts'
import { operandOf } from '../operators.ts'
import {
  elementsOf,
  isTrue,
  type Keywords,
  known,
  NotRead,
  numberIn,
  PythonError,
  type PyValue,
  Tuple,
  tensorIn,
  typeName,
} from '../values.ts'

export class GivenArguments {
  readonly args: readonly PyValue[]
  readonly keywords: Keywords
  constructor(args: readonly PyValue[], keywords: Keywords) {
    this.args = args
    this.keywords = keywords
  }

  /** The value at a place, or by one of its names; undefined where it isn't given. */
  value(place: number, ...names: readonly string[]): PyValue | undefined {
    const name = names.find(one => Object.hasOwn(this.keywords, one))
    return name !== undefined ? this.keywords[name] : this.args[place]
  }

  demand(place: number, ...names: readonly string[]): PyValue {
    const value = this.value(place, ...names)
    if (value === undefined)
      throw new PythonError('TypeError', `missing a required argument: '${names[0] ?? place + 1}'`)
    return known(value)
  }

  number(place: number, ...names: readonly string[]): number {
    return numberIn(this.demand(place, ...names))
  }

  tensor(place: number, ...names: readonly string[]): Tensor {
    return tensorOf(this.demand(place, ...names))
  }

  /** A dimension, several, or all of them. */
  dims(place: number): number | readonly number[] | null {
    const value = this.value(place, 'dim', 'axis')
    if (value === undefined || value === null) return null
    return Array.isArray(value) ? value.map(numberIn) : numberIn(value)
  }

  dim(place: number, otherwise?: number): number {
    const value = this.value(place, 'dim', 'axis')
    if (value === undefined && otherwise !== undefined) return otherwise
    return numberIn(this.demand(place, 'dim', 'axis'))
  }

  keepdim(place: number): { keepdim: true } | undefined {
    const value = this.value(place, 'keepdim', 'keepdims')
    return value !== undefined && isTrue(value) ? { keepdim: true } : undefined
  }

  /** Sizes, one by one or in a list, from this place on. */
  sizes(place = 0): number[] {
    const named = this.keywords.size ?? this.keywords.shape
    const rest = named !== undefined ? [named] : this.args.slice(place)
    const [first] = rest
    const list =
      rest.length === 1 && (Array.isArray(first) || first instanceof Tuple) ? elementsOf(first) : rest
    return list.map(numberIn)
  }

  /** Without the first. */
  get rest(): GivenArguments {
    return new GivenArguments(this.args.slice(1), this.keywords)
  }
}

/** A tensor out of whatever is given where one is needed. */
export function tensorOf(value: PyValue): Tensor {
  const it = known(value)
  return it instanceof Boxed ? it.tensor : tensorIn(it)
}

export const boxOf = (value: PyValue): Boxed => {
  const it = known(value)
  if (it instanceof Boxed) return it
  const operand = operandOf(it)
  if (typeof operand === 'number') return Boxed.of(tensorIn(it), Number.isInteger(operand) ? 'int' : 'float')
  return Boxed.of(operand, operand.data.every(Number.isInteger) ? 'int' : 'float')
}

export const tensorsOf = (value: PyValue): Tensor[] => elementsOf(value).map(tensorOf)

export const refuse = (what: string): never => {
  throw new NotRead(what)
}

export const demandBox = (value: PyValue, what: string): Boxed => {
  const it = known(value)
  if (it instanceof Boxed) return it
  throw new PythonError('TypeError', `${what}: a Tensor is needed, not ${typeName(it)}`)
}
