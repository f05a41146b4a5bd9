/**
 * Everything that JavaScript brings, made unchangeable: whoever runs in this realm later can neither give `Math.abs` or
 * `Array.prototype` another meaning, nor leave anything there for who comes after. Not `ses`, whose accessors on symbols
 * make V8 slow for good: spread 70 times.
 */

type Key = string | symbol

/** Called once the realm is sealed. `more`: objects of ours that code is handed. */
export function freezeRealm(...more: readonly unknown[]): void {
  forgetMatches()
  hideTexts()
  const all = reachable([...roots(), ...more])
  for (const prototype of OVERRIDDEN()) allowOverriding(prototype)
  for (const one of all) Object.freeze(one)
  Object.freeze(globalThis)
}

/** `RegExp.$1` and its like keep what was matched last, whoever matched it. Frozen they would still change. */
function forgetMatches(): void {
  const needed: readonly Key[] = ['length', 'name', 'prototype', 'escape', Symbol.species]
  for (const name of Reflect.ownKeys(RegExp)) if (!needed.includes(name)) Reflect.deleteProperty(RegExp, name)
}

/** The text of a function would show answers that stand in place of other blanks. */
function hideTexts(): void {
  const hidden = {
    toString(this: unknown): string {
      if (typeof this !== 'function') throw new TypeError('toString is a method of functions')
      return `function ${this.name}() { … }`
    },
  }
  Object.defineProperty(Function.prototype, 'toString', {
    value: hidden.toString,
    writable: true,
    configurable: true,
  })
}

/** Where to start from: all that has a name, and what only syntax makes. */
function roots(): unknown[] {
  const prototypes = [
    function* () {},
    async () => {},
    async function* () {},
    [][Symbol.iterator](),
    new Map().entries(),
    new Set().values(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
    (function* () {})(),
    (async function* () {})(),
    ...segments(),
    ...iteratorHelpers(),
  ].map(Object.getPrototypeOf)
  const named = Reflect.ownKeys(globalThis).map(name => Reflect.get(globalThis, name))
  const thrower = Object.getOwnPropertyDescriptor(
    (function () {
      // biome-ignore lint/complexity/noArguments: its accessor is a function that nothing else leads to
      return arguments
    })(),
    'callee',
  )?.get
  // In newer engines a pair of functions that all errors share.
  const stack = Object.getOwnPropertyDescriptor(new Error(), 'stack')
  return [...named, ...prototypes, thrower, stack?.get, stack?.set]
}

/** QuickJS has no `Intl`. */
function segments(): object[] {
  if (!('Intl' in globalThis)) return []
  const found = new Intl.Segmenter().segment('')
  return [found, found[Symbol.iterator]()]
}

/** What newer versions of JavaScript have: the objects that `map` on an iterator gives, and a wrapped iterator. */
function iteratorHelpers(): unknown[] {
  const { Iterator } = globalThis as {
    Iterator?: { from(one: object): { map(f: (x: unknown) => unknown): unknown } }
  }
  if (Iterator === undefined) return []
  const wrapped = Iterator.from({ next: () => ({ done: true, value: undefined }) })
  return [wrapped, wrapped.map(x => x)]
}

function reachable(roots: readonly unknown[]): Set<object> {
  const found = new Set<object>()
  const open: object[] = []
  const add = (one: unknown): void => {
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || found.has(one)) return
    found.add(one)
    open.push(one)
  }
  for (const root of roots) add(root)
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    add(Object.getPrototypeOf(one))
    for (const name of Reflect.ownKeys(one)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(one, name)!
      add(value)
      add(get)
      add(set)
    }
  }
  // It is frozen last, and its own properties are not to be written to by then.
  found.delete(globalThis)
  return found
}

/** Prototypes whose methods honest code overrides by assignment: `this.name = …` in an Error, `counts['constructor'] = 1`. */
const OVERRIDDEN = (): object[] => [
  ...[Object, Array, Function, Map, Set, Date, RegExp, Promise].map(({ prototype }) => prototype),
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(
    ({ prototype }) => prototype,
  ),
  Object.getPrototypeOf(Float64Array.prototype),
]

/**
 * What V8 looks at once for all: as accessors, these made `[...a]` 70 and `map` 16 times slower for the rest of the
 * realm's life. A test times both.
 */
function isWatched(prototype: object, name: Key): boolean {
  if (typeof name === 'symbol') return true
  const typed: object = Object.getPrototypeOf(Float64Array.prototype)
  if (prototype === Promise.prototype) return name === 'then' || name === 'constructor'
  if (prototype === RegExp.prototype) return name === 'exec' || name === 'constructor'
  return (prototype === Array.prototype || prototype === typed) && name === 'constructor'
}

/**
 * A frozen property of a prototype cannot even be overridden in what inherits it. So each becomes a pair of accessors:
 * it reads as before, and assigning to it in another object makes that object a property of its own.
 */
function allowOverriding(prototype: object): void {
  for (const name of Reflect.ownKeys(prototype)) {
    const { value, writable, configurable, enumerable } = Object.getOwnPropertyDescriptor(prototype, name)!
    if (!writable || !configurable || isWatched(prototype, name)) continue
    const { get, set } = {
      get: () => value,
      set(this: object, other: unknown): void {
        if (this === prototype)
          throw new TypeError(`${String(name)} belongs to JavaScript itself and cannot be changed`)
        if (Object.hasOwn(this, name)) Reflect.set(this, name, other)
        else
          Object.defineProperty(this, name, {
            value: other,
            writable: true,
            enumerable: true,
            configurable: true,
          })
      },
    }
    for (const one of [get, set]) Object.freeze(one)
    Object.defineProperty(prototype, name, { get, set, enumerable: enumerable === true, configurable: false })
  }
}
