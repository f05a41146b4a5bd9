/** Softmax and what is made from it, row by row, with the largest taken off first so that `exp` cannot overflow. */
import { exp4 } from './functions'

// @ts-expect-error: decorator
@inline
function largest(x: usize, cols: i32): f32 {
  let most = load<f32>(x)
  let i = 0
  if (cols >= 4) {
    let four = v128.load(x)
    for (i = 4; i + 4 <= cols; i += 4) four = f32x4.pmax(four, v128.load(x + (<usize>i << 2)))
    four = f32x4.pmax(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1))
    four = f32x4.pmax(four, v128.shuffle<f32>(four, four, 1, 0, 3, 2))
    most = f32x4.extract_lane(four, 0)
  }
  for (; i < cols; i++) {
    const value = load<f32>(x + (<usize>i << 2))
    most = value > most ? value : most
  }
  return most
}

/** `out` = exp(x - most); gives their sum. */
// @ts-expect-error: decorator
@inline
function exponentials(x: usize, out: usize, cols: i32, most: f32): f32 {
  const shift = f32x4.splat(most)
  let sum = f32x4.splat(0)
  let i = 0
  for (; i + 4 <= cols; i += 4, x += 16, out += 16) {
    const e = exp4(f32x4.sub(v128.load(x), shift))
    v128.store(out, e)
    sum = f32x4.add(sum, e)
  }
  let total =
    (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  if (i < cols) {
    v128.store(out, exp4(f32x4.sub(v128.load(x), shift)))
    for (; i < cols; i++, out += 4) total += load<f32>(out)
  }
  return total
}

/** JavaScript's logarithm: exact. */
// @ts-expect-error: decorator
@external("math", "log")
declare function log(x: f64): f64

export function softmax(x: usize, out: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2
  for (let i = 0; i < rows; i++, x += step, out += step) {
    const factor = f32x4.splat(<f32>1 / exponentials(x, out, cols, largest(x, cols)))
    for (let j: usize = 0; j < step; j += 16) v128.store(out + j, f32x4.mul(v128.load(out + j), factor))
  }
}

export function logSoftmax(x: usize, out: usize, rows: i32, cols: i32): void {
  const step = <usize>cols << 2
  for (let i = 0; i < rows; i++, x += step, out += step) {
    const most = largest(x, cols)
    const shift = f32x4.splat(most)
    const total = f32x4.splat(<f32>log(<f64>exponentials(x, out, cols, most)))
    for (let j: usize = 0; j < step; j += 16) {
      v128.store(out + j, f32x4.sub(f32x4.sub(v128.load(x + j), shift), total))
    }
  }
}

/**
 * The mean of -log softmax(x)[label]; 1 if a label is no class, else 0. `room`: a row and a bit, to write in. The
 * logarithms of the sums are that of their product, as far as a float64 holds it: to call for each row costs more.
 */
export function crossEntropy(x: usize, labels: usize, out: usize, room: usize, rows: i32, cols: i32): i32 {
  const step = <usize>cols << 2
  let loss: f64 = 0
  let product: f64 = 1
  for (let i = 0; i < rows; i++, x += step, labels += 4) {
    const label = load<f32>(labels)
    if (!(label >= 0 && label < <f32>cols) || floor<f32>(label) != label) return 1
    const most = largest(x, cols)
    product *= <f64>exponentials(x, room, cols, most)
    if (product > 1e250) {
      loss += log(product)
      product = 1
    }
    loss += <f64>most - <f64>load<f32>(x + (<usize><i32>label << 2))
  }
  loss += log(product)
  store<f32>(out, <f32>(loss / <f64>rows))
  return 0
}
