/** What the learner's side replies, read as a stranger's data. Throws `Garbled` for what cannot be read. */
import type { Tensor } from '../tensor/tensor.ts'
import { type Kept, unpackKept } from './kept.ts'
import type { Question } from './messages.ts'
import { type Region, unpack, unpackTape } from './numbers.ts'
import { type Call, type Came, noTape, type Other, type Thrown } from './program.ts'
import type { Fields } from './side.ts'
import { asList, asOneOf, asRecord, asText, asWhole, asWords, Garbled, orNull } from './stranger.ts'

/** Names, texts and lists of them that are longer than this are nobody's. */
const NAME = 500
const ASKED = 100
const TEXT = 25_000
const MANY = 10_000
/** Of a stack. */
const LINES = 100

/** Something that was thrown, or a blank. */
export type Failing = Thrown | { readonly kind: 'blank' }

export function failingIn(came: unknown): Failing {
  const { kind, name, message, stack, advice } = asRecord(came)
  if (kind === 'blank') return { kind }
  if (kind !== 'threw') throw new Garbled('the learner\u2019s side sent nothing that was thrown')
  const thrown: Thrown = {
    kind,
    name: orNull(name, x => asWords(x, NAME)),
    message: asWords(message, TEXT),
    stack: orNull(stack, stackIn),
  }
  return advice === undefined ? thrown : { ...thrown, advice: orNull(advice, x => asWords(x, TEXT)) }
}

/** The first lines, without what nobody reads: whoever searches them is to be through soon. */
const stackIn = (stack: unknown): string =>
  asText(stack, TEXT)
    .split('\n')
    .slice(0, LINES)
    .map(line => `${/^\s/.test(line) ? '    ' : ''}${line.trim()}`)
    .join('\n')

export const textsIn = (list: unknown): string[] => asList(list, MANY).map(text => asWords(text, TEXT))

export function questionIn({ ask, name }: Fields): Question {
  const what = asOneOf(ask, ['gradient', 'has', 'table', 'names'] as const)
  return what === 'names' ? { ask: what } : { ask: what, name: asText(name, ASKED) }
}

/** The rows of a check: a name and a blank each. */
export const rowsIn = (list: unknown): { readonly name: string; readonly blank: string }[] =>
  asList(list, MANY).map(row => {
    const [name, blank] = asList(row, 2)
    return { name: asText(name, NAME), blank: asText(blank, NAME) }
  })

/** The names of the functions that a module defines. */
export const defined = (list: unknown): Set<string> =>
  new Set(asList(list, MANY).map(name => asText(name, NAME)))

const others: readonly Other[] = ['nothing', 'function', 'boolean', 'promise', 'object']

export function callIn({ came, read, printed, tape }: Fields, region: Region): Call {
  const packed = tape == null ? null : unpackTape(tape, region)
  return {
    came: cameIn(asRecord(came), region, packed?.tensors ?? []),
    read: new Set(textsIn(read)),
    printed: textsIn(printed),
    tape: packed?.tape ?? noTape,
  }
}

function cameIn(came: Fields, region: Region, tensors: readonly Tensor[]): Came {
  switch (came.kind) {
    case 'value': {
      const place = came.place === -1 ? undefined : tensors[asWhole(came.place, tensors.length)]
      return { kind: 'value', value: place ?? unpack(came.tensor, region) }
    }
    case 'number': {
      const value: Kept = unpackKept(came.value, region)
      if (typeof value !== 'number') throw new Garbled('the learner\u2019s side sent no number')
      return { kind: 'number', value }
    }
    case 'tampered':
      return { kind: 'tampered' }
    case 'other':
      return { kind: 'other', what: asOneOf(came.what, others), text: asWords(came.text, TEXT) }
    case 'changed':
      return { kind: 'changed', name: asText(came.name, NAME) }
    case 'later':
      return { kind: 'later', gradient: asText(came.gradient, NAME) }
  }
  return failingIn(came)
}
