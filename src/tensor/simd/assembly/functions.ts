/** Exponential, logarithm and hyperbolic tangent of four numbers at once, right to a few units in the last place. */

// @ts-expect-error: decorator
@inline const LN2_HIGH: f32 = 0.693359375 // few bits, so that a whole number times it is exact
// @ts-expect-error: decorator
@inline const LN2_LOW: f32 = -2.12194440e-4

/** 1.5 · 2^23, with the bits 0x4b400000: there the last bit is worth 1, so adding it rounds, and the bits count up. */
// @ts-expect-error: decorator
@inline const ROUNDER: f32 = 12582912

/** `a * b + c` */
// @ts-expect-error: decorator
@inline
export function fma(a: v128, b: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.splat(c))
}

/** 2 to the power of each of four whole numbers from -126 to 127: they are put where a float keeps its exponent. */
// @ts-expect-error: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
}

/**
 * x = n ln 2 + r with n whole, so exp x = 2^n exp r, and r is at most half of ln 2: there a polynomial is enough
 * (minimax, 3e-9). 2^n is multiplied in halves, so that what is too large becomes infinite, and too small 0.
 */
// @ts-expect-error: decorator
@inline
export function exp4(x: v128): v128 {
  const within = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-105))
  const shifted = f32x4.add(f32x4.mul(within, f32x4.splat(1.44269504)), f32x4.splat(ROUNDER))
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER))
  const r = f32x4.sub(
    f32x4.sub(within, f32x4.mul(n, f32x4.splat(LN2_HIGH))),
    f32x4.mul(n, f32x4.splat(LN2_LOW)),
  )
  let p = fma(f32x4.splat(1.3814464e-3), r, 8.3687808e-3)
  p = fma(p, r, 4.16683944e-2)
  p = fma(p, r, 1.66665201e-1)
  p = fma(p, r, 4.99999934e-1)
  let y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1))
  // Of what is masked with -Infinity, 0 at once: to underflow takes a processor many times as long.
  y = v128.andnot(y, f32x4.lt(x, f32x4.splat(-104)))
  const whole = i32x4.sub(shifted, i32x4.splat(0x4b400000))
  const half = i32x4.shr_s(whole, 1)
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)))
}

/**
 * x = 2^e (1 + f) with 1 + f between √½ and √2, so log x = e ln 2 + log(1 + f), and for that a polynomial (minimax,
 * 6e-9).
 */
// @ts-expect-error: decorator
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38))
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny)
  // Counted from the bits of √½, the exponent's bits are e.
  const above = i32x4.sub(scaled, i32x4.splat(0x3f3504f3))
  const exponent = i32x4.shr_s(above, 23)
  const f = f32x4.sub(
    i32x4.add(v128.and(above, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3)),
    f32x4.splat(1),
  )
  const e = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(tiny, f32x4.splat(23)))
  let p = fma(f32x4.splat(-7.63648595e-2), f, 1.2764657e-1)
  p = fma(p, f, -1.31609055e-1)
  p = fma(p, f, 1.42013985e-1)
  p = fma(p, f, -1.66232518e-1)
  p = fma(p, f, 2.00012382e-1)
  p = fma(p, f, -2.5000824e-1)
  p = fma(p, f, 3.33333316e-1)
  const ff = f32x4.mul(f, f)
  let y = f32x4.mul(f32x4.mul(ff, f), p)
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(LN2_LOW)))
  y = f32x4.sub(y, f32x4.mul(ff, f32x4.splat(0.5)))
  y = f32x4.add(f32x4.add(f, y), f32x4.mul(e, f32x4.splat(LN2_HIGH)))
  // Below 0: NaN; 0: minus infinity; infinity and NaN are themselves.
  const zero = f32x4.splat(0)
  y = v128.bitselect(f32x4.splat(NaN), y, f32x4.lt(x, zero))
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, zero))
  return v128.bitselect(y, x, f32x4.lt(x, f32x4.splat(Infinity)))
}

/** A quotient of polynomials in x², minimax up to 9, from where on tanh is 1 in 24 bits. */
// @ts-expect-error: decorator
@inline
export function tanh4(x: v128): v128 {
  const within = f32x4.pmax(f32x4.pmin(x, f32x4.splat(9.02)), f32x4.splat(-9.02))
  const u = f32x4.mul(within, within)
  let p = fma(f32x4.splat(1.33189985e-8), u, 2.05834256e-5)
  p = fma(p, u, 3.4940311e-3)
  p = fma(p, u, 1.3379715e-1)
  p = fma(p, u, 1)
  let q = fma(f32x4.splat(7.76198857e-7), u, 3.28308723e-4)
  q = fma(q, u, 2.587106e-2)
  q = fma(q, u, 4.67130303e-1)
  q = fma(q, u, 1)
  const y = f32x4.div(f32x4.mul(within, p), q)
  return f32x4.pmax(f32x4.pmin(y, f32x4.splat(1)), f32x4.splat(-1))
}

// @ts-expect-error: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))))
}
