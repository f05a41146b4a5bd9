/**
 * What QuickJS complains of, in the words that V8 has for it: advice, and whoever knows these, reads V8's. What QuickJS
 * leaves out (which method is none, what can't be gone through) stands in the text, at the place that its stack names.
 * Where even that doesn't tell, less is said.
 */
import type { Modules } from '../room/loading.ts'
import type { Thrown } from '../room/program.ts'
import { readableMessage } from '../text/complaint.ts'
import type { Node } from '../text/tree.ts'
import {
  assignmentBefore,
  callAt,
  type PatternFound,
  patternAfter,
  placeIn,
  preciseAt,
  propertyAt,
  type ScriptPlace,
  spreadAt,
  walkedAt,
} from './places.ts'
import { rendered } from './rendering.ts'

/** Where something went wrong. */
interface Site {
  /** In a text that is known; null elsewhere. */
  readonly place: ScriptPlace | null
  /** The function that the stack begins with, and whether it is QuickJS's own. */
  readonly within: string
  readonly isNative: boolean
  /** Whether it is this program that called the function. */
  readonly isEntry: boolean
}

interface Words {
  readonly name?: string
  readonly message: string
  /** Where it is, if the stack is wrong about that. */
  readonly at?: ScriptPlace
  /** It happened to who called what the stack begins with. */
  readonly isCallers?: boolean
}

type Rule = (found: readonly string[], site: Site) => Words | string | null

/** Null: as QuickJS has it. */
const rules: readonly (readonly [name: string, message: RegExp | string, rule: Rule])[] = [
  ['ReferenceError', /^'(.+)' is not defined$/s, ([, name]) => `${name} is not defined`],
  [
    'ReferenceError',
    /^(.+) is not initialized$/s,
    ([, name]) => `Cannot access '${name}' before initialization`,
  ],
  [
    'InternalError',
    /^stack overflow$/,
    () => ({ name: 'RangeError', message: 'Maximum call stack size exceeded' }),
  ],
  ['RangeError', /^invalid array length$/, () => 'Invalid array length'],
  [
    'RangeError',
    /^invalid array index$/,
    (_, { within }) => (/Array$/.test(within) ? 'Invalid typed array length' : null),
  ],
  ['RangeError', /^BigInt division by zero$/, () => 'Division by zero'],
  [
    'TypeError',
    /^cannot read property 'Symbol\(Symbol\.iterator\)' of (undefined|null)$/,
    ([, of], site) => notIterable(site, of),
  ],
  [
    'TypeError',
    /^cannot (read|set) property '(.*)' of (undefined|null)$/s,
    ([, what, name, of]) =>
      `Cannot ${what} properties of ${of} (${what}ting '${name}')`.replace('readting', 'reading'),
  ],
  [
    'TypeError',
    /^cannot (read|set) property of (undefined|null)$/,
    ([, what, of]) => `Cannot ${what} properties of ${of}`,
  ],
  ['TypeError', /^'(.+)' is read-only$/s, ([, name], { place }) => readOnly(name, place)],
  [
    'TypeError',
    /^object is not extensible$/,
    (_, { place, isNative }) => notExtensible(isNative ? null : place),
  ],
  [
    'TypeError',
    /^no setter for property$/,
    (_, { place }) => withProperty(place, name => `Cannot set property ${name}, which has only a getter`),
  ],
  [
    'TypeError',
    /^could not delete property$/,
    (_, { place }) => withProperty(place, name => `Cannot delete property '${name}'`),
  ],
  [
    'TypeError',
    /^not an object$/,
    (_, { place, isNative }) =>
      withProperty(isNative ? null : place, name => `Cannot create property '${name}' on what is no object`),
  ],
  ['TypeError', 'not a function', (_, site) => notCallable(site)],
  ['TypeError', /^value is not iterable$/, (_, site) => notIterable(site, null)],
  ['TypeError', /^cannot convert to object$/, (_, site) => notAnObject(site)],
  [
    'TypeError',
    "class constructors must be invoked with 'new'",
    (_, { within }) => ({
      message: `Class constructor ${within} cannot be invoked without 'new'`,
      isCallers: true,
    }),
  ],
  [
    'TypeError',
    /^empty array$/,
    (_, { within }) => (/^reduce/.test(within) ? 'Reduce of empty array with no initial value' : null),
  ],
  [
    'TypeError',
    /^cannot convert bigint to number$/,
    (_, { isNative }) =>
      isNative
        ? 'Cannot convert a BigInt value to a number'
        : 'Cannot mix BigInt and other types, use explicit conversions',
  ],
  ['TypeError', /^cannot convert symbol to string$/, () => 'Cannot convert a Symbol value to a string'],
]

/** `scripts`: what runs, by path. */
export function inWordsOfV8(thrown: Thrown, scripts: Modules): Thrown {
  const { name, message, stack } = thrown
  if (name === null || stack === null) return thrown
  const frames = precise(stack.replace(/\n+$/, ''), scripts)
  const words = wordsFor(name, message.replace(/'(Symbol\.\w+)'/, "'Symbol($1)'"), stack, scripts)
  const told = { name: words.name ?? name, message: readableMessage(words.message) }
  const own = words.isCallers ? frames.slice(frames.indexOf('\n') + 1) : frames
  const there = words.at === undefined ? own : withFirst(own, words.at)
  return { ...thrown, ...told, stack: `${told.name}: ${told.message}\n${there}` }
}

function wordsFor(name: string, message: string, frames: string, scripts: Modules): Words {
  for (const [kind, pattern, rule] of rules) {
    const found = kind === name ? foundIn(message, pattern) : null
    if (found === null) continue
    const site = siteIn(frames, scripts)
    // An error that somebody made has its maker's words.
    if (site.place !== null && isError(callAt(site.place)?.callee)) break
    const words = rule(found, site)
    if (words !== null) return typeof words === 'string' ? { message: words } : words
  }
  return { message }
}

const isError = (callee: Node | undefined): boolean =>
  callee?.type === 'Identifier' && /Error$/.test(callee.name)

/** `    at f (path:12:3)`. Behind a function of QuickJS's own stands who called that. */
function siteIn(frames: string, scripts: Modules): Site {
  const [first = '', second = ''] = frames.split('\n')
  const isNative = first.endsWith(' (native)')
  const [, within = ''] = /^\s*at (\S+)/.exec(first) ?? []
  return {
    place: placeOf(isNative ? second : first, scripts),
    within,
    isNative,
    isEntry: second.includes('(backprop-ninja:'),
  }
}

/** Characters of a line of a stack. */
const LONG = 1000

function placeOf(frame: string, scripts: Modules): ScriptPlace | null {
  if (frame.length > LONG) return null
  const [, path, line, column] = /\((.*):(\d+):(\d+)\)$/.exec(frame) ?? []
  if (path === undefined || !Object.hasOwn(scripts, path)) return null
  return placeIn(scripts[path], Number(line), Number(column))
}

/** Each place where V8 has it. */
const precise = (frames: string, scripts: Modules): string =>
  frames
    .split('\n')
    .map(frame => {
      const place = placeOf(frame, scripts)
      return place === null ? frame : withFirst(frame, preciseAt(place))
    })
    .join('\n')

const withFirst = (frames: string, { line, column }: ScriptPlace): string =>
  frames.replace(/:\d+:\d+\)/, `:${line}:${column})`)

/** Of what is called, or of what a function of QuickJS's own was given to call. */
function notCallable({ place, isNative }: Site): string | null {
  const call = place === null ? null : callAt(place)
  if (call === null || isNative) return null
  const kind = call.type === 'NewExpression' ? 'constructor' : 'function'
  return `${rendered(call.callee)} is not a ${kind}`
}

function notIterable({ place, isNative, isEntry }: Site, of: string | null): Words | string | null {
  if (place === null || isNative) return of === null ? null : `${of} is not iterable`
  const spread = spreadAt(place)
  if (spread === 'alone in a call')
    return 'Spread syntax requires ...iterable[Symbol.iterator] to be a function'
  const walked = spread ?? walkedAt(place)
  if (walked !== null) return unwalkable(rendered(walked), walked.type === 'CallExpression')
  const pattern = patternAfter(place, 'ArrayPattern', isEntry)
  if (pattern === null) return null
  const { value, at } = pattern
  return { message: `${of ?? takenApart(value)} is not iterable`, at }
}

/** V8 shows the value itself where it isn't a name. */
function takenApart(value: PatternFound['value']): string {
  if (value === 'an element') return '.for'
  if (value?.type === 'CallExpression' && value.callee.type === 'Identifier')
    return `${value.callee.name} is not a function or its return value`
  return value?.type === 'Identifier' || value?.type === 'NumericLiteral' ? rendered(value) : 'value'
}

const unwalkable = (text: string, isCall: boolean): string =>
  isCall
    ? `${text.replace(/\(\.\.\.\)$/, '')} is not a function or its return value is not iterable`
    : `${text} is not iterable`

/** `const { a } = x`, and functions that take an object. */
function notAnObject({ place, isNative, isEntry }: Site): Words | string | null {
  if (isNative) return 'Cannot convert undefined or null to object'
  const pattern = place === null ? null : patternAfter(place, 'ObjectPattern', isEntry)
  if (pattern === null) return null
  const { first, value, at } = pattern
  const of = value === 'an element' ? '.for' : value === null ? null : rendered(value)
  if (first === null || value === null)
    return { message: 'Cannot destructure property of undefined or null', at }
  return {
    message: `Cannot destructure property '${first}' of '${of}' as it is undefined or null.`,
    at,
  }
}

/** `c = 1` where c is a constant, or `x.c = 1` where x is frozen. Of a constant the stack is where it goes on afterwards. */
function readOnly(name: string, place: ScriptPlace | null): Words | string {
  const at = place === null ? null : assignmentBefore(place, name)
  return at === null
    ? `Cannot assign to read only property '${name}' of object`
    : { message: 'Assignment to constant variable.', at }
}

const notExtensible = (place: ScriptPlace | null): string => {
  const name = place === null ? null : propertyAt(place)
  return name === null
    ? 'Cannot add a property, object is not extensible'
    : `Cannot add property ${name}, object is not extensible`
}

const withProperty = (place: ScriptPlace | null, words: (name: string) => string): string | null => {
  const name = place === null ? null : propertyAt(place)
  return name === null ? null : words(name)
}

const foundIn = (message: string, pattern: RegExp | string): readonly string[] | null => {
  if (typeof pattern !== 'string') return pattern.exec(message)
  return message === pattern ? [message] : null
}
