/** The autograd that learners build in the track autograd, against ours and against PyTorch's own. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  backward,
  crossEntropy,
  lossOf,
  type Net,
  trainOn,
  Value,
} from '../../solutions/autograd/06_train.ts'
import { tensor } from '../tensor/creation.ts'
import { type Generator, generator } from '../tensor/random.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { gradientOf, gradientsOf } from './sweep.ts'

type Rows = number | readonly Rows[]

interface Golden {
  readonly rate: number
  readonly X: Rows
  readonly Y: Rows
  readonly losses: readonly number[]
  readonly start: Readonly<Record<keyof Net, Rows>>
  readonly gradients: Readonly<Record<keyof Net, Rows>>
  readonly end: Readonly<Record<keyof Net, Rows>>
}

const golden = JSON.parse(
  readFileSync(new URL('golden/autograd-track.json', import.meta.url), 'utf8'),
) as Golden
const names = ['C', 'W1', 'b1', 'W2', 'b2'] as const
const [X, Y] = [tensor(golden.X as number[]), tensor(golden.Y as number[])]

const newNet = (): Net =>
  Object.fromEntries(
    names.map(name => [name, new Value(tensor(golden.start[name] as number[]))]),
  ) as unknown as Net

/** The largest difference, as a part of the largest number. */
function distance(ours: Tensor, theirs: Tensor): number {
  expect(ours.shape).toEqual(theirs.shape)
  return ours.sub(theirs).abs().max().item() / Math.max(theirs.abs().max().item(), 1e-300)
}

describe('the network of autograd/06', () => {
  test.each(names)('has PyTorch’s gradient of %s', name => {
    const net = newNet()
    backward(lossOf(net, X, Y))
    expect(distance(net[name].grad, tensor(golden.gradients[name] as number[]))).toBeLessThan(1e-14)
  })

  test('is trained in ten rounds to PyTorch’s losses and parameters', () => {
    const net = newNet()
    const losses = golden.losses.map(() => trainOn(net, X, Y, golden.rate))
    expect(losses).toHaveLength(10)
    expect(distance(tensor(losses), tensor(golden.losses))).toBeLessThan(1e-14)
    for (const name of names)
      expect(distance(net[name].data, tensor(golden.end[name] as number[]))).toBeLessThan(1e-13)
  })
})

describe('a random formula', () => {
  test.each(Array.from({ length: 100 }, (_, seed) => seed))(
    'has the gradients of our autograd, seed %d',
    seed => {
      const g = generator(seed)
      const { result, steps } = record(() => randomFormula(g))
      const found = gradientsOf(steps, result.loss.data)
      backward(result.loss)
      for (const { data, grad } of result.inputs)
        expect(distance(grad, gradientOf(found, data))).toBeLessThan(1e-12)
    },
  )
})

/** Eight steps between Values of (3, 4) and smaller ones that broadcast to it; each Value may be used again and again. */
function randomFormula(g: Generator) {
  const pick = <T>(list: readonly T[]): T => list[g.randint(0, list.length, [1]).at(0)]
  const inputs = [[3, 4], [4], [3, 1], [1, 4], [1], [], [1, 1]].map(shape => new Value(g.randn(...shape)))
  const square = new Value(g.randn(4, 4))
  const all = [...inputs]
  const large = () => inputs[0].add(pick(all))
  const steps: readonly (() => Value)[] = [
    () => pick(all).add(pick(all)),
    () => pick(all).mul(pick(all)),
    () => pick(all).sub(large()),
    () => large().matmul(square),
    () => large().sum(0),
    () => large().sum(-1, true),
    () => large().sum(),
    () => large().tanh().view(4, 3).view(3, -1),
    () => large().tanh().exp().add(inputs[4].mul(inputs[4])),
    () => large().index(g.randint(0, 3, [3])),
    () => large().tanh().exp().log(),
    () => large().index(g.randint(0, 3, [4]), g.randint(0, 4, [4])),
  ]
  for (let i = 0; i < 8; i++) all.push(pick(steps)().tanh())
  const total = all.reduce((sum, value) => sum.add(value))
  const loss = crossEntropy(total.matmul(square), g.randint(0, 4, [3]))
  return { inputs: [...inputs, square], loss }
}
