/**
 * Gradients that PyTorch or its teachers published, and closed forms with short numbers. The golden files hold the
 * operations of the makemore network; here stands one value or more for each of the others, and what PyTorch does
 * where there is no derivative.
 */
import { describe, expect, test } from 'vitest'
import { crossEntropy, maximum, tensor, where } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { gradientOf, gradientsOf, sweep } from './sweep.ts'

/** The gradients of a scalar with respect to each input, as numbers. */
function gradients(f: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): number[][] {
  const { result, steps } = record(() => f(...inputs))
  expect(result.shape).toEqual([])
  const all = gradientsOf(steps, result)
  return inputs.map(x => Array.from(gradientOf(all, x).data))
}

/** What is sent back to `x` when the gradient of `f(x)` is `g`. */
function backward(f: (x: Tensor) => Tensor, x: Tensor, g: Tensor): number[] {
  const { result, steps } = record(() => f(x))
  return Array.from(gradientOf(sweep(steps, new Map([[result, g]])), x).data)
}

function expectClose(ours: readonly number[], theirs: readonly number[], digits = 12): void {
  expect(ours).toHaveLength(theirs.length)
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, digits)
}

describe('published', () => {
  test('3a^3 - b^2 (PyTorch tutorial "A gentle introduction to torch.autograd")', () => {
    const q = (a: Tensor, b: Tensor) => a.pow(3).mul(3).sub(b.pow(2)).sum()
    const [da, db] = gradients(q, tensor([2, 3]), tensor([6, 4]))
    expect(da).toEqual([36, 81])
    expect(db).toEqual([-12, -8])
  })

  test('the mean of 3(x + 2)^2 (PyTorch tutorial "Autograd", before 1.8)', () => {
    const f = (x: Tensor) => {
      const y = x.add(2)
      return y.mul(y).mul(3).mean()
    }
    expect(
      gradients(
        f,
        tensor([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toEqual([[4.5, 4.5, 4.5, 4.5]])
  })

  test('the expression of the README of micrograd, which its tests check against PyTorch', () => {
    const g = (a: Tensor, b: Tensor) => {
      let c = a.add(b)
      let d = a.mul(b).add(b.pow(3))
      c = c.add(c.add(1))
      c = c.add(c.add(1).sub(a))
      d = d.add(d.mul(2).add(b.add(a).relu()))
      d = d.add(d.mul(3).add(b.sub(a).relu()))
      const f = c.sub(d).pow(2)
      return f.div(2).add(tensor(10).div(f))
    }
    expect(g(tensor(-4), tensor(2)).item()).toBeCloseTo(24.7041, 4)
    const [[da], [db]] = gradients(g, tensor(-4), tensor(2))
    expectClose([da, db], [138.8338, 645.5773], 4)
  })

  test('-a^3 + sin 3b - 1/c + b^2.5 - a^0.5 (exercises of Karpathy, "The spelled-out intro to neural networks")', () => {
    const f = (a: Tensor, b: Tensor, c: Tensor) =>
      a.pow(3).neg().add(b.mul(3).sin()).sub(tensor(1).div(c)).add(b.pow(2.5)).sub(a.pow(0.5))
    const found = gradients(f, tensor(2), tensor(3), tensor(4)).flat()
    expectClose(found, [-12.353553390593273, 10.25699027111255, 0.0625])
  })

  test('softmax and the negative log likelihood of (0, 3, -2, 1), label 3 (the same exercises, from PyTorch)', () => {
    const theirs = [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986]
    const logits = tensor([[0, 3, -2, 1]])
    const routes: ((x: Tensor) => Tensor)[] = [
      x => x.softmax(1).index(0, 3).log().neg(),
      x => x.logSoftmax(1).index(0, 3).neg(),
      x => crossEntropy(x, tensor([3])),
    ]
    for (const loss of routes) expectClose(gradients(loss, logits)[0], theirs)
  })

  test('a neuron with tanh (the same lecture, with the same numbers from PyTorch)', () => {
    const neuron = (x: Tensor, w: Tensor) => x.mul(w).sum().add(6.8813735870195432).tanh()
    const [dx, dw] = gradients(neuron, tensor([2, 0]), tensor([-3, 1]))
    expectClose(dx, [-1.5, 0.5], 8)
    expectClose(dw, [1, 0], 8)
  })

  test('the slope of sigmoid at 2 and -3 (a gist of Amine, printed by PyTorch)', () => {
    expectClose(gradients(x => x.sigmoid().sum(), tensor([2, -3]))[0], [0.105, 0.0452], 4)
  })
})

describe('in closed form', () => {
  const ln2 = Math.log(2)
  test.each<[string, (x: Tensor) => Tensor, number, number]>([
    ['exp is its own slope', x => x.exp(), ln2, 2],
    ['1/x is the slope of log', x => x.log(), 4, 1 / 4],
    ['sqrt has the slope 1/(2 sqrt x)', x => x.sqrt(), 4, 1 / 4],
    ['sin has the slope cos', x => x.sin(), Math.PI / 3, 1 / 2],
    ['cos has the slope -sin', x => x.cos(), Math.PI / 6, -1 / 2],
    ['sinh ln 2 is 3/4, the slope of cosh', x => x.cosh(), ln2, 3 / 4],
    ['cosh ln 2 is 5/4, the slope of sinh', x => x.sinh(), ln2, 5 / 4],
    ['tanh ln 2 is 3/5, so its slope there is 16/25', x => x.tanh(), ln2, 16 / 25],
    ['sigmoid ln 3 is 3/4, so its slope there is 3/16', x => x.sigmoid(), Math.log(3), 3 / 16],
    ['abs has the slope -1 below 0', x => x.abs(), -2, -1],
    ['neg has the slope -1', x => x.neg(), 7, -1],
    ['1/x has the slope -1/x^2', x => tensor(1).div(x), 2, -1 / 4],
    ['2^x has the slope ln 2 times itself', x => tensor(2).pow(x), 3, 8 * ln2],
  ])('%s', (_, f, at, slope) => {
    expect(gradients(f, tensor(at))[0][0]).toBeCloseTo(slope, 12)
  })

  test('erf has the slope of the normal distribution (PyTorch 2.13)', () => {
    const theirs = [1.1283791670955126, 0.4151074974205947, 0.8787825789354448, 0.020666985354092053]
    expectClose(gradients(x => x.erf().sum(), tensor([0, -1, 0.5, 2]))[0], theirs, 15)
  })

  test('logsumexp sends softmax back, of large numbers too (PyTorch 2.13)', () => {
    const x = tensor([
      [1000, 1001],
      [0, 3],
    ])
    const theirs = [0.2689414213699995, 0.7310585786300168, 0.04742587317756678, 0.9525741268224333]
    expectClose(gradients(x => x.logsumexp(1).sum(), x)[0], theirs, 14)
    expectClose(gradients(x => x.logsumexp([0, 1]), x)[0], [...theirs.slice(0, 2), 0, 0], 14)
    expect(gradients(x => x.logsumexp(0), tensor([-Infinity, 1]))).toEqual([[0, 1]])
  })

  test('prod sends to each the product of the others, zeros or not (PyTorch 2.13)', () => {
    expect(gradients(x => x.prod(), tensor([2, 3, 4]))).toEqual([[12, 8, 6]])
    expect(gradients(x => x.prod(), tensor([2, 0, 4]))).toEqual([[0, 8, 0]])
    expect(gradients(x => x.prod(), tensor([0, 0, 4]))).toEqual([[0, 0, 0]])
    expect(gradients(x => x.prod(), tensor([Infinity, 0, 4]))).toEqual([[0, Infinity, NaN]])
    expect(gradients(x => x.prod(), tensor([]))).toEqual([[]])
    const rows = tensor([
      [2, 0, 4],
      [0, 0, 3],
      [1, 2, 3],
    ])
    expect(gradients(x => x.prod(1).sum(), rows)).toEqual([[0, 8, 0, 0, 0, 0, 6, 3, 2]])
  })

  test('what a matrix, a vector or a row was made into (PyTorch 2.13)', () => {
    const weights = tensor([[[1, 2, 3, 4]], [[10, 20, 30, 40]]])
    expect(backward(x => x.repeat(2, 1, 2), tensor([[1, 2]]), weights)).toEqual([44, 66])
    expect(gradients(x => x.tril(-1).sum(), tensor([1, 2, 3, 4, 5, 6], [3, 2]))).toEqual([[0, 0, 1, 0, 1, 1]])
    expect(gradients((x, y) => x.outer(y).sum(), tensor([1, 2]), tensor([3, 4, 5]))).toEqual([
      [12, 12],
      [3, 3, 3],
    ])
    const mask = tensor([
      [1, 0],
      [0, 0],
    ])
    expect(gradients((x, v) => x.maskedFill(mask, v).sum(), tensor([1, 2]), tensor(5))).toEqual([[1, 2], [1]])
  })

  test('var of (1, 2, 6): twice the deviations over n - 1, or over n', () => {
    const x = tensor([1, 2, 6])
    expectClose(gradients(x => x.var(), x)[0], [-2, -1, 3])
    expectClose(gradients(x => x.var(0, { unbiased: false }), x)[0], [-4 / 3, -2 / 3, 2])
  })

  test('softmax with probabilities 1/6, 2/6, 3/6', () => {
    const logits = tensor([0, ln2, Math.log(3)])
    const first = tensor([1, 0, 0])
    expectClose(
      backward(x => x.softmax(0), logits, first),
      [5 / 36, -2 / 36, -3 / 36],
    )
    expectClose(
      backward(x => x.logSoftmax(0), logits, first),
      [5 / 6, -2 / 6, -3 / 6],
    )
  })

  test('a row picked three times receives the sum of the three gradients', () => {
    const rows = tensor([2, 0, 2, 2])
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    const g = tensor([
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ])
    expect(backward(x => x.index(rows), x, g)).toEqual([2, 20, 0, 0, 8, 80])
    expect(backward(v => x.indexAdd(rows, v), g, x)).toEqual([5, 6, 1, 2, 5, 6, 5, 6])
  })

  test('what is overwritten has no gradient; of two values at one place only the last one has', () => {
    const places = tensor([2, 0, 2])
    const g = tensor([1, 10, 100])
    expect(backward(x => x.indexPut(places, 0), tensor([1, 2, 3]), g)).toEqual([0, 10, 0])
    expect(backward(v => tensor([1, 2, 3]).indexPut(places, v), tensor([4, 5, 6]), g)).toEqual([0, 1, 100])
    expect(backward(x => x.scatter(0, places, 0), tensor([1, 2, 3]), g)).toEqual([0, 10, 0])
    expect(backward(v => tensor([1, 2, 3]).scatter(0, places, v), tensor([4, 5, 6]), g)).toEqual([0, 1, 100])
  })

  test('scatter where no place is named twice (PyTorch 2.13)', () => {
    const index = tensor([
      [0, 2],
      [1, 0],
    ])
    const g = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    const [x, v] = [tensor([1, 2, 3, 4, 5, 6], [2, 3]), tensor([7, 8, 9, 10], [2, 2])]
    expect(x.scatter(1, index, v).flatten().tolist()).toEqual([7, 2, 8, 10, 9, 6])
    expect(backward(x => x.scatter(1, index, v), x, g)).toEqual([0, 2, 0, 0, 0, 6])
    expect(backward(v => x.scatter(1, index, v), v, g)).toEqual([1, 3, 5, 4])
  })
})

describe('where there is no derivative', () => {
  const ties = tensor([
    [3, 1, 3],
    [2, 2, 2],
  ])
  const g = tensor([6, 12])

  test('max and min over everything share among equals (torch.max docs: "evenly distribute")', () => {
    expect(gradients(x => x.max(), tensor([1, 1]))).toEqual([[0.5, 0.5]]) // discuss.pytorch.org/t/111479
    expect(gradients(x => x.max(), ties)).toEqual([[0.5, 0, 0.5, 0, 0, 0]])
    expect(gradients(x => x.min(), tensor([2, 5, 2, 2]))).toEqual([[1 / 3, 0, 1 / 3, 1 / 3]])
  })

  test('max and min along a dimension give all to the first (torch.max docs: "only to the indexed element")', () => {
    expect(backward(x => x.max(1).values, ties, g)).toEqual([6, 0, 0, 12, 0, 0])
    expect(backward(x => x.min(1).values, ties, g)).toEqual([0, 6, 0, 12, 0, 0])
    expect(gradients(x => x.max(0).values, tensor([1, 2, 2]))).toEqual([[0, 1, 0]])
    expect(gradients(x => x.min(-1).values, tensor([1, 1, 2]))).toEqual([[1, 0, 0]])
  })

  test('maximum and minimum give half to each of two equals (derivatives.yaml: "grad / 2")', () => {
    const a = tensor([1, 2, 3])
    const b = tensor([2, 2, 2])
    expect(gradients((a, b) => maximum(a, b).sum(), a, b)).toEqual([
      [0, 0.5, 1],
      [1, 0.5, 0],
    ])
    expect(gradients((a, b) => a.minimum(b).sum(), a, b)).toEqual([
      [1, 0.5, 0],
      [0, 0.5, 1],
    ])
  })

  test('relu, abs and sign have the slope 0 at 0, sqrt an infinite one ("Autograd mechanics": minimum norm, continuity)', () => {
    const zero = tensor(0)
    expect(gradients(x => x.relu(), zero)).toEqual([[0]])
    expect(gradients(x => x.abs(), zero)).toEqual([[0]])
    expect(gradients(x => x.sign(), zero)).toEqual([[0]])
    expect(gradients(x => x.sqrt(), zero)).toEqual([[Infinity]])
  })

  test('clamp has the slope 1 at its bounds (clamp_backward in FunctionsManual.cpp)', () => {
    const x = tensor([-2, -1, 0, 2, 3, NaN])
    expect(gradients(x => x.clamp(-1, 2).sum(), x)).toEqual([[0, 1, 1, 1, 0, 0]]) // PyTorch 2.13, as the next two
    expect(gradients(x => x.clamp(0).sum(), tensor([-2, 0, 3]))).toEqual([[0, 1, 1]])
    expect(gradients(x => x.clamp(5, 3).sum(), tensor([2, 3, 4, 5, 6]))).toEqual([[0, 0, 0, 0, 0]])
  })

  test('std sends nothing back to what does not vary (std_backward in FunctionsManual.cpp)', () => {
    const rows = tensor([
      [1, 1, 1],
      [1, 2, 4],
    ])
    const theirs = [0, 0, 0, -0.43643578047198484, -0.10910894511799625, 0.5455447255899809] // PyTorch 2.13
    expectClose(
      backward(x => x.std(1), rows, tensor([1, 1])),
      theirs,
    )
    expect(gradients(x => x.std(), tensor([2, 2, 2]))).toEqual([[0, 0, 0]])
    expect(gradients(x => x.std(0, { unbiased: false }), tensor([2]))).toEqual([[0]])
    expect(gradients(x => x.std(), tensor([2]))).toEqual([[NaN]])
  })

  test('x^0 has the slope 0 at 0, and 0^p the slope 0 along p (pow_backward in FunctionsManual.cpp)', () => {
    expect(gradients((x, p) => x.pow(p), tensor(0), tensor(0))).toEqual([[0], [0]])
    expect(gradients((x, p) => x.pow(p), tensor(0), tensor(2))).toEqual([[0], [0]])
    expect(gradients(x => x.pow(1), tensor(0))).toEqual([[1]])
    expect(gradients((x, p) => x.pow(p), tensor(0), tensor(-1))).toEqual([[-Infinity], [-Infinity]])
  })

  test('where keeps a number out of the branch not taken, but 0 times infinity is still NaN', () => {
    const f = (x: Tensor) => where(x.gt(0), x.log(), 0).sum()
    expect(gradients(f, tensor([2, -1]))).toEqual([[0.5, -0]])
    expect(gradients(f, tensor([0]))).toEqual([[NaN]])
  })
})
