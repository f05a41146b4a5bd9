import { describe, expect, test } from 'vitest'
import { elementAt, elementOf, indexOf, placeOf, shownIn, stepFrom, tilesFor } from './tiles.ts'

const room = { width: 215, height: 290 }
const shapes = [
  [],
  [1],
  [64],
  [32, 27],
  [1, 64],
  [32, 1],
  [32, 3, 10],
  [2, 3, 4, 5],
  [500, 300],
  [700],
  [900, 1],
  [6, 200, 300],
]

describe('tiles', () => {
  test.each(shapes.map(shape => [shape]))('of %j fit, and each element is found where it is drawn', shape => {
    const tiles = tilesFor(shape, room)
    expect(tiles.width).toBeLessThanOrEqual(room.width)
    expect(tiles.height).toBeLessThanOrEqual(room.height)
    const size = shape.reduce((a, b) => a * b, 1)
    for (let k = 0; k < size; k += Math.ceil(size / 500)) {
      const [x, y] = placeOf(tiles, k)
      const found = elementAt(tiles, x + 0.5, y + 0.5)
      if (tiles.block[0] * tiles.block[1] === 1) expect(found).toBe(k)
      else expect(placeOf(tiles, found!)).toEqual([x, y])
    }
  })

  test('32 tables of 3 by 10 fit in 215 by 270', () => {
    expect(tilesFor([32, 3, 10], { width: 215, height: 270 }).block).toEqual([1, 1])
  })

  test('of four dimensions the first goes down and the second across', () => {
    const tiles = tilesFor([2, 3, 4, 5], room)
    const at = (...index: number[]): number[] => placeOf(tiles, elementOf(tiles.shape, index))
    expect(at(0, 1, 0, 0)[1]).toBe(at(0, 0, 0, 0)[1])
    expect(at(1, 0, 0, 0)[0]).toBe(at(0, 0, 0, 0)[0])
    expect(at(1, 0, 0, 0)[1]).toBeGreaterThan(at(0, 2, 3, 0)[1])
  })

  test('between tables there is nothing', () => {
    const tiles = tilesFor([2, 2, 2], room)
    expect(elementAt(tiles, 2 * tiles.cell[0] + 1, 1)).toBeNull()
    expect(elementAt(tiles, -1, 0)).toBeNull()
  })

  test('a cell of many elements shows the heaviest of them', () => {
    const tiles = tilesFor([500, 300], room)
    expect(tiles.block).toEqual([4, 3])
    const heavy = elementOf([500, 300], [250, 101])
    const shown = shownIn(tiles, k => (k === heavy ? 1 : 0))
    expect(shown).toContain(heavy)
    expect(shown.length).toBe(125 * 100)
  })

  test('an index and its element lead to one another', () => {
    expect(indexOf([32, 3, 10], elementOf([32, 3, 10], [27, 2, 7]))).toEqual([27, 2, 7])
    expect(indexOf([], 0)).toEqual([])
  })

  test('arrows stay in the row and in the tensor', () => {
    const tiles = tilesFor([3, 4], room)
    expect(stepFrom(tiles, 3, [1, 0])).toBeNull()
    expect(stepFrom(tiles, 4, [-1, 0])).toBeNull()
    expect(stepFrom(tiles, 3, [0, 1])).toBe(7)
    expect(stepFrom(tiles, 8, [0, 1])).toBeNull()
  })
})
