/** Values as text between `ninja open` and the page: JSON, with numbers that JSON lacks, lists of numbers, and maps. */
import { base64Of, bytesOf } from '../tensor/base64.ts'

export const toWire = (value: unknown): string => JSON.stringify(value, packed)

export const fromWire = (text: string): unknown => JSON.parse(text, unpacked)

function packed(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  if (value instanceof Float64Array)
    return { $float64: base64Of(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
  if (value instanceof Map) return { $map: [...value] }
  return value
}

function unpacked(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { $number, $float64, $map } = value as Record<string, unknown>
  if (typeof $number === 'string') return Number($number)
  if (typeof $float64 === 'string') return new Float64Array(bytesOf($float64).buffer)
  if (Array.isArray($map)) return new Map($map)
  return value
}

/** A message as bytes, and the lists of numbers in it, which the other side has from then on. */
export interface Carried {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lists: readonly Float64Array[]
}

/**
 * The same as bytes: lists of numbers lie behind the text, as they are in memory; one that is there twice, once, and of
 * `known`, which the other side has, none.
 */
export function toBytes(value: unknown, known: readonly Float64Array[] = []): Carried {
  const places = new Map<Float64Array, Place>()
  let count = 0
  const placeOf = (list: Float64Array): Place => {
    const $list = places.size
    const $known = known.findIndex(other => isSame(other, list))
    if ($known !== -1) return { $list, $known }
    const $from = count
    count += list.length
    return { $list, $from, $to: count }
  }
  const text = JSON.stringify(value, (key, one) => {
    if (!(one instanceof Float64Array)) return packed(key, one)
    if (!places.has(one)) places.set(one, placeOf(one))
    return places.get(one)
  })
  const head = new TextEncoder().encode(text)
  const start = startOf(head.length)
  const bytes = new Uint8Array(start + 8 * count)
  new DataView(bytes.buffer).setUint32(0, head.length)
  bytes.set(head, HEAD)
  const numbers = new Float64Array(bytes.buffer, start)
  for (const [list, place] of places) if ('$from' in place) numbers.set(list, place.$from)
  return { bytes, lists: [...places.keys()] }
}

/** Where a list is, and which one of the message it is. */
type Place =
  | { readonly $list: number; readonly $known: number }
  | { readonly $list: number; readonly $from: number; readonly $to: number }

const isSame = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((x, i) => Object.is(x, b[i]))

export function fromBytes(
  bytes: ArrayBuffer,
  known: readonly Float64Array[] = [],
): { readonly value: unknown; readonly lists: readonly Float64Array[] } {
  const length = new DataView(bytes).getUint32(0)
  const numbers = new Float64Array(bytes, startOf(length))
  const lists: Float64Array[] = []
  const value: unknown = JSON.parse(
    new TextDecoder().decode(new Uint8Array(bytes, HEAD, length)),
    (key, one) => {
      if (typeof one?.$list !== 'number') return unpacked(key, one)
      const place = one as Place
      lists[place.$list] ??= '$known' in place ? known[place.$known] : numbers.slice(place.$from, place.$to)
      return lists[place.$list]
    },
  )
  return { value, lists }
}

/** Bytes that say how long the text is. */
const HEAD = 4
/** Where the numbers begin. */
const startOf = (length: number): number => 8 * Math.ceil((HEAD + length) / 8)
