import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NinjaError } from '../errors.ts'
import { makeFolder, writeAtomically } from './atomic.ts'

const posix = test.skipIf(process.platform === 'win32')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninja-atomic-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const errorOf = (run: () => void): NinjaError => {
  try {
    run()
  } catch (error) {
    if (error instanceof NinjaError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('writes a new file and replaces an old one, and leaves nothing else', () => {
  const path = join(folder, 'a.txt')
  writeAtomically(path, 'old')
  writeAtomically(path, Uint8Array.of(0xff, 0, 13, 10))
  expect([...readFileSync(path)]).toEqual([0xff, 0, 13, 10])
  expect(readdirSync(folder)).toEqual(['a.txt'])
})

posix('a file that is replaced keeps its permissions', () => {
  const path = join(folder, 'a.txt')
  writeFileSync(path, 'old')
  chmodSync(path, 0o600)
  writeAtomically(path, 'new')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

posix('a link stays a link, and what it leads to is written', () => {
  mkdirSync(join(folder, 'far'))
  writeFileSync(join(folder, 'far', 'real.txt'), 'old')
  symlinkSync(join('far', 'real.txt'), join(folder, 'link.txt'))
  writeAtomically(join(folder, 'link.txt'), 'new')
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'far', 'real.txt'), 'utf8')).toBe('new')
})

test('a write that fails leaves no temporary file, and says what to do', () => {
  const path = join(folder, 'taken')
  mkdirSync(join(path, 'inside'), { recursive: true })
  const error = errorOf(() => writeAtomically(path, 'text'))
  expect(error.code).toBe('workspace')
  expect(error.message).toContain(`cannot write ${path}: `)
  expect(error.advice).toBeTruthy()
  expect(readdirSync(folder)).toEqual(['taken'])
})

test('a folder that is missing, or is a file, is named', () => {
  const missing = join(folder, 'missing', 'a.txt')
  expect(errorOf(() => writeAtomically(missing, '')).message).toBe(
    `cannot write ${missing}: there is no such file or folder (ENOENT)`,
  )
  writeFileSync(join(folder, 'file'), '')
  expect(errorOf(() => makeFolder(join(folder, 'file'))).message).toContain('something else is in its place')
  expect(errorOf(() => writeAtomically(join(folder, 'file', 'a.txt'), '')).code).toBe('workspace')
})

test('a folder is made with all above it, and making it again is no matter', () => {
  const deep = join(folder, 'a', 'b', 'c')
  makeFolder(deep)
  makeFolder(deep)
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['c'])
})

test('a file on the way to a folder is an error', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(errorOf(() => makeFolder(join(folder, 'file', 'a', 'b'))).code).toBe('workspace')
})

test.runIf(process.platform === 'linux')('a system folder refuses even root', () => {
  for (const path of ['/sys/ninja.txt', '/proc/ninja.txt']) {
    expect(errorOf(() => writeAtomically(path, 'text')).message).toContain(`cannot write ${path}: `)
  }
})

test('our own mistakes are not dressed up as the disk’s', () => {
  expect(() => writeAtomically(join(folder, 'a.txt'), 5 as never)).toThrow(TypeError)
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed process left is swept, but not what a living or a recent one writes', () => {
  const NO_PROCESS = 2 ** 30
  const left = join(folder, `.ninja-${NO_PROCESS}-old.tmp`)
  const recent = join(folder, `.ninja-${NO_PROCESS}-new.tmp`)
  const ours = join(folder, `.ninja-${process.pid}-old.tmp`)
  const foreign = join(folder, 'learner.tmp')
  for (const path of [left, recent, ours, foreign]) writeFileSync(path, '')
  const hourAgo = Date.now() / 1000 - 3600
  for (const path of [left, ours, foreign]) utimesSync(path, hourAgo, hourAgo)
  writeAtomically(join(folder, 'a.txt'), '')
  expect([left, recent, ours, foreign].map(path => existsSync(path))).toEqual([false, true, true, true])
})
