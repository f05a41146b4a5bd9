import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { listAttempts } from '../../progress/attempts.ts'
import { freshWorkspace, ninja } from '../testing.ts'

const id = 'makemore/05_batchnorm'
const path = join('exercises', `${id}.ts`)

let workspace: string
let file: string
let fresh: Buffer
beforeEach(() => {
  workspace = freshWorkspace()
  file = join(workspace, path)
  fresh = readFileSync(file)
})

/** A mark, Windows line ends, bytes that are no UTF-8, and no line end at the end. */
const mine = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0xff, 0xfe, 0x80, 0x0a, 0x20])

test('reset gives the fresh exercise, and undo gives back the very bytes that were there', () => {
  writeFileSync(file, mine)
  const reset = ninja(workspace, ['reset', '05'])
  expect(reset).toMatchObject({ status: 0, stderr: '' })
  expect(reset.stdout).toContain(path)
  expect(reset.stdout).toContain('npx ninja undo 05')
  expect(readFileSync(file)).toEqual(fresh)
  expect(ninja(workspace, ['undo', '05'])).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(file)).toEqual(mine)
})

test('undoing twice is resetting again', () => {
  writeFileSync(file, mine)
  ninja(workspace, ['reset', '05'])
  ninja(workspace, ['undo', '05'])
  ninja(workspace, ['undo', '05'])
  expect(readFileSync(file)).toEqual(fresh)
  ninja(workspace, ['undo', '05'])
  expect(readFileSync(file)).toEqual(mine)
})

test('what was written after a reset is kept when the reset is taken back', () => {
  writeFileSync(file, mine)
  ninja(workspace, ['reset', '05'])
  writeFileSync(file, 'later')
  ninja(workspace, ['undo', '05'])
  expect(readFileSync(file)).toEqual(mine)
  expect(listAttempts(workspace, id).map(attempt => readFileSync(attempt, 'utf8'))).toContain('later')
})

test('an exercise that is fresh is left alone, and nothing is kept', () => {
  const { status, stdout } = ninja(workspace, ['reset', '05'])
  expect(status).toBe(0)
  expect(stdout).toContain('nothing to reset')
  expect(listAttempts(workspace, id)).toEqual([])
})

test('a file that is missing, folder and all, is simply written', () => {
  rmSync(join(workspace, 'exercises', 'makemore'), { recursive: true })
  const { status, stdout } = ninja(workspace, ['reset', '5'])
  expect(status).toBe(0)
  expect(stdout).toContain('was missing')
  expect(readFileSync(file)).toEqual(fresh)
})

test('undo gives a file back that was deleted after a reset', () => {
  writeFileSync(file, mine)
  ninja(workspace, ['reset', '05'])
  rmSync(file)
  expect(ninja(workspace, ['undo', '05']).status).toBe(0)
  expect(readFileSync(file)).toEqual(mine)
})

test('without a name the current exercise is meant', () => {
  const first = join(workspace, 'exercises', 'makemore', '01_log_loss.ts')
  writeFileSync(first, mine)
  ninja(workspace, ['reset'])
  expect(readFileSync(first)).not.toEqual(mine)
  ninja(workspace, ['undo'])
  expect(readFileSync(first)).toEqual(mine)
})

test('paths in the text lead from where one stands', () => {
  writeFileSync(file, mine)
  const { stdout } = ninja(join(workspace, 'exercises', 'makemore'), ['reset', '05'])
  expect(stdout).toContain('✓ 05_batchnorm.ts')
})

test('undo with nothing to take back says so, changes nothing and fails', () => {
  const { status, stdout } = ninja(workspace, ['undo', '05'])
  expect(status).toBe(1)
  expect(stdout).toContain('nothing to undo')
  expect(readFileSync(file)).toEqual(fresh)
})

test('a name that no exercise has is an error of usage', () => {
  for (const command of ['reset', 'undo']) {
    const { status, stderr } = ninja(workspace, [command, 'softmx'])
    expect(status).toBe(2)
    expect(stderr).toContain('did you mean makemore/02_softmax?')
  }
})

test('where nothing can be kept, nothing is overwritten', () => {
  writeFileSync(file, mine)
  rmSync(join(workspace, '.ninja'), { recursive: true })
  writeFileSync(join(workspace, '.ninja'), 'a file stands where the folder should be')
  expect(ninja(workspace, ['reset', '05']).status).toBe(2)
  expect(readFileSync(file)).toEqual(mine)
})

test('a folder in place of the file is said so', () => {
  rmSync(file)
  mkdirSync(file)
  const { status, stderr } = ninja(workspace, ['reset', '05'])
  expect(status).toBe(2)
  expect(stderr).toContain('there is a folder where a file should be')
})
