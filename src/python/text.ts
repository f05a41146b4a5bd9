/** Python's values as text: as far as notebooks need it, for keys, prints and f-strings. */
import { Boxed } from './box.ts'
import { Dict, PythonSet, type PyValue, Range, Tuple, typeName, Unread, WholeFloat } from './values.ts'

export function textFor(value: PyValue, isQuoted = false): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return numberText(value)
  if (value instanceof WholeFloat) return floatText(value.value)
  if (typeof value === 'string') return isQuoted ? `'${value}'` : value
  const list = (items: readonly PyValue[]): string => items.map(one => textFor(one, true)).join(', ')
  // Nobody computes with it.
  if (value instanceof Boxed) return `tensor(${value.shape.join(', ')})`
  if (value instanceof Tuple) return value.length === 1 ? `(${list(value)},)` : `(${list(value)})`
  if (Array.isArray(value)) return `[${list(value)}]`
  if (value instanceof Range) return `range(${value.start}, ${value.stop})`
  if (value instanceof PythonSet) return `{${list([...value.entries.values()])}}`
  if (value instanceof Dict)
    return `{${[...value.entries.values()].map(([key, one]) => `${textFor(key, true)}: ${textFor(one, true)}`).join(', ')}}`
  return value instanceof Unread ? '?' : `<${typeName(value)}>`
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  // JavaScript writes 1e-7, Python 1e-07.
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** A float that is whole, as Python writes it: `2.0`, `1e+16`. */
const floatText = (value: number): string =>
  Math.abs(value) < 1e16 ? `${Object.is(value, -0) ? '-0' : value}.0` : value.toExponential()

/** `f'{value:spec}'` */
export function formatted(value: PyValue, spec: string): string {
  const [, width = '', , precision, type = ''] = /^[<>^=+-]?0?(\d*)(\.(\d+))?([a-z%]?)$/i.exec(spec) ?? []
  const number =
    value instanceof WholeFloat
      ? value.value
      : value instanceof Boxed && value.tensor.data.length === 1
        ? value.tensor.data[0]
        : value
  const digits = precision === undefined ? 6 : Math.min(Number(precision), 100)
  const text =
    typeof number === 'number' && /[feg%]/i.test(type)
      ? type === '%'
        ? `${(100 * number).toFixed(digits)}%`
        : type.toLowerCase() === 'e'
          ? number.toExponential(digits)
          : number.toFixed(digits)
      : textFor(value)
  return text.padStart(Math.min(Number(width) || 0, 10_000))
}
