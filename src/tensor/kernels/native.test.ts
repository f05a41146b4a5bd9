import { describe, expect, test, vi } from 'vitest'
import { generator } from '../random.ts'
import { broadcastShapes } from '../shape.ts'
import { Tensor } from '../tensor.ts'
import { multiply, multiplyInLoops, sameBits, sumBlocks } from './native.ts'

describe('a matrix product in WebAssembly', () => {
  test.each([
    [1, 1, 1],
    [3, 4, 5],
    [5, 7, 2],
    [2, 1, 9],
    [32, 30, 64],
    [64, 27, 33],
    [2, 0, 3],
    [0, 2, 3],
    [3, 2, 0],
  ])('has the bits of plain loops: (%i, %i) @ (…, %i)', (n, k, m) => {
    const g = generator(n + k + m)
    const [a, b] = [g.randn(n, k).data, g.randn(k, m).data]
    expect(multiply(a, b, n, k, m)).toEqual(multiplyInLoops(a, b, n, k, m))
  })

  test('carries what is not finite as plain loops do', () => {
    const a = Float64Array.of(NaN, 1, Infinity, 0, -0, 1e308)
    const b = Float64Array.of(0, Infinity, 2, -Infinity, 10, 1)
    expect(multiply(a, b, 3, 2, 3)).toEqual(multiplyInLoops(a, b, 3, 2, 3))
  })

  test('keeps nothing of an earlier one', () => {
    const large = new Float64Array(10_000).fill(1)
    multiply(large, large, 100, 100, 100)
    const one = Float64Array.of(3)
    expect([...multiply(one, one, 1, 1, 1)]).toEqual([9])
  })
})

describe('a sum, difference, product or quotient of many elements in WebAssembly', () => {
  const shapes: [number[], number[]][] = [
    [[400], [400]],
    [[401], []],
    [[], [257]],
    [
      [33, 9],
      [33, 9],
    ],
    [[33, 9], [9]],
    [
      [33, 9],
      [1, 9],
    ],
    [
      [33, 9],
      [33, 1],
    ],
    [
      [33, 1],
      [1, 9],
    ],
    [[1, 300], [1]],
    [
      [5, 7, 9],
      [5, 7, 9],
    ],
    [
      [5, 7, 9],
      [7, 1],
    ],
  ]
  const plain = {
    add: (x: number, y: number) => x + y,
    sub: (x: number, y: number) => x - y,
    mul: (x: number, y: number) => x * y,
    div: (x: number, y: number) => x / y,
  }

  test.each(shapes)('has the bits of one at a time: %j and %j', (left, right) => {
    const g = generator(left.length + right.length)
    const [a, b] = [g.randn(...left), g.randn(...right)]
    const shape = broadcastShapes('add', left, right)
    const [x, y] = [a.expand(shape).data, b.expand(shape).data]
    for (const op of ['add', 'sub', 'mul', 'div'] as const) {
      expect(a[op](b).data).toEqual(x.map((value, i) => plain[op](value, y[i])))
      expect(b[op](a).data).toEqual(x.map((value, i) => plain[op](y[i], value)))
    }
  })

  test('carries what is not finite', () => {
    const special = [NaN, Infinity, -Infinity, 0, -0, 1e308, -5e-324, 3]
    const a = new Tensor(
      [512],
      Float64Array.from({ length: 512 }, (_, i) => special[i % 8]),
    )
    const b = new Tensor(
      [512],
      Float64Array.from({ length: 512 }, (_, i) => special[Math.floor(i / 8) % 8]),
    )
    for (const op of ['add', 'sub', 'mul', 'div'] as const) {
      expect(a[op](b).data).toEqual(a.data.map((value, i) => plain[op](value, b.data[i])))
    }
  })
})

describe('a sum in WebAssembly', () => {
  const inTurn = (x: Float64Array, outer: number, count: number, inner: number): Float64Array => {
    const out = new Float64Array(outer * inner)
    x.forEach((value, at) => {
      out[Math.floor(at / (count * inner)) * inner + (at % inner)] += value
    })
    return out
  }

  test.each([
    [1, 500, 1],
    [1, 32, 64],
    [32, 27, 1],
    [7, 5, 9],
    [9, 1, 31],
    [300, 0, 2],
    [0, 3, 300],
  ])('has the bits of one term after the other: %i × %i × %i', (outer, count, inner) => {
    const x = generator(outer + count + inner).randn(outer * count * inner).data
    expect(sumBlocks(x, outer, count, inner)).toEqual(inTurn(x, outer, count, inner))
  })

  test('carries what is not finite, and the sign of nothing', () => {
    const special = [NaN, Infinity, -Infinity, 0, -0, 1e308, -5e-324, 3]
    const x = Float64Array.from({ length: 512 }, (_, i) => special[(i + (i >> 5)) % 8])
    for (const [outer, count, inner] of [
      [64, 8, 1],
      [8, 2, 32],
      [1, 256, 2],
    ]) {
      expect(sumBlocks(x, outer, count, inner)).toEqual(inTurn(x, outer, count, inner))
    }
  })
})

describe('a transposition in WebAssembly', () => {
  test.each([
    [32, 64],
    [1, 300],
    [300, 1],
    [19, 27],
  ])('puts element (i, j) at (j, i): %i × %i', (rows, cols) => {
    const x = generator(rows).randn(rows, cols)
    const turned = x.T
    expect(turned.shape).toEqual([cols, rows])
    expect(turned.data).toEqual(
      Float64Array.from(
        { length: rows * cols },
        (_, at) => x.data[(at % rows) * cols + Math.floor(at / rows)],
      ),
    )
  })
})

test('where there is no WebAssembly, and no atob, loops do the same', async () => {
  vi.stubGlobal('WebAssembly', undefined)
  vi.stubGlobal('atob', undefined)
  vi.resetModules()
  const plain = await import('./native.ts')
  const [x, y] = [generator(1).randn(20, 20), generator(2).randn(20, 20)]
  expect(plain.sumBlocks(x.data, 20, 20, 1)).toBe(null)
  vi.unstubAllGlobals()
  expect(plain.multiply(x.data, y.data, 20, 20, 20)).toEqual(multiply(x.data, y.data, 20, 20, 20))
  expect(plain.sameBits(x.data, x.data.slice())).toBe(true)
  expect(plain.sameBits(x.data, y.data)).toBe(false)
  expect(plain.sameBits(Float64Array.of(0), Float64Array.of(-0))).toBe(false)
})

describe('the same bits', () => {
  /** NaN with something of its own in the digits that do not count. */
  const marked = (payload: number): number => new Float64Array(Uint32Array.of(payload, 0x7ff80000).buffer)[0]

  test.each([0, 1, 2, 3, 255, 256, 257, 5000])('of %i numbers: none may differ, wherever it is', n => {
    const x = generator(n).randn(n).data
    expect(sameBits(x, x.slice())).toBe(true)
    for (const at of new Set([0, 1, n >> 1, n - 2, n - 1])) {
      if (at < 0 || at >= n) continue
      const other = x.slice()
      other[at] += 2 ** -40
      expect(sameBits(x, other)).toBe(false)
    }
  })

  test.each([
    [0, -0],
    [NaN, marked(1)],
    [marked(1), marked(2)],
    [5e-324, 0],
  ])('%d is not %d with other bits, and is itself', (value, other) => {
    for (const n of [1, 8, 301]) {
      const x = new Float64Array(n).fill(value)
      const y = x.slice()
      expect(sameBits(x, y)).toBe(true)
      y.set(Float64Array.of(other), n - 1)
      expect(sameBits(x, y)).toBe(false)
    }
  })

  test('a part of a larger array is compared alone, and one of another length is not the same', () => {
    const x = generator(1).randn(1000).data
    expect(sameBits(x.subarray(300, 700), x.slice(300, 700))).toBe(true)
    expect(sameBits(x, x.slice(0, 999))).toBe(false)
    expect(sameBits(new Float64Array(0), new Float64Array(1))).toBe(false)
  })
})
