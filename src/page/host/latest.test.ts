import { expect, test } from 'vitest'
import { latest } from './latest.ts'

test('one at a time, and of those that wait the newest; who waits gets what came of that', async () => {
  const done: string[] = []
  const write = latest(async (text: string) => {
    await new Promise(resolve => setTimeout(resolve, 5))
    done.push(text)
    return `${text} is written`
  })
  const first = write('a')
  await Promise.resolve()
  await Promise.resolve()
  const rest = ['ab', 'abc', 'abcd'].map(write)
  expect(await first).toBe('a is written')
  expect(await Promise.all(rest)).toEqual(Array(3).fill('abcd is written'))
  expect(done).toEqual(['a', 'abcd'])
})

test('what fails is told to who asked, and the next goes on', async () => {
  const work = latest(async (n: number) => {
    if (n === 1) throw new Error('no')
    return n
  })
  await expect(work(1)).rejects.toThrow('no')
  expect(await work(2)).toBe(2)
})
