import { describe, expect, test } from 'vitest'
import { gradientOf, gradientsOf } from '../autograd/sweep.ts'
import { workOut } from './expression.ts'

/** The value of an expression, and the gradients of its letters. */
function worked(text: string, values: Record<string, number>): [number, Record<string, number>] {
  const { steps, names, result } = workOut(text, new Map(Object.entries(values)))
  const gradients = gradientsOf(steps, result)
  const letters = [...names].filter(([, name]) => name in values)
  return [
    result.item(),
    Object.fromEntries(letters.map(([x, name]) => [name, gradientOf(gradients, x).item()])),
  ]
}

test('the expression of the micrograd lecture, in one line and in three', () => {
  const values = { a: 2, b: -3, c: 10, f: -2 }
  const wanted = [-8, { a: 6, b: -4, c: -2, f: 4 }]
  expect(worked('L = (a*b + c) * f', values)).toEqual(wanted)
  expect(worked('e = a*b; d = e + c; L = d*f', values)).toEqual(wanted)
})

test('its neuron', () => {
  const [o, { x1, w1, x2, w2 }] = worked('tanh(x1*w1 + x2*w2 + b)', {
    x1: 2,
    w1: -3,
    x2: 0,
    w2: 1,
    b: 6.8813735870195432,
  })
  expect(o).toBeCloseTo(Math.SQRT1_2, 12)
  expect([x1, w1, x2, w2].map(value => Number(value.toFixed(6)))).toEqual([-1.5, 1, 0.5, 0])
})

test('its first function of three letters', () => {
  const [, gradient] = worked('-a**3 + sin(3*b) - 1.0/c + b**2.5 - a**0.5', { a: 2, b: 3, c: 4 })
  expect(gradient.a).toBeCloseTo(-12.353553390593273, 12)
  expect(gradient.b).toBeCloseTo(10.25699027111255, 12)
  expect(gradient.c).toBeCloseTo(0.0625, 12)
})

test("the expression of micrograd's own page", () => {
  const [g, { a, b }] = worked(
    'c = a + b; d = a*b + b**3; c += c + 1; c += 1 + c + (-a); d += d*2 + relu(b + a); d += 3*d + relu(b - a); ' +
      'e = c - d; f = e**2; g = f/2.0; g += 10.0/f',
    { a: -4, b: 2 },
  )
  expect([g, a, b].map(value => value.toFixed(4))).toEqual(['24.7041', '138.8338', '645.5773'])
})

test.each([
  ['x = a; x -= 2', 3],
  ['x = a; x *= 2 + 1', 15],
  ['x = a; x /= 2 - 1', 5],
  ['x = a; x **= 1 + 1', 25],
])('%s is %d where a is 5', (text, value) => {
  expect(worked(text, { a: 5 })[0]).toBe(value)
})

test.each<[string, number]>([
  ['a + 2 * 3 - 1', 10],
  ['a - 2 - 1', 2],
  ['a / 2 / 5', 0.5],
  ['2 ** a ** 0', 2],
  ['-a ** 2', -25],
  ['(-a) ^ 2', 25],
  ['2 - a', -3],
  ['10 / a', 2],
  ['a ** -1', 0.2],
  ['- - a', 5],
  ['exp(log(a))', 5],
  ['a + .5 + 1e1', 15.5],
])('%s is %d where a is 5, as in Python', (text, value) => {
  expect(worked(text, { a: 5 })[0]).toBeCloseTo(value, 12)
})

describe('what cannot be read is told with the place', () => {
  test.each([
    ['a +', 'cannot read "a +" at its end'],
    ['(a', 'cannot read "(a" at its end'],
    ['a b', 'cannot read "a b" at "b"'],
    ['a $ 2', '"$" means nothing in "a $ 2"'],
    ['a * q', 'q has no value'],
    ['q += a', 'q has no value'],
    ['tan(a)', 'there is no function tan'],
    ['1 + 2', 'there is nothing to calculate in "1 + 2"'],
    ['', 'there is nothing to calculate'],
  ])('%s', (text, message) => {
    expect(() => workOut(text, new Map([['a', 5]]))).toThrow(message)
  })
})
