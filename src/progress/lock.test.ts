import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NinjaError } from '../errors.ts'
import { withLock } from './lock.ts'

const NO_PROCESS = 2 ** 30

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninja-lock-'))
  path = join(folder, 'a.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

const hold = (signature: string, secondsOld = 0) => {
  writeFileSync(path, signature)
  const then = Date.now() / 1000 - secondsOld
  utimesSync(path, then, then)
}

const isTaken = () => {
  try {
    return withLock(path, () => 'taken', 20) === 'taken'
  } catch (error) {
    if (error instanceof NinjaError) return false
    throw error
  }
}

test('gives what is run inside, and is there only meanwhile', () => {
  const inside = withLock(path, () => readFileSync(path, 'utf8'))
  expect(inside).toContain(`${process.pid} ${hostname()} `)
  expect(readdirSync(folder)).toEqual([])
})

test('is released when what runs inside throws', () => {
  const run = () => {
    throw new RangeError('inside')
  }
  expect(() => withLock(path, run)).toThrow(RangeError)
  expect(existsSync(path)).toBe(false)
})

test('costs little more than the file that it makes and removes, when nobody else wants it', () => {
  const middle = (work: () => void): number => {
    const times = Array.from({ length: 200 }, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    })
    return times.sort((a, b) => a - b)[100]
  }
  const bare = middle(() => {
    writeFileSync(`${path}.bare`, 'x')
    rmSync(`${path}.bare`)
  })
  expect(middle(() => withLock(path, () => {}))).toBeLessThan(8 * bare)
})

test('a lock that somebody has is waited for, and then said to be held, by whom, and what to do', () => {
  hold(`${process.pid} ${hostname()} x`)
  const start = performance.now()
  expect(() => withLock(path, () => {}, 50)).toThrow(
    `cannot lock ${path}: it is held by process ${process.pid} on ${hostname()}`,
  )
  expect(performance.now() - start).toBeGreaterThanOrEqual(50)
  expect(readFileSync(path, 'utf8')).toBe(`${process.pid} ${hostname()} x`)
})

test('the lock of a dead process is taken over', () => {
  hold(`${NO_PROCESS} ${hostname()} x`)
  expect(isTaken()).toBe(true)
  expect(readdirSync(folder)).toEqual([])
})

test('it is taken over even if the process that was about to remove it died too', () => {
  hold(`${NO_PROCESS} ${hostname()} x`)
  writeFileSync(`${path}.stale`, `${NO_PROCESS} ${hostname()} y`)
  expect(isTaken()).toBe(true)
  expect(readdirSync(folder)).toEqual([])
})

test('a lock of another machine is only judged by its age, for its numbers mean nothing here', () => {
  hold(`${NO_PROCESS} elsewhere x`)
  expect(isTaken()).toBe(false)
  hold(`${NO_PROCESS} elsewhere x`, 11)
  expect(isTaken()).toBe(true)
})

test('a lock older than ten seconds, or from the future, is stale even if its number is alive', () => {
  hold(`${process.pid} ${hostname()} x`, 9)
  expect(isTaken()).toBe(false)
  hold(`${process.pid} ${hostname()} x`, 11)
  expect(isTaken()).toBe(true)
  hold(`${process.pid} ${hostname()} x`, -3600)
  expect(isTaken()).toBe(true)
})

test('a lock without signature is left alone while it may still be signed', () => {
  hold('')
  expect(isTaken()).toBe(false)
  hold('', 3)
  expect(isTaken()).toBe(true)
})

test('numbers that are no process are dead, and signal nobody', () => {
  for (const pid of ['0', '-1', '1.5', '1e99', 'x']) {
    hold(`${pid} ${hostname()} x`)
    expect(isTaken()).toBe(true)
  }
})

test('a lock that was taken from us is not removed by us', () => {
  withLock(path, () => writeFileSync(path, 'another’s'))
  expect(readFileSync(path, 'utf8')).toBe('another’s')
})

test('a disk that refuses is said so at once', () => {
  expect(() => withLock(join(folder, 'missing', 'a.lock'), () => {})).toThrow(
    'there is no such file or folder',
  )
})
