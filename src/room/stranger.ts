/** What a room sends is a stranger's data: each field is looked at before it is used. */

/** Something that a room sent is not what it should be. */
export class Garbled extends Error {
  override readonly name: string = 'Garbled'
}

const fail = (wanted: string): never => {
  throw new Garbled(`the learner's side sent no ${wanted}`)
}

export const asRecord = (x: unknown): Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x) ? (x as Record<string, unknown>) : fail('record')

export const asText = (x: unknown, most: number): string =>
  typeof x === 'string' ? (x.length > most ? `${x.slice(0, most)}…` : x) : fail('text')

/** What is shown to a person: no sign in it moves the cursor, changes a colour or turns the writing round. */
export const asWords = (x: unknown, most: number): string =>
  asText(x, most)
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, sign => `\\u{${sign.charCodeAt(0).toString(16)}}`)

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

export const asList = (x: unknown, most: number): readonly unknown[] =>
  Array.isArray(x) && x.length <= most ? x : fail(`list of at most ${most}`)

export const asWhole = (x: unknown, below: number): number =>
  typeof x === 'number' && Number.isInteger(x) && x >= 0 && x < below ? x : fail('whole number')

/** Any at all, NaN too. */
export const asNumber = (x: unknown): number => (typeof x === 'number' ? x : fail('number'))

export const asOneOf = <T extends string>(x: unknown, all: readonly T[]): T =>
  all.includes(x as T) ? (x as T) : fail(`word of ${all.join(', ')}`)

/** The same, or null. */
export const orNull = <T>(x: unknown, read: (x: unknown) => T): T | null => (x === null ? null : read(x))
