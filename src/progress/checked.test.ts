import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepAttempt, takeBack } from './attempts.ts'
import { keepChecked, leftOf, rescueChecked } from './checked.ts'

const id = 'makemore/05_batchnorm'

let workspace: string
let path: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ninja-'))
  path = join(workspace, '.ninja', 'checked', `${id}.ts`)
})
afterEach(() => rmSync(workspace, { recursive: true }))

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const check = (text: string, at = new Date()): void => {
  keepChecked(workspace, id, bytesOf(text))
  utimesSync(path, at, at)
}
const undo = (): string | undefined => takeBack(workspace, id, null)?.toString()
const before = new Date(Date.now() - 60_000)

test('where nothing was checked nothing is left, and looking makes no folder', () => {
  rescueChecked(workspace, id)
  expect(leftOf(workspace, id)).toBe(null)
  expect(existsSync(join(workspace, '.ninja'))).toBe(false)
})

test('of several texts that were checked the last is left, byte for byte', () => {
  check('one')
  check('\uFEFFtwo\r\n')
  expect(readFileSync(path, 'utf8')).toBe('\uFEFFtwo\r\n')
  expect(leftOf(workspace, id)).toBe('checked')
})

test('what is rescued is what undo gives back', () => {
  check('mine', before)
  rescueChecked(workspace, id)
  expect(undo()).toBe('mine')
  expect(leftOf(workspace, id)).toBe('kept')
})

test('what was kept since the check comes first, and is not covered by what was checked', () => {
  check('checked', before)
  keepAttempt(workspace, id, bytesOf('kept since'), new Date())
  expect(leftOf(workspace, id)).toBe('kept')
  rescueChecked(workspace, id)
  expect(undo()).toBe('kept since')
})

test('what was checked since something was kept comes first', () => {
  keepAttempt(workspace, id, bytesOf('kept'), before)
  check('checked since')
  expect(leftOf(workspace, id)).toBe('checked')
  rescueChecked(workspace, id)
  expect(undo()).toBe('checked since')
})

test('a name that leads out of the folder is refused', () => {
  expect(() => keepChecked(workspace, '../../x', bytesOf(''))).toThrow('is not the name of an exercise')
})
