import { describe, expect, test } from 'vitest'
import { tensor } from './creation.ts'
import { generator, generatorAt } from './random.ts'

// SplitMix32 and xoshiro128** once more, in unbounded integers, after the C that their authors published.

const mask = (word: bigint): bigint => word & 0xffffffffn
const rotl = (word: bigint, by: bigint): bigint => mask(word << by) | (word >> (32n - by))

function splitmix(seed: bigint): () => bigint {
  let state = mask(seed)
  return () => {
    state = mask(state + 0x9e3779b9n)
    let z = mask((state ^ (state >> 16n)) * 0x21f0aaadn)
    z = mask((z ^ (z >> 15n)) * 0x735a2d97n)
    return z ^ (z >> 15n)
  }
}

function xoshiro(s: bigint[]): () => bigint {
  return () => {
    const result = mask(rotl(mask(s[1] * 5n), 7n) * 9n)
    const t = mask(s[1] << 9n)
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotl(s[3], 11n)
    return result
  }
}

test('the second writing of xoshiro128** gives the published numbers (tests of the Rust crate rand_xoshiro)', () => {
  const next = xoshiro([1n, 2n, 3n, 4n])
  const published = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]
  expect(published.map(() => Number(next()))).toEqual(published)
})

describe('the stream of a seed', () => {
  test.each([0, 1, 42, 2147483647, 2 ** 32 - 1])('of %d is that of the published algorithms', seed => {
    const g = generator(seed)
    const fill = splitmix(BigInt(seed))
    const next = xoshiro([fill(), fill(), fill(), fill()])
    for (let i = 0; i < 100; i++) {
      // 53 bits: 27 from the first word, 26 from the second
      const bits = ((next() >> 5n) << 26n) | (next() >> 6n)
      expect(g.random()).toBe(Number(bits) / 2 ** 53)
    }
  })

  test('is the same every time, and on every machine', () => {
    expect(generator(42).randn(3).tolist()).toEqual(generator(42).randn(3).tolist())
    expect(generator(42).randint(0, 1000, [8]).tolist()).toEqual([153, 18, 534, 727, 572, 287, 850, 303])
  })

  test('differs from seed to seed, also for negative ones and beyond 32 bits', () => {
    const seeds = [0, 1, 2, -1, -2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, -(2 ** 53) + 1]
    expect(new Set(seeds.map(seed => generator(seed).random())).size).toBe(seeds.length)
  })

  test('goes on where it was', () => {
    const g = generator(7)
    const apart = [...g.randn(2).data, ...g.randn(3).data]
    expect(apart).toEqual(Array.from(generator(7).randn(5).data))
  })

  test.each([0.5, NaN, Infinity, 2 ** 53])('a seed of %d is refused', seed => {
    expect(() => generator(seed)).toThrow(`generator: the seed must be a whole number, not ${seed}`)
  })
})

describe('what is drawn', () => {
  const n = 200_000

  test('randn has the moments of the normal distribution', () => {
    const x = generator(1).randn(n)
    // four standard errors of each estimate
    expect(Math.abs(x.mean().item())).toBeLessThan(4 / Math.sqrt(n))
    expect(Math.abs(x.var().item() - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
    expect(Math.abs(x.pow(3).mean().item())).toBeLessThan(4 * Math.sqrt(15 / n))
    expect(Math.abs(x.pow(4).mean().item() - 3)).toBeLessThan(4 * Math.sqrt(96 / n))
    expect(Math.abs(x.abs().lt(1).mean().item() - 0.6827)).toBeLessThan(4 * Math.sqrt(0.217 / n))
    const neighbours = x
      .slice(0, 1)
      .mul(x.slice(0, 0, -1))
      .mean()
      .item()
    expect(Math.abs(neighbours)).toBeLessThan(4 / Math.sqrt(n))
  })

  test('randn makes two numbers of two uniform ones, by Box and Muller', () => {
    const g = generator(6)
    const [u, v] = [g.random(), g.random()]
    const radius = Math.sqrt(-2 * Math.log(1 - u))
    const pair = [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v)]
    expect(generator(6).randn().item()).toBe(pair[0])
    expect([...generator(6).randn(3).data.slice(0, 2)]).toEqual(pair)
  })

  test('uniform is even over its range', () => {
    const x = generator(2).uniform([n], -3, 5)
    expect(x.min().item()).toBeGreaterThanOrEqual(-3)
    expect(x.max().item()).toBeLessThan(5)
    expect(Math.abs(x.mean().item() - 1)).toBeLessThan((4 * 8) / Math.sqrt(12 * n))
    expect(Math.abs(x.var().item() - 64 / 12)).toBeLessThan((4 * 64) / Math.sqrt(180 * n))
    expect(generator(2).uniform([n]).max().item()).toBeLessThan(1)
  })

  test('randint draws each whole number equally often, the low one included, the high one not', () => {
    const counts = new Map<number, number>()
    for (const value of generator(3).randint(-2, 5, [n]).data) counts.set(value, (counts.get(value) ?? 0) + 1)
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4])
    for (const count of counts.values()) {
      expect(Math.abs(count - n / 7)).toBeLessThan(4 * Math.sqrt((n / 7) * (6 / 7)))
    }
  })

  test('bernoulli draws 1 as often as its probability says, each element by its own', () => {
    const x = generator(8).bernoulli(0.3, n)
    expect(new Set(x.data)).toEqual(new Set([0, 1]))
    expect(Math.abs(x.mean().item() - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / n))
    const chances = tensor([[0], [0.5], [1]])
    const rows = generator(9).bernoulli(chances, 3, n / 4)
    const [none, half, all] = rows.mean(1).data
    expect([none, all]).toEqual([0, 1])
    expect(Math.abs(half - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / (n / 4)))
    expect(rows.isMask).toBe(false)
  })

  test('bernoulli takes one number of the stream for each element', () => {
    const g = generator(10)
    const uniform = g.uniform([5])
    expect(generator(10).bernoulli(0.6, 5).tolist()).toEqual(uniform.lt(0.6).tolist())
    const [a, b] = [generator(10), generator(10)]
    a.bernoulli(1, [2, 3])
    b.uniform([6])
    expect(a.state()).toEqual(b.state())
  })

  test('permutation names each number once, every one first equally often', () => {
    const g = generator(4)
    const firsts = [0, 0, 0, 0, 0]
    for (let i = 0; i < 5000; i++) {
      const order = Array.from(g.permutation(5).data)
      expect(order.toSorted()).toEqual([0, 1, 2, 3, 4])
      firsts[order[0]]++
    }
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(800))
    expect(g.permutation(0).shape).toEqual([0])
    expect(g.permutation(1).tolist()).toEqual([0])
  })

  test('shapes are those asked for', () => {
    const g = generator(5)
    expect(g.randn().shape).toEqual([])
    expect(g.randn(2, 3).shape).toEqual([2, 3])
    expect(g.randint(0, 2, [2, 1]).shape).toEqual([2, 1])
    expect(g.uniform([0]).shape).toEqual([0])
    expect(g.randn([2, 3]).shape).toEqual([2, 3])
    expect(g.bernoulli(0.5).shape).toEqual([])
    expect(g.bernoulli(0.5, 2, 3).shape).toEqual([2, 3])
    expect(g.bernoulli(tensor([[0.5, 1]])).shape).toEqual([1, 2])
    expect(g.bernoulli(tensor([0.5, 1]), [3, 2]).shape).toEqual([3, 2])
  })

  test('randint refuses a range without a whole number', () => {
    expect(() => generator(1).randint(3, 3, [1])).toThrow(
      'randint: there is no whole number from 3 up to (but not including) 3',
    )
    expect(() => generator(1).randint(0, Number.NaN, [1])).toThrow('randint: there is no whole number')
  })
})

describe('a generator that goes on where another stood', () => {
  test.each([0, 1, 33])('gives the same numbers, after %i draws', draws => {
    const first = generator(7)
    for (let i = 0; i < draws; i++) first.random()
    const second = generatorAt(first.state())
    expect(second.randn(5).data).toEqual(first.randn(5).data)
    expect(second.randint(0, 1000, [9]).data).toEqual(first.randint(0, 1000, [9]).data)
    expect(second.state()).toEqual(first.state())
  })

  test('its state survives being written down', () => {
    const g = generator(-3)
    g.randn(3)
    const state = JSON.parse(JSON.stringify(g.state()))
    expect(generatorAt(state).random()).toBe(g.random())
  })
})
