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
