/**
 * Which code may run in the very process that judges it: code that can neither take long, nor take much memory, nor
 * reach anything outside, if nobody set out to. What is not sure to be such runs in a thread, which can be stopped.
 *
 * Plain code has no loop, calls nothing but tensor methods, `Math` and what 'backprop-ninja' exports (so not itself
 * either), and names nothing else that JavaScript has on its own, not by a string either.
 */
import * as door from '../index.ts'
import { SKIPPED } from '../notebook/functions.ts'
import { LONGEST } from './annotations.ts'

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const forbidden = wordsOf(
  'for while do new class async await yield import require module exports eval arguments this super with',
)
/** Of the names that JavaScript has on its own. */
const harmless = wordsOf('Math undefined NaN Infinity console')

/** What a bracket may follow. */
const callable: ReadonlySet<string> = new Set([...Object.keys(door), 'if', 'return'])

/** What may be called behind a dot. */
const methods: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(door.Tensor.prototype),
  ...Object.getOwnPropertyNames(Math),
  ...Object.keys(door.generator(0)),
])

/** A number beyond this may be the size of something. */
const LARGE = 4096

const IMPORT = /^import (?:type )?\{[^}]*\} from 'backprop-ninja';?$/gm
const WORD = /(\.\s*)?\b([A-Za-z_$][\w$]*)(\s*\()?/g
const NUMBER = /(?<![\w$])\.?\d[\w.]*(?:(?<=e)[+-]\d+)?/gi
/** A member by a string: `x['name']`. */
const NAMED = /\[\s*['"]/
/** What is called has no name of its own: `(f)(x)`, `list[0](x)`. */
const NAMELESS = /[)\]}]\s*\(|\\/

/** `text`: a module in TypeScript. */
export function isPlain(text: string): boolean {
  if (text.length > LONGEST) return false
  const source = text.replace(IMPORT, '')
  if (NAMED.test(source)) return false
  let template = false
  const code = source.replace(SKIPPED, all => {
    template ||= all.startsWith('`')
    return ' '
  })
  if (template || NAMELESS.test(code)) return false
  for (const [number] of code.matchAll(NUMBER)) {
    if (!(Number(number.replaceAll('_', '')) <= LARGE)) return false
  }
  let before = ''
  for (const [, dot, word, call] of code.matchAll(WORD)) {
    const called = call !== undefined && before !== 'function'
    if (dot === undefined ? !isFree(word, called) : !isMember(word, called)) return false
    before = word
  }
  return true
}

const isFree = (word: string, called: boolean): boolean =>
  called ? callable.has(word) : harmless.has(word) || !(forbidden.has(word) || word in globalThis)

const isMember = (word: string, called: boolean): boolean =>
  !(word in {} || word === 'prototype') && (!called || methods.has(word))
