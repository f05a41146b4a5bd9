import { describe, expect, test } from 'vitest'
import { observe } from '../autograd/graph.ts'
import { arange, tensor } from '../tensor/creation.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { factsOf } from './facts.ts'
import { guessesAt } from './guesses.ts'
import { type Quiz, quizOf } from './quiz.ts'
import { whyRight } from './reasons.ts'

const g = generator(1)
const x = g.randn(4, 3)
const row = g.randn(3)
const column = g.randn(4, 1)
const weights = g.randn(3, 5)

/** The facts of an input of a forward pass that ends in the mean of what this gives. */
const factsIn = (
  inputs: Readonly<Record<string, Tensor>>,
  forward: (inputs: Record<string, Tensor>) => Record<string, Tensor>,
  name: string,
) => {
  const graph = observe(inputs as Record<string, Tensor>, given => {
    const made = forward(given as Record<string, Tensor>)
    return { ...made, loss: Object.values(made).at(-1)!.mean() }
  })
  return factsOf(graph, name)
}

const answersTo = ({ choices, right }: Quiz): { right: string; wrong: string[] } => ({
  right: choices[right],
  wrong: choices.filter((_, i) => i !== right).sort(),
})

describe('guesses', () => {
  const added = factsIn({ x, row }, ({ x, row }) => ({ y: x.add(row) }), 'row')
  const [shape, parts, sums, zero] = guessesAt(added, false)

  test('its shape is that of the tensor: others are that of the result, and with a dimension of size 1', () => {
    expect(shape.text).toBe("What's the shape of `drow`?")
    expect(answersTo(shape)).toEqual({ right: '(3)', wrong: ['()', '(1, 3)', '(4, 3)'] })
    expect(shape.families.filter(family => family === 'shape')).toHaveLength(3)
  })

  test('its parts are as many as tensors are computed from it', () => {
    expect(parts.choices).toEqual(['1', '2', '3'])
    expect(answersTo(parts).right).toBe('1')
    const twice = factsIn({ x, row }, ({ x, row }) => ({ a: x.add(row), b: x.mul(row), y: x.exp() }), 'x')
    expect(answersTo(guessesAt(twice, false)[1]).right).toBe('3')
    expect(guessesAt(twice, false)[1].choices).toEqual(['1', '2', '3', '4'])
    expect(guessesAt(twice, false)[1].reason).toContain('used in `a`, `b` and `y`')
  })

  test('summed is along what it was copied along', () => {
    expect(sums.choices).toEqual(['none', 'dimension 0', 'dimension 1', 'dimensions 0 and 1'])
    expect(answersTo(sums).right).toBe('dimension 0')
    const of = (name: string) =>
      guessesAt(
        factsIn({ x, column }, ({ x, column }) => ({ y: x.mul(column) }), name),
        false,
      )[2]
    expect(answersTo(of('column')).right).toBe('dimension 1')
    expect(answersTo(of('x')).right).toBe('none')
  })

  test('nothing is asked about sums where the operation copies nothing', () => {
    const product = factsIn({ x, weights }, ({ x, weights }) => ({ y: x.matmul(weights) }), 'weights')
    expect(guessesAt(product, false).map(({ text }) => text)).toEqual([
      "What's the shape of `dweights`?",
      'How many tensors are computed straight from `weights`? Each of them sends a part of `dweights` back.',
      'Is every number of `dweights` 0, whatever the data are?',
    ])
  })

  test('whether it is zero', () => {
    expect(zero.choices).toEqual(['yes', 'no'])
    expect(answersTo(zero).right).toBe('no')
    expect(answersTo(guessesAt(added, true)[3]).right).toBe('yes')
  })
})

describe('why a gradient is right', () => {
  const why = (forward: Parameters<typeof factsIn>[1], name: string, families: readonly string[] = []) =>
    whyRight(factsIn({ x, row, column, weights }, forward, name), families)

  test('of several uses: the parts are added', () => {
    const quiz = why(({ x, row }) => ({ a: x.add(row), y: x.exp() }), 'x')!
    expect(answersTo(quiz).right).toMatch(/^`x` is used in `a` and `y`\. .+ so the parts are added\.$/)
    expect(quiz.choices).toHaveLength(3)
    expect(quiz.families.filter(family => family === 'a use forgotten')).toHaveLength(1)
  })

  test('of what was copied: the copies are summed', () => {
    expect(answersTo(why(({ x, row }) => ({ y: x.mul(row) }), 'row')!).right).toContain(
      'copied along dimension 0',
    )
  })

  test.each<[string, (x: Tensor) => Tensor, RegExp]>([
    ['exp', x => x.exp(), /exp is exp itself/],
    ['log', x => x.log(), /one over what goes in/],
    ['tanh', x => x.tanh(), /1 minus the square of the result/],
    ['sum', x => x.sum(0), /each one gets the gradient of its sum/],
    ['mean', x => x.mean(1), /part of the mean's gradient/],
    ['matmul', x => x.matmul(weights), /transposed, on the right/],
    ['index', x => x.index(arange(2)), /the gradients add up there/],
    ['neg', x => x.neg(), /the slope is -1/],
    ['taken from a number', x => tensor(1).sub(x), /what comes back changes its sign/],
  ])('%s', (_, run, said) => {
    const quiz = why(({ x }) => ({ y: run(x) }), 'x')!
    expect(answersTo(quiz).right).toMatch(said)
    expect(quiz.reason).toBe(answersTo(quiz).right)
  })

  test("a mistake that was made with the blank before is among the answers, if it isn't true of it", () => {
    const exp = ({ x }: Record<string, Tensor>) => ({ y: x.exp() })
    expect(why(exp, 'x', ['upstream missing'])!.families).toContain('upstream missing')
    expect(why(exp, 'x', ['scatter', 'sign, factor'])!.families).toEqual(
      expect.arrayContaining(['sign, factor', 'wrong local derivative']),
    )
  })
})

test('answers that say the same are one, and the right one is not always in the same place', () => {
  const places = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
    text =>
      quizOf(
        text,
        'yes',
        ['no', 'no', 'yes', 'perhaps'].map(text => ({ text, family: null })),
        '',
      ).right,
  )
  expect(new Set(places)).toEqual(new Set([0, 1, 2]))
  expect(
    quizOf(
      'a',
      'yes',
      [
        { text: 'yes', family: null },
        { text: 'no', family: null },
      ],
      '',
    ).choices,
  ).toHaveLength(2)
})
