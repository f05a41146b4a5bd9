/**
 * Operations on each element. Everything here goes four numbers at a time and may write up to three numbers past the
 * end of what it makes: every piece of memory has room for that, and rows are written from first to last.
 */
import { exp4, log4, sigmoid4, tanh4 } from './functions'

enum Two { add, sub, mul, div, maximum, minimum, eq, ne, lt, le, gt, ge }
enum One { neg, exp, log, sqrt, abs, tanh, sigmoid, relu, reciprocal, rsqrt, cube }

/** NaN if either is, as in JavaScript; of equal ones -0 is the smaller. */
// @ts-expect-error: decorator
@inline
function two(op: Two, a: v128, b: v128): v128 {
  const one = f32x4.splat(1)
  if (op == Two.add) return f32x4.add(a, b)
  if (op == Two.sub) return f32x4.sub(a, b)
  if (op == Two.mul) return f32x4.mul(a, b)
  if (op == Two.div) return f32x4.div(a, b)
  if (op == Two.maximum) return f32x4.max(a, b)
  if (op == Two.minimum) return f32x4.min(a, b)
  if (op == Two.eq) return v128.and(f32x4.eq(a, b), one)
  if (op == Two.ne) return v128.and(f32x4.ne(a, b), one)
  if (op == Two.lt) return v128.and(f32x4.lt(a, b), one)
  if (op == Two.le) return v128.and(f32x4.le(a, b), one)
  if (op == Two.gt) return v128.and(f32x4.gt(a, b), one)
  return v128.and(f32x4.ge(a, b), one)
}

// @ts-expect-error: decorator
@inline
function one(op: One, x: v128): v128 {
  if (op == One.neg) return f32x4.neg(x)
  if (op == One.exp) return exp4(x)
  if (op == One.log) return log4(x)
  if (op == One.sqrt) return f32x4.sqrt(x)
  if (op == One.abs) return f32x4.abs(x)
  if (op == One.tanh) return tanh4(x)
  if (op == One.sigmoid) return sigmoid4(x)
  if (op == One.relu) return v128.andnot(x, f32x4.lt(x, f32x4.splat(0)))
  if (op == One.reciprocal) return f32x4.div(f32x4.splat(1), x)
  if (op == One.rsqrt) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x))
  return f32x4.mul(f32x4.mul(x, x), x)
}

/**
 * `rows` times `cols` results. An operand moves on by `aStep` bytes from row to row, and within a row it goes along
 * (`aAlong` 1) or stands still (0).
 */
// @ts-expect-error: decorator
@inline
function zip(
  op: Two, a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32,
  out: usize, rows: i32, cols: i32,
): void {
  const bytes = <usize>cols << 2
  for (let i = 0; i < rows; i++) {
    const end = out + bytes
    let to = out
    let x = a
    let y = b
    if (aAlong != 0 && bAlong != 0) {
      for (; to + 48 < end; to += 64, x += 64, y += 64) {
        v128.store(to, two(op, v128.load(x), v128.load(y)))
        v128.store(to, two(op, v128.load(x, 16), v128.load(y, 16)), 16)
        v128.store(to, two(op, v128.load(x, 32), v128.load(y, 32)), 32)
        v128.store(to, two(op, v128.load(x, 48), v128.load(y, 48)), 48)
      }
      for (; to < end; to += 16, x += 16, y += 16) v128.store(to, two(op, v128.load(x), v128.load(y)))
    } else if (aAlong != 0) {
      const still = v128.load32_splat(b)
      for (; to + 48 < end; to += 64, x += 64) {
        v128.store(to, two(op, v128.load(x), still))
        v128.store(to, two(op, v128.load(x, 16), still), 16)
        v128.store(to, two(op, v128.load(x, 32), still), 32)
        v128.store(to, two(op, v128.load(x, 48), still), 48)
      }
      for (; to < end; to += 16, x += 16) v128.store(to, two(op, v128.load(x), still))
    } else {
      const still = v128.load32_splat(a)
      if (bAlong != 0) {
        for (; to < end; to += 16, y += 16) v128.store(to, two(op, still, v128.load(y)))
      } else {
        const value = two(op, still, v128.load32_splat(b))
        for (; to < end; to += 16) v128.store(to, value)
      }
    }
    out = end
    a += aStep
    b += bStep
  }
}

// @ts-expect-error: decorator
@inline
function map(op: One, x: usize, out: usize, n: i32): void {
  const end = out + (<usize>n << 2)
  for (; out + 16 < end; out += 32, x += 32) {
    const first = one(op, v128.load(x))
    const second = one(op, v128.load(x, 16))
    v128.store(out, first)
    v128.store(out, second, 16)
  }
  for (; out < end; out += 16, x += 16) v128.store(out, one(op, v128.load(x)))
}

export function fill(value: f32, out: usize, n: i32): void {
  const all = f32x4.splat(value)
  const end = out + (<usize>n << 2)
  for (; out < end; out += 16) v128.store(out, all)
}

/**
 * Where the condition is not 0 the first, else the second. Each moves on by its step (bytes) from row to row; within a
 * row the condition goes along, and the others do (1) or stand still (0).
 */
export function where(
  c: usize, cStep: usize, a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32,
  out: usize, rows: i32, cols: i32,
): void {
  const bytes = <usize>cols << 2
  const zero = f32x4.splat(0)
  for (let i = 0; i < rows; i++, c += cStep, a += aStep, b += bStep, out += bytes) {
    let x = v128.load32_splat(a)
    let y = v128.load32_splat(b)
    for (let j: usize = 0; j < bytes; j += 16) {
      if (aAlong != 0) x = v128.load(a + j)
      if (bAlong != 0) y = v128.load(b + j)
      v128.store(out + j, v128.bitselect(x, y, f32x4.ne(v128.load(c + j), zero)))
    }
  }
}

export function add(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.add, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function sub(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.sub, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function mul(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.mul, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function div(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.div, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function maximum(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.maximum, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function minimum(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.minimum, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function eq(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.eq, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function ne(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.ne, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function lt(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.lt, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function le(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.le, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function gt(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.gt, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function ge(a: usize, aStep: usize, aAlong: i32, b: usize, bStep: usize, bAlong: i32, out: usize, rows: i32, cols: i32): void {
  zip(Two.ge, a, aStep, aAlong, b, bStep, bAlong, out, rows, cols)
}
export function neg(x: usize, out: usize, n: i32): void { map(One.neg, x, out, n) }
export function exp(x: usize, out: usize, n: i32): void { map(One.exp, x, out, n) }
export function log(x: usize, out: usize, n: i32): void { map(One.log, x, out, n) }
export function sqrt(x: usize, out: usize, n: i32): void { map(One.sqrt, x, out, n) }
export function abs(x: usize, out: usize, n: i32): void { map(One.abs, x, out, n) }
export function tanh(x: usize, out: usize, n: i32): void { map(One.tanh, x, out, n) }
export function sigmoid(x: usize, out: usize, n: i32): void { map(One.sigmoid, x, out, n) }
export function relu(x: usize, out: usize, n: i32): void { map(One.relu, x, out, n) }
export function reciprocal(x: usize, out: usize, n: i32): void { map(One.reciprocal, x, out, n) }
export function rsqrt(x: usize, out: usize, n: i32): void { map(One.rsqrt, x, out, n) }
export function cube(x: usize, out: usize, n: i32): void { map(One.cube, x, out, n) }
