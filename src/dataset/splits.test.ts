import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generator } from '../tensor/random.ts'
import { parseNames } from './names.ts'
import { split } from './splits.ts'

const shipped = readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8')
const names = parseNames(shipped)
const listOf = ({ text }: { text: string }) => text.slice(0, -1).split('\n')
const wordOf = (i: number) =>
  `${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`

describe('the parts of the list that is shipped', () => {
  const { train, dev, test: last } = split(names, generator(1))

  test('are 80, 10 and 10 percent', () => {
    const sizes = [train, dev, last].map(part => listOf(part).length / 32_868)
    expect(sizes.map(size => Math.round(1000 * size) / 1000)).toEqual([0.8, 0.1, 0.1])
  })

  test('together hold every name as often as the list does', () => {
    expect([train, dev, last].flatMap(listOf).sort()).toEqual(listOf(names).sort())
  })

  test('have no name in common, though 2,000 names and more stand twice in the list', () => {
    expect(listOf(names).length - new Set(listOf(names)).size).toBeGreaterThan(2000)
    const [a, b, c] = [train, dev, last].map(part => new Set(listOf(part)))
    expect([...a].filter(name => b.has(name) || c.has(name))).toEqual([])
    expect([...b].filter(name => c.has(name))).toEqual([])
  })

  test('number the letters alike', () => {
    expect(dev.vocabulary).toBe(names.vocabulary)
    expect(last.numbers).toBe(names.numbers)
  })

  test('are others for another seed, and the same for the same', () => {
    expect(split(names, generator(2)).dev.text).not.toBe(dev.text)
    expect(split(names, generator(1)).dev.text).toBe(dev.text)
  })

  test('are shuffled: frequent names, which stand first in the list, are in all parts', () => {
    const first = new Set(listOf(names).slice(0, 2000))
    const share = listOf(dev).filter(name => first.has(name)).length / listOf(dev).length
    expect(share).toBeGreaterThan(0.05)
    expect(share).toBeLessThan(0.15)
  })
})

describe('a short list', () => {
  test('of ten names is eight, one and one', () => {
    const ten = parseNames(Array.from({ length: 10 }, (_, i) => wordOf(i)).join('\n'))
    const parts = split(ten, generator(3))
    expect([parts.train, parts.dev, parts.test].map(part => listOf(part).length)).toEqual([8, 1, 1])
  })

  test.each([
    ['one name', 'emma', 'x.txt: found one name; training needs at least 10'],
    ['one name, a hundred times', 'emma\n'.repeat(100), 'x.txt: found one name; training needs at least 10'],
    ['three', 'emma\nava\nmia', 'x.txt: found 3 different names; training needs at least 10'],
  ])('is refused: %s', (_, text, message) => {
    expect(() => split(parseNames(text), generator(1), 'x.txt')).toThrow(message)
  })

  test('is refused where one name is nearly all of it', () => {
    const words = Array.from({ length: 10 }, (_, i) => wordOf(i))
    const list = parseNames([...words, ...Array(1000).fill('zz')].join('\n'))
    const seeds = Array.from({ length: 20 }, (_, i) => i)
    const outcomes = seeds.map(seed => {
      try {
        split(list, generator(seed))
        return 'taken'
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(outcomes.some(text => text.includes('nothing is left for the'))).toBe(true)
  })
})
