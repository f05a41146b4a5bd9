import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileIn, makeCurrent, notePassed, noteVerdicts, solve } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'
import { allExercises } from '../workspace.ts'

const status = (folder: string) => ninja(folder, ['status']).stdout
const nextLine = (folder: string) => status(folder).trimEnd().split('\n').at(-1)

test('at first: the belt, the first exercise, its file, and what to fill in', () => {
  const folder = freshWorkspace()
  const text = status(folder)
  expect(text).toMatch(/^makemore .* white belt$/m)
  expect(text).toMatch(/\n\nmakemore\/01_log_loss {2}The log loss\n/)
  expect(text).toContain(join('exercises', 'makemore', '01_log_loss.ts'))
  expect(text).toMatch(/· dlogprobs {2}not checked\n· dprobs {5}not checked\n\nnot checked yet\n/)
  expect(nextLine(folder)).toMatch(/^Fill in dlogprobs, save, then: npx .*ninja check$/)
})

test('the last check is shown with its words, and the first mistake is next', () => {
  const folder = freshWorkspace()
  makeCurrent(folder, '03')
  noteVerdicts(folder, '03', { dW2: 'shape', db2: 'exact' })
  expect(status(folder)).toMatch(
    /· dh {3}blank\n✗ dW2 {2}shape\n✓ db2 {2}exact\n\n1 of 3 right in the last check\n/,
  )
  expect(nextLine(folder)).toMatch(/^Fix dW2, save, then: .* check$/)
})

test('a gradient that only inherits a mistake is not what to fix', () => {
  const folder = freshWorkspace()
  noteVerdicts(folder, '01', { dlogprobs: 'blank', dprobs: 'inherited' })
  expect(status(folder)).toContain('~ dprobs     inherited')
  expect(nextLine(folder)).toContain('Fill in dlogprobs')
})

test('a file that was changed since the last check is to be checked', () => {
  const folder = freshWorkspace()
  noteVerdicts(folder, '01', { dprobs: 'wrong' })
  const later = new Date(Date.now() + 60_000)
  utimesSync(fileIn(folder, '01'), later, later)
  expect(status(folder)).toContain('0 of 2 right in the last check (the file has changed since)')
  expect(nextLine(folder)).toMatch(/To see what your changes did: .* check$/)
})

test('a missing file is to be brought back', () => {
  const folder = freshWorkspace()
  rmSync(fileIn(folder, '01'))
  expect(nextLine(folder)).toMatch(/reset$/)
})

test('after a pass the next exercise is next, and after all of them the answers', () => {
  const folder = freshWorkspace()
  makeCurrent(folder, '01')
  notePassed(folder, '01')
  expect(nextLine(folder)).toMatch(/next$/)
  for (const { id } of allExercises(null)) notePassed(folder, id)
  expect(status(folder)).toContain('black belt')
  expect(nextLine(folder)).toMatch(/diff$/)
})

test('many gradients stand in columns', () => {
  const folder = freshWorkspace()
  makeCurrent(folder, '07')
  const lines = status(folder).split('\n')
  expect(lines.every(line => line.length <= 80)).toBe(true)
  expect(lines.filter(line => line.startsWith('· ')).length).toBeLessThan(14)
})

test('outside a workspace it says how to make one', () => {
  expect(ninja(emptyFolder(), ['status'])).toMatchObject({ status: 2, stdout: '' })
})

test('a reset that was taken back has changed nothing, unless there was a check in between', () => {
  const workspace = freshWorkspace()
  solve(workspace, '01')
  ninja(workspace, ['check', '01'])
  ninja(workspace, ['reset', '01'])
  expect(ninja(workspace, ['status']).stdout).toContain('has changed since')
  ninja(workspace, ['undo', '01'])
  expect(ninja(workspace, ['status']).stdout).not.toContain('has changed since')
  ninja(workspace, ['reset', '01'])
  ninja(workspace, ['check', '01'])
  ninja(workspace, ['undo', '01'])
  expect(ninja(workspace, ['status']).stdout).toContain('has changed since')
})
