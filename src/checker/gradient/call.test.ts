import { describe, expect, test } from 'vitest'
import { differentiate, observe } from '../../autograd/graph.ts'
import { TODO } from '../../catalogue/exercise.ts'
import { programOf } from '../../room/here.ts'
import type { LearnerFunction } from '../../room/program.ts'
import { ones, tensor, zeros } from '../../tensor/creation.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { sourceOf } from '../../text/source.ts'
import { type Written, writtenIn } from '../../text/written.ts'
import { call, type Outcome } from './call.ts'
import { scopeFor } from './scope.ts'

const x = ones(2, 3)
const graph = observe({ x, n: 1 }, ({ x }) => ({ loss: x.sum() }))
const scope = scopeFor(graph, 'x', differentiate(graph).gradient)

/** What comes of a function for dx; `text`: how it is written, where that is known. */
function outcomeOf(run: LearnerFunction, text: string | null = null): Outcome {
  const learner = { program: programOf(new Map([['dx', run]])), written: () => writtenAs(text) }
  return call(learner, graph, 'x', scope).outcome
}

function writtenAs(text: string | null): Written | null {
  const source = text === null ? null : sourceOf(text)
  return source === null || source.program === null ? null : writtenIn(source, 'dx')
}

/** What comes of a function with this body. */
function outcomeOfBody(body: string): Outcome {
  const text = `function dx({ x }) {\n  ${body}\n}`
  return outcomeOf(new Function(`'use strict'\nreturn ${text}`)(), text)
}

const adviceOf = (outcome: Outcome): string | null => (outcome as { advice: string | null }).advice

const hollow: unknown = Object.create(Tensor.prototype)
const misshapen: unknown = Object.assign(zeros(2), { shape: [3] })

test('a tensor is a value, and so is a number: a scalar', () => {
  expect(outcomeOf(() => x)).toEqual({ kind: 'value', value: x })
  expect(outcomeOf(() => 3)).toEqual({ kind: 'value', value: tensor(3) })
})

test('a blank is blank, wherever in the function it is met', () => {
  expect(outcomeOf(() => x.add(TODO()))).toMatchObject({ kind: 'blank', message: 'not filled in yet' })
})

describe('what is no tensor is told as what it is', () => {
  test.each([
    ['returned nothing', undefined, 'tensors have no [ ]: instead of `x[0]` write `x.index(0)`'],
    ['returned null', null, 'return a tensor: tensor([…]) makes one'],
    ['returned the number NaN', Number.NaN, 'operators do not work on tensors'],
    ['returned a list of 2', [1, 2], 'return a tensor'],
    ['returned the text "x"', 'x', 'return a tensor'],
    ['returned the boolean true', true, 'a.eq(b)'],
    ['returned a function', () => x, 'in the braces'],
    ['returned an object', { shape: [], data: [] }, 'return a tensor'],
    ['returned a tensor whose shape or data was changed', hollow, 'tensors never change'],
    ['returned a tensor whose shape or data was changed', misshapen, 'tensors never change'],
  ])('%s', (message, result, advice) => {
    const outcome = outcomeOf(() => result, 'const dx = ({ x }) => x[0]')
    expect(outcome).toMatchObject({ kind: 'not a tensor', message })
    expect(adviceOf(outcome)).toContain(advice)
  })

  test('nothing, where there is no return', () => {
    expect(outcomeOfBody('x.neg()')).toMatchObject({
      message: 'returned nothing',
      advice: 'a `return` is missing: return x.neg()',
    })
  })

  test('a promise', () => {
    const outcome = outcomeOf(async () => x)
    expect(outcome).toMatchObject({ kind: 'not a tensor', message: 'returned a promise' })
  })
})

test('NaN and infinity are counted', () => {
  const value = x.div(tensor([1, 0, 1]))
  expect(outcomeOf(() => value)).toMatchObject({
    kind: 'not finite',
    message: '2 of 6 elements are NaN or infinite, the first at [0, 1]',
  })
})

describe('what was thrown is told with what to do', () => {
  test.each([
    ['zerosLike(x)', 'zerosLike is not defined', 'add zerosLike to the import'],
    ['x.sum(0, keepdim=True)', 'True is not defined', 'write `x.sum(0, { keepdim: true })`'],
    ['x.sum(0, keepdim=true)', 'keepdim is not defined', '{ keepdim: true }'],
    ['torch.zeros(3)', 'torch is not defined', 'import zeros, and write `zeros(3)`'],
    ['range(3)', 'range is not defined', 'for (let i = 0'],
    ['x.multiply(x)', 'x.multiply is not a function', 'here it is called mul'],
    ['x * x', 'do not work on tensors', 'instead of `x * x` write `x.mul(x)`'],
    ['1 - x', 'do not work on tensors', 'instead of `1 - x` write `tensor(1).sub(x)`'],
    ['-x', 'do not work on tensors', 'instead of `-x` write `x.neg()`'],
    ['x.matmul(x)', 'the inner sizes 3 and 2 differ', null],
    ['(function f() { return f() })()', 'Maximum call stack', 'does a function call itself without end'],
    ['x.missing.sum()', 'undefined', null],
  ])('%s', (code, message, advice) => {
    const outcome = outcomeOfBody(`return ${code}`)
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringContaining(message) })
    if (advice !== null) expect(adviceOf(outcome)).toContain(advice)
  })

  test.each([['a text'], [42], [null], [undefined], [{ a: 1 }]])('%s, which is no error', value => {
    const outcome = outcomeOf(() => {
      throw value
    })
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringMatching(/^threw /) })
  })
})

describe('a name that there is not', () => {
  test.each([
    ['d', 'd = x.sum()\n  return d', 'const d = …'],
    ['rows', 'rows, columns = x.shape', 'const [n, m] = x.shape'],
    ['columns', 'rows, columns = x.shape', 'const [n, m] = x.shape'],
    ['axis', 'return x.sum(axis=0)', 'x.sum(0)'],
    ['sum', 'return sum(x)', 'x.sum(…)'],
    ['outer', 'return outer(a, b)', 'add outer to the import at the top'],
    ['einsum', "return einsum('ij->ji', x)", 'add einsum to the import at the top'],
    ['zerosLike', 'return zerosLike(x)', 'the import at the top'],
  ])('%s in %j', (name, body, advice) => {
    const outcome = outcomeOf(() => {
      throw new ReferenceError(`${name} is not defined`)
    }, `function dx() {\n  ${body}\n}`)
    expect(adviceOf(outcome)).toContain(advice)
  })
})
