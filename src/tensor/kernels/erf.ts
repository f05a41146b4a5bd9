/** The error function, of one number: `erf x = 2/√π ∫ exp(-t²) dt` from 0 to x (`torch.erf`). */

/** 2/√π - 1. */
const EXTRA = 0.12837916709551256
const SLOPE = 1 + EXTRA
const ROOT_PI = Math.sqrt(Math.PI)

/** From here on the fraction is the more precise of the two. */
const NEAR = 0.875
/** From here on 1 is the nearest number there is. */
const FAR = 5.93

/** Off by little more than one unit in the last place at most, near 0.875, and by about half of one elsewhere. */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (size < NEAR) return series(x)
  return size < FAR ? Math.sign(x) * (1 - tail(size)) : Math.sign(x)
}

/**
 * Maclaurin's, `2/√π (x - x³/3 + x⁵/10 - …)`, summed from the small end. Written as x and what there is more, so that the
 * large part is not rounded.
 */
function series(x: number): number {
  const square = x * x
  let sum = 0
  for (let k = 18; k > 0; k--) sum = 1 / (2 * k + 1) - (square / (k + 1)) * sum
  return x + x * (EXTRA - SLOPE * square * sum)
}

/** `1 - erf x`, by Laplace's continued fraction: `exp(-x²)/√π / (x + ½/(x + 1/(x + 1½/(x + …))))`. */
function tail(x: number): number {
  let below = x
  // With this many terms what is left out is below 2⁻⁵³ of the whole.
  for (let k = Math.ceil(200 / (x * x)); k > 0; k--) below = x + k / 2 / below
  return Math.exp(-x * x) / (ROOT_PI * below)
}
