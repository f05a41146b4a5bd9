import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { type ForeignFile, openOwnFiles, WRITTEN } from './written.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninja-'))
})

function wrote(files: Readonly<Record<string, string>>): readonly ForeignFile[] {
  const own = openOwnFiles(folder)
  for (const [path, text] of Object.entries(files)) own.write(path, text)
  return own.finish(() => true)
}
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
const edit = (path: string, text: string): void => writeFileSync(join(folder, path), text)

test('what it wrote itself is replaced, and removed when it is over', () => {
  expect(wrote({ 'a.txt': '1', 'b/c.txt': '1' })).toEqual([])
  expect(wrote({ 'a.txt': '2' })).toEqual([])
  expect(read('a.txt')).toBe('2')
  expect(readdirSync(join(folder, 'b'))).toEqual([])
})

test('what somebody changed is kept beside it, each time under another name', () => {
  wrote({ 'b/a.b.txt': '1' })
  edit('b/a.b.txt', 'mine')
  expect(wrote({ 'b/a.b.txt': '2' })).toEqual([{ path: 'b/a.b.txt', movedTo: 'b/a.b.edited.txt' }])
  edit('b/a.b.txt', 'mine too')
  expect(wrote({ 'b/a.b.txt': '2' })).toEqual([{ path: 'b/a.b.txt', movedTo: 'b/a.b.edited-2.txt' }])
  expect(['', '.edited', '.edited-2'].map(what => read(`b/a.b${what}.txt`))).toEqual([
    '2',
    'mine',
    'mine too',
  ])
})

test('what somebody changed stays where it is over, and what somebody else wrote is never touched', () => {
  wrote({ 'a.txt': '1', 'b.txt': '1' })
  edit('a.txt', 'mine')
  edit('c.txt', 'mine')
  expect(wrote({ 'b.txt': '2' })).toEqual([{ path: 'a.txt', movedTo: null }])
  expect([read('a.txt'), read('c.txt')]).toEqual(['mine', 'mine'])
})

test('a file that was there before the first time is kept too, unless it is the same', () => {
  edit('a.txt', 'theirs')
  edit('b.txt', 'same')
  expect(wrote({ 'a.txt': 'ours', 'b.txt': 'same' })).toEqual([{ path: 'a.txt', movedTo: 'a.edited.txt' }])
  expect(read('a.edited.txt')).toBe('theirs')
})

test('a run that was stopped knows its own files the next time, written or not', () => {
  wrote({ 'a.txt': '1', 'b.txt': '1' })
  const stopped = openOwnFiles(folder)
  stopped.write('a.txt', '2')
  expect(() =>
    stopped.write('b.txt', '2', () => {
      throw new Error('stopped')
    }),
  ).toThrow('stopped')
  expect(wrote({ 'a.txt': '3', 'b.txt': '3' })).toEqual([])
  expect([read('a.txt'), read('b.txt')]).toEqual(['3', '3'])
})

test('its list has each file once, and what is in it by mistake does no harm', () => {
  wrote({ 'a.txt': '1' })
  wrote({ 'a.txt': '2' })
  expect(read(WRITTEN).match(/a\.txt/g)).toHaveLength(1)
  edit(WRITTEN, '{}\n[1,2]\nnonsense\n')
  mkdirSync(join(folder, 'd'))
  expect(wrote({ 'd/a.txt': '1' })).toEqual([])
})
