/** Values as text between `ninja open` and the page: JSON, with numbers that JSON lacks, lists of numbers, and maps. */
import { base64Of, bytesOf } from '../tensor/base64.ts'

export const toWire = (value: unknown): string => openSender()(value)

export const fromWire = (text: string): unknown => openReceiver()(text)

/**
 * Writes values that one reader gets, all of them and in this order: a list of numbers that it got with the last value
 * that had any isn't sent again.
 */
export function openSender(): (value: unknown) => string {
  let known: readonly Float64Array[] = []
  return value => {
    const lists: Float64Array[] = []
    const text = JSON.stringify(value, (_, one) => {
      if (!(one instanceof Float64Array)) return packed(one)
      const before = lists.indexOf(one)
      if (before !== -1) return { $list: before }
      const $list = lists.push(one) - 1
      const $known = known.findIndex(other => isSame(other, one))
      return $known === -1 ? { $list, $float64: textOf(one) } : { $list, $known }
    })
    if (lists.length > 0) known = lists
    return text
  }
}

/** Reads what one sender wrote. */
export function openReceiver(): (text: string) => unknown {
  let known: readonly Float64Array[] = []
  return text => {
    const lists: Float64Array[] = []
    const value: unknown = JSON.parse(text, (_, one) => {
      if (typeof one !== 'object' || one === null) return one
      const { $list, $known, $float64 } = one as Partial<Place>
      if ($list === undefined) return unpacked(one)
      if ($known !== undefined) lists[$list] = known[$known]
      if ($float64 !== undefined) lists[$list] = new Float64Array(bytesOf($float64).buffer)
      return lists[$list]
    })
    if (lists.length > 0) known = lists
    return value
  }
}

/** Where a list is: in the value before, here, or here already. */
interface Place {
  readonly $list: number
  readonly $known: number
  readonly $float64: string
}

function packed(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  return value instanceof Map ? { $map: [...value] } : value
}

function unpacked(value: object): unknown {
  const { $number, $map } = value as Record<string, unknown>
  if (typeof $number === 'string') return Number($number)
  return Array.isArray($map) ? new Map($map) : value
}

const textOf = ({ buffer, byteOffset, byteLength }: Float64Array): string =>
  base64Of(new Uint8Array(buffer, byteOffset, byteLength))

const isSame = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((x, i) => Object.is(x, b[i]))
