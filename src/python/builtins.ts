/** Python's own functions. */

import { roundedToEven } from './arithmetic.ts'
import { Boxed } from './box.ts'
import { difference } from './comparisons.ts'
import type { Interpreter } from './interpreter.ts'
import { sorted } from './methods.ts'
import { kindOf } from './operands.ts'
import { binary } from './operators.ts'
import { operated } from './own-operators.ts'
import { textFor } from './text.ts'
import { GivenArguments } from './torch/given.ts'
import { methods } from './torch/methods.ts'
import {
  Callable,
  Class,
  Dict,
  floatOf,
  Instance,
  isTrue,
  type Keywords,
  known,
  Module,
  NotRead,
  numberIn,
  PythonError,
  PythonSet,
  type PyValue,
  Range,
  tuple,
  typeName,
  Unread,
} from './values.ts'

type Builtin = (args: readonly PyValue[], keywords: Keywords, run: Interpreter) => PyValue

const sizeOf = (value: PyValue): number => {
  const it = known(value)
  if (it instanceof Boxed) {
    if (it.shape.length === 0) throw new PythonError('TypeError', 'len() of a 0-d tensor')
    return it.shape[0]
  }
  if (typeof it === 'string' || Array.isArray(it) || it instanceof Range) return it.length
  if (it instanceof Dict || it instanceof PythonSet) return it.entries.size
  throw new PythonError('TypeError', `object of type '${typeName(it)}' has no len()`)
}

const extreme =
  (sign: number): Builtin =>
  (args, { key, default: otherwise }, run) => {
    const values = args.length > 1 ? args : run.listOf(args[0])
    if (values.length === 0) {
      if (otherwise !== undefined) return otherwise
      throw new PythonError('ValueError', 'max() iterable argument is empty')
    }
    const by = (one: PyValue): PyValue => (key instanceof Callable ? key.call([one], {}) : one)
    return values.reduce((best, one) => (sign * difference(by(one), by(best)) > 0 ? one : best))
  }

const isOf = (value: PyValue, type: PyValue): boolean => {
  if (Array.isArray(type)) return type.some(one => isOf(value, one))
  if (type instanceof Class)
    return type.name === 'Tensor'
      ? value instanceof Boxed
      : value instanceof Instance && isOrComesFrom(value.class, type)
  return type instanceof Callable && typeName(value) === type.name
}

const isOrComesFrom = (one: Class, base: Class): boolean =>
  one === base || (one.base !== null && isOrComesFrom(one.base, base))

const rounded = (value: PyValue, digits: PyValue): PyValue => {
  const number = numberIn(value)
  if (kindOf(value) !== 'float') return number
  if (digits === null) return roundedToEven(number)
  return floatOf(Number(number.toFixed(Math.min(100, Math.max(0, numberIn(digits))))))
}

const functions: Readonly<Record<string, Builtin>> = {
  range: args => {
    const numbers = args.map(numberIn)
    if (args.some(one => kindOf(one) === 'float'))
      throw new PythonError('TypeError', "'float' object cannot be interpreted as an integer")
    const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers
    return new Range(start, stop, step)
  },
  len: ([value]) => sizeOf(value),
  print: () => null,
  display: () => null,
  input: () => '',
  sum: ([values, start = 0], _, run) =>
    run.listOf(values).reduce((a, b) => operated('Add', a, b, run), start),
  max: extreme(1),
  min: extreme(-1),
  abs: ([value]) => {
    if (value instanceof Boxed) return methods.abs(value, new GivenArguments([], {}))
    const size = Math.abs(numberIn(value))
    return kindOf(value) === 'float' ? floatOf(size) : size
  },
  pow: ([a, b], _, run) => operated('Pow', a, b, run),
  round: ([value, digits = null]) => rounded(value, digits),
  divmod: ([a, b]) => tuple([binary('FloorDiv', a, b), binary('Mod', a, b)]),
  int: ([value = 0]) =>
    typeof value === 'string'
      ? parsed(value, /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : Number.NaN)
      : Math.trunc(numberIn(value)),
  float: ([value = 0]) =>
    floatOf(typeof value === 'string' ? parsed(value, floatIn(value)) : numberIn(value)),
  str: ([value = '']) => (value instanceof Boxed ? new Unread('a tensor as a text') : textFor(value)),
  repr: ([value]) => (value instanceof Boxed ? new Unread('a tensor as a text') : textFor(value, true)),
  bool: ([value = false]) => isTrue(value),
  list: ([values], _, run) => (values === undefined ? [] : run.listOf(values)),
  tuple: ([values], _, run) => tuple(values === undefined ? [] : run.listOf(values)),
  set: ([values], _, run) => new PythonSet(values === undefined ? [] : run.listOf(values)),
  dict: ([values], keywords, run) => {
    const made = new Dict()
    if (values instanceof Dict) for (const [key, value] of values.entries.values()) made.set(key, value)
    else if (values !== undefined)
      for (const pair of run.iterate(values)) {
        const [key, value] = run.listOf(pair)
        made.set(key, value)
      }
    for (const [key, value] of Object.entries(keywords)) made.set(key, value)
    return made
  },
  sorted: ([values], keywords, run) => sorted(run.listOf(values), keywords),
  reversed: ([values], _, run) => {
    if (values instanceof PythonSet) throw new PythonError('TypeError', "'set' object is not reversible")
    return run.listOf(values).reverse()
  },
  enumerate: ([values, first], { start }, run) =>
    run.listOf(values).map((one, i) => tuple([i + numberIn(first ?? start ?? 0), one])),
  zip: (lists, _, run) => {
    const all = lists.map(list => run.listOf(list))
    const many = all.length === 0 ? 0 : Math.min(...all.map(list => list.length))
    return Array.from({ length: many }, (_, i) => tuple(all.map(list => list[i])))
  },
  map: ([f, ...lists], _, run) => {
    const all = lists.map(list => run.listOf(list))
    return all[0].map((_, i) =>
      calling(
        f,
        all.map(list => list[i]),
      ),
    )
  },
  filter: ([f, values], _, run) =>
    run.listOf(values).filter(one => isTrue(f === null ? one : calling(f, [one]))),
  any: ([values], _, run) => run.listOf(values).some(isTrue),
  all: ([values], _, run) => run.listOf(values).every(isTrue),
  iter: ([value]) => value,
  next: ([values], _, run) => run.listOf(values)[0] ?? null,
  isinstance: ([value, type]) => isOf(value, type),
  type: ([value]) => (value instanceof Instance ? value.class : typeName(known(value))),
  id: () => 0,
  hash: () => 0,
  ord: ([text]) => String(text).codePointAt(0) ?? 0,
  chr: ([code]) => String.fromCodePoint(numberIn(code)),
  hasattr: ([value, name]) => value instanceof Instance && value.fields.has(String(name)),
  getattr: ([value, name, otherwise], _, run) =>
    (value instanceof Instance
      ? (value.fields.get(String(name)) ?? run.methodOf(value, String(name)))
      : undefined) ??
    otherwise ??
    new Unread('getattr'),
  setattr: ([value, name, item]) => {
    if (value instanceof Instance) value.fields.set(String(name), item)
    return null
  },
  callable: ([value]) => value instanceof Callable,
  slice: () => {
    throw new NotRead('slice()')
  },
  exec: () => {
    throw new NotRead('exec()')
  },
}

const calling = (f: PyValue, args: readonly PyValue[]): PyValue => {
  if (f instanceof Callable) return f.call(args, {})
  throw new PythonError('TypeError', `'${typeName(f)}' object is not callable`)
}

/** `float('-inf')`, `float('1_000.5')` */
function floatIn(text: string): number {
  const [, sign, word] = /^\s*([+-]?)(inf|infinity|nan)\s*$/i.exec(text) ?? []
  if (word === undefined) return text.trim() === '' ? Number.NaN : Number(text.replaceAll('_', ''))
  return word.toLowerCase() === 'nan' ? Number.NaN : sign === '-' ? -Infinity : Infinity
}

function parsed(text: string, value: number): number {
  if (Number.isNaN(value) && !/^\s*[+-]?nan\s*$/i.test(text))
    throw new PythonError('ValueError', `could not convert string to a number: '${text}'`)
  return value
}

const ERRORS = [
  'Exception',
  'ValueError',
  'TypeError',
  'KeyError',
  'IndexError',
  'RuntimeError',
  'AssertionError',
]
const MORE = [
  'NotImplementedError',
  'NameError',
  'AttributeError',
  'ZeroDivisionError',
  'StopIteration',
  'FileNotFoundError',
]

/** There are these too; what rests on them is not read. */
const STRANGE =
  'globals locals vars dir eval compile complex bytes bytearray memoryview frozenset property staticmethod classmethod get_ipython help ascii bin hex oct format delattr issubclass exit quit breakpoint __file__ __doc__'

/** What a notebook can name without an import; `open`: the text of a file, null where there is none. */
export function builtinsFor(
  run: () => Interpreter,
  open: (name: string) => string | null,
): Map<string, PyValue> {
  const made = new Map<string, PyValue>()
  for (const [name, fn] of Object.entries(functions))
    made.set(name, new Callable(name, (args, keywords) => fn(args, keywords, run())))
  for (const name of [...ERRORS, ...MORE]) made.set(name, new Class(name, null, new Map()))
  made.set('object', new Class('object', null, new Map()))
  made.set('open', new Callable('open', args => fileNamed(String(args[0] ?? ''), open)))
  made.set('__name__', '__main__')
  for (const name of STRANGE.split(' ')) made.set(name, new Unread(name))
  return made
}

/** An open file: it can be read, gone through, and closed. */
export function fileNamed(name: string, open: (name: string) => string | null): PyValue {
  const text = open(name)
  if (text === null) return new Unread(`the file ${name}`)
  const lines = (): PyValue[] => text.split(/(?<=\n)/)
  const members: Record<string, PyValue> = {
    read: new Callable('read', () => text),
    readlines: new Callable('readlines', lines),
    readline: new Callable('readline', () => lines()[0] ?? ''),
    close: new Callable('close', () => null),
    text,
  }
  return new TextFile(members, lines)
}

export class TextFile extends Module {
  readonly lines: () => PyValue[]
  constructor(members: Record<string, PyValue>, lines: () => PyValue[]) {
    super('file', members)
    this.lines = lines
  }
}
