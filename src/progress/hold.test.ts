import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { holdFolder } from './hold.ts'

const folder = mkdtempSync(join(tmpdir(), 'ninja-hold-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, '.ninja-running')

test('a folder that a process holds which gives signs is refused; one that was killed holds nothing', async () => {
  const sign = `setInterval(() => fs.utimesSync(${JSON.stringify(file)}, new Date(), new Date()), 100)`
  const other = spawn(process.execPath, ['-e', `const fs = require('fs'); ${sign}`])
  writeFileSync(file, `${other.pid} ${hostname()}`)
  // Long enough to start it.
  const soon = new Date(Date.now() + 60_000)
  utimesSync(file, soon, soon)
  expect(() => holdFolder(folder)).toThrow(`another ninja (process ${other.pid}) is writing to ${folder}`)
  const ended = new Promise(resolve => other.on('exit', resolve))
  other.kill('SIGKILL')
  await ended
  holdFolder(folder)()
  expect(existsSync(file)).toBe(false)
})

test('a process that only has the number of the one before holds nothing', () => {
  writeFileSync(file, `${process.ppid} ${hostname()}`)
  const before = new Date(Date.now() - 11_000)
  utimesSync(file, before, before)
  holdFolder(folder)()
  expect(existsSync(file)).toBe(false)
})

test('a process of another machine holds nothing here', () => {
  writeFileSync(file, `${process.ppid} another-machine`)
  holdFolder(folder)()
  expect(existsSync(file)).toBe(false)
})
