import { describe, expect, test } from 'vitest'
import { axis } from './axis.ts'

const texts = (marks: readonly { text: string }[]): string[] => marks.map(({ text }) => text)

describe('a linear axis', () => {
  test('goes from the smallest number to the largest', () => {
    const { at } = axis([3, 5, 4])
    expect([at(3), at(4), at(5)]).toEqual([0, 0.5, 1])
  })

  test('has marks at round numbers, no more than asked for', () => {
    expect(texts(axis([0, 100]).marks(5))).toEqual(['0', '50', '100'])
    expect(texts(axis([0, 100]).marks(6))).toEqual(['0', '20', '40', '60', '80', '100'])
    expect(texts(axis([-0.31, 0.42]).marks(8))).toEqual([
      '-0.3',
      '-0.2',
      '-0.1',
      '0',
      '0.1',
      '0.2',
      '0.3',
      '0.4',
    ])
  })

  test('can be given its ends', () => {
    const { at } = axis([3, 5], { from: 0, to: 10 })
    expect(at(5)).toBe(0.5)
  })

  test('puts numbers that are all the same in the middle', () => {
    expect(axis([7, 7]).at(7)).toBe(0.5)
    expect(axis([0]).at(0)).toBe(0.5)
    expect(axis([0.001], { log: true }).at(0.001)).toBe(0.5)
  })

  test('without any number it still is an axis', () => {
    expect(axis([]).at(0)).toBe(0)
  })

  test('takes no notice of what is not finite', () => {
    const { at } = axis([0, Number.NaN, Infinity, 2])
    expect(at(1)).toBe(0.5)
    expect(at(Infinity)).toBeNaN()
  })
})

describe('a log axis', () => {
  test('gives each power of ten the same room', () => {
    const { at } = axis([1e-4, 1], { log: true })
    expect(at(1e-2)).toBeCloseTo(0.5, 12)
  })

  test('has marks at powers of ten only', () => {
    expect(texts(axis([1e-12, 1], { log: true }).marks(5))).toEqual(['1e-10', '1e-5', '1'])
    expect(texts(axis([2, 3000], { log: true }).marks(5))).toEqual(['10', '100', '1000'])
  })

  test('has ordinary marks where it is too short for that', () => {
    expect(texts(axis([2, 5], { log: true }).marks(4))).toEqual(['2', '3', '4', '5'])
  })

  test('has no place for what is not positive', () => {
    const { at } = axis([0, -1, 1, 100], { log: true })
    expect([at(0), at(-1), at(10)]).toEqual([Number.NaN, Number.NaN, 0.5])
  })
})
