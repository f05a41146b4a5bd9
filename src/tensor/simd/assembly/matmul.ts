/**
 * The matrix product, over leading dimensions. Each step of a sum adds the product of a column of `a` and a row of `b`
 * to a block of 4 times 8 results that stay in registers. Where it pays, the factors are packed first, so that such
 * columns and rows follow each other in the first cache: `a` in panels of 4 rows, `b` in strips of 8 columns, the last
 * few in one of 4. Every result is the sum over k in order from 0, in whatever block it is: the same bits.
 */
import { turnFour } from './rearrange'

/** Bytes of a block of results, for a matrix that is smaller than one. */
// @ts-expect-error: decorator
@inline const BLOCK: usize = 128
/** So many numbers of `a` are packed at a time: they stay in the first cache, beside a strip of `b`. */
// @ts-expect-error: decorator
@inline const PANELS: i32 = 4096
/** From so many rows of `a` on it pays to pack `b`. */
// @ts-expect-error: decorator
@inline const MANY: i32 = 128

// @ts-expect-error: decorator
@inline
function plus(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b))
}

/** 4 rows times 8 columns. `aStep`, `bStep`: bytes from one k to the next. */
// @ts-expect-error: decorator
@inline
function wide(a: usize, aStep: usize, b: usize, bStep: usize, out: usize, outStep: usize, k: i32): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0)
  const end = a + <usize>k * aStep
  for (; a < end; a += aStep, b += bStep) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let s = v128.load32_splat(a)
    c00 = plus(c00, s, b0)
    c01 = plus(c01, s, b1)
    s = v128.load32_splat(a, 4)
    c10 = plus(c10, s, b0)
    c11 = plus(c11, s, b1)
    s = v128.load32_splat(a, 8)
    c20 = plus(c20, s, b0)
    c21 = plus(c21, s, b1)
    s = v128.load32_splat(a, 12)
    c30 = plus(c30, s, b0)
    c31 = plus(c31, s, b1)
  }
  v128.store(out, c00)
  v128.store(out, c01, 16)
  out += outStep
  v128.store(out, c10)
  v128.store(out, c11, 16)
  out += outStep
  v128.store(out, c20)
  v128.store(out, c21, 16)
  out += outStep
  v128.store(out, c30)
  v128.store(out, c31, 16)
}

/** 4 rows times 4 columns. */
// @ts-expect-error: decorator
@inline
function narrow(a: usize, aStep: usize, b: usize, bStep: usize, out: usize, outStep: usize, k: i32): void {
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0), c3 = f32x4.splat(0)
  const end = a + <usize>k * aStep
  for (; a < end; a += aStep, b += bStep) {
    const y = v128.load(b)
    c0 = plus(c0, v128.load32_splat(a), y)
    c1 = plus(c1, v128.load32_splat(a, 4), y)
    c2 = plus(c2, v128.load32_splat(a, 8), y)
    c3 = plus(c3, v128.load32_splat(a, 12), y)
  }
  v128.store(out, c0)
  v128.store(out + outStep, c1)
  out += outStep << 1
  v128.store(out, c2)
  v128.store(out + outStep, c3)
}

/** Where a block starts: one that would go past the end of `n` reaches back over its neighbour. */
// @ts-expect-error: decorator
@inline
function start(at: i32, size: i32, n: i32): i32 {
  return max(0, min(at, n - size))
}

/** How many columns the next strip has. Fewer than 8 are done by one that reaches back, if that makes no more work. */
// @ts-expect-error: decorator
@inline
function widthAt(col: i32, right: i32, m: i32): i32 {
  return right - col > 4 && m >= 8 ? 8 : 4
}

/** `b` in strips, each with its k rows one after the other. */
function packStrips(b: usize, br: usize, bc: usize, strips: usize, left: i32, right: i32, m: i32, k: i32): void {
  for (let col = left; col < right; ) {
    const width = widthAt(col, right, m)
    const step = <usize>width << 2
    let from = b + <usize>start(col, width, m) * bc
    let to = strips
    if (bc != 4) {
      turnFour(from, bc, min(m, 4), to, step, k)
      if (width == 8) turnFour(from + (bc << 2), bc, 4, to + 16, step, k)
    } else if (width == 8) {
      for (let p = 0; p < k; p++, from += br, to += 32) {
        v128.store(to, v128.load(from))
        v128.store(to, v128.load(from, 16), 16)
      }
    } else {
      for (let p = 0; p < k; p++, from += br, to += 16) v128.store(to, v128.load(from))
    }
    strips += <usize>k * step
    col += width
  }
}

/** Rows of `a` in panels of four, each with its k columns one after the other. */
function packPanels(a: usize, ar: usize, panels: usize, top: i32, bottom: i32, n: i32, k: i32): void {
  for (let row = top; row < bottom; row += 4, panels += <usize>k << 4) {
    turnFour(a + <usize>start(row, 4, n) * ar, ar, min(n, 4), panels, 16, k)
  }
}

/** So many blocks of four rows, in a strip of 8 or 4 columns. `panel`: bytes from four rows of `a` to the next. */
function strip(
  a: usize, panel: usize, aStep: usize, b: usize, width: i32, bStep: usize, out: usize, outStep: usize,
  blocks: i32, k: i32,
): void {
  const next = outStep << 2
  if (width == 8) {
    for (; blocks > 0; blocks--, a += panel, out += next) wide(a, aStep, b, bStep, out, outStep, k)
  } else {
    for (; blocks > 0; blocks--, a += panel, out += next) narrow(a, aStep, b, bStep, out, outStep, k)
  }
}

/** A matrix of fewer rows or columns than a block gets them out of a block that is elsewhere. */
function crop(block: usize, blockStep: usize, out: usize, outStep: usize, rows: i32, cols: i32): void {
  for (let i = 0; i < rows; i++, block += blockStep, out += outStep) {
    for (let j: usize = 0; j < <usize>cols; j++) store<f32>(out + (j << 2), load<f32>(block + (j << 2)))
  }
}

/** One product. Columns of `a` (`ar` 4) are read where they are, and so are rows of `b` (`bc` 4) if few blocks read them. */
function product(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, bc: usize, out: usize, n: i32, m: i32, k: i32,
  room: usize, space: i32,
): void {
  const packA = ar != 4
  const packB = bc != 4 || n >= MANY
  const tall = packA ? max(8, min(64, (PANELS / k) & ~7)) : n
  const panel: usize = packA ? <usize>k << 4 : 16
  const aStep = packA ? 16 : ac
  const panels = packA ? room + BLOCK : a
  const strips = packA ? panels + (<usize>(tall * k) << 2) : room + BLOCK
  const broad = packB ? (<i32>(room + (<usize>space << 2) - strips) / (k << 2)) & ~7 : m
  const outStep = <usize>m << 2
  for (let left = 0; left < m; left += broad) {
    const right = min(m, left + broad)
    if (packB) packStrips(b, br, bc, strips, left, right, m, k)
    for (let top = 0; top < n; top += tall) {
      const bottom = min(n, top + tall)
      if (packA) packPanels(a, ar, panels, top, bottom, n, k)
      const blocks = (bottom - top) >> 2
      const edge = panels + (packA ? <usize>blocks * panel : <usize>(n - 4) << 2)
      for (let col = left; col < right; ) {
        const width = widthAt(col, right, m)
        const j = <usize>start(col, width, m) << 2
        const y = packB ? strips + (<usize>((col - left) * k) << 2) : b + j
        const bStep = packB ? <usize>width << 2 : br
        if (n < 4 || m < 4) {
          for (let row = top, x = panels; row < bottom; row += 4, x += panel) {
            const i = start(row, 4, n)
            strip(packA ? x : a + (<usize>i << 2), panel, aStep, y, width, bStep, room, <usize>width << 2, 1, k)
            crop(room, <usize>width << 2, out + <usize>i * outStep + j, outStep, min(n, 4), min(m, width))
          }
        } else {
          strip(panels, panel, aStep, y, width, bStep, out + <usize>top * outStep + j, outStep, blocks, k)
          if ((bottom & 3) != 0) {
            strip(edge, panel, aStep, y, width, bStep, out + <usize>(n - 4) * outStep + j, outStep, 1, k)
          }
        }
        col += width
      }
    }
  }
}

/**
 * `n0` times `n1` products of (n, k) and (k, m), into one piece. Strides are in bytes; one of each factor's last two is
 * 4. `room`: `space` numbers to pack in, at least 32, 8 k and the larger of 8 k and 4,096.
 */
export function products(
  a: usize, a0: usize, a1: usize, ar: usize, ac: usize, b: usize, b0: usize, b1: usize, br: usize, bc: usize,
  out: usize, n0: i32, n1: i32, n: i32, m: i32, k: i32, room: usize, space: i32,
): void {
  const step = <usize>(n * m) << 2
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++, out += step) {
      const x = a + <usize>i * a0 + <usize>j * a1
      const y = b + <usize>i * b0 + <usize>j * b1
      product(x, ar, ac, y, br, bc, out, n, m, k, room, space)
    }
  }
}
