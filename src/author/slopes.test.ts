import { describe, expect, test } from 'vitest'
import { judgeSlopes } from './slopes.ts'

const saidOf = (text: string): number => judgeSlopes('a/01_b', text).length

describe('true, by the rules of calculus', () => {
  test.each([
    'The slope of tanh(x) is 1 - tanh(x)^2. The forward pass has it.',
    'The slope of x^p is p * x^(p-1), with p = -0.5.',
    'The slope of a / b by b is -a / b². Times dB.',
    'The slope of a - b with respect to b is -1. And more.',
    'The slope of exp at x is exp(x), and it is there already.',
    'The slope of log(x) is 1/x. More.',
    'The local slope of x1 * w1 by w1 is x1.',
    'The slope of a + b is 1.',
    'The slope of x² is 2x.',
  ])('%s', text => expect(saidOf(text)).toBe(0))
})

describe('false, by the rules of calculus', () => {
  test.each([
    'The slope of tanh(x) is 1 + tanh(x)^2. The forward pass has it.',
    'The slope of x^p is p * x^p, with p = -0.5.',
    'The slope of a / b by b is -a / b. Times dB.',
    'The slope of a - b with respect to b is 1. And more.',
    'The slope of exp at x is x * exp(x), and it is there already.',
    'The slope of log(x) is -1/x. More.',
    'The local slope of x1 * w1 by w1 is w1.',
    'The slope of x² is 3x.',
  ])('%s', text => expect(saidOf(text)).toBe(1))
})

describe('nothing is said of what cannot be worked out, or is not stated', () => {
  test.each([
    'The slope of tanh is missing: it is 1 - h².',
    'The slope of f at 2 is 10.',
    'The slope of f is 10.',
    'The slope of a sum is 1.',
    'The slope of x.exp() is 3.',
    'What is the slope of tanh(x)?',
    "It isn't so that the slope of x^2 is x.",
    'The slope of tanh(n) is y, made above.',
  ])('%s', text => expect(saidOf(text)).toBe(0))
})
