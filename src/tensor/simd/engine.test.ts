/** Each operation on the fast engine gives what the plain one gives, to the rounding of float32. */
import { describe, expect, test } from 'vitest'
import { gradientsOf } from '../../autograd/sweep.ts'
import {
  arange,
  cat,
  crossEntropy,
  eye,
  full,
  matmul,
  maximum,
  oneHot,
  ones,
  tensor,
  where,
  zerosLike,
} from '../creation.ts'
import { einsum } from '../einsum.ts'
import { generator } from '../random.ts'
import { record } from '../recording.ts'
import type { Tensor } from '../tensor.ts'
import { type FastEngine, fastEngine } from './engine.ts'
import type { Resident } from './resident.ts'
import { engine, expectSame, randn, rounded } from './testing.ts'

describe('two operands broadcast', () => {
  const shapes: [number[], number[]][] = [
    [[1], [1]],
    [[3], [3]],
    [
      [5, 7],
      [5, 7],
    ],
    [
      [32, 27],
      [1, 27],
    ],
    [[32, 27], [27]],
    [
      [32, 27],
      [32, 1],
    ],
    [
      [1, 13],
      [9, 13],
    ],
    [
      [9, 1],
      [9, 13],
    ],
    [
      [9, 1],
      [1, 13],
    ],
    [
      [4, 3, 5],
      [3, 5],
    ],
    [
      [4, 3, 5],
      [4, 1, 1],
    ],
    [
      [4, 3, 5],
      [4, 1, 5],
    ],
    [
      [2, 1, 3],
      [1, 4, 1],
    ],
    [[], [6]],
    [[2, 3], []],
    [[1, 1], [5]],
    [
      [0, 3],
      [1, 3],
    ],
    [[67], [67]],
  ]
  describe.each(shapes)('%j and %j', (left, right) => {
    const [a, b] = [randn(...left), randn(...right)]
    test.each([
      'add',
      'sub',
      'mul',
      'div',
      'maximum',
      'minimum',
      'eq',
      'ne',
      'lt',
      'le',
      'gt',
      'ge',
    ] as const)('%s', name => expectSame(() => a[name](b)))
  })

  test('a number stands for a tensor on either side', () => {
    const x = randn(5, 7)
    expectSame(() => x.mul(1.5))
    expectSame(() => x.div(32))
    expectSame(() => tensor(1).sub(x))
    expectSame(() => maximum(0, x))
  })

  test('equal ones are equal', () => {
    const x = tensor([1, 2, 3, 4, 5])
    expectSame(() => x.eq(tensor([1, 0, 3, 0, 5])))
    expectSame(() => x.le(3))
  })
})

describe('one operand', () => {
  const names = 'neg exp log sqrt abs sign sin cos sinh cosh tanh sigmoid relu erf square reciprocal rsqrt'
  describe.each([[1], [2], [3], [4], [5], [31], [1000]])('of %i numbers', n => {
    test.each(names.split(' '))('%s', name => {
      const x = ['log', 'sqrt', 'rsqrt'].includes(name) ? randn(n).abs() : randn(n)
      expectSame(() => (x as unknown as Record<string, () => Tensor>)[name](), { size: 1e-3 })
    })
  })

  const range = (from: number, to: number): Tensor =>
    tensor(Float32Array.from({ length: 20_001 }, (_, i) => from + ((to - from) * i) / 20_000))

  test('exp, log and tanh are right over all of their range', () => {
    expectSame(() => range(-86, 88).exp())
    expectSame(() => range(-103, -87).exp(), { size: 2 ** -126 })
    expectSame(() => range(1e-3, 5).log(), { size: 0.02 })
    expectSame(() => range(-86, 88).exp().log(), { size: 1 })
    expectSame(() => range(-12, 12).tanh())
    expectSame(() => range(-0.01, 0.01).tanh())
    expectSame(() => range(-80, 80).sigmoid())
  })

  test('clamp and maskedFill', () => {
    const x = arange(-17, 18).div(16).view(5, 7)
    expectSame(() => x.clamp(-0.5, 0.25))
    expectSame(() => x.clamp({ max: 0.25 }))
    expectSame(() => x.maskedFill(x.gt(0), 0.5))
    expectSame(() => x.maskedFill(tensor([1, 0, 0, 1, 0, 1, 0]), tensor(2)))
    expectSame(() => tensor([-1, 0, 1, NaN]).clamp(0, 1))
  })

  test('what is at the ends, and what is no number', () => {
    const odd = rounded(tensor([Infinity, -Infinity, NaN, 0, 1e-40, 200, -200]))
    for (const name of ['exp', 'log', 'tanh', 'sigmoid', 'relu', 'sqrt', 'abs', 'neg'] as const) {
      expectSame(() => odd[name]())
    }
  })

  test.each([0, 1, 2, 3, -1, -2, 0.5, -0.5, -1.5, 2.5])('pow %d', p => {
    const x = randn(5, 7).abs()
    expectSame(() => x.pow(p))
    expectSame(() => x.pow(tensor(p)))
  })
})

test('powers of what is tiny, huge or no number', () => {
  const odd = rounded(tensor([1e-30, 1e-18, 3, 1e9, 1e19, Infinity, NaN, 0, -2]))
  for (const p of [-2, -1.5, -1, -0.5, 0.5, 2, 3, 4]) expectSame(() => odd.pow(p))
})

describe('reductions', () => {
  test.each([
    [[7], [0]],
    [[1, 9], [0]],
    [[32, 27], [0]],
    [[32, 27], [1]],
    [
      [5, 3],
      [0, 1],
    ],
    [[4, 5, 6], [1]],
    [
      [4, 5, 6],
      [0, 2],
    ],
    [
      [4, 5, 6],
      [1, 2],
    ],
    [[33, 200], [0]],
    [[3, 1001], [1]],
    [
      [2, 2, 3],
      [0, 1],
    ],
  ])('%j over %j', (shape, dims) => {
    const x = randn(...shape)
    const terms = dims.reduce((product, dim) => product * shape[dim], 1)
    for (const keepdim of [true, false]) {
      expectSame(() => x.sum(dims, { keepdim }), { terms, size: 1 })
      expectSame(() => x.mean(dims, { keepdim }), { size: 1 })
      expectSame(() => x.var(dims, { keepdim, unbiased: false }), { size: 1 })
      expectSame(() => x.var(dims, { keepdim }), { size: 1 })
      expectSame(() => x.std(dims, { keepdim }), { size: 1 })
      expectSame(() => x.logsumexp(dims, { keepdim }), { size: 1 })
      if (dims.length > 1) continue
      expectSame(() => x.slice(dims[0], 0, 9).prod(dims[0], { keepdim }), { terms: 9 })
      expectSame(() => x.max(dims[0], { keepdim }).values)
      expectSame(() => x.min(dims[0], { keepdim }).indices)
    }
    expectSame(() => x.sum(), { terms: x.data.length, size: 1 })
    expectSame(() => x.max())
    expectSame(() => x.argmax())
  })

  test('the first of equal ones is the largest, and NaN before all', () => {
    const x = tensor([
      [1, 3, 3, 2],
      [NaN, 1, NaN, 5],
      [0, NaN, 1, 2],
    ])
    expectSame(() => x.max(1).values)
    expectSame(() => x.max(1).indices)
    expectSame(() => x.argmin(1))
  })

  test('of nothing', () => {
    for (const shape of [[0], [0, 3], [2, 0], [2, 0, 3]]) {
      for (const dim of shape.keys()) {
        const x = randn(...shape)
        expectSame(() => x.sum(dim))
        expectSame(() => x.mean(dim))
        expectSame(() => x.prod(dim))
        expectSame(() => x.logsumexp(dim))
        expectSame(() => x.softmax(dim))
        expectSame(() => x.var(dim))
        expectSame(() => x.std(dim, { unbiased: false }))
      }
    }
  })

  test('a variance beside a large mean keeps its digits', () => {
    const x = randn(32, 9).add(1000)
    expectSame(() => x.var(0), { size: 100 })
  })
})

describe('products', () => {
  const sizes = [
    [1, 1, 1],
    [1, 5, 9],
    [3, 2, 3],
    [4, 4, 4],
    [5, 7, 6],
    [32, 30, 200],
    [32, 200, 27],
    [30, 32, 65],
    [9, 1, 12],
    [33, 31, 29],
    [2, 40, 64],
    [64, 40, 2],
  ]
  test.each(sizes)('(%i, %i) @ (…, %i), and of turned ones', (n, k, m) => {
    const [a, b] = [randn(n, k), randn(k, m)]
    const [at, bt] = [tensor(a.T.data, [k, n]), tensor(b.T.data, [m, k])]
    const about = { terms: k, size: 1 }
    expectSame(() => a.matmul(b), about)
    expectSame(() => at.T.matmul(b), about)
    expectSame(() => a.matmul(bt.T), about)
    expectSame(() => at.T.matmul(bt.T), about)
  })

  // Whole numbers this small make sums that float32 holds exactly.
  test.each([
    [130, 700, 131],
    [9, 5000, 21],
    [67, 4500, 19],
    [1, 9000, 30],
    [70, 600, 3],
    [3, 600, 70],
    [517, 33, 9],
  ])('(%i, %i) @ (…, %i) of whole numbers is exact, however much of it is packed at a time', (n, k, m) => {
    const g = generator(n)
    const [a, b] = [g.randint(-3, 4, [n, k]), g.randint(-3, 4, [k, m])]
    const [at, bt] = [tensor(a.T.data, [k, n]), tensor(b.T.data, [m, k])]
    const expected = a.matmul(b).data
    const runs = [
      () => a.matmul(b),
      () => at.T.matmul(b),
      () => a.matmul(bt.T),
      () => at.T.matmul(bt.T),
      () => a.view(1, n, k).expand(2, n, k).matmul(bt.T).slice(0, 1).view(n, m),
    ]
    for (const run of runs) {
      const actual = engine.step(() => run().data)
      expect(actual.every((value, i) => value === expected[i])).toBe(true)
    }
  })

  test('by an equation, and of all with all', () => {
    const about = { terms: 30, size: 1 }
    const [a, b, c] = [
      [3, 4],
      [4, 5],
      [5, 2],
    ].map(shape => rounded(generator(7).randn(shape)))
    expectSame(() => einsum('ij,jk->ik', a, b), about)
    expectSame(() => einsum('ij,jk,kl->li', a, b, c), about)
    expectSame(() => einsum('ij,ij->j', a, a.mul(2)), about)
    expectSame(() => einsum('ii->i', a.matmul(a.T)), about)
    expectSame(() => einsum('i,j', a.sum(1), b.sum(0)), about)
    expectSame(() => a.sum(1).outer(b.sum(0)), about)
  })

  test('of vectors and of several at once', () => {
    const about = { terms: 5, size: 1 }
    const [a, b] = [randn(3, 4, 5), randn(3, 5, 2)]
    expectSame(() => a.matmul(b), about)
    expectSame(() => a.matmul(randn(5, 2).mul(0).add(1)), about)
    expectSame(() => matmul(tensor([1, 2, 3]), eye(3)))
    expectSame(() => tensor([1, 2, 3]).matmul(tensor([1, 2, 3])))
    expectSame(() => ones(0, 3).matmul(ones(3, 2)))
    expectSame(() => ones(2, 0).matmul(ones(0, 3)))
  })
})

describe('the same numbers, arranged otherwise', () => {
  const x = randn(5, 6)
  test('views, turned matrices, repeated ones, parts', () => {
    expectSame(() => x.view(3, -1))
    expectSame(() => x.T)
    expectSame(() => x.T.T)
    expectSame(() => x.T.view(-1))
    expectSame(() => x.T.add(1))
    expectSame(() => x.T.sum(0), { terms: 6, size: 1 })
    expectSame(() => x.permute(0, 1))
    expectSame(() => randn(2, 3, 4).mul(0).permute(2, 0, 1))
    expectSame(() => x.unsqueeze(1).expand(5, 3, 6))
    expectSame(() => x.sum(1, { keepdim: true }).expandAs(x), { terms: 6, size: 1 })
    expectSame(() => tensor(2).expand(3, 3))
    expectSame(() => x.viewAs(x.T))
    expectSame(() => x.t())
    expectSame(() => x.sum(0).broadcastTo(4, 6), { terms: 5, size: 1 })
    expectSame(() => x.repeat(2, 3))
    expectSame(() => x.T.repeat(2, 1, 1))
    expectSame(() => x.tril(1))
    expectSame(() => x.T.triu(-1))
    expectSame(() => x.view(2, 5, 3).triu())
    expectSame(() => x.slice(1, 1, 5, 2))
    expectSame(() => cat([x, x.mul(2)], 1))
    expectSame(() => x.cumsum(1), { terms: 6, size: 1 })
  })
})

describe('picking and placing', () => {
  const x = randn(27, 10)
  const rows = tensor([
    [0, 3, 26],
    [5, 3, -1],
  ])
  test('rows, and single places', () => {
    expectSame(() => x.index(rows))
    expectSame(() => x.index(arange(10), arange(10)))
    expectSame(() => x.T.index(arange(10)))
    expectSame(() => x.index(2))
    expectSame(() => zerosLike(x).indexAdd(rows, randn(2, 3, 10).mul(0).add(0.1)))
    expectSame(() => zerosLike(x).indexAdd([tensor([1, 1, 2]), tensor([2, 2, 3])], tensor([1, 2, 3])))
    expectSame(() => x.indexAdd(rows, 1))
    expectSame(() => x.indexPut(rows, 0.5))
    expectSame(() => x.indexPut([arange(3), arange(3)], tensor([7, 8, 9])))
    expectSame(() => x.indexPut(rows, ones(10)))
    const places = tensor([
      [0, 3, 3],
      [9, -1, 0],
    ])
    expectSame(() => x.gather(1, places))
    expectSame(() => x.scatter(1, places, 0.5))
    expectSame(() => x.scatter(0, places, tensor([[0.5], [1.5]])))
    expectSame(() => x.scatterAdd(1, places, 0.5))
    expectSame(() => oneHot(tensor([0, 3, 1, 1]), 5))
    expectSame(() => full([2, 3], 0.1))
    expectSame(() => where(x.gt(0), x, 0))
    expectSame(() => where(x.gt(0), x, x.neg()))
    expectSame(() => where(x.gt(0), x, ones(10)))
    expectSame(() => where(tensor(1), 2, 3))
  })

  test.each([
    [() => x.index(tensor([27]))],
    [() => x.index(tensor([0.5]))],
    [() => zerosLike(x).indexAdd(tensor([-28]), 1)],
    [() => oneHot(tensor([5]), 5)],
    [() => crossEntropy(randn(2, 3), tensor([0, 3]))],
    [() => x.add(ones(3))],
    [() => x.matmul(x)],
    [() => x.index()],
    [() => x.index(x.gt(0))],
    [() => x.repeat(2)],
    [() => x.sum([0, -2])],
    [() => einsum('ij,jk', x, x)],
    [() => x.add(undefined as unknown as Tensor)],
  ])('what the plain engine refuses is refused in its words: %s', run => {
    let message = ''
    try {
      run()
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).not.toBe('')
    expect(() => engine.step(run)).toThrow(message)
  })
})

describe('softmax and losses', () => {
  test.each([
    [1, 1],
    [1, 5],
    [32, 27],
    [7, 3],
    [3, 64],
  ])('of (%i, %i)', (n, classes) => {
    // A score that is 30 below the largest is rounded there to 30 parts of 2^-24, and so is its exponential.
    const about = { terms: 30 }
    const x = rounded(randn(n, classes).mul(5))
    const far = rounded(x.add(1000))
    const labels = tensor(Array.from({ length: n }, (_, i) => (i * 7) % classes))
    expectSame(() => x.softmax(1), about)
    expectSame(() => x.softmax(0), about)
    expectSame(() => x.logSoftmax(1), { size: 1, terms: 4 })
    expectSame(() => crossEntropy(x, labels), { size: 1 })
    expectSame(() => far.softmax(1), about)
  })
})

describe('a step', () => {
  test('leaves kept tensors and numbers, and nothing else', () => {
    const kept = engine.keep(randn(3, 4))
    const { made, sum, data } = engine.step(() => {
      const made = kept.add(1)
      return { made, sum: made.sum().item(), data: kept.add(1).data }
    })
    expect(data.reduce((total, value) => total + value)).toBeCloseTo(sum, 5)
    expect(() => made.sum()).toThrow('earlier training step')
    expect(() => engine.step(() => made.add(1))).toThrow('earlier training step')
    expect(kept.add(1).data).toEqual(kept.data.map(value => value + 1))
  })

  test('may assign: what is kept has the new numbers, in memory and when read', () => {
    const kept = engine.keep(tensor([1, 2, 3]))
    expect(kept.T.data).toEqual(Float64Array.of(1, 2, 3))
    engine.step(() => engine.assign(kept, kept.sub(0.5)))
    expect(kept.data).toEqual(Float64Array.of(0.5, 1.5, 2.5))
    engine.step(() => engine.assign(kept, tensor([4, 5, 6])))
    engine.assign(kept, kept.mul(2))
    expect(kept.data).toEqual(Float64Array.of(8, 10, 12))
    expect(() => engine.assign(kept, tensor([1]))).toThrow('(1) cannot take the place of (3)')
    expect(engine.plain(kept)).toEqual(tensor([8, 10, 12]))
  })

  test('may use several tensors that are kept as one: each part and all together are the same numbers', () => {
    const given = { a: tensor([[1, 2, 3]]), b: tensor(4), c: tensor([5, 6]) }
    const { flat, parts } = engine.keepAll(given)
    expect(flat.data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6))
    expect(Object.fromEntries(Object.entries(parts).map(([name, x]) => [name, engine.plain(x)]))).toEqual(
      given,
    )
    engine.step(() => engine.assign(parts.b, parts.b.add(10)))
    expect(flat.data).toEqual(Float64Array.of(1, 2, 3, 14, 5, 6))
    engine.step(() => engine.assign(flat, flat.mul(2)))
    expect(parts.a.tolist()).toEqual([[2, 4, 6]])
    engine.assign(parts.c, tensor([0, 1]))
    expect([parts.b.item(), parts.c.data, flat.at(4)]).toEqual([28, Float64Array.of(0, 1), 0])
  })

  test('may read numbers out as float32, in the order of rows, and write them in outside of it', () => {
    const kept = engine.keep(tensor([0.1, 2, 3, 4], [2, 2]))
    const numbers = new Float32Array(4)
    engine.step(() => engine.read(kept.T, numbers))
    expect(numbers).toEqual(Float32Array.of(0.1, 3, 2, 4))
    engine.write(kept, numbers)
    expect(kept.data).toEqual(Float64Array.from(Float32Array.of(0.1, 3, 2, 4)))
    engine.step(() => engine.read(kept.mul(2), numbers))
    expect(numbers[1]).toBe(6)
    expect(() => engine.write(kept, new Float32Array(3))).toThrow('3 numbers do not fill (2, 2)')
    expect(() => engine.write(tensor([1]), numbers)).toThrow('only a tensor that is kept')
    expect(() => engine.step(() => engine.assign(kept.T, kept))).toThrow('only a tensor that is kept')
  })

  test('may assign a kept tensor its own transpose', () => {
    const kept = engine.keep(tensor([1, 2, 3, 4], [2, 2]))
    engine.step(() => engine.assign(kept, kept.T))
    expect(kept.data).toEqual(Float64Array.of(1, 3, 2, 4))
  })

  test('copies a kept tensor once for a plain kernel, which leaves it where it is', () => {
    const n = 1000
    const kept = engine.keep(randn(n, n))
    const start = performance.now()
    engine.step(() => kept.sign())
    // A copy for each element would take a quarter of an hour.
    expect(performance.now() - start).toBeLessThan(30_000)
    engine.step(() => {
      const x = kept.add(1)
      x.sign()
      expect((x as Resident).isRead).toBe(false)
    })
  })

  test('that fails leaves the plain engine on', () => {
    expect(() => engine.step(() => tensor([1]).add(tensor([1, 2]).matmul(tensor([1])))).data).toThrow()
    expect(tensor(0.1).add(0.2).item()).toBe(0.1 + 0.2)
  })

  test('uses the same memory again', () => {
    const small = fastEngine() as FastEngine
    const x = randn(100, 100)
    const run = (): number => small.step(() => x.add(1).mul(2).matmul(x).sum().item())
    const first = run()
    const { bytes } = small
    for (let i = 0; i < 1000; i++) expect(run()).toBe(first)
    expect(small.bytes).toBe(bytes)
    expect(bytes).toBeLessThan(1_000_000)
  })

  test('knows what was written into the numbers of a tensor', () => {
    const sums = engine.step(() => {
      const x = zerosLike(tensor([1, 2, 3]))
      x.data[1] = 5
      return [x.sum().item(), x.add(1).data[1], x.at(1)]
    })
    expect(sums).toEqual([5, 6, 5])
  })

  test('works on tensors of another engine', () => {
    const other = (fastEngine() as FastEngine).keep(tensor([1, 2]))
    expect(engine.step(() => other.add(1).data)).toEqual(Float64Array.of(2, 3))
  })
})

test('autograd works on it', () => {
  const [x, w, b] = [randn(8, 5), randn(5, 6), randn(6)]
  const labels = tensor([0, 1, 2, 3, 4, 5, 0, 1])
  const run = (): Tensor[] => {
    const { result, steps } = record(() => {
      const h = x.matmul(w).add(b)
      const normal = h.sub(h.mean(0, { keepdim: true })).mul(h.var(0, { keepdim: true }).add(1e-5).pow(-0.5))
      return crossEntropy(normal.tanh().pow(1), labels)
    })
    const gradients = gradientsOf(steps, result)
    return [x, w, b].map(input => gradients.get(input) as Tensor)
  }
  for (let i = 0; i < 3; i++) expectSame(() => run()[i], { size: 0.2, terms: 8 })
})
