/** Many elements to one, over some dimensions or all of them. */
import { type Shape, sizeOf, stridesOf, tensorError } from '../shape.ts'
import type { Values } from '../values.ts'
import { map, walk } from './elementwise.ts'
import { MANY, sumBlocks } from './native.ts'

/** Which dimensions are reduced (indices from 0, ascending) and whether they stay as size 1. */
export interface Reduction {
  readonly dims: readonly number[]
  readonly keepdim: boolean
}

export function reducedShape(shape: Shape, { dims, keepdim }: Reduction): number[] {
  return keepdim
    ? shape.map((size, dim) => (dims.includes(dim) ? 1 : size))
    : shape.filter((_, dim) => !dims.includes(dim))
}

/** The shape with every reduced dimension kept as 1: what broadcasts back over the input. */
export const keptShape = (shape: Shape, dims: readonly number[]): number[] =>
  reducedShape(shape, { dims, keepdim: true })

/** How many elements go into each result. */
export const countOf = (shape: Shape, dims: readonly number[]): number => sizeOf(dims.map(dim => shape[dim]))

/** Calls `visit` for every element in row-major order with the position of the result it belongs to. */
function eachInto(
  shape: Shape,
  dims: readonly number[],
  visit: (element: number, result: number) => void,
): void {
  const blocks = blocksOf(shape, dims)
  if (blocks === null) {
    const strides = stridesOf(keptShape(shape, dims)).map((stride, dim) => (dims.includes(dim) ? 0 : stride))
    walk(shape, [strides], (element, [result]) => visit(element, result))
    return
  }
  const { outer, count, inner } = blocks
  let element = 0
  for (let block = 0; block < outer; block++) {
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < inner; i++) visit(element++, block * inner + i)
    }
  }
}

/** Dimensions that lie side by side are walked as one: so many blocks of `count` rows of `inner` elements. */
function blocksOf(shape: Shape, dims: readonly number[]): Blocks | null {
  if (dims.length === 0) return null
  const [first, last] = [dims[0], dims[dims.length - 1]]
  if (last - first !== dims.length - 1) return null
  return {
    outer: sizeOf(shape.slice(0, first)),
    count: countOf(shape, dims),
    inner: sizeOf(shape.slice(last + 1)),
  }
}

interface Blocks {
  readonly outer: number
  readonly count: number
  readonly inner: number
}

export function sum(x: Values, reduction: Reduction): Values {
  const shape = reducedShape(x.shape, reduction)
  const blocks = blocksOf(x.shape, reduction.dims)
  if (blocks !== null && x.data.length >= MANY) {
    const quick = sumBlocks(x.data, blocks.outer, blocks.count, blocks.inner)
    if (quick !== null) return { shape, data: quick }
  }
  const data = new Float64Array(sizeOf(shape))
  if (blocks === null) {
    eachInto(x.shape, reduction.dims, (element, result) => {
      data[result] += x.data[element]
    })
    return { shape, data }
  }
  // The most frequent of all, so without a call for each element.
  const { outer, count, inner } = blocks
  for (let row = 0; row < outer * count; row++) {
    const to = Math.floor(row / count) * inner
    for (let i = 0; i < inner; i++) data[to + i] += x.data[row * inner + i]
  }
  return { shape, data }
}

export function prod(x: Values, reduction: Reduction): Values {
  const shape = reducedShape(x.shape, reduction)
  const data = new Float64Array(sizeOf(shape)).fill(1)
  eachInto(x.shape, reduction.dims, (element, result) => {
    data[result] *= x.data[element]
  })
  return { shape, data }
}

/** For each element the product of the others that go into its result: their product's slope, zeros or not. */
export function prodOfOthers(x: Values, dims: readonly number[]): Values {
  const results = new Int32Array(x.data.length)
  eachInto(x.shape, dims, (element, result) => {
    results[element] = result
  })
  const data = new Float64Array(x.data.length).fill(1)
  const multiply = (sofar: Float64Array, element: number): void => {
    data[element] *= sofar[results[element]]
    sofar[results[element]] *= x.data[element]
  }
  const count = sizeOf(keptShape(x.shape, dims))
  const [before, behind] = [new Float64Array(count).fill(1), new Float64Array(count).fill(1)]
  for (let i = 0; i < data.length; i++) multiply(before, i)
  for (let i = data.length - 1; i >= 0; i--) multiply(behind, i)
  return { shape: x.shape, data }
}

export function mean(x: Values, reduction: Reduction): Values {
  const { shape, data } = sum(x, reduction)
  const count = countOf(x.shape, reduction.dims)
  return { shape, data: data.map(total => total / count) }
}

/** Squared deviations over `n - correction`, NaN if that leaves nothing; two passes, so that a large mean costs no digits. */
export function variance(x: Values, reduction: Reduction & { readonly correction: number }): Values {
  const centre = mean(x, reduction).data
  const data = new Float64Array(centre.length)
  eachInto(x.shape, reduction.dims, (element, result) => {
    data[result] += (x.data[element] - centre[result]) ** 2
  })
  const divisor = Math.max(0, countOf(x.shape, reduction.dims) - reduction.correction)
  return { shape: reducedShape(x.shape, reduction), data: data.map(total => total / divisor) }
}

export const deviation = (x: Values, reduction: Reduction & { readonly correction: number }): Values =>
  map(variance(x, reduction), Math.sqrt)

/**
 * Where along the reduced dimensions each best element sits, counted within them (over all dimensions: the flat
 * position). The first of equal ones wins, and NaN beats every number, as in PyTorch.
 */
export function argbest(
  op: string,
  x: Values,
  reduction: Reduction,
  beats: (a: number, b: number) => boolean,
): Values {
  const { element, shape } = best(op, x, reduction, beats)
  const reducedOnly = x.shape.map((size, dim) => (reduction.dims.includes(dim) ? size : 1))
  const within = stridesOf(reducedOnly)
  const strides = stridesOf(x.shape)
  const data = Float64Array.from(element, at =>
    reduction.dims.reduce(
      (index, dim) => index + (Math.floor(at / strides[dim]) % x.shape[dim]) * within[dim],
      0,
    ),
  )
  return { shape, data }
}

export function bestValue(
  op: string,
  x: Values,
  reduction: Reduction,
  beats: (a: number, b: number) => boolean,
): Values {
  const { element, shape } = best(op, x, reduction, beats)
  return { shape, data: Float64Array.from(element, at => x.data[at]) }
}

function best(op: string, x: Values, reduction: Reduction, beats: (a: number, b: number) => boolean) {
  const shape = reducedShape(x.shape, reduction)
  if (countOf(x.shape, reduction.dims) === 0) throw tensorError(`${op}: there are no elements to choose from`)
  const element = new Int32Array(sizeOf(shape)).fill(-1)
  eachInto(x.shape, reduction.dims, (at, result) => {
    const holder = element[result]
    const value = x.data[at]
    if (
      holder < 0 ||
      beats(value, x.data[holder]) ||
      (Number.isNaN(value) && !Number.isNaN(x.data[holder]))
    ) {
      element[result] = at
    }
  })
  return { element, shape }
}
