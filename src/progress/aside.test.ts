import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { putAside } from './aside.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninja-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = new Date('2026-03-01T12:30:00.000Z')
const aside = (text: string): string | null => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  writeFileSync(first, text)
  writeFileSync(second, text)
  utimesSync(first, at, at)
  const found = putAside(folder, [first, second, join(folder, 'none')])
  expect([existsSync(first), existsSync(second)]).toEqual([false, false])
  return found
}

test('files are moved into a folder that is named by when the first was changed', () => {
  const found = aside('one')
  expect(found).toBe(join(folder, 'run-2026-03-01T12-30-00-000Z'))
  expect(readFileSync(join(found!, 'second'), 'utf8')).toBe('one')
})

test('what was put aside before is not covered', () => {
  const all = ['one', 'two', 'three'].map(aside)
  expect(all.map(one => readFileSync(join(one!, 'first'), 'utf8'))).toEqual(['one', 'two', 'three'])
})

test('where the first is not there nothing is done', () => {
  writeFileSync(join(folder, 'second'), '')
  expect(putAside(folder, [join(folder, 'first'), join(folder, 'second')])).toBe(null)
  expect(readdirSync(folder)).toEqual(['second'])
})
