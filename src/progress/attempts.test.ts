import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NinjaError } from '../errors.ts'
import { keepAttempt, listAttempts, takeBack } from './attempts.ts'

const id = 'makemore/05_batchnorm'
const noon = new Date('2026-03-01T12:00:00Z')

let workspace: string
beforeEach(() => {
  // A time in the folder's own name must not be mistaken for an attempt's.
  workspace = mkdtempSync(join(tmpdir(), 'ninja-2099-01-01T00-00-00-000Z-'))
})
afterEach(() => rmSync(workspace, { recursive: true }))

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const keep = (text: string, at = noon) => keepAttempt(workspace, id, bytesOf(text), at)
const take = (current: string | null) => {
  const taken = takeBack(workspace, id, current === null ? null : bytesOf(current))
  return taken && Buffer.from(taken).toString()
}
const kept = () => listAttempts(workspace, id).map(path => readFileSync(path, 'utf8'))

test('an attempt is kept under its exercise, named by its time', () => {
  const path = keep('mine')
  expect(path).toBe(
    join(workspace, '.ninja', 'attempts', 'makemore', '05_batchnorm', '2026-03-01T12-00-00-000Z.ts'),
  )
  expect(readFileSync(path, 'utf8')).toBe('mine')
  expect(listAttempts(workspace, id)).toEqual([path])
})

test('where nothing was kept there is nothing, and looking makes no folder', () => {
  expect(listAttempts(workspace, id)).toEqual([])
  expect(take('current')).toBe(null)
  expect(existsSync(join(workspace, '.ninja'))).toBe(false)
})

test('attempts of the same millisecond are all kept, in order', () => {
  const texts = Array.from({ length: 12 }, (_, i) => `attempt ${i}`)
  const paths = texts.map(text => keep(text))
  expect(new Set(paths).size).toBe(12)
  expect(kept()).toEqual(texts)
})

test('the order is that of keeping, even if the clock is put back', () => {
  keep('first', new Date('2030-12-31T23:59:59.999Z'))
  keep('second', noon)
  expect(kept()).toEqual(['first', 'second'])
  expect(basename(listAttempts(workspace, id).at(-1)!)).toBe('2031-01-01T00-00-00-000Z.ts')
})

test('the same bytes as the newest attempt are not kept twice, older ones are', () => {
  const path = keep('a')
  expect(keep('a', new Date())).toBe(path)
  keep('b')
  keep('a')
  expect(kept()).toEqual(['a', 'b', 'a'])
})

test.each([
  ['a mark before the text, and Windows line ends', '\uFEFFone\r\ntwo\r\n'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80, 0, 13, 10, 26, 0xc3, 0x28])],
  ['nothing at all', ''],
])('%s survives keeping and taking back, byte by byte', (_, content) => {
  const bytes = Buffer.from(content as string)
  expect(readFileSync(keepAttempt(workspace, id, bytes, noon)).equals(bytes)).toBe(true)
  const other = bytesOf('fresh')
  expect(Buffer.from(takeBack(workspace, id, other)!).equals(bytes)).toBe(true)
  expect(Buffer.from(takeBack(workspace, id, bytes)!).equals(other)).toBe(true)
  expect(Buffer.from(takeBack(workspace, id, other)!).equals(bytes)).toBe(true)
})

test('undo gives the newest attempt back, and undoing again is redoing', () => {
  keep('older')
  keep('mine') // then came a reset
  expect(take('fresh')).toBe('mine')
  expect(take('mine')).toBe('fresh')
  expect(take('fresh')).toBe('mine')
  expect(new Set(kept())).toEqual(new Set(['older', 'mine', 'fresh']))
})

test('undo loses nothing of what was written after a reset', () => {
  keep('mine')
  expect(take('fresh, with work')).toBe('mine')
  expect(kept()).toEqual(['mine', 'fresh, with work'])
})

test('undo passes over attempts that are as the file is already', () => {
  keep('older')
  keep('mine')
  expect(take('mine')).toBe('older')
  expect(take('older')).toBe('mine')
})

test('without a file, undo gives the newest attempt and keeps nothing', () => {
  keep('mine')
  expect(take(null)).toBe('mine')
  expect(kept()).toEqual(['mine'])
})

test('where all attempts are as the file is, there is nothing to take back', () => {
  keep('mine')
  expect(take('mine')).toBe(null)
  expect(kept()).toEqual(['mine'])
})

test('other files in the folder are no attempts', () => {
  const path = keep('mine')
  writeFileSync(join(path, '..', 'notes.ts'), 'zzz')
  mkdirSync(join(path, '..', 'old'))
  expect(listAttempts(workspace, id)).toEqual([path])
})

test.each([
  '',
  'makemore',
  '/etc/passwd',
  '../outside',
  'makemore/..',
  'makemore/.',
  './05',
  'makemore/../../x',
  'a/b/c',
  'a//b',
  'a\\b/c',
  '..\\..\\a/b',
  'C:/b',
  'a/b:stream',
  'a/b\0',
  'a/b\n',
  'a/b ',
  '.ninja/b',
])('%j is no name of an exercise and touches nothing', wrong => {
  for (const use of [
    () => keepAttempt(workspace, wrong, bytesOf('x'), noon),
    () => listAttempts(workspace, wrong),
    () => takeBack(workspace, wrong, null),
  ]) {
    expect(use).toThrow(expect.objectContaining({ name: 'NinjaError', code: 'exercise' }))
  }
  expect(readdirSync(workspace)).toEqual([])
})

test('names with dots and letters of any language are fine', () => {
  for (const name of ['makemore/05..old', 'größer/01_übung.v2']) {
    expect(existsSync(keepAttempt(workspace, name, bytesOf('x'), noon))).toBe(true)
  }
})

test('a disk that refuses is said so, and nothing was overwritten yet', () => {
  writeFileSync(join(workspace, '.ninja'), '')
  expect(() => keep('mine')).toThrow(NinjaError)
})
