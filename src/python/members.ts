/** What is read and set behind a dot and in brackets. */
import { Above } from './above.ts'
import { Boxed, demandGradient } from './box.ts'
import { itemOf, setItem } from './indexing.ts'
import type { Interpreter } from './interpreter.ts'
import { methodsOf } from './methods.ts'
import { tensorAttribute } from './torch/attributes.ts'
import { fieldOf } from './torch/results.ts'
import {
  Callable,
  Class,
  Dict,
  elementsOf,
  Instance,
  known,
  Module,
  NotRead,
  numberIn,
  PythonError,
  type PyValue,
  Range,
  Slice,
  Tuple,
  tuple,
  typeName,
  Unread,
  WholeFloat,
} from './values.ts'

/** `value.name` */
export function attributeOf(value: PyValue, name: string, run: Interpreter): PyValue {
  if (value instanceof Unread) return value
  if (value instanceof Boxed) return tensorAttribute(value, name, run.autograd)
  if (value instanceof Module) {
    if (Object.hasOwn(value.members, name)) return value.members[name]
    const { by, names } = value.lacking
    if (names.has(name)) throw new PythonError('AttributeError', `module '${by}' has no attribute '${name}'`)
    return new Unread(`${value.name}.${name}`)
  }
  if (value instanceof Instance) {
    if (name === '__class__') return value.class
    const method = run.methodOf(value, name)
    if (method?.role === 'property' && !value.fields.has(name)) return method.call([], {})
    const own = value.fields.get(name) ?? method ?? value.class.find(name)
    if (own === undefined)
      throw new PythonError('AttributeError', `'${value.class.name}' object has no attribute '${name}'`)
    return own
  }
  if (value instanceof Above) {
    const found = value.class?.find(name)
    if (found === undefined && name.startsWith('__')) return new Callable(name, () => null)
    return found instanceof Callable ? run.bound(found, value.self) : (found ?? absent(value.self, name))
  }
  if (value instanceof Class) {
    if (name === '__name__') return value.name
    const found = value.find(name)
    if (found instanceof Callable && found.role === 'classmethod')
      return new Callable(name, (args, keywords) => found.call([value, ...args], keywords))
    return found ?? absent(value, name)
  }
  if (value instanceof Tuple) {
    const field = fieldOf(value, name)
    if (field !== undefined) return field
  }
  const found = methodsOf(value, name)
  return found === undefined ? absent(value, name) : new Callable(name, found)
}

function absent(value: PyValue, name: string): never {
  throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`)
}

/** `value[key]` */
export function itemIn(value: PyValue, key: PyValue): PyValue {
  if (value instanceof Unread) return value
  const [it, at] = [known(value), known(key)]
  if (it instanceof Boxed) return itemOf(it, at)
  if (it instanceof Dict) {
    const found = it.get(at)
    if (found === undefined) throw new PythonError('KeyError', String(at))
    return found
  }
  if (at instanceof Slice && (Array.isArray(it) || typeof it === 'string' || it instanceof Range))
    return sliced(it, at)
  if (Array.isArray(it) || typeof it === 'string' || it instanceof Range) {
    const items = it instanceof Range ? it : it
    if (at instanceof WholeFloat) throw new PythonError('TypeError', 'list indices must be integers')
    const place = placeIn(numberIn(at), items.length)
    return it instanceof Range ? it.at(place) : it[place]
  }
  if (it instanceof Callable || it instanceof Class) return it
  const found = it instanceof Instance ? it.class.find('__getitem__') : undefined
  if (found instanceof Callable) return found.call([it, at], {})
  throw new PythonError('TypeError', `'${typeName(it)}' object is not subscriptable`)
}

function placeIn(at: number, size: number): number {
  const place = at < 0 ? at + size : at
  if (!Number.isInteger(place) || place < 0 || place >= size)
    throw new PythonError('IndexError', 'list index out of range')
  return place
}

function sliced(it: readonly PyValue[] | string | Range, { start, stop, step }: Slice): PyValue {
  const items = typeof it === 'string' ? [...it] : elementsOf(it as PyValue)
  const by = step === null ? 1 : numberIn(step)
  const size = items.length
  const clipped = (at: number, low: number, high: number): number =>
    Math.min(Math.max(at < 0 ? at + size : at, low), high)
  const from =
    start === null
      ? by > 0
        ? 0
        : size - 1
      : clipped(numberIn(start), by > 0 ? 0 : -1, by > 0 ? size : size - 1)
  const to =
    stop === null ? (by > 0 ? size : -1) : clipped(numberIn(stop), by > 0 ? 0 : -1, by > 0 ? size : size - 1)
  const taken: PyValue[] = []
  for (let i = from; by > 0 ? i < to : i > to; i += by) taken.push(items[i])
  if (typeof it === 'string') return taken.join('')
  return it instanceof Tuple ? tuple(taken) : taken
}

export function setItemIn(value: PyValue, key: PyValue, item: PyValue): void {
  const [owner, at] = [known(value), known(key)]
  if (owner instanceof Boxed) setItem(owner, at, item)
  else if (owner instanceof Dict) owner.set(at, item)
  else if (Array.isArray(owner) && !(owner instanceof Tuple)) {
    if (at instanceof Slice) throw new NotRead('an assignment to a part of a list')
    ;(owner as PyValue[])[placeIn(numberIn(at), owner.length)] = item
  } else throw new PythonError('TypeError', `'${typeName(owner)}' object does not support item assignment`)
}

export function setAttribute(value: PyValue, name: string, item: PyValue): void {
  const owner = known(value)
  if (owner instanceof Instance) owner.fields.set(name, item)
  else if (owner instanceof Class) owner.members.set(name, item)
  else if (owner instanceof Boxed) setTensorAttribute(owner, name, item)
  else if (!(owner instanceof Module) && !(owner instanceof Callable))
    throw new PythonError('AttributeError', `'${typeName(owner)}' object has no attribute '${name}'`)
}

function setTensorAttribute(box: Boxed, name: string, item: PyValue): void {
  if (name === 'requires_grad') {
    if (item === true) demandGradient(box)
    else box.requiresGrad = false
  } else if (name === 'data') {
    const given = known(item)
    if (!(given instanceof Boxed)) throw new PythonError('TypeError', 'Variable data has to be a tensor')
    if (box.root !== box || given.kind !== box.kind || given.shape.join() !== box.shape.join())
      throw new NotRead('data of another shape or kind')
    box.replaceData(given.tensor)
  } else if (name === 'grad') box.givenGradient = item === null ? null : item
  else {
    box.fields ??= new Map()
    box.fields.set(name, item)
  }
}
