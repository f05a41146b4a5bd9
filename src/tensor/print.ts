/** A tensor as text, as PyTorch prints it (`torch/_tensor_str.py`, its default options). */
import { formatShape, type Shape } from './shape.ts'
import type { Values } from './values.ts'

const PRECISION = 4
const THRESHOLD = 1000
const EDGE_ITEMS = 3
const LINE_WIDTH = 80

export function formatTensor({ shape, data }: Values): string {
  if (data.length === 0) return shape.length === 1 ? 'tensor([])' : `tensor([], size=${formatShape(shape)})`
  const summarize = data.length > THRESHOLD
  const format = numberFormat(summarize ? edges(shape, data) : data)
  const prefix = 'tensor('
  return `${prefix}${block(shape, data, 0, prefix.length, summarize, format)})`
}

function block(
  shape: Shape,
  data: Float64Array,
  start: number,
  indent: number,
  summarize: boolean,
  format: NumberFormat,
): string {
  if (shape.length === 0) return format.write(data[start])
  const [size, ...rest] = shape
  const stride = rest.reduce((product, s) => product * s, 1)
  const cut = summarize && size > 2 * EDGE_ITEMS
  const shown = Array.from({ length: size }, (_, i) => i).filter(
    i => !cut || i < EDGE_ITEMS || i >= size - EDGE_ITEMS,
  )
  if (rest.length === 0) {
    const numbers = shown.map(i => format.write(data[start + i]))
    if (cut) numbers.splice(EDGE_ITEMS, 0, ' ...')
    return `[${lines(numbers, Math.max(1, Math.floor((LINE_WIDTH - indent) / (format.width + 2))), indent)}]`
  }
  const parts = shown.map(i => block(rest, data, start + i * stride, indent + 1, summarize, format))
  if (cut) parts.splice(EDGE_ITEMS, 0, '...')
  return `[${parts.join(`,${'\n'.repeat(rest.length)}${' '.repeat(indent + 1)}`)}]`
}

function lines(numbers: readonly string[], perLine: number, indent: number): string {
  const rows: string[] = []
  for (let i = 0; i < numbers.length; i += perLine) rows.push(numbers.slice(i, i + perLine).join(', '))
  return rows.join(`,\n${' '.repeat(indent + 1)}`)
}

interface NumberFormat {
  readonly width: number
  readonly write: (value: number) => string
}

/**
 * Whole numbers as `2.`, others with four digits, in scientific form where the range is wide: for all alike. Zeros, nan
 * and inf have no say in the form or the width.
 */
function numberFormat(shown: ArrayLike<number>): NumberFormat {
  const finite = Array.from(shown).filter(value => Number.isFinite(value) && value !== 0)
  const sizes = finite.map(Math.abs)
  const [least, most] = sizes.reduce(
    ([lo, hi], size) => [Math.min(lo, size), Math.max(hi, size)],
    [Infinity, 0],
  )
  const whole = finite.every(value => Number.isInteger(value))
  const scientific = finite.length > 0 && (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4))
  const digits = (value: number): string => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
    const text = scientific ? exponent(value) : whole ? `${value.toFixed(0)}.` : fixed(value)
    return Object.is(value, -0) ? `-${text}` : text
  }
  const width = finite.reduce((widest, value) => Math.max(widest, digits(value).length), 1)
  return { width, write: value => digits(value).padStart(width) }
}

const fixed = (value: number): string => halfToEven(value.toFixed(EXACT)) ?? value.toFixed(PRECISION)

function exponent(value: number): string {
  const text = halfToEven(value.toExponential(EXACT)) ?? value.toExponential(PRECISION)
  const [mantissa, power] = text.split('e')
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`
}

/** Enough digits to tell a number half-way between two of four digits from one that is only near. */
const EXACT = 40

/** Python rounds an exact half to the even digit (0.03125 is 0.0312), JavaScript away from zero; null: not a half. */
function halfToEven(exact: string): string | null {
  const half = /^(-?\d+\.\d{3}[02468])50*(e.*)?$/.exec(exact)
  return half && half[1] + (half[2] ?? '')
}

/** The numbers that a summary shows. */
function edges(shape: Shape, data: Float64Array): number[] {
  const shown: number[] = []
  const visit = (dim: number, start: number, stride: number): void => {
    if (dim === shape.length) {
      shown.push(data[start])
      return
    }
    const inner = stride / shape[dim]
    for (let i = 0; i < shape[dim]; i++) {
      if (shape[dim] <= 2 * EDGE_ITEMS || i < EDGE_ITEMS || i >= shape[dim] - EDGE_ITEMS) {
        visit(dim + 1, start + i * inner, inner)
      }
    }
  }
  visit(0, 0, data.length)
  return shown
}
