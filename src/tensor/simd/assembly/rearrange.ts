/** Copies between orders of elements. Nothing is written past the last element: what is behind it may be another's. */

/** Four rows of `k` numbers, `step` bytes apart, as `k` columns of four, `to` bytes apart. Of fewer `rows` the last is read again. */
export function turnFour(x: usize, step: usize, rows: i32, out: usize, to: usize, k: i32): void {
  const end = x + (<usize>k << 2)
  const whole = x + (<usize>(k & ~3) << 2)
  const second = rows > 1 ? step : 0
  const third = rows > 2 ? second + step : second
  const fourth = rows > 3 ? third + step : third
  for (; x < whole; x += 16, out += to << 2) {
    const a = v128.load(x)
    const b = v128.load(x + second)
    const c = v128.load(x + third)
    const d = v128.load(x + fourth)
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
    const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
    const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
    v128.store(out, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5))
    v128.store(out + to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
    v128.store(out + (to << 1), v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5))
    v128.store(out + (to << 1) + to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7))
  }
  for (; x < end; x += 4, out += to) {
    store<f32>(out, load<f32>(x))
    store<f32>(out, load<f32>(x + second), 4)
    store<f32>(out, load<f32>(x + third), 8)
    store<f32>(out, load<f32>(x + fourth), 12)
  }
}

/** `out` (m rows, `to` bytes apart) = the transpose of `x` (n rows of m, `step` bytes apart). */
function transpose(x: usize, step: usize, out: usize, to: usize, n: i32, m: i32): void {
  const rows = n & ~3
  for (let i = 0; i < rows; i += 4, x += step << 2, out += 16) turnFour(x, step, 4, out, to, m)
  for (let i = rows; i < n; i++, x += step, out += 4) {
    for (let j: usize = 0; j < <usize>m; j++) store<f32>(out + j * to, load<f32>(x + (j << 2)))
  }
}

/** Numbers side by side, or one of them again and again. */
// @ts-expect-error: decorator
@inline
function row(x: usize, isSame: bool, out: usize, n: i32): void {
  const end = out + (<usize>n << 2)
  if (isSame) {
    const all = v128.load32_splat(x)
    for (; out + 16 <= end; out += 16) v128.store(out, all)
    for (; out < end; out += 4) store<f32>(out, load<f32>(x))
  } else {
    for (; out + 16 <= end; out += 16, x += 16) v128.store(out, v128.load(x))
    for (; out < end; out += 4, x += 4) store<f32>(out, load<f32>(x))
  }
}

/** Four dimensions from strides to strides, in bytes: rows as rows, a transpose in squares, the rest one by one. */
export function rearrange(
  x: usize, x0: usize, x1: usize, x2: usize, x3: usize, out: usize, o0: usize, o1: usize, o2: usize, o3: usize,
  n0: i32, n1: i32, n2: i32, n3: i32,
): void {
  for (let a = 0; a < n0; a++) {
    for (let b = 0; b < n1; b++) {
      let p = x + <usize>a * x0 + <usize>b * x1
      let q = out + <usize>a * o0 + <usize>b * o1
      if (x2 == 4 && o3 == 4) transpose(p, x3, q, o2, n3, n2)
      else if (x3 == 4 && o2 == 4) transpose(p, x2, q, o3, n2, n3)
      else {
        for (let c = 0; c < n2; c++, p += x2, q += o2) {
          if (o3 == 4 && x3 == 4) row(p, false, q, n3)
          else if (o3 == 4 && x3 == 0) row(p, true, q, n3)
          else {
            for (let d: usize = 0; d < <usize>n3; d++) store<f32>(q + d * o3, load<f32>(p + d * x3))
          }
        }
      }
    }
  }
}
