/** What the engine itself says, when it is asked to do the wrong thing. */
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { type Complaint, complaintIn, readableMessage } from './complaint.ts'

/** The message of the error that some code ends with. */
function messageOf(code: string): string {
  try {
    vm.runInNewContext(`'use strict';${code}`)
  } catch (error) {
    return (error as Error).message
  }
  return expect.fail(`${code} is fine`)
}

describe('the engine complains', () => {
  test.each<[string, string, Complaint]>([
    ['of a name', 'dx', { of: 'name', name: 'dx' }],
    ['of a name that is written', 'dx = 1', { of: 'name', name: 'dx' }],
    ['of a name with a letter of Greek', 'dσ', { of: 'name', name: 'dσ' }],
    ['of a method', 'const x = {}; x.sum2()', { of: 'call', called: 'sum2', on: 'x' }],
    ['of a method of a part', 'const x = { y: {} }; x.y.sum2()', { of: 'call', called: 'sum2', on: 'x.y' }],
    [
      'of a method of what a call gives',
      'const x = () => ({}); x().sum2()',
      { of: 'call', called: 'sum2', on: 'x(...)' },
    ],
    ['of a call', 'const x = 1; x()', { of: 'call', called: 'x', on: null }],
    ['of a constant', 'const x = 1; x = 2', { of: 'constant' }],
    ['of a class that is called', 'class Value {}; Value()', { of: 'new', name: 'Value' }],
    ['of a call with a letter of Greek', 'const dσ = 1; dσ()', { of: 'call', called: 'dσ', on: null }],
    ['of a class that is called, with one too', 'class Σ {}; Σ()', { of: 'new', name: 'Σ' }],
    ['of a place', '[1].with(7, 0)', { of: 'place', place: '7' }],
    ['of a place below none', '[1].with(-3, 0)', { of: 'place', place: '-3' }],
    ['of a list that is at its end', 'Object.freeze([]).push(1)', { of: 'extending' }],
    ['of what is not there', 'let x; x.data', { of: 'undefined' }],
    ['of what is not there and written', 'let x; x.data = 1', { of: 'undefined' }],
    ['of what is taken apart', 'let x; const { y } = x', { of: 'taking apart' }],
    ['of what is gone through', 'for (const x of 1) {}', { of: 'iterating' }],
    ['of what is spread', 'const x = 1; [...x]', { of: 'iterating' }],
    ['of depth', 'function f() { f() }; f()', { of: 'depth' }],
    ['of a length', 'new Array(-1)', { of: 'length' }],
    ['of the length of a typed array', 'new Float64Array(-1)', { of: 'length' }],
    ['of what has only a getter', 'const x = { get T() { return 1 } }; x.T = 2', { of: 'read-only' }],
  ])('%s: %s', (_, code, complaint) => {
    expect(complaintIn(messageOf(code))).toEqual(complaint)
  })

  test.each([
    'null.x',
    "JSON.parse('a')",
    "throw Error('x.sum2 is not a function, is it?')",
    "throw Error('what sum2 is not a function')",
    "throw Error('here dx is not defined')",
    "throw Error('dx is not defined at all')",
    "throw Error('so Cannot read properties of undefined')",
  ])('of something else: %s', code => {
    expect(complaintIn(messageOf(code))).toBeNull()
  })
})

describe('in words that a learner has written', () => {
  test.each([
    ['for (const x of [1]) for (const y of x) {}', 'x is not iterable'],
    ['for (const [x] of [1]) {}', 'an element of the list is not iterable'],
    [
      'for (const { x } of [undefined]) {}',
      "Cannot destructure property 'x' of an element of the list, as it is undefined.",
    ],
    ['const [x] = undefined', 'undefined is not iterable'],
    ['let x; const [y] = x', 'x is not iterable'],
    ['let x; [...x]', 'x is not iterable'],
    ['let x; Math.max(...x)', 'x is not iterable'],
    ['Math.max(...{})', 'what is spread with ... is not a list'],
    ['const x = Object.freeze({ a: 1 }); x.a = 2', 'a cannot be changed'],
    ['Object.freeze(Math); Math.random = () => 0', 'random cannot be changed'],
    [
      'const x = Object.preventExtensions({}); x.cache = 1',
      'Cannot add property cache, object is not extensible',
    ],
    [
      'const x = Object.preventExtensions({}); x[[0, { toString: () => "tensor([[1., 2.],\\n [3., 4.]])" }]] = 1',
      'Cannot add a property, object is not extensible',
    ],
    [
      'let x; x[{ toString: () => "tensor([[1., 2.],\\n [3., 4.]])" }]',
      'Cannot read properties of undefined',
    ],
    ['const f = ([x]) => x; f()', 'undefined is not iterable'],
    ['dx', 'dx is not defined'],
  ])('%s: %s', (code, message) => {
    expect(readableMessage(messageOf(code))).toBe(message)
  })
})
