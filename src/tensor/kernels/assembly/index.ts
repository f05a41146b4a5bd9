/**
 * AssemblyScript, compiled to WebAssembly: loops over float64 numbers at addresses in the memory, two at a time. Each
 * result has the bits of the plain loops in `../native.ts` and `../elementwise.ts`: the same operations in the same
 * order.
 */

/** `out += a @ b` of `(n, k)` and `(k, m)`. Each element adds up its terms in the order of `k`. */
export function multiply(a: usize, b: usize, out: usize, n: i32, k: i32, m: i32): void {
  const pairs = m & ~1
  for (let i = 0; i < n; i++) {
    const row = out + (<usize>(i * m) << 3)
    for (let p = 0; p < k; p++) {
      const factor = load<f64>(a + (<usize>(i * k + p) << 3))
      const factors = f64x2.splat(factor)
      const from = b + (<usize>(p * m) << 3)
      let at: usize = 0
      for (const end = <usize>pairs << 3; at < end; at += 16) {
        v128.store(row + at, f64x2.add(v128.load(row + at), f64x2.mul(factors, v128.load(from + at))))
      }
      if (pairs < m) store<f64>(row + at, load<f64>(row + at) + factor * load<f64>(from + at))
    }
  }
}

enum Op { add, sub, mul, div }

// @ts-expect-error: decorator
@inline
function two(op: Op, a: v128, b: v128): v128 {
  if (op == Op.add) return f64x2.add(a, b)
  if (op == Op.sub) return f64x2.sub(a, b)
  if (op == Op.mul) return f64x2.mul(a, b)
  return f64x2.div(a, b)
}

/** A pair of an operand: the next two numbers, or twice the one that stands still. */
// @ts-expect-error: decorator
@inline
function pair(at: usize, along: i32): v128 {
  return along ? v128.load(at) : v128.load64_splat(at)
}

/**
 * `rows` times `cols` results. An operand moves on by `aStep` numbers from row to row, and within a row it goes along
 * (`aAlong` 1) or stands still (0). May write one number past the end.
 */
export function zip(
  op: Op, a: usize, aStep: i32, aAlong: i32, b: usize, bStep: i32, bAlong: i32, out: usize, rows: i32, cols: i32,
): void {
  for (let i = 0; i < rows; i++) {
    let x = a + (<usize>(i * aStep) << 3)
    let y = b + (<usize>(i * bStep) << 3)
    let to = out + (<usize>(i * cols) << 3)
    for (let j = 0; j < cols; j += 2) {
      v128.store(to, two(op, pair(x, aAlong), pair(y, bAlong)))
      x += <usize>aAlong << 4
      y += <usize>bAlong << 4
      to += 16
    }
  }
}

/** `out += x` of `(outer, count, inner)`, summed over `count`. Each element adds up its terms in their order. */
export function sum(x: usize, out: usize, outer: i32, count: i32, inner: i32): void {
  const pairs = inner & ~1
  for (let i = 0; i < outer; i++) {
    const to = out + (<usize>(i * inner) << 3)
    for (let k = 0; k < count; k++) {
      let at: usize = 0
      for (const end = <usize>pairs << 3; at < end; at += 16) {
        v128.store(to + at, f64x2.add(v128.load(to + at), v128.load(x + at)))
      }
      if (pairs < inner) store<f64>(to + at, load<f64>(to + at) + load<f64>(x + at))
      x += <usize>inner << 3
    }
  }
}

/** `rows` times `cols` numbers, from `x` with steps of so many numbers from row to row and along a row. */
export function gather(x: usize, out: usize, rows: i32, cols: i32, rowStep: i32, colStep: i32): void {
  for (let i = 0; i < rows; i++) {
    let from = x + (<usize>(i * rowStep) << 3)
    for (let j = 0; j < cols; j++) {
      store<f64>(out, load<f64>(from))
      from += <usize>colStep << 3
      out += 8
    }
  }
}

/** Whether the `n` numbers at `a` and the `n` at `b` are the same bits. */
export function same(a: usize, b: usize, n: i32): bool {
  for (const end = a + (<usize>(n & ~1) << 3); a < end; a += 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false
    b += 16
  }
  return !(n & 1) || load<i64>(a) == load<i64>(b)
}
