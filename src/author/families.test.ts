/** The families that the hunts take as right. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Check } from '../catalogue/exercise.ts'
import { atlas } from '../diagnosis/atlas.ts'
import { generator } from '../tensor/random.ts'

const folder = new URL('../../solutions/hunts/', import.meta.url)
const hunts = readdirSync(folder).filter(name => /^\d\d_/.test(name))

/** The rows that ask for a family, by the name of the file. */
const asked = new Map(
  await Promise.all(
    hunts.map(async name => {
      const solution = await import(new URL(name, folder).href)
      const rows = (solution.check as Check<unknown>)(solution, {
        g: generator(42),
        names: [] as never,
        table: () => [] as never,
      })
      return [name.slice(0, 2), rows.filter(({ secret }) => secret !== undefined)] as const
    }),
  ),
)

test('each hunt asks for a family, and hunts/05 for two', () => {
  expect([...asked].filter(([, rows]) => rows.length !== 1).map(([number]) => number)).toEqual(['05'])
})

test('where what one sees and why it is so are two families, both are right', () => {
  const several = [...asked].flatMap(([number, rows]) =>
    rows.map(({ secret }) => [number, ...secret!.right]).filter(right => right.length > 2),
  )
  expect(several).toEqual([
    ['01', 'a use forgotten', 'wrong local derivative'],
    ['02', 'overwritten, doubled, subtracted', 'a use forgotten'],
    ['03', 'order', 'overwritten, doubled, subtracted'],
    ['05', 'wrong operand', 'a use forgotten', 'wrong local derivative'],
    ['05', 'index', 'wrong operand'],
    ['09', 'not finite', 'wrong operand'],
    ['11', 'shape', 'order', 'index'],
    ['12', 'fused formulas', 'order'],
    ['13', 'wrong local derivative', 'fused formulas'],
    ['14', 'stale or aliased', 'a use forgotten'],
  ])
})

test('then the row says of each which of them it is', () => {
  const silent = [...asked.values()].flat().filter(({ secret, learned }) => {
    const names = secret!.right.map(family => family.split(', '))
    return names.length > 1 && names.some(words => !words.some(word => learned!.includes(word)))
  })
  expect(silent.map(({ learned }) => learned)).toEqual([])
})

test('`ninja mistakes` shows no line that a hunt is about', () => {
  const bare = (text: string): string => text.replace(/\s|\/\//g, '')
  const texts = hunts.map(name => bare(readFileSync(new URL(name, folder), 'utf8')))
  const lines = atlas.flatMap(({ example }) => (example === null ? [] : [bare(example.line)]))
  expect(lines.filter(line => texts.some(text => text.includes(`return${line}`)))).toEqual([])
})
