/** What Python's names stand for. Numbers, texts, booleans and None are JavaScript's; the rest is here. */
import type { Above } from './above.ts'
import { Boxed } from './box.ts'

export type PyValue =
  | null
  | boolean
  | number
  | WholeFloat
  | string
  | Boxed
  | readonly PyValue[]
  | Dict
  | PythonSet
  | Range
  | Slice
  | Ellipsis
  | Callable
  | Instance
  | Above
  | Class
  | Module
  | Unread

export type Keywords = Readonly<Record<string, PyValue>>

/** An error of Python's, which `except` can catch. */
export class PythonError extends Error {
  /** `ValueError`. */
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** Something that this interpreter doesn't know: what rests on it is not read. */
export class NotRead extends Error {}

/** Too much was done: nothing goes on. */
export class OutOfSteps extends Error {}

/** What nothing is known of. Using it for a value says why. */
export class Unread {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

/** A float of Python's that is a whole number: `2.0`. JavaScript's own whole numbers are Python's ints. */
export class WholeFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

export const floatOf = (value: number): number | WholeFloat =>
  Number.isInteger(value) ? new WholeFloat(value) : value

/** A tuple; a list is a plain array. */
export class Tuple extends Array<PyValue> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

export const tuple = (items: Iterable<PyValue>): Tuple => {
  const made = new Tuple()
  for (const item of items) made.push(item)
  return made
}

export class Range {
  readonly start: number
  readonly stop: number
  readonly step: number
  constructor(start: number, stop: number, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
  }

  get length(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step) || 0)
  }

  at(i: number): number {
    return this.start + i * this.step
  }
}

export class Slice {
  readonly start: PyValue
  readonly stop: PyValue
  readonly step: PyValue
  constructor(start: PyValue, stop: PyValue, step: PyValue) {
    this.start = start
    this.stop = stop
    this.step = step
  }
}

export class Ellipsis {
  readonly text = '...'
}
export const ELLIPSIS = new Ellipsis()

/** Keys are compared by value: a tuple is the same key as another tuple of the same elements. */
export class Dict {
  readonly entries = new Map<string, [PyValue, PyValue]>()

  get(key: PyValue): PyValue | undefined {
    return this.entries.get(keyOf(key))?.[1]
  }

  set(key: PyValue, value: PyValue): void {
    this.entries.set(keyOf(key), [key, value])
  }

  delete(key: PyValue): boolean {
    return this.entries.delete(keyOf(key))
  }

  get keys(): PyValue[] {
    return [...this.entries.values()].map(([key]) => key)
  }

  get values(): PyValue[] {
    return [...this.entries.values()].map(([, value]) => value)
  }
}

export function dictOf(entries: Readonly<Record<string, PyValue>>): Dict {
  const made = new Dict()
  for (const [key, value] of Object.entries(entries)) made.set(key, value)
  return made
}

export class PythonSet {
  readonly entries = new Map<string, PyValue>()
  constructor(values: Iterable<PyValue> = []) {
    for (const value of values) this.add(value)
  }

  add(value: PyValue): void {
    this.entries.set(keyOf(value), value)
  }

  has(value: PyValue): boolean {
    return this.entries.has(keyOf(value))
  }
}

const identities = new WeakMap<object, number>()
let many = 0

function keyOf(key: PyValue): string {
  if (typeof key === 'boolean') return String(Number(key))
  if (typeof key === 'number' || key === null) return String(key)
  if (key instanceof WholeFloat) return String(key.value)
  if (typeof key === 'string') return JSON.stringify(key)
  if (key instanceof Tuple) return `(${key.map(keyOf).join()})`
  if (Array.isArray(key)) throw new PythonError('TypeError', "unhashable type: 'list'")
  if (!identities.has(key)) identities.set(key, many++)
  return `#${identities.get(key)}`
}

/** Whatever can be called. */
export class Callable {
  readonly name: string
  readonly call: (args: readonly PyValue[], keywords: Keywords) => PyValue
  /** How a class means it, where it is no plain method. */
  role: 'staticmethod' | 'classmethod' | 'property' | null = null
  constructor(name: string, call: (args: readonly PyValue[], keywords: Keywords) => PyValue) {
    this.name = name
    this.call = call
  }
}

/** `x.size`: called in PyTorch, a number in numpy. */
export class SizeMethod extends Callable {
  readonly count: number
  constructor(count: number, call: Callable['call']) {
    super('size', call)
    this.count = count
  }
}

export class Class {
  readonly name: string
  readonly base: Class | null
  readonly members: Map<string, PyValue>
  constructor(name: string, base: Class | null, members: Map<string, PyValue>) {
    this.name = name
    this.base = base
    this.members = members
  }

  find(name: string): PyValue | undefined {
    return this.members.has(name) ? this.members.get(name) : this.base?.find(name)
  }
}

export class Instance {
  readonly class: Class
  readonly fields = new Map<string, PyValue>()
  constructor(made: Class) {
    this.class = made
  }
}

/** A library: what it has by name; what it lacks is not read, and says so. */
export class Module {
  readonly name: string
  readonly members: Readonly<Record<string, PyValue>>
  readonly lacking: Lacking
  constructor(name: string, members: Readonly<Record<string, PyValue>>, lacking: Lacking = nothingKnown) {
    this.name = name
    this.members = members
    this.lacking = lacking
  }
}

/** Names that a module surely doesn't have; of others nothing is known. */
interface Lacking {
  /** What Python calls the module: `numpy`, where its name is `np`. */
  readonly by: string
  readonly names: ReadonlySet<string>
}

const nothingKnown: Lacking = { by: '', names: new Set() }

export const typeName = (value: PyValue): string => {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (value instanceof WholeFloat) return 'float'
  if (typeof value === 'string') return 'str'
  if (value instanceof Boxed) return 'Tensor'
  if (value instanceof Tuple) return 'tuple'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Dict) return 'dict'
  if (value instanceof PythonSet) return 'set'
  if (value instanceof Range) return 'range'
  if (value instanceof Instance) return value.class.name
  if (value instanceof Callable) return 'function'
  return 'object'
}

/** Throws where the value is not known. */
export function known<V extends PyValue>(value: V): Exclude<V, Unread> {
  if (value instanceof Unread) throw new NotRead(value.why)
  return value as Exclude<V, Unread>
}

export function isTrue(value: PyValue): boolean {
  const it = known(value)
  if (it instanceof Boxed) {
    if (it.tensor.data.length === 1) return it.tensor.data[0] !== 0
    throw new PythonError('RuntimeError', 'Boolean value of Tensor with more than one value is ambiguous')
  }
  if (Array.isArray(it) || it instanceof Range) return it.length > 0
  if (it instanceof Dict || it instanceof PythonSet) return it.entries.size > 0
  if (it instanceof WholeFloat) return it.value !== 0
  // Not a number is true in Python.
  return typeof it === 'number' ? it !== 0 : Boolean(it)
}

/** A number out of a value that is one, or that holds one. */
export function numberIn(value: PyValue): number {
  const it = known(value)
  if (typeof it === 'number') return it
  if (it instanceof WholeFloat) return it.value
  if (typeof it === 'boolean') return Number(it)
  if (it instanceof SizeMethod) return it.count
  if (it instanceof Boxed && it.tensor.data.length === 1) return it.tensor.data[0]
  throw new PythonError('TypeError', `a number is needed, not ${typeName(it)}`)
}

/** Longer lists than this are nobody's. */
export const LONGEST = 2_000_000

/** The elements of a value that can be gone through, but for tensors. */
export function elementsOf(value: PyValue): readonly PyValue[] {
  const it = known(value)
  if (Array.isArray(it)) return it
  if (typeof it === 'string') return [...it]
  if (it instanceof Dict) return it.keys
  if (it instanceof PythonSet) return [...it.entries.values()]
  if (it instanceof Range) {
    if (it.length > LONGEST) throw new NotRead(`a range of ${it.length} numbers`)
    return Array.from({ length: it.length }, (_, i) => it.at(i))
  }
  throw new PythonError('TypeError', `'${typeName(it)}' object is not iterable`)
}
