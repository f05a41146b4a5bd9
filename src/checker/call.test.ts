import { describe, expect, test } from 'vitest'
import { TODO } from '../catalogue/exercise.ts'
import { ones, tensor, zeros } from '../tensor/creation.ts'
import { Tensor } from '../tensor/tensor.ts'
import { call } from './call.ts'

const x = ones(2, 3)
const hollow: unknown = Object.create(Tensor.prototype)
const misshapen: unknown = Object.assign(zeros(2), { shape: [3] })

test('a tensor is a value, and so is a number: a scalar', () => {
  expect(call(() => x, {})).toEqual({ kind: 'value', value: x })
  expect(call(() => 3, {})).toEqual({ kind: 'value', value: tensor(3) })
})

test('a blank is blank, wherever in the function it is met', () => {
  expect(call(() => x.add(TODO()), {})).toMatchObject({ kind: 'blank', message: 'not filled in yet' })
})

describe('what is no tensor is told as what it is', () => {
  test.each([
    ['returned nothing', undefined, 'tensors have no [ ]'],
    ['returned null', null, 'return a tensor: tensor([…]) makes one'],
    ['returned the number NaN', Number.NaN, 'operators do not work on tensors'],
    ['returned a list of 2', [1, 2], 'return a tensor'],
    ['returned the text "x"', 'x', 'return a tensor'],
    ['returned the boolean true', true, 'a.eq(b)'],
    ['returned a function', () => x, 'in the braces'],
    ['returned an object', { shape: [], data: [] }, 'return a tensor'],
    ['returned a tensor whose shape or data was tampered with', hollow, 'tensors never change'],
    ['returned a tensor whose shape or data was tampered with', misshapen, 'tensors never change'],
  ])('%s', (message, result, advice) => {
    const outcome = call(() => result, {})
    expect(outcome).toMatchObject({ kind: 'not a tensor', message })
    expect((outcome as { advice: string }).advice).toContain(advice)
  })

  test('nothing, where there is no return', () => {
    const outcome = call(() => {
      x.neg()
    }, {})
    expect(outcome).toMatchObject({ message: 'returned nothing', advice: 'a "return" is missing' })
  })

  test('a promise', async () => {
    const outcome = call(async () => x, {})
    expect(outcome).toMatchObject({ kind: 'not a tensor', message: 'returned a promise' })
  })
})

test('NaN and infinity are counted', () => {
  const value = x.div(tensor([1, 0, 1]))
  expect(call(() => value, {})).toMatchObject({
    kind: 'not finite',
    message: '2 of 6 elements are NaN or infinite, the first at [0, 1]',
  })
})

describe('what was thrown is told with what to do', () => {
  const thrown = (run: () => unknown) =>
    call(run, {}) as { kind: string; message: string; advice: string | null }
  const evaluate = (code: string) => () => new Function('x', `"use strict"; return ${code}`)(x)

  test.each([
    ['zerosLike(x)', 'zerosLike is not defined', 'add zerosLike to the import'],
    ['x.sum(0, keepdim=True)', 'True is not defined', 'TypeScript writes true'],
    ['x.sum(0, keepdim=true)', 'keepdim is not defined', '{ keepdim: true }'],
    ['torch.zeros(3)', 'torch is not defined', 'imported by their names'],
    ['range(3)', 'range is not defined', 'for (let i = 0'],
    ['x.multiply(x)', 'x.multiply is not a function', 'here it is called mul'],
    ['x * x', 'do not work on tensors', 'use methods'],
    ['1 - x', 'do not work on tensors', '1 - h is tensor(1).sub(h)'],
    ['-x', 'do not work on tensors', 'a.neg()'],
    ['x.matmul(x)', 'the inner sizes 3 and 2 differ', null],
    ['(function f() { return f() })()', 'Maximum call stack', 'does the function call itself'],
    ['x.missing.sum()', 'undefined', null],
  ])('%s', (code, message, advice) => {
    const outcome = thrown(evaluate(code))
    expect(outcome.kind).toBe('threw')
    expect(outcome.message).toContain(message)
    if (advice !== null) expect(outcome.advice).toContain(advice)
  })

  test.each([['a text'], [42], [null], [undefined], [{ a: 1 }]])('%s, which is no error', value => {
    const outcome = thrown(() => {
      throw value
    })
    expect(outcome).toMatchObject({ kind: 'threw', message: expect.stringMatching(/^threw /) })
  })
})

describe('a name that there is not', () => {
  const adviceFor = (name: string, body: string): string | null => {
    const backward = () => {
      throw new ReferenceError(`${name} is not defined`)
    }
    const outcome = call(Object.assign(backward, { toString: () => `() {\n  ${body}\n}` }), { n: 1 })
    return (outcome as { advice: string | null }).advice
  }

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
    expect(adviceFor(name, body)).toContain(advice)
  })
})
