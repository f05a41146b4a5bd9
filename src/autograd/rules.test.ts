/** Every gradient rule against central differences, in every combination of shapes and options that it can meet. */
import { describe, expect, test } from 'vitest'
import {
  arange,
  cat,
  crossEntropy,
  logSoftmax,
  matmul,
  oneHot,
  stack,
  tensor,
  where,
} from '../tensor/creation.ts'
import { type Op, operations } from '../tensor/operations.ts'
import { operation } from '../tensor/own.ts'
import { generator } from '../tensor/random.ts'
import { record } from '../tensor/recording.ts'
import { formatShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { centralDifferences } from './differences.ts'
import { rules } from './rules.ts'
import { gradientsOf } from './sweep.ts'

type F = (...inputs: Tensor[]) => Tensor

const g = generator(2147483647)
const randn = (...shape: number[]): Tensor => g.randn(...shape)
/** Away from 0, for logarithms, roots, denominators and bases of powers. */
const positive = (...shape: number[]): Tensor => g.uniform(shape, 0.5, 2)
/** No two elements nearer than 0.05, so that no step of the differences changes which one is the largest. */
const distinct = (...shape: number[]): Tensor => {
  const n = shape.reduce((product, size) => product * size, 1)
  return g
    .permutation(n)
    .sub(n / 2 - 0.3)
    .mul(0.05)
    .view(shape)
}

const tested = new Set<Op>()

/** Asserts that the gradient of `f` by the rule of `op` is the one that central differences find, for each input. */
function follows(op: Op, f: F, ...inputs: Tensor[]): void {
  const { result, steps } = record(() => f(...inputs))
  expect(steps.map(step => step.op)).toContain(op)
  // Random weights: with the plain sum, mistakes of opposite sign would cancel.
  const weights = g.randn(...result.shape)
  const weighted = (output: Tensor): Tensor => output.mul(weights).sum()
  const loss = record(() => weighted(result))
  const gradients = gradientsOf([...steps, ...loss.steps], loss.result)
  for (const [i, x] of inputs.entries()) {
    const ours = gradients.get(x)
    const wanted = centralDifferences(nudged => weighted(f(...inputs.with(i, nudged))), x)
    expect(ours?.shape, `shape of the gradient of input ${i}`).toEqual(x.shape)
    if (ours === undefined || x.data.length === 0) continue
    const scale = Math.max(wanted.abs().max().item(), 1e-3)
    const off = ours.sub(wanted).abs().max().item() / scale
    expect(
      off,
      `input ${i} of shape ${formatShape(x.shape)}\n${ours}\nbut differences give\n${wanted}`,
    ).toBeLessThan(1e-7)
  }
}

/** One test of one operation; the inputs' shapes name it, and a note where they do not tell it from another. */
function rule(op: Op, f: F, inputs: readonly Tensor[], note = ''): void {
  tested.add(op)
  test(`${op} ${inputs.map(x => formatShape(x.shape)).join(' ')} ${note}`.trimEnd(), () =>
    follows(op, f, ...inputs),
  )
}

describe('with broadcasting', () => {
  // biome-ignore format: a table
  const pairs = [
    [[], []], [[3, 4], [3, 4]], [[3, 4], []], [[], [3, 4]], [[3, 4], [4]], [[4], [3, 4]], [[3, 4], [1, 4]],
    [[3, 1], [3, 4]], [[3, 1], [1, 4]], [[3, 1], [4]], [[2, 3, 4], [4]], [[3, 1], [2, 1, 4]], [[1, 1], [4]], [[0, 4], [4]],
  ]
  const binary = ['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum'] as const
  for (const op of binary) {
    for (const [a, b] of pairs) rule(op, (x, y) => x[op](y), [positive(...a), positive(...b)])
  }
  rule('pow', x => x.pow(3), [randn(3, 4)], 'of negative bases')
  rule('pow', x => x.pow(0), [randn(3, 4)], 'to the 0')
  rule('pow', x => x.pow(-0.5), [positive(3, 4)], 'to the -0.5')
  for (const [a, b] of pairs) {
    rule('where', (x, y) => where(tensor([1, 0, 0, 1]), x, y), [randn(...a), randn(...b)])
  }
  rule('where', (x, y) => where(tensor([[1], [0], [1]]), x, y), [randn(4), randn()], 'by a column')
  const mask = tensor([1, 0, 0, 1])
  rule('where', (x, y) => x.maskedFill(mask, y), [randn(3, 4), randn()], 'maskedFill')
  rule('where', (x, y) => x.maskedFill(mask, y), [randn(3, 1), randn()], 'maskedFill of what is stretched')
  rule('mul', (x, y) => x.outer(y), [randn(3), randn(4)], 'outer')
})

describe('elementwise', () => {
  const anywhere = [
    'neg',
    'exp',
    'abs',
    'sin',
    'cos',
    'sinh',
    'cosh',
    'tanh',
    'sigmoid',
    'relu',
    'erf',
    'square',
  ] as const
  const aboveZero = ['log', 'sqrt', 'reciprocal', 'rsqrt'] as const
  const made = { square: 'pow', reciprocal: 'pow', rsqrt: 'pow' } as const
  for (const f of anywhere) rule(f === 'square' ? made[f] : f, x => x[f](), [distinct(3, 4)], f)
  rule('clamp', x => x.clamp(-0.1, 0.2), [distinct(3, 4)])
  rule('clamp', x => x.clamp(null, 0.1), [distinct(3, 4)], 'from above')
  rule('clamp', x => x.clamp(0.2, -0.1), [distinct(3, 4)], 'by bounds that have changed places')
  for (const f of aboveZero) rule(f === 'log' || f === 'sqrt' ? f : made[f], x => x[f](), [positive(3, 4)], f)
})

describe('reductions', () => {
  const dims = [undefined, 0, 1, -1, [0], [0, 1], [0, 2], [2, 1], [0, 1, 2]]
  for (const keepdim of [false, true]) {
    for (const dim of dims) {
      const note = `over ${dim ?? 'all'}${keepdim ? ', kept' : ''}`
      rule('sum', x => x.sum(dim, { keepdim }), [randn(2, 3, 4)], note)
      rule('mean', x => x.mean(dim, { keepdim }), [randn(2, 3, 4)], note)
      rule('logsumexp', x => x.logsumexp(dim, { keepdim }), [randn(2, 3, 4)], note)
      rule('var', x => x.var(dim, { keepdim }), [randn(2, 3, 4)], note)
      rule('var', x => x.var(dim, { keepdim, unbiased: false }), [randn(2, 3, 4)], `${note}, not corrected`)
      rule('std', x => x.std(dim, { keepdim }), [randn(2, 3, 4)], note)
      rule('std', x => x.std(dim, { keepdim, unbiased: false }), [randn(2, 3, 4)], `${note}, not corrected`)
    }
    const holes = tensor([1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1], [2, 3, 2])
    for (const dim of [undefined, 0, 1, -1]) {
      const note = `over ${dim ?? 'all'}${keepdim ? ', kept' : ''}`
      rule('prod', x => x.prod(dim, { keepdim }), [positive(2, 3, 2)], note)
      rule('prod', x => x.prod(dim, { keepdim }), [positive(2, 3, 2).mul(holes)], `${note}, with zeros`)
    }
    for (const dim of [0, 1, 2, -2]) {
      const note = `over ${dim}${keepdim ? ', kept' : ''}`
      rule('max', x => x.max(dim, { keepdim }).values, [distinct(2, 3, 4)], note)
      rule('min', x => x.min(dim, { keepdim }).values, [distinct(2, 3, 4)], note)
    }
  }
  for (const shape of [[], [1], [5], [2, 3]]) {
    rule('sum', x => x.sum(), [randn(...shape)])
    rule('prod', x => x.prod(), [randn(...shape)])
    rule('logsumexp', x => x.logsumexp(), [randn(...shape)])
    rule('max', x => x.max(), [distinct(...shape)])
    rule('min', x => x.min(), [distinct(...shape)])
  }
  rule('max', x => x.max(0).values, [distinct(5)], 'over the only dimension')
  rule('min', x => x.min(0).values, [distinct(5)], 'over the only dimension')
})

describe('matmul', () => {
  // biome-ignore format: a table
  const pairs = [
    [[3], [3]], [[3], [3, 4]], [[2, 3], [3]], [[2, 3], [3, 4]], [[1, 3], [3, 1]], [[2, 0], [0, 4]], [[0, 3], [3, 4]],
    [[3], [5, 3, 4]], [[5, 2, 3], [3]], [[5, 2, 3], [3, 4]], [[2, 3], [5, 3, 4]], [[5, 2, 3], [5, 3, 4]],
    [[1, 2, 3], [5, 3, 4]], [[5, 1, 2, 3], [6, 3, 4]], [[6, 2, 3], [5, 1, 3, 4]],
  ]
  for (const [a, b] of pairs) rule('matmul', (x, y) => matmul(x, y), [randn(...a), randn(...b)])
})

describe('another arrangement', () => {
  rule('view', x => x.view(3, -1), [randn(3, 2, 4)])
  rule('view', x => x.flatten(), [randn(3, 2)], 'flatten')
  rule('view', x => x.flatten(1, 2), [randn(2, 3, 2)], 'flatten of two dimensions')
  rule('view', x => x.unsqueeze(1).squeeze(0), [randn(1, 4)], 'unsqueeze, squeeze')
  rule('permute', x => x.T, [randn(2, 3)], 'T')
  rule('permute', x => x.permute(2, 0, 1), [randn(2, 3, 4)])
  rule('permute', x => x.transpose(0, -1), [randn(2, 3, 4)], 'transpose')
  rule('expand', x => x.expand(3, 4), [randn(1, 4)], 'a row')
  rule('expand', x => x.expand(3, 4), [randn(3, 1)], 'a column')
  rule('expand', x => x.expand(2, 3, -1), [randn(4)], 'added dimensions')
  rule('expand', x => x.expand(3), [randn()], 'a scalar')
  rule('expand', x => x.broadcastTo(3, 4), [randn(1, 4)], 'broadcastTo')
  rule('expand', x => x.repeat(2, 3), [randn(3, 4)], 'repeat')
  rule('expand', x => x.repeat(3, 1, 2), [randn(1, 4)], 'repeat, an added dimension')
  rule('view', x => x.viewAs(randn(3, 4)), [randn(2, 6)], 'viewAs')
  rule('permute', x => x.t(), [randn(2, 3)], 't')
  rule('permute', x => x.mT, [randn(2, 3, 4)], 'mT')
  rule('where', x => x.tril(1), [randn(4, 4)], 'tril')
  rule('where', x => x.triu(-1), [randn(2, 4, 3)], 'triu')
  rule('cat', (a, b) => cat([a, b]), [randn(2, 3), randn(4, 3)])
  rule('cat', (a, b, c) => cat([a, b, c], -1), [randn(2, 3), randn(2, 1), randn(2, 0)])
  rule('cat', a => cat([a, a], 1), [randn(2, 3)], 'with itself')
  for (const dim of [0, 1, 2, -1])
    rule('cat', (a, b) => stack([a, b], dim), [randn(2, 3), randn(2, 3)], `stack ${dim}`)
  rule('slice', x => x.slice(0, 1, 3), [randn(4, 3)])
  rule('slice', x => x.slice(1, -5, -1, 2), [randn(2, 6, 3)], 'with steps')
  rule('slice', x => x.slice(0, 0, undefined, 3), [randn(8)], 'with steps beyond the end')
  rule('slice', x => x.slice(0, 3, 1), [randn(4, 3)], 'of nothing')
  rule('slice', x => x.split(2, 1)[1], [randn(2, 5)], 'split')
  rule('slice', x => x.split([1, 3, 1], -1)[1], [randn(2, 5)], 'split into several sizes')
  rule('slice', x => x.chunk(2)[1], [randn(5, 2)], 'chunk')
})

describe('picking and placing', () => {
  const repeats = tensor([3, 0, 3, -1, 3])
  const columns = tensor([2, 1, 2, 0, 2])
  const table = tensor([
    [0, 2],
    [2, 2],
    [1, 0],
  ])
  rule('index', x => x.index(repeats), [randn(4, 3)], 'rows')
  rule('index', x => x.index(table), [randn(3, 2)], 'rows by a table')
  rule('index', x => x.index(2), [randn(3, 2)], 'one row')
  rule('index', x => x.index(repeats, columns), [randn(4, 3)], 'elements')
  rule('index', x => x.index(repeats, columns), [randn(4, 3, 2)], 'rows of the last dimension')
  rule('index', x => x.index(arange(3).view(3, 1), table), [randn(3, 3)], 'indices that broadcast')
  for (const [op, put] of [
    ['indexPut', (x: Tensor, at: Tensor[], v: Tensor) => x.indexPut(at, v)],
    ['indexAdd', (x: Tensor, at: Tensor[], v: Tensor) => x.indexAdd(at, v)],
  ] as const) {
    for (const shape of [[], [1], [5]]) {
      rule(op, (x, v) => put(x, [repeats, columns], v), [randn(4, 3), randn(...shape)], 'elements')
    }
    for (const shape of [[], [3], [5, 1], [5, 3], [1, 3]]) {
      rule(op, (x, v) => put(x, [repeats], v), [randn(4, 3), randn(...shape)], 'rows')
    }
    rule(op, (x, v) => put(x, [table], v), [randn(3, 4), randn(3, 1, 4)], 'rows by a table')
    rule(op, (x, v) => put(x, [tensor(1)], v), [randn(3, 4), randn(4)], 'one row')
  }
})

describe('along one dimension', () => {
  for (const dim of [0, 1, 2, -1]) {
    rule('cumsum', x => x.cumsum(dim), [randn(2, 3, 4)], `along ${dim}`)
    rule('flip', x => x.flip(dim), [randn(2, 3, 4)], `along ${dim}`)
  }
  const rows = tensor([
    [2, 0],
    [2, -1],
    [1, 0],
    [2, 2],
  ])
  rule('gather', x => x.gather(0, rows), [randn(3, 2)], 'rows, some more than once')
  rule('gather', x => x.gather(0, rows), [randn(3, 5)], 'an index that names not all columns')
  rule('gather', x => x.gather(-1, rows), [randn(5, 3)], 'columns')
  rule('gather', x => x.gather(1, rows.view(4, 2, 1)), [randn(4, 3, 2)])
  for (const shape of [[4, 2], [4, 1], [2], []]) {
    const values = randn(...shape)
    rule('scatterAdd', (x, v) => x.scatterAdd(0, rows, v), [randn(3, 2), values], 'rows')
    rule('scatterAdd', (x, v) => x.scatterAdd(1, rows, v), [randn(5, 3), values], 'columns')
    rule('scatter', (x, v) => x.scatter(0, rows, v), [randn(3, 2), values], 'rows')
    rule('scatter', (x, v) => x.scatter(1, rows, v), [randn(5, 3), values], 'columns')
  }
})

describe('softmax and its losses', () => {
  for (const dim of [0, 1, 2, -1]) {
    rule('softmax', x => x.softmax(dim), [randn(2, 3, 4)], `along ${dim}`)
    rule('logSoftmax', x => logSoftmax(x, dim), [randn(2, 3, 4)], `along ${dim}`)
  }
  rule('crossEntropy', x => crossEntropy(x, tensor([0, 2, 2, 1])), [randn(4, 3)])
})

describe('nothing flows back through', () => {
  const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const
  const flat: [Op, F][] = [
    ...comparisons.map((op): [Op, F] => [op, (a, b) => a[op](b)]),
    ['sign', a => a.sign()],
    ['argmax', a => a.argmax(0)],
    ['argmin', a => a.argmin()],
    ['oneHot', a => oneHot(a, 3)],
  ]
  for (const [op] of flat) tested.add(op)
  test.each(flat)('%s', (op, f) => {
    const inputs = [tensor([0, 1, 2]), tensor([2, 1, 0])]
    const { result, steps } = record(() => f(...inputs))
    expect(steps.map(step => step.op)).toEqual([op])
    const gradients = gradientsOf(steps, result)
    expect(inputs.map(x => gradients.get(x))).toEqual([undefined, undefined])
  })
})

test('an operation of an exercise’s own follows the rule that it brings along', () => {
  const own = operation('product', {
    value: (a, b) => a.mul(b).add(a),
    gradient: [(g, { inputs: [, b] }) => g.mul(b.add(1)), (g, { inputs: [a] }) => g.mul(a)],
  })
  tested.add('own')
  // Each input is stretched over the other, and summed again on the way back.
  follows('own', (a, b) => own(a, b), randn(3, 1), randn(2, 1, 4))
})

test('every operation has a rule and a test of it', () => {
  expect(Object.keys(rules).sort()).toEqual(Object.keys(operations).sort())
  expect([...tested].sort()).toEqual(Object.keys(operations).sort())
})
