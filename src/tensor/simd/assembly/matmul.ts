/**
 * The matrix product. Both factors are read row by row of the dimension that is summed over, so each step adds the
 * product of a column of four numbers and a row of eight: 32 results, kept in registers while the sum runs. A factor
 * that does not lie like that in memory is turned first, which costs little beside the product.
 */

/** `out` (m, n) = the transpose of `x` (n, m): in squares of four by four, the rest one by one. */
export function transpose(x: usize, out: usize, n: i32, m: i32): void {
  const from = <usize>m << 2
  const to = <usize>n << 2
  const rows = n & ~3
  const cols = m & ~3
  for (let i = 0; i < rows; i += 4) {
    let p = x + <usize>i * from
    let q = out + (<usize>i << 2)
    for (let j = 0; j < cols; j += 4, p += 16, q += to << 2) {
      const a = v128.load(p)
      const b = v128.load(p + from)
      const c = v128.load(p + (from << 1))
      const d = v128.load(p + (from << 1) + from)
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
      const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
      const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
      v128.store(q, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5))
      v128.store(q + to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
      v128.store(q + (to << 1), v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5))
      v128.store(q + (to << 1) + to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7))
    }
    for (let j = cols; j < m; j++, p += 4, q += to) {
      for (let r = 0; r < 4; r++) store<f32>(q + (<usize>r << 2), load<f32>(p + <usize>r * from))
    }
  }
  for (let i = rows; i < n; i++) {
    for (let j = 0; j < m; j++) store<f32>(out + <usize>j * to + (<usize>i << 2), load<f32>(x + <usize>i * from + (<usize>j << 2)))
  }
}

/**
 * `out` (n, m) = the transpose of `a` (k, n), times `b` (k, m). What is left at an edge is done by a block that reaches
 * back over its neighbour: it computes the same numbers there in the same order.
 */
export function product(a: usize, b: usize, out: usize, n: i32, m: i32, k: i32): void {
  if (n < 4 || m < 4) {
    thin(a, b, out, n, m, k)
    return
  }
  for (let row = 0; row < n; row += 4) {
    const i = min(row, n - 4)
    let j = 0
    for (; j + 8 <= m; j += 8) eight(a, b, out, i, j, n, m, k)
    if (m - j > 4 && m >= 8) eight(a, b, out, i, m - 8, n, m, k)
    else {
      for (; j < m; j += 4) four(a, b, out, i, min(j, m - 4), n, m, k)
    }
  }
}

// @ts-expect-error: decorator
@inline
function eight(a: usize, b: usize, out: usize, i: i32, j: i32, n: i32, m: i32, k: i32): void {
  const aStep = <usize>n << 2
  const bStep = <usize>m << 2
  let x = a + (<usize>i << 2)
  let y = b + (<usize>j << 2)
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0)
  const end = x + <usize>k * aStep
  for (; x < end; x += aStep, y += bStep) {
    const y0 = v128.load(y)
    const y1 = v128.load(y, 16)
    let s = v128.load32_splat(x)
    c00 = f32x4.add(c00, f32x4.mul(s, y0))
    c01 = f32x4.add(c01, f32x4.mul(s, y1))
    s = v128.load32_splat(x, 4)
    c10 = f32x4.add(c10, f32x4.mul(s, y0))
    c11 = f32x4.add(c11, f32x4.mul(s, y1))
    s = v128.load32_splat(x, 8)
    c20 = f32x4.add(c20, f32x4.mul(s, y0))
    c21 = f32x4.add(c21, f32x4.mul(s, y1))
    s = v128.load32_splat(x, 12)
    c30 = f32x4.add(c30, f32x4.mul(s, y0))
    c31 = f32x4.add(c31, f32x4.mul(s, y1))
  }
  let to = out + <usize>i * bStep + (<usize>j << 2)
  v128.store(to, c00)
  v128.store(to, c01, 16)
  to += bStep
  v128.store(to, c10)
  v128.store(to, c11, 16)
  to += bStep
  v128.store(to, c20)
  v128.store(to, c21, 16)
  to += bStep
  v128.store(to, c30)
  v128.store(to, c31, 16)
}

// @ts-expect-error: decorator
@inline
function four(a: usize, b: usize, out: usize, i: i32, j: i32, n: i32, m: i32, k: i32): void {
  const aStep = <usize>n << 2
  const bStep = <usize>m << 2
  let x = a + (<usize>i << 2)
  let y = b + (<usize>j << 2)
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0), c3 = f32x4.splat(0)
  const end = x + <usize>k * aStep
  for (; x < end; x += aStep, y += bStep) {
    const y0 = v128.load(y)
    c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(x), y0))
    c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(x, 4), y0))
    c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(x, 8), y0))
    c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(x, 12), y0))
  }
  const to = out + <usize>i * bStep + (<usize>j << 2)
  v128.store(to, c0)
  v128.store(to + bStep, c1)
  v128.store(to + (bStep << 1), c2)
  v128.store(to + (bStep << 1) + bStep, c3)
}

/** Fewer than four rows or columns. */
function thin(a: usize, b: usize, out: usize, n: i32, m: i32, k: i32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum: f32 = 0
      for (let p = 0; p < k; p++) {
        sum += load<f32>(a + (<usize>(p * n + i) << 2)) * load<f32>(b + (<usize>(p * m + j) << 2))
      }
      store<f32>(out + (<usize>(i * m + j) << 2), sum)
    }
  }
}
