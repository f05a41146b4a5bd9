/** Picking and placing rows by one index or by two. Each gives 1 if an index names no place, else 0. */

/** An index as a place from 0, or -1; negative ones count from the end. */
// @ts-expect-error: decorator
@inline
function placeOf(at: usize, size: i32): i32 {
  const value = load<f32>(at)
  if (!(value >= <f32>-size && value < <f32>size) || floor<f32>(value) != value) return -1
  const index = <i32>value
  return index < 0 ? index + size : index
}

/** Where the row lies that is named by an index of a dimension of `size1`, and another of `size2` if `second` is not 0. */
// @ts-expect-error: decorator
@inline
function rowOf(first: usize, size1: i32, second: usize, size2: i32): i32 {
  const i = placeOf(first, size1)
  if (second == 0) return i
  const j = placeOf(second, size2)
  return i < 0 || j < 0 ? -1 : i * size2 + j
}

export function gather(
  x: usize, first: usize, size1: i32, second: usize, size2: i32, out: usize, count: i32, width: i32,
): i32 {
  const bytes = <usize>width << 2
  for (let r = 0; r < count; r++, first += 4) {
    const row = rowOf(first, size1, second, size2)
    if (second != 0) second += 4
    if (row < 0) return 1
    const from = x + <usize>row * bytes
    for (let j: usize = 0; j < bytes; j += 16) v128.store(out + j, v128.load(from + j))
    out += bytes
  }
  return 0
}

/** Into `out`; `along` 0 if one value goes everywhere, `add` 1 to add to what is there. */
export function scatter(
  out: usize, first: usize, size1: i32, second: usize, size2: i32, values: usize, along: i32, count: i32, width: i32,
  add: i32,
): i32 {
  const bytes = <usize>width << 2
  const step = <usize>along << 2
  for (let r = 0; r < count; r++, first += 4) {
    const row = rowOf(first, size1, second, size2)
    if (second != 0) second += 4
    if (row < 0) return 1
    let to = out + <usize>row * bytes
    const end = to + bytes
    if (add != 0 && along != 0) {
      for (; to + 12 < end; to += 16, values += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(values)))
    }
    for (; to < end; to += 4, values += step) {
      store<f32>(to, add != 0 ? load<f32>(to) + load<f32>(values) : load<f32>(values))
    }
  }
  return 0
}

export function oneHot(x: usize, out: usize, count: i32, classes: i32): i32 {
  memory.fill(out, 0, <usize>(count * classes) << 2)
  for (let i = 0; i < count; i++, x += 4, out += <usize>classes << 2) {
    const value = load<f32>(x)
    if (!(value >= 0 && value < <f32>classes) || floor<f32>(value) != value) return 1
    store<f32>(out + (<usize><i32>value << 2), 1)
  }
  return 0
}

export function copy(x: usize, out: usize, n: i32): void {
  memory.copy(out, x, <usize>n << 2)
}
