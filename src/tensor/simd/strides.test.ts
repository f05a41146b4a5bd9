/** Views: where PyTorch moves no number, none is moved here, and every operation gives what it gives on the plain tensor. */
import { describe, expect, test } from 'vitest'
import { cat, where } from '../creation.ts'
import { generator } from '../random.ts'
import type { Tensor } from '../tensor.ts'
import { type FastEngine, fastEngine } from './engine.ts'
import type { Resident } from './resident.ts'
import { joined, plainIfRows, viewStrides } from './strides.ts'
import { engine, expectSame, randn } from './testing.ts'

describe('strides', () => {
  test('of rows are null, whatever those of dimensions of size 1', () => {
    expect(plainIfRows([2, 3], [3, 1])).toBeNull()
    expect(plainIfRows([2, 1, 3], [3, 0, 1])).toBeNull()
    expect(plainIfRows([3, 2], [1, 3])).toEqual([1, 3])
    expect(plainIfRows([2, 3], [0, 1])).toEqual([0, 1])
  })

  test('that lie one in the other on both sides are one', () => {
    expect(joined([2, 3, 4], [12, 4, 1], [12, 4, 1])).toEqual({ sizes: [24], from: [1], to: [1] })
    expect(joined([2, 3, 4], [12, 4, 1], [1, 8, 2])).toEqual({ sizes: [2, 12], from: [12, 1], to: [1, 2] })
    expect(joined([2, 1, 4], [4, 7, 1], [4, 9, 1])).toEqual({ sizes: [8], from: [1], to: [1] })
  })

  // x = torch.arange(24).view(2, 3, 4); x.transpose(1, 2).view(2, 2, 2, 3).stride() and so on, in PyTorch 2.13.
  test.each([
    [
      [2, 4, 3],
      [12, 1, 4],
      [2, 2, 2, 3],
      [12, 2, 1, 4],
    ],
    [
      [2, 4, 3],
      [12, 1, 4],
      [2, 1, 4, 3],
      [12, 4, 1, 4],
    ],
    [[2, 4, 3], [12, 1, 4], [2, 12], null],
    [[3, 2, 4], [4, 12, 1], [3, 8], null],
    [
      [3, 2, 4],
      [4, 12, 1],
      [3, 2, 2, 2],
      [4, 12, 2, 1],
    ],
    [[2, 3], [12, 4], [6], [4]],
    [
      [2, 3, 2],
      [12, 4, 1],
      [6, 2],
      [4, 1],
    ],
    [[2, 3, 2], [12, 4, 1], [12], null],
    [[5, 3], [0, 1], [15], null],
    [[4, 5], [0, 0], [20], [0]],
  ])('%j with %j seen as %j', (shape, strides, wanted, expected) => {
    const actual = viewStrides(shape, strides, wanted)
    // A dimension of size 1 may have any stride.
    const told = (list: readonly number[] | null) => list?.filter((_, dim) => wanted[dim] !== 1) ?? null
    expect(told(actual)).toEqual(told(expected))
  })
})

test('the heads of an attention are views, and nothing is copied for a product with their transpose', () => {
  const [B, T, NH, hs] = [3, 5, 2, 4]
  const qkv = randn(B, T, 3 * NH * hs)
  const moved = engine.step(() => {
    const all = qkv.add(0) as Resident
    const [q, k] = [0, 1].map(i =>
      all
        .slice(-1, i * NH * hs, (i + 1) * NH * hs)
        .view(B, T, NH, hs)
        .transpose(1, 2),
    )
    const kT = k.transpose(-2, -1) as Resident
    return [q as Resident, kT].map(x => [x.address - all.address, x.strides])
  })
  expect(moved).toEqual([
    [0, [T * 24, hs, 24, 1]],
    [NH * hs * 4, [T * 24, hs, 1, 24]],
  ])
})

/** Draws views of views of rank 2 to 5. */
class Arranger {
  readonly #g = generator(11)
  readonly #numbers: number[] = []

  below(n: number): number {
    if (this.#numbers.length === 0) this.#numbers.push(...this.#g.randint(0, 2 ** 30, [512]).data)
    return (this.#numbers.pop() as number) % n
  }

  shape(rank: number): number[] {
    return Array.from({ length: rank }, () => 1 + this.below(rank < 4 ? 9 : 4))
  }

  /** What to do to a tensor of this shape, as a function that can be done on either engine. */
  arrangement(rank: number): (x: Tensor) => Tensor {
    const changes = Array.from({ length: 1 + this.below(3) }, () => this.#change(rank))
    return x => changes.reduce((y, change) => change(y), x)
  }

  #change(rank: number): (x: Tensor) => Tensor {
    const dim = this.below(rank)
    const other = this.below(rank)
    const [start, step] = [this.below(2), 1 + this.below(2)]
    const dims = [...this.#g.permutation(rank).data]
    const copies = 2 + this.below(2)
    const kinds: ((x: Tensor) => Tensor)[] = [
      x => x.permute(dims),
      x => x.transpose(dim, other),
      x => x.slice(dim, Math.min(start, x.shape[dim] - 1), undefined, step),
      x => x.unsqueeze(dim).squeeze(dim),
      x => x.flatten().view(x.shape),
      x => x.slice(dim, 0, 1).expand(x.shape.map((size, d) => (d === dim ? copies : size))),
    ]
    return kinds[this.below(kinds.length)]
  }
}

const draw = new Arranger()

describe.each([2, 3, 4, 5])('views of rank %i, at random', rank => {
  const cases = Array.from({ length: 40 }, () => {
    const x = randn(...draw.shape(rank))
    const arrange = draw.arrangement(rank)
    return { x, arrange, y: arrange(x) }
  })

  test('have the numbers of the plain tensor, as they are and after an operation', () => {
    for (const { x, arrange, y } of cases) {
      expectSame(() => arrange(x))
      expectSame(() => arrange(x.mul(2)).add(1))
      expectSame(() => arrange(x).flatten())
      expectSame(() => arrange(x.neg()).sum(-1), { terms: y.shape[rank - 1], size: 1 })
      expectSame(() => arrange(x).softmax(-1), { terms: 4 })
    }
  })

  test('broadcast', () => {
    for (const { x, arrange, y } of cases) {
      const bits = draw.below(2 ** rank)
      const small = randn(...y.shape.map((size, dim) => ((bits >> dim) & 1 ? size : 1)))
      expectSame(() => arrange(x).sub(small))
      expectSame(() => small.mul(arrange(x)))
      expectSame(() => where(small.gt(0), arrange(x), small))
      expectSame(() => arrange(x).maskedFill(small.gt(0), -Infinity))
      const last = randn(...y.shape.slice(draw.below(rank)))
      expectSame(() => arrange(x).maskedFill(last.gt(0), -Infinity))
      expectSame(() => where(last.gt(0), 0, arrange(x)))
    }
  })

  test('are joined', () => {
    for (const { x, arrange, y } of cases) {
      const dim = draw.below(rank)
      const other = randn(...y.shape.map((size, d) => (d === dim ? draw.below(4) : size)))
      expectSame(() => cat([arrange(x), other, arrange(x.neg())], dim))
    }
  })

  test('are multiplied', () => {
    for (const { x, arrange, y } of cases) {
      const [n, k] = y.shape.slice(-2)
      const lead = y.shape.slice(0, -2)
      const about = { terms: k, size: 1 }
      const bits = draw.below(2 ** rank)
      const some = lead.map((size, dim) => ((bits >> dim) & 1 ? size : 1))
      const m = 1 + draw.below(12)
      const [right, left] = [randn(...some, k, m), randn(...some, m, n)]
      expectSame(() => arrange(x).matmul(right), about)
      expectSame(() => arrange(x).matmul(right.transpose(-2, -1).add(0).transpose(-2, -1)), about)
      expectSame(() => left.matmul(arrange(x)), { terms: n, size: 1 })
      expectSame(() => arrange(x).matmul(randn(k, m).mul(0).add(0.5)), about)
      expectSame(() => arrange(x).matmul(arrange(x).transpose(-2, -1)), about)
      expectSame(() => arrange(x).matmul(right.slice(-1, 0, 1).flatten().slice(0, 0, k)), about)
    }
  })
})

test('of all these, nothing but what is named falls back to the plain kernels', () => {
  const fresh = fastEngine() as FastEngine
  fresh.step(() => {
    const x = randn(2, 3, 4, 5)
    x.permute(3, 1, 0, 2).flatten().sum()
    cat([x, x], 2)
      .slice(1, 0, 2)
      .matmul(x.transpose(-2, -1).slice(1, 0, 1))
    where(x.slice(0, 0, 1).gt(0), x, x.slice(2, 1, 2)).expand(2, 3, 4, 5)
  })
  expect([...fresh.fallbacks]).toEqual([])
  fresh.step(() => randn(3).erf().erf())
  expect([...fresh.fallbacks]).toEqual([['erf', 2]])
})
