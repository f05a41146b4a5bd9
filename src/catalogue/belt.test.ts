import { expect, test } from 'vitest'
import { beltOf } from './belt.ts'

const belts = (total: number) => Array.from({ length: total + 1 }, (_, passed) => beltOf(passed, total))

test('each exercise of a short track earns a belt, and black is for all of them', () => {
  expect(belts(6)).toEqual(['white', 'yellow', 'orange', 'green', 'blue', 'brown', 'black'])
  expect(belts(1)).toEqual(['white', 'black'])
})

test('the first of nine is enough for yellow, and all but one is not black', () => {
  expect(beltOf(1, 9)).toBe('yellow')
  expect(beltOf(8, 9)).toBe('brown')
})

test('belts are never lost on the way', () => {
  const order = ['white', 'yellow', 'orange', 'green', 'blue', 'brown', 'black']
  for (const total of [2, 3, 7, 9, 20]) {
    const ranks = belts(total).map(belt => order.indexOf(belt))
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(ranks[0]).toBe(0)
    expect(ranks.indexOf(6)).toBe(total)
  }
})

test('a track without exercises is white', () => {
  expect(beltOf(0, 0)).toBe('white')
})
