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

/** The same as bytes: lists of numbers lie behind the text, as they are in memory; one that is there twice, once. */
export function toBytes(value: unknown): Uint8Array<ArrayBuffer> {
  const places = new Map<Float64Array, { readonly $from: number; readonly $to: number }>()
  let count = 0
  const text = JSON.stringify(value, (key, one) => {
    if (!(one instanceof Float64Array)) return packed(key, one)
    const place = places.get(one) ?? { $from: count, $to: count + one.length }
    count = Math.max(count, place.$to)
    places.set(one, place)
    return place
  })
  const head = new TextEncoder().encode(text)
  const start = startOf(head.length)
  const bytes = new Uint8Array(start + 8 * count)
  new DataView(bytes.buffer).setUint32(0, head.length)
  bytes.set(head, HEAD)
  const numbers = new Float64Array(bytes.buffer, start)
  for (const [list, { $from }] of places) numbers.set(list, $from)
  return bytes
}

export function fromBytes(bytes: ArrayBuffer): unknown {
  const length = new DataView(bytes).getUint32(0)
  const numbers = new Float64Array(bytes, startOf(length))
  return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, HEAD, length)), (key, one) => {
    const { $from, $to } = (one ?? {}) as Record<string, unknown>
    return typeof $from === 'number' && typeof $to === 'number'
      ? numbers.slice($from, $to)
      : unpacked(key, one)
  })
}

/** Bytes that say how long the text is. */
const HEAD = 4
/** Where the numbers begin. */
const startOf = (length: number): number => 8 * Math.ceil((HEAD + length) / 8)
