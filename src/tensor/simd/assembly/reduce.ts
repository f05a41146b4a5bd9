/** Sums, means, variances and largest elements of x (outer, count, inner) over its middle dimension. */

// @ts-expect-error: decorator
@inline
function across(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
}

/** The sum of `n` neighbours, of their squared distances from `centre` if `squared`. */
// @ts-expect-error: decorator
@inline
function along(x: usize, n: i32, squared: bool, centre: f32): f32 {
  const middle = f32x4.splat(centre)
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0)
  let i = 0
  for (; i + 8 <= n; i += 8, x += 32) {
    let a = v128.load(x)
    let b = v128.load(x, 16)
    if (squared) {
      a = f32x4.sub(a, middle)
      b = f32x4.sub(b, middle)
      a = f32x4.mul(a, a)
      b = f32x4.mul(b, b)
    }
    s0 = f32x4.add(s0, a)
    s1 = f32x4.add(s1, b)
  }
  let sum = across(f32x4.add(s0, s1))
  for (; i < n; i++, x += 4) {
    const value = squared ? load<f32>(x) - centre : load<f32>(x)
    sum += squared ? value * value : value
  }
  return sum
}

export function sumLast(x: usize, out: usize, rows: i32, count: i32, divisor: f32): void {
  for (let i = 0; i < rows; i++, x += <usize>count << 2, out += 4) {
    store<f32>(out, along(x, count, false, 0) / divisor)
  }
}

export function varLast(x: usize, out: usize, rows: i32, count: i32, divisor: f32): void {
  for (let i = 0; i < rows; i++, x += <usize>count << 2, out += 4) {
    const centre = along(x, count, false, 0) / <f32>count
    store<f32>(out, along(x, count, true, centre) / divisor)
  }
}

/** Columns go eight at a time; what the last ones have too many goes past the end, as everywhere. */
export function sumMiddle(x: usize, out: usize, outer: i32, count: i32, inner: i32, divisor: f32): void {
  const step = <usize>inner << 2
  const by = f32x4.splat(divisor)
  for (let o = 0; o < outer; o++, x += <usize>count * step) {
    for (let j: usize = 0; j < step; j += 32) {
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0)
      let p = x + j
      for (let i = 0; i < count; i++, p += step) {
        s0 = f32x4.add(s0, v128.load(p))
        s1 = f32x4.add(s1, v128.load(p, 16))
      }
      v128.store(out + j, f32x4.div(s0, by))
      if (j + 16 < step) v128.store(out + j, f32x4.div(s1, by), 16)
    }
    out += step
  }
}

export function varMiddle(x: usize, out: usize, outer: i32, count: i32, inner: i32, divisor: f32): void {
  const step = <usize>inner << 2
  const by = f32x4.splat(divisor)
  const all = f32x4.splat(<f32>count)
  for (let o = 0; o < outer; o++, x += <usize>count * step) {
    for (let j: usize = 0; j < step; j += 32) {
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0)
      let p = x + j
      for (let i = 0; i < count; i++, p += step) {
        s0 = f32x4.add(s0, v128.load(p))
        s1 = f32x4.add(s1, v128.load(p, 16))
      }
      const centre0 = f32x4.div(s0, all)
      const centre1 = f32x4.div(s1, all)
      s0 = f32x4.splat(0)
      s1 = f32x4.splat(0)
      p = x + j
      for (let i = 0; i < count; i++, p += step) {
        const d0 = f32x4.sub(v128.load(p), centre0)
        const d1 = f32x4.sub(v128.load(p, 16), centre1)
        s0 = f32x4.add(s0, f32x4.mul(d0, d0))
        s1 = f32x4.add(s1, f32x4.mul(d1, d1))
      }
      v128.store(out + j, f32x4.div(s0, by))
      if (j + 16 < step) v128.store(out + j, f32x4.div(s1, by), 16)
    }
    out += step
  }
}

/** The largest of each row (of `sign` -1: the smallest) and where it stands; the first of equal ones, NaN before all. */
export function best(x: usize, values: usize, places: usize, rows: i32, cols: i32, sign: f32): void {
  for (let i = 0; i < rows; i++, values += 4, places += 4) {
    let most = load<f32>(x)
    let place = 0
    for (let j = 0; j < cols; j++, x += 4) {
      const value = load<f32>(x)
      if (value * sign > most * sign || (value != value && most == most)) {
        most = value
        place = j
      }
    }
    store<f32>(values, most)
    store<f32>(places, <f32>place)
  }
}
