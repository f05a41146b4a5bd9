import { describe, expect, test } from 'vitest'
import { arange, tensor } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { differentiate, isLearnable, observe, propagate } from './graph.ts'

interface Inputs {
  readonly n: number
  readonly x: Tensor
  readonly w: Tensor
  readonly y: Tensor
}

const inputs = {
  n: 2,
  x: tensor([
    [1, 2],
    [3, 4],
  ]),
  w: tensor([0.5, -1]),
  y: tensor([1, 0]),
}

function forward({ n, x, w, y }: Inputs) {
  const scores = x.mul(w)
  const shifted = scores.sub(scores.max(1, { keepdim: true }).values)
  const unused = x.exp()
  const best = shifted.argmax(1)
  const loss = shifted.index(arange(n), y).mean().neg()
  return { scores, shifted, unused, best, loss }
}

const graph = observe<Inputs>(inputs, forward)

describe('an observed forward pass', () => {
  test('has every value by name, and numbers among them', () => {
    expect(Object.keys(graph.values)).toEqual([
      'n',
      'x',
      'w',
      'y',
      'scores',
      'shifted',
      'unused',
      'best',
      'loss',
    ])
    expect(graph.values.n).toBe(2)
    expect([...graph.tensors.keys()]).not.toContain('n')
    expect(graph.names.get(inputs.x)).toBe('x')
  })

  test('knows the direct users, through operations that nobody named', () => {
    expect(graph.users.get('x')).toEqual(['scores', 'unused'])
    expect(graph.users.get('w')).toEqual(['scores'])
    expect(graph.users.get('scores')).toEqual(['shifted'])
    expect(graph.users.get('shifted')).toEqual(['loss'])
    expect(graph.users.get('loss')).toEqual([])
  })

  test('an index is not used by what it picks, nor a value by its argmax', () => {
    expect(graph.users.get('y')).toEqual([])
    expect(graph.users.get('shifted')).not.toContain('best')
    expect(graph.ancestors.get('best')).toEqual(new Set())
  })

  test('knows all ancestors, near and far', () => {
    expect(graph.ancestors.get('x')).toEqual(new Set())
    expect(graph.ancestors.get('shifted')).toEqual(new Set(['scores', 'x', 'w']))
    expect(graph.ancestors.get('loss')).toEqual(new Set(['shifted', 'scores', 'x', 'w']))
  })

  test('orders values by the step that made them, inputs first', () => {
    const order = (name: string) => graph.order.get(name)!
    expect([order('x'), order('w'), order('y')]).toEqual([-1, -1, -1])
    expect(order('scores')).toBeLessThan(order('shifted'))
    expect(order('shifted')).toBeLessThan(order('loss'))
    expect(order('loss')).toBe(graph.steps.length - 1)
  })

  test('can learn what the loss depends on smoothly', () => {
    const learnable = [...graph.tensors.keys()].filter(name => isLearnable(graph, name))
    expect(learnable).toEqual(['x', 'w', 'scores', 'shifted', 'loss'])
  })
})

describe('its gradients', () => {
  test('are those of the loss, whatever the order in which they are asked for', () => {
    const forwards = differentiate(graph)
    const backwards = differentiate(graph)
    const names = ['x', 'w', 'scores', 'shifted', 'loss']
    for (const name of names) forwards.gradient(name)
    for (const name of names.toReversed()) backwards.gradient(name)
    for (const name of names)
      expect(forwards.gradient(name).tolist()).toEqual(backwards.gradient(name).tolist())
    expect(backwards.gradient('loss').item()).toBe(1)
    expect(backwards.gradient('shifted').tolist()).toEqual([
      [0, -0.5],
      [-0.5, 0],
    ])
    // scores are [[0.5, -2], [1.5, -4]]: the maximum is the first of each row, and takes what the others give
    expect(backwards.gradient('scores').tolist()).toEqual([
      [0.5, -0.5],
      [0, 0],
    ])
    expect(backwards.gradient('w').tolist()).toEqual([0.5, -1])
  })

  test('are zero where the loss does not depend on a value', () => {
    expect(differentiate(graph).gradient('unused').tolist()).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(differentiate(graph).gradient('y').tolist()).toEqual([0, 0])
  })

  test('are worked out only as far as somebody asked', () => {
    const { gradient, sofar } = differentiate(graph)
    gradient('shifted')
    expect(sofar.has(graph.tensors.get('shifted')!)).toBe(true)
    expect(sofar.has(graph.tensors.get('scores')!)).toBe(false)
  })

  test('follow from whatever gradients are given, and those stay', () => {
    const dscores = tensor([
      [1, 0],
      [0, 1],
    ])
    const { gradient } = propagate(
      graph,
      new Map([
        ['scores', dscores],
        ['loss', tensor(100)],
      ]),
    )
    expect(gradient('scores')).toBe(dscores)
    expect(gradient('w').tolist()).toEqual([1, 4])
    expect(gradient('x').tolist()).toEqual([
      [0.5, -0],
      [0, -1],
    ])
  })
})

test('the loss may have another name', () => {
  const other = observe({ a: tensor([1, 2]) }, ({ a }) => ({ total: a.pow(2).sum() }), 'total')
  expect(differentiate(other).gradient('a').tolist()).toEqual([2, 4])
})
