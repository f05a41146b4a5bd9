/**
 * Values that PyTorch's documentation publishes, each from the page that the test names. Numbers are printed there to
 * four digits, inputs too, so results agree to about 2e-4. Where a test says so, PyTorch worked them out itself.
 */
import { describe, expect, test } from 'vitest'
import { arange, maximum, oneHot, ones, tensor, where, zeros } from './creation.ts'
import type { Tensor } from './tensor.ts'

function expectPrinted(ours: Tensor, theirs: Tensor): void {
  expect(ours.shape).toEqual(theirs.shape)
  for (const [i, value] of theirs.data.entries()) {
    if (Number.isNaN(value)) expect(ours.data[i]).toBeNaN()
    else expect(Math.abs(ours.data[i] - value)).toBeLessThan(2e-4)
  }
}

describe('elementwise', () => {
  test.each<[string, (x: Tensor) => Tensor, number[], number[]]>([
    ['torch.abs', x => x.abs(), [-1, -2, 3], [1, 2, 3]],
    [
      'torch.clamp',
      x => x.clamp(-0.5, 0.5),
      [-1.712, 0.1734, -0.0478, -0.0922],
      [-0.5, 0.1734, -0.0478, -0.0922],
    ],
    ['torch.cos', x => x.cos(), [1.4309, 1.2706, -0.8562, 0.9796], [0.1395, 0.2957, 0.6553, 0.5574]],
    ['torch.cosh', x => x.cosh(), [0.1632, 1.1835, -0.6979, -0.7325], [1.0133, 1.786, 1.2536, 1.2805]],
    ['torch.div', x => x.div(0.5), [0.381, 1.2774, -0.2972], [0.762, 2.5548, -0.5944]],
    ['torch.special.erf', x => x.erf(), [0, -1, 10], [0, -0.8427, 1]],
    ['torch.exp', x => x.exp(), [0, Math.log(2)], [1, 2]],
    ['torch.log', x => x.log(), [4.7767, 4.3234, 1.2156, 0.2411], [1.5637, 1.464, 0.1952, -1.4226]],
    ['torch.pow', x => x.pow(2), [0.4331, 1.2475, 0.6834, -0.2791], [0.1875, 1.5561, 0.467, 0.0779]],
    ['torch.pow, tensor exponent', x => x.pow(x), [1, 2, 3, 4], [1, 4, 27, 256]],
    ['torch.pow, number base', x => tensor(2).pow(x), [1, 2, 3, 4], [2, 4, 8, 16]],
    ['torch.reciprocal', x => x.reciprocal(), [-0.4595, -2.1219, -1.4314], [-2.1763, -0.4713, -0.6986]],
    ['torch.rsqrt', x => x.rsqrt(), [-0.037, 0.297, 1.542, -0.9105], [NaN, 1.8351, 0.8053, NaN]],
    ['torch.sigmoid', x => x.sigmoid(), [0.9213, 1.0887, -0.8858, -1.7683], [0.7153, 0.7481, 0.292, 0.1458]],
    ['torch.sign', x => x.sign(), [0.7, -1.2, 0, 2.3], [1, -1, 0, 1]],
    ['torch.sin', x => x.sin(), [-0.5461, 0.1347, -2.7266, -0.2746], [-0.5194, 0.1343, -0.4032, -0.2711]],
    ['torch.sinh', x => x.sinh(), [0.538, -0.8632, -0.1265, 0.9399], [0.5644, -0.9744, -0.1268, 1.0845]],
    ['torch.sqrt', x => x.sqrt(), [-2.0755, 1.0226, 0.0831, 0.4806], [NaN, 1.0112, 0.2883, 0.6933]],
    ['torch.tanh', x => x.tanh(), [0.8986, -0.7279, 1.1745, 0.2611], [0.7156, -0.6218, 0.8257, 0.2553]],
  ])('%s', (_, f, x, y) => expectPrinted(f(tensor(x)), tensor(y)))

  test('torch.maximum and torch.minimum', () => {
    const [a, b] = [tensor([1, 2, -1]), tensor([3, 0, 4])]
    expect(maximum(a, b).tolist()).toEqual([3, 2, 4])
    expect(a.minimum(b).tolist()).toEqual([1, 0, -1])
  })

  test('torch.eq, ne, lt, le, gt and ge', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ])
    const b = tensor([
      [1, 1],
      [4, 4],
    ])
    expect(a.eq(b).tolist()).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(a.ne(b).tolist()).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(a.lt(b).tolist()).toEqual([
      [0, 0],
      [1, 0],
    ])
    expect(a.le(b).tolist()).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect(a.gt(b).tolist()).toEqual([
      [0, 1],
      [0, 0],
    ])
    expect(a.ge(b).tolist()).toEqual([
      [1, 1],
      [0, 1],
    ])
  })

  test('torch.where', () => {
    const x = tensor([
      [-0.462, 0.3139],
      [0.3898, -0.7197],
      [0.0478, -0.1657],
    ])
    expect(where(x.gt(0), x, ones(3, 2)).tolist()).toEqual([
      [1, 0.3139],
      [0.3898, 1],
      [0.0478, 1],
    ])
  })
})

describe('reductions', () => {
  test('torch.sum', () => {
    expect(
      arange(4 * 5 * 6)
        .view(4, 5, 6)
        .sum([2, 1])
        .tolist(),
    ).toEqual([435, 1335, 2235, 3135])
  })

  test('torch.mean', () => {
    const a = tensor([
      [-0.3841, 0.632, 0.4254, -0.7384],
      [-0.9644, 1.0131, -0.6549, -1.4279],
      [-0.2951, -1.335, -0.7694, 0.56],
      [1.0842, -0.958, 0.3623, 0.2343],
    ])
    expectPrinted(a.mean(1), tensor([-0.0163, -0.5085, -0.4599, 0.1807]))
    expectPrinted(a.mean(1, { keepdim: true }), tensor([[-0.0163], [-0.5085], [-0.4599], [0.1807]]))
  })

  test('torch.var, torch.std and torch.var_mean', () => {
    const a = tensor([
      [0.2035, 1.2959, 1.8101, -0.4644],
      [1.5027, -0.327, 0.5905, 0.6538],
      [-1.5745, 1.333, -0.5596, -0.6548],
      [0.1264, -0.508, 1.642, 0.1992],
    ])
    const options = { keepdim: true }
    expectPrinted(a.var(1, options), tensor([[1.0631], [0.559], [1.4893], [0.8258]]))
    expectPrinted(a.std(1, options), tensor([[1.0311], [0.7477], [1.2204], [0.9087]]))
    expectPrinted(a.var(0, options), tensor([[1.5926, 1.0056, 1.2005, 0.3646]]))
    expectPrinted(a.mean(0, options), tensor([[0.0645, 0.4485, 0.8707, -0.0665]]))
    expectPrinted(tensor([[-0.8166, -1.3802, -0.356]]).var(null, { unbiased: false }), tensor(0.1754))
  })

  test('torch.prod', () => {
    expectPrinted(tensor([[-0.802, 0.5428, -1.5854]]).prod(), tensor(0.6902))
  })

  test('torch.logsumexp (PyTorch 2.13; the page has no numbers to start from)', () => {
    const a = tensor([
      [-1.0813, -0.8619, 0.7105],
      [0.0935, 0.138, 2.2112],
    ])
    const [first, second] = a.logsumexp(1).data
    expect(first).toBeCloseTo(1.028376389423682, 14)
    expect(second).toBeCloseTo(2.431211171788177, 14)
  })

  test('torch.argmax and torch.amax', () => {
    const a = tensor([
      [1.3398, 0.2663, -0.2686, 0.245],
      [-0.7401, -0.8805, -0.3402, -1.1936],
      [0.4907, -1.3948, -1.0691, -0.3132],
      [-1.6092, 0.5419, -0.2993, 0.3195],
    ])
    expect(a.argmax().item()).toBe(0)
    expect(a.argmax(1).tolist()).toEqual([0, 2, 0, 1])
    const b = tensor([
      [0.8177, 1.4878, -0.2491, 0.913],
      [-0.7158, 1.1775, 2.0992, 0.4817],
      [-0.0053, 0.0164, -1.3738, -0.0507],
      [1.97, 1.1106, -1.0318, -1.0816],
    ])
    expect(b.max(1).values.tolist()).toEqual([1.4878, 2.0992, 0.0164, 1.97])
    expect(
      tensor([[0.6763, 0.7445, -2.2369]])
        .max()
        .item(),
    ).toBe(0.7445) // torch.max
  })
})

describe('products and places', () => {
  test('torch.tensordot, written as a matrix product', () => {
    const a = arange(60).view(3, 4, 5)
    const b = arange(24).view(4, 3, 2)
    expect(a.permute(2, 1, 0).view(5, 12).matmul(b.view(12, 2)).tolist()).toEqual([
      [4400, 4730],
      [4532, 4874],
      [4664, 5018],
      [4796, 5162],
      [4928, 5306],
    ])
  })

  test('torch.outer', () => {
    expect(arange(1, 5).outer(arange(1, 4)).tolist()).toEqual([
      [1, 2, 3],
      [2, 4, 6],
      [3, 6, 9],
      [4, 8, 12],
    ])
  })

  test('torch.tril and torch.triu', () => {
    const a = tensor([
      [0.2309, 0.5207, 2.0049],
      [0.2072, -1.068, 0.6602],
      [0.348, -0.5211, -0.4573],
    ])
    const none = [0, 0, 0]
    expect(a.tril().tolist()).toEqual([
      [0.2309, 0, 0],
      [0.2072, -1.068, 0],
      [0.348, -0.5211, -0.4573],
    ])
    expect(a.triu(1).tolist()).toEqual([[0, 0.5207, 2.0049], [0, 0, 0.6602], none])
    expect(a.triu(-1).tolist()).toEqual([
      [0.2309, 0.5207, 2.0049],
      [0.2072, -1.068, 0.6602],
      [0, -0.5211, -0.4573],
    ])
  })

  test('torch.broadcast_to and torch.Tensor.repeat', () => {
    const x = tensor([1, 2, 3])
    expect(x.broadcastTo(3, 3).tolist()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
    const row = [1, 2, 3, 1, 2, 3]
    expect(x.repeat(4, 2).tolist()).toEqual([row, row, row, row])
    expect(x.repeat(4, 2, 1).shape).toEqual([4, 2, 3])
  })

  test('torch.t', () => {
    expect(tensor(0.1995).t().item()).toBe(0.1995)
    expect(tensor([2.432, -0.4608, 0.7702]).t().tolist()).toEqual([2.432, -0.4608, 0.7702])
    const x = tensor([
      [0.4875, 0.9158, -0.5872],
      [0.3938, -0.6929, 0.6932],
    ])
    expect(x.t().tolist()).toEqual([
      [0.4875, 0.3938],
      [0.9158, -0.6929],
      [-0.5872, 0.6932],
    ])
  })

  test('torch.split', () => {
    const x = arange(10).view(5, 2)
    expect(x.split(2).map(part => part.tolist())).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [4, 5],
        [6, 7],
      ],
      [[8, 9]],
    ])
    expect(x.split([1, 4]).map(part => part.tolist())).toEqual([
      [[0, 1]],
      [
        [2, 3],
        [4, 5],
        [6, 7],
        [8, 9],
      ],
    ])
  })

  test('torch.chunk', () => {
    const sizes = (n: number): number[] =>
      arange(n)
        .chunk(6)
        .map(part => part.shape[0])
    expect(sizes(11)).toEqual([2, 2, 2, 2, 2, 1])
    expect(sizes(12)).toEqual([2, 2, 2, 2, 2, 2])
    expect(sizes(13)).toEqual([3, 3, 3, 3, 1])
    expect(arange(13).chunk(6)[4].tolist()).toEqual([12])
  })

  test('torch.flatten', () => {
    const x = arange(1, 9).view(2, 2, 2)
    expect(x.flatten().tolist()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(x.flatten(1).tolist()).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ])
  })

  test('torch.Tensor.scatter_', () => {
    const source = arange(1, 11).view(2, 5)
    expect(
      zeros(3, 5)
        .scatter(0, tensor([[0, 1, 2, 0]]), source.slice(0, 0, 1).slice(1, 0, 4))
        .tolist(),
    ).toEqual([
      [1, 0, 0, 4, 0],
      [0, 2, 0, 0, 0],
      [0, 0, 3, 0, 0],
    ])
    const index = tensor([
      [0, 1, 2],
      [0, 1, 4],
    ])
    expect(
      zeros(3, 5)
        .scatter(1, index, source.slice(1, 0, 3))
        .tolist(),
    ).toEqual([
      [1, 2, 3, 0, 0],
      [6, 7, 0, 0, 8],
      [0, 0, 0, 0, 0],
    ])
    expect(
      zeros(2, 5)
        .scatter(0, tensor([[0, 1]]), 2)
        .tolist(),
    ).toEqual([
      [2, 0, 0, 0, 0],
      [0, 2, 0, 0, 0],
    ])
  })

  test('torch.addr, written as an outer product', () => {
    expect(
      tensor([[1], [2], [3]])
        .mul(tensor([1, 2]))
        .tolist(),
    ).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
    ])
  })

  test('torch.Tensor.index_add_', () => {
    const t = tensor([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ])
    expect(
      ones(5, 3)
        .indexAdd(tensor([0, 4, 2]), t)
        .tolist(),
    ).toEqual([
      [2, 3, 4],
      [1, 1, 1],
      [8, 9, 10],
      [1, 1, 1],
      [5, 6, 7],
    ])
  })

  test('torch.nn.functional.one_hot', () => {
    expect(oneHot(tensor([0, 1, 2, 0, 1]), 5).tolist()).toEqual([
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
    ])
    expect(
      oneHot(
        tensor([
          [0, 1],
          [2, 0],
          [1, 2],
        ]),
        3,
      ).shape,
    ).toEqual([3, 2, 3])
  })
})
