/** What a function of PyTorch's was given: by place or by name. */
import type { Tensor } from '../../tensor/tensor.ts'
import { Boxed } from '../box.ts'
import { kindIn, kindOf, operandOf, tensorIn } from '../operands.ts'
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
  typeName,
} from '../values.ts'

/** What changes nothing of the numbers. */
const INERT: ReadonlySet<string> = new Set([
  ...[
    'device',
    'generator',
    'requires_grad',
    'inplace',
    'non_blocking',
    'memory_format',
    'pin_memory',
    'layout',
    'copy',
  ],
])

export class GivenArguments {
  readonly #args: readonly PyValue[]
  readonly keywords: Keywords
  /** What was looked at: places, and names. */
  readonly #seen: Set<number | string>
  readonly #from: number
  constructor(args: readonly PyValue[], keywords: Keywords, seen = new Set<number | string>(), from = 0) {
    this.#args = args
    this.keywords = keywords
    this.#seen = seen
    this.#from = from
  }

  get args(): readonly PyValue[] {
    for (const place of this.#args.keys()) this.#seen.add(place + this.#from)
    return this.#args
  }

  /** All that it is given, as it is; it counts as looked at no more than before. */
  get values(): readonly PyValue[] {
    return [...this.#args, ...Object.values(this.keywords)]
  }

  /** What it is given makes no difference. */
  overlook(): void {
    for (const name of Object.keys(this.keywords)) this.#seen.add(name)
    void this.args
  }

  /** How many are given by place. */
  get count(): number {
    return this.#args.length
  }

  /** By name alone; undefined where it isn't given. */
  named(name: string): PyValue | undefined {
    this.#seen.add(name)
    return Object.hasOwn(this.keywords, name) ? this.keywords[name] : undefined
  }

  /** What `work` gives. What it hasn't looked at might change it: then that isn't read. */
  wholly(name: string, work: (given: GivenArguments) => PyValue): PyValue {
    const value = work(this)
    const strange = Object.keys(this.keywords).find(one => !this.#seen.has(one) && !INERT.has(one))
    if (strange !== undefined) throw new NotRead(`${strange}= in ${name}`)
    if (this.#args.some((_, place) => !this.#seen.has(place + this.#from)))
      throw new NotRead(`${name} with so much`)
    return value
  }

  /** The value at a place, or by one of its names; undefined where it isn't given. */
  value(place: number, ...names: readonly string[]): PyValue | undefined {
    const name = names.find(one => Object.hasOwn(this.keywords, one))
    if (name !== undefined) return this.named(name)
    this.#seen.add(place + this.#from)
    return this.#args[place]
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

  box(place: number, ...names: readonly string[]): Boxed {
    return boxOf(this.demand(place, ...names))
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
    const named = this.named('size') ?? this.named('shape')
    const rest = named !== undefined ? [named] : this.args.slice(place)
    const [first] = rest
    const list =
      rest.length === 1 && (Array.isArray(first) || first instanceof Tuple) ? elementsOf(first) : rest
    if (list.some(one => kindOf(one) === 'float'))
      throw new PythonError('TypeError', 'sizes are whole numbers')
    return list.map(numberIn)
  }

  /** Without the first. */
  get rest(): GivenArguments {
    this.#seen.add(this.#from)
    return new GivenArguments(this.#args.slice(1), this.keywords, this.#seen, this.#from + 1)
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
  return Boxed.of(typeof operand === 'number' ? tensorIn(it) : operand, kindIn(it))
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
