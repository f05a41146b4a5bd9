import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { absentFrom, isIn, joinedShards, shardFrom } from './shards.ts'

const digest = (id: string): string => createHash('sha256').update(id).digest('hex')
const ids = Array.from({ length: 1000 }, (_, i) => `student${i}`)

test('each student is in one shard, and shards are about as large as each other', () => {
  const sizes = [1, 2, 3, 4, 5, 6, 7].map(
    index => ids.filter(id => isIn({ index, count: 7 }, digest(id))).length,
  )
  expect(sizes.reduce((a, b) => a + b)).toBe(1000)
  for (const size of sizes) expect(Math.abs(size - 1000 / 7)).toBeLessThan(45)
})

test('3/8 is read, and nothing else that looks like it', () => {
  expect(shardFrom('3/8')).toEqual({ index: 3, count: 8 })
  for (const written of ['0/3', '4/3', '3', '1/0', '-1/3', '1.5/3', 'a/b', '', '1/2/3'])
    expect(() => shardFrom(written)).toThrow(`--shard needs a part such as 1/2, not "${written}"`)
})

test('all parts together are the whole, in whatever order and however often they are there', () => {
  expect(joinedShards(['2/3', '1/3', '3/3', '1/3'])).toEqual(['1/1'])
  expect(joinedShards(['3/3', '1/3'])).toEqual(['1/3', '3/3'])
  expect(joinedShards([...joinedShards(['3/3', '1/3']), '2/3'])).toEqual(['1/1'])
  expect(joinedShards(['1/1', '2/3'])).toEqual(['1/1'])
})

test('parts that are absent are named', () => {
  expect(absentFrom(['1/1'])).toEqual([])
  expect(absentFrom(['1/4', '3/4'])).toEqual(['2/4', '4/4'])
})
