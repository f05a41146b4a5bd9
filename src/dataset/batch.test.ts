import { describe, expect, test } from 'vitest'
import { generator } from '../tensor/random.ts'
import { allOf, batchAt, deckOf, drawFrom, randomBatch, slice } from './batch.ts'
import { parseNames } from './names.ts'

const names = parseNames('ab\nb') // the text is ab.b. and . a b are 0 1 2

describe('a batch', () => {
  test('has, worked out by hand, these contexts and labels', () => {
    const { Xb, Yb } = batchAt(names, [0, 1, 2, 3, 4], 3)
    expect(Yb.tolist()).toEqual([1, 2, 0, 2, 0])
    expect(Xb.tolist()).toEqual([
      [0, 0, 0], // ... -> a
      [0, 0, 1], // ..a -> b
      [0, 1, 2], // .ab -> .
      [0, 0, 0], // ... -> b: the name before is no context
      [0, 0, 2], // ..b -> .
    ])
  })

  test('keeps only the last characters of a long name', () => {
    const { Xb, Yb } = batchAt(parseNames('abcde'), [5], 2)
    expect(Xb.tolist()).toEqual([[4, 5]])
    expect(Yb.tolist()).toEqual([0])
  })

  test('may repeat an example, and may be empty', () => {
    expect(batchAt(names, [1, 1], 1).Xb.tolist()).toEqual([[1], [1]])
    expect(batchAt(names, [], 3).Xb.shape).toEqual([0, 3])
    expect(batchAt(names, [], 3).Yb.shape).toEqual([0])
  })
})

describe('a random batch', () => {
  test('is the same for the same seed, and has its shapes', () => {
    const [one, two] = [randomBatch(names, generator(1), 32, 3), randomBatch(names, generator(1), 32, 3)]
    expect(one.Xb.shape).toEqual([32, 3])
    expect(one.Yb.shape).toEqual([32])
    expect(one.Xb.tolist()).toEqual(two.Xb.tolist())
    expect(one.Yb.tolist()).toEqual(two.Yb.tolist())
  })

  test('draws every character of the text equally often', () => {
    const n = 50_000
    const { Xb, Yb } = randomBatch(names, generator(2), n, 3)
    const counts = new Map<string, number>()
    for (let row = 0; row < n; row++) {
      const example = `${Xb.at(row, 0)}${Xb.at(row, 1)}${Xb.at(row, 2)}>${Yb.at(row)}`
      counts.set(example, (counts.get(example) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(['000>1', '000>2', '001>2', '002>0', '012>0'])
    for (const count of counts.values()) expect(Math.abs(count - n / 5)).toBeLessThan(4 * Math.sqrt(n * 0.16))
  })

  test('holds only numbers of the vocabulary', () => {
    const { Xb, Yb } = randomBatch(names, generator(3), 500, 4)
    expect(new Set([...Xb.data, ...Yb.data])).toEqual(new Set([0, 1, 2]))
  })
})

describe('all examples, worked out once', () => {
  const all = allOf(names, 3)

  test('are those of every position', () => {
    expect(all).toEqual(batchAt(names, [0, 1, 2, 3, 4], 3))
  })

  test('drawn from, give the very batches that are drawn from the names', () => {
    const list = parseNames('emma\nolivia\nava\nisabella\nsophia')
    expect(drawFrom(deckOf(allOf(list, 3)), generator(5), 40)).toEqual(randomBatch(list, generator(5), 40, 3))
  })

  test('can be had in slices', () => {
    expect(slice(all, 1, 3)).toEqual(batchAt(names, [1, 2], 3))
    expect(slice(all, 4, 99)).toEqual(batchAt(names, [4], 3))
  })
})
