/** Methods of texts, lists, dictionaries and sets. */
import { chargeNumbers } from './bounds.ts'
import { comparisons, difference } from './comparisons.ts'
import { textFor } from './text.ts'
import {
  Callable,
  Dict,
  elementsOf,
  type Keywords,
  NotRead,
  numberIn,
  PythonError,
  PythonSet,
  type PyValue,
  Tuple,
  tuple,
} from './values.ts'

type Method<Self> = (self: Self, args: readonly PyValue[], keywords: Keywords) => PyValue
type Calling = (args: readonly PyValue[], keywords: Keywords) => PyValue

/** A method by its name; undefined where there is none. */
export function methodsOf(value: PyValue, name: string): Calling | undefined {
  const bound = <S>(table: Readonly<Record<string, Method<S>>>, self: S): Calling | undefined =>
    Object.hasOwn(table, name) ? (args, keywords) => table[name](self, args, keywords) : undefined
  if (typeof value === 'string') return bound(ofText, value)
  if (value instanceof Tuple) return bound(ofTuple, value)
  if (Array.isArray(value)) return bound(ofList, value as PyValue[])
  if (value instanceof Dict) return bound(ofDict, value)
  if (value instanceof PythonSet) return bound(ofSet, value)
  return undefined
}

/** Nobody reads longer lines. */
const widthIn = (width: PyValue): number => Math.min(numberIn(width), 10_000)

const words = (args: readonly PyValue[]): string => String(args[0] ?? '')

const ofText: Readonly<Record<string, Method<string>>> = {
  split: (text, args) => (args[0] == null ? text.trim().split(/\s+/) : text.split(words(args))),
  splitlines: text => text.replace(/\r?\n$/, '').split(/\r?\n/),
  strip: text => text.trim(),
  lstrip: text => text.trimStart(),
  rstrip: text => text.trimEnd(),
  lower: text => text.toLowerCase(),
  upper: text => text.toUpperCase(),
  title: () => {
    throw new NotRead('title()')
  },
  capitalize: text => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  replace: (text, [from, to]) => text.replaceAll(String(from), String(to)),
  join: (text, [parts]) => elementsOf(parts).map(String).join(text),
  startswith: (text, args) => text.startsWith(words(args)),
  endswith: (text, args) => text.endsWith(words(args)),
  find: (text, args) => text.indexOf(words(args)),
  index: (text, args) => text.indexOf(words(args)),
  count: (text, args) => text.split(words(args)).length - 1,
  isalpha: text => /^[a-z]+$/i.test(text),
  isdigit: text => /^\d+$/.test(text),
  decode: text => text,
  encode: text => text,
  format: (text, args) => args.reduce((made: string, one) => made.replace('{}', textFor(one)), text),
  ljust: (text, [width]) => text.padEnd(widthIn(width)),
  rjust: (text, [width]) => text.padStart(widthIn(width)),
  center: () => {
    throw new NotRead('center()')
  },
  zfill: (text, [width]) => text.padStart(widthIn(width), '0'),
}

const placeOf = (list: readonly PyValue[], one: PyValue): number =>
  list.findIndex(other => comparisons.Eq(other, one))

const ofTuple: Readonly<Record<string, Method<readonly PyValue[]>>> = {
  index: (list, [one]) => {
    const at = placeOf(list, one)
    if (at === -1) throw new PythonError('ValueError', `${textFor(one)} is not in list`)
    return at
  },
  count: (list, [one]) => list.filter(other => other === one).length,
}

const ofList: Readonly<Record<string, Method<PyValue[]>>> = {
  ...(ofTuple as Readonly<Record<string, Method<PyValue[]>>>),
  append: (list, [one]) => {
    list.push(one)
    return null
  },
  extend: (list, [more]) => {
    const added = [...elementsOf(more)]
    chargeNumbers(added.length)
    for (const one of added) list.push(one)
    return null
  },
  insert: (list, [at, one]) => {
    list.splice(numberIn(at), 0, one)
    return null
  },
  pop: (list, [at]) => {
    const [taken] = list.splice(at === undefined ? -1 : numberIn(at), 1)
    if (taken === undefined) throw new PythonError('IndexError', 'pop from empty list')
    return taken
  },
  remove: (list, [one]) => {
    const at = placeOf(list, one)
    if (at !== -1) list.splice(at, 1)
    return null
  },
  reverse: list => {
    list.reverse()
    return null
  },
  sort: (list, _, keywords) => {
    for (const [i, one] of sorted(list, keywords).entries()) list[i] = one
    return null
  },
  copy: list => [...list],
  clear: list => {
    list.splice(0, list.length)
    return null
  },
}

const ofDict: Readonly<Record<string, Method<Dict>>> = {
  items: dict => [...dict.entries.values()].map(tuple),
  keys: dict => dict.keys,
  values: dict => dict.values,
  get: (dict, [key, otherwise]) => dict.get(key) ?? otherwise ?? null,
  update: (dict, [more]) => {
    if (more instanceof Dict) for (const [key, value] of more.entries.values()) dict.set(key, value)
    return null
  },
  pop: (dict, [key, otherwise]) => {
    const found = dict.get(key)
    dict.delete(key)
    if (found === undefined && otherwise === undefined) throw new PythonError('KeyError', textFor(key))
    return found ?? otherwise
  },
  setdefault: (dict, [key, otherwise]) => {
    const found = dict.get(key)
    if (found === undefined) dict.set(key, otherwise ?? null)
    return dict.get(key)!
  },
  copy: dict => {
    const made = new Dict()
    for (const [key, value] of dict.entries.values()) made.set(key, value)
    return made
  },
}

const ofSet: Readonly<Record<string, Method<PythonSet>>> = {
  add: (set, [one]) => {
    set.add(one)
    return null
  },
  union: (set, [more]) => new PythonSet([...set.entries.values(), ...elementsOf(more)]),
}

/** `sorted(values, key=…, reverse=…)` */
export function sorted(values: readonly PyValue[], { key, reverse }: Keywords): PyValue[] {
  const by = key instanceof Callable ? (one: PyValue) => key.call([one], {}) : (one: PyValue) => one
  const list = values.map(one => [by(one), one] as const).sort(([a], [b]) => difference(a, b))
  const own = list.map(([, one]) => one)
  return reverse === true ? own.reverse() : own
}
