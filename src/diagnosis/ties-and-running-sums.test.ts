import { describe, expect, test } from 'vitest'
import { casesOf, type Sizes } from '../checker/gradient/case.ts'
import { learnerOf } from '../checker/gradient/learner.ts'
import { names } from '../checker/gradient/testing.ts'
import type { LearnerFunction } from '../room/program.ts'
import { arange, cat, oneHot } from '../tensor/creation.ts'
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { diagnose } from './diagnose.ts'

type Scope = Readonly<Record<'x' | 'b' | 'dy', Tensor>>

/** What is said of a line for the gradient of x in `y = forward(x, b)`; half-integers, so that some are equal. */
function said(forward: (x: Tensor, b: Tensor) => Tensor, line: (scope: Scope) => Tensor): string | null {
  const drawn = (g: Generator, { rows, cols }: Sizes) => g.randint(-2, 2, [rows, cols]).mul(0.5)
  const subject = {
    sizes: { usual: { rows: 9, cols: 5 }, small: { rows: 8, cols: 4 }, other: { rows: 6, cols: 7 } },
    inputs: (sizes: Sizes, source: object) => {
      const { g } = source as { g: Generator }
      return { x: drawn(g, sizes), b: drawn(g, sizes) }
    },
    forward: (inputs: Record<string, unknown>) => {
      const { x, b } = inputs as Scope
      const y = forward(x, b)
      return { y, loss: y.sin().sum() }
    },
  }
  const cases = casesOf(subject, 42, names)
  const learner = learnerOf(new Map([['x', line as LearnerFunction]]))
  const found = diagnose({ name: 'x', learner, cases, used: ['y'] })
  return found === null ? null : `${found.family}: ${found.short}`
}

describe('equal largest numbers', () => {
  const alongRows = (x: Tensor) => x.max(1, { keepdim: true }).values
  const overall = (x: Tensor) => x.max()
  const kept = { keepdim: true }

  test('along a dimension the first gets everything', () => {
    const right = ({ x, dy }: Scope) => oneHot(x.argmax(1), x.shape[1]).mul(dy)
    const marks = ({ x }: Scope) => x.eq(x.max(1, kept).values)
    expect(said(alongRows, right)).toBeNull()
    expect(said(alongRows, s => marks(s).mul(s.dy))).toBe('index: each of several equal ones gets everything')
    expect(said(alongRows, s => marks(s).div(marks(s).sum(1, kept)).mul(s.dy))).toBe(
      'index: equal ones share, but the first should get everything',
    )
    expect(said(alongRows, s => right(s).neg())).toMatch(/^sign, factor/)
  })

  test('over the whole tensor each gets its share', () => {
    const marks = ({ x }: Scope) => x.eq(x.max())
    const first = ({ x }: Scope) => oneHot(x.argmax(), x.data.length).view(x.shape)
    expect(said(overall, s => marks(s).div(marks(s).sum()).mul(s.dy))).toBeNull()
    expect(said(overall, s => marks(s).mul(s.dy))).toBe('index: each of several equal ones gets everything')
    expect(said(overall, s => first(s).mul(s.dy))).toBe(
      'index: the first of equal ones gets everything, but they should share',
    )
  })

  test('of two, each gets half', () => {
    const larger = (x: Tensor, b: Tensor) => x.maximum(b)
    expect(said(larger, ({ x, b, dy }) => x.gt(b).add(x.eq(b).mul(0.5)).mul(dy))).toBeNull()
    expect(said(larger, ({ x, b, dy }) => x.ge(b).mul(dy))).toBe(
      'index: where both are equal it takes everything',
    )
    expect(said(larger, ({ x, b, dy }) => x.gt(b).mul(dy))).toBe(
      'index: where both are equal it takes nothing',
    )
  })
})

test('running sums go back from the end', () => {
  const running = (x: Tensor) => x.cumsum(1)
  const back = (dy: Tensor, dim: number) => dy.flip(dim).cumsum(dim).flip(dim)
  expect(said(running, ({ dy }) => back(dy, 1))).toBeNull()
  expect(said(running, ({ dy }) => dy.cumsum(1))).toMatch('added up from the start, not from the end')
  expect(said(running, ({ dy }) => dy.flip(1).cumsum(1))).toMatch('right, but the wrong way round')
  expect(said(running, ({ dy }) => dy.cumsum(1).flip(1))).toMatch('added up from the start, then flipped')
  expect(said(running, ({ dy }) => back(dy, 1).sub(dy))).toMatch('leaves out its own place')
  expect(said(running, ({ dy }) => back(dy, 0))).toBe('reduction: along dimension 0, not 1')
  expect(said(running, ({ dy }) => dy.sum(1, { keepdim: true }).expandAs(dy))).toBe(
    'reduction: the sum of everything, for each',
  )
})

test('of a joined tensor each part gets back what stands in its own place', () => {
  const joined = (x: Tensor, b: Tensor) => cat([x, b], 1)
  expect(said(joined, ({ x, dy }) => dy.slice(1, 0, x.shape[1]))).toBeNull()
  expect(said(joined, ({ x, dy }) => dy.slice(1, x.shape[1]))).toBe('index: another part of the gradient')
})

test('what was put into rows gets back those rows', () => {
  const places = (x: Tensor) => arange(x.shape[0]).mul(2)
  const put = (x: Tensor, b: Tensor) => cat([b, b], 0).indexPut(places(x), x)
  expect(said(put, ({ x, dy }) => dy.index(places(x)))).toBeNull()
  expect(said(put, ({ x, dy }) => dy.slice(0, 0, x.shape[0]))).toBe('index: other rows of the gradient')
  expect(said(put, ({ x, dy }) => dy.index(places(x)).flip(0))).toBe('index: other rows of the gradient')
})

test('a gradient that is only put in another order lacks no slope', () => {
  expect(
    said(
      x => x.flip(0),
      ({ dy }) => dy,
    ),
  ).toBe('shape: dy passed on unchanged')
})

test('a factor of two sizes has their names', () => {
  expect(
    said(
      x => x.mean(),
      ({ x, dy }) => dy.expandAs(x),
    ),
  ).toMatch('rows * cols')
})
