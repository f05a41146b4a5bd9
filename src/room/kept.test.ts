import { describe, expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Kept, keep, NoValue, packKept, unpackKept } from './kept.ts'
import type { Region } from './numbers.ts'
import { Garbled } from './stranger.ts'

describe('what is kept', () => {
  test('does not change with what was given', () => {
    const list = [1, 2]
    const x = tensor([1, 2])
    const kept = keep([list, x])
    list[0] = 5
    x.data[0] = 5
    expect(kept).toEqual([[1, 2], tensor([1, 2])])
  })

  test.each<[string, unknown, Kept]>([
    ['a number', -0, -0],
    ['a text', 'a', 'a'],
    ['true', true, true],
    ['a typed array, as a list', Float64Array.of(1, 2), [1, 2]],
    ['a list with holes, as nothing', Array(1), [new NoValue('nothing', 'is a `return` missing?')]],
    ['nothing', undefined, new NoValue('nothing', 'is a `return` missing?')],
    ['null', null, new NoValue('null')],
    ['a function', () => 1, new NoValue('a function')],
    ['an object', { a: 1 }, new NoValue('an object')],
    [
      'a promise',
      Promise.resolve(1),
      new NoValue('a promise', 'return the value itself: nothing here has to wait'),
    ],
    [
      'a tensor without numbers',
      Object.create(Tensor.prototype),
      new NoValue('a tensor whose shape or data was changed'),
    ],
  ])('of %s', (_, value, kept) => {
    expect(keep(value)).toEqual(kept)
  })

  test('ends, of a list that is within itself', () => {
    const endless: unknown[] = []
    endless.push(endless)
    let kept = keep(endless)
    while (Array.isArray(kept)) [kept] = kept
    expect(kept).toEqual(new NoValue('lists nested without end'))
  })
})

/** Numbers one behind the other. */
function regionOf(): Region {
  const all: number[] = []
  return {
    put: data => all.push(...data) - data.length,
    get: (at, length) => Float64Array.from(all.slice(at, at + length)),
  }
}

describe('in a message', () => {
  test.each<[string, Kept]>([
    ['numbers that JSON does not have', [Number.NaN, Infinity, -Infinity, -0, 0.1 + 0.2]],
    ['one of them by itself', -0],
    ['words among numbers', ['a', 1, true, []]],
    ['lists within lists', [[1, 2], [[3]], []]],
    ['tensors, and what a comparison gave', [tensor([[1, 2]]), tensor([1, -1]).gt(0)]],
    ['what is no value', [new NoValue('nothing', 'why?'), new NoValue('an object')]],
  ])('%s come as they went', (_, kept) => {
    const region = regionOf()
    expect(unpackKept(JSON.parse(JSON.stringify(packKept(kept, region))), region)).toEqual(kept)
  })

  test.each([
    ['nothing', null],
    ['a bare number', 3],
    ['a list that is none', { list: 'ab' }],
    ['a place that is none', { number: -1 }],
    ['a tensor without a shape', { tensor: { at: 0 } }],
  ])('%s is no value', (_, packed) => {
    expect(() => unpackKept(packed, regionOf())).toThrow(Garbled)
  })
})
