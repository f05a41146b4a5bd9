/** What Python's operators do to plain numbers. */
import type { BinaryName } from './operators.ts'
import { NotRead, PythonError } from './values.ts'

export const modulo = (a: number, b: number): number => {
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

/** Rounded down; infinities have no rest. */
export function floored(a: number, b: number): number {
  if (b === 0) return a / b
  if (!Number.isFinite(a)) return Number.NaN
  return Number.isFinite(b) ? Math.floor(a / b) : a !== 0 && a < 0 !== b < 0 ? -1 : 0
}

/** JavaScript's own are of 32 bits. */
export const bits =
  (f: (a: number, b: number) => number) =>
  (a: number, b: number): number => {
    if ((a | 0) !== a || (b | 0) !== b) throw new NotRead('bits of large numbers')
    return f(a, b)
  }

function shiftOf(by: number): number {
  if (by < 0) throw new PythonError('ValueError', 'negative shift count')
  return by
}

export const onNumbers: { readonly [Name in BinaryName]?: (a: number, b: number) => number } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mult: (a, b) => a * b,
  Div: (a, b) => {
    if (b === 0) throw new PythonError('ZeroDivisionError', 'division by zero')
    return a / b
  },
  Pow: (a, b) => {
    if (a === 0 && b < 0)
      throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power')
    const made = a ** b
    if (!Number.isFinite(made) && Number.isFinite(a) && Number.isFinite(b) && a >= 0)
      throw new PythonError('OverflowError', 'Numerical result out of range')
    return made
  },
  Mod: (a, b) => {
    if (b === 0) throw new PythonError('ZeroDivisionError', 'integer modulo by zero')
    return modulo(a, b)
  },
  FloorDiv: (a, b) => {
    if (b === 0) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero')
    return Math.floor(a / b)
  },
  BitAnd: bits((a, b) => a & b),
  BitOr: bits((a, b) => a | b),
  BitXor: bits((a, b) => a ^ b),
  LShift: (a, b) => a * 2 ** shiftOf(b),
  RShift: (a, b) => Math.floor(a / 2 ** shiftOf(b)),
}

/** Halves go to the even neighbour. */
export function roundedToEven(value: number): number {
  const down = Math.floor(value)
  const rest = value - down
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1
}
