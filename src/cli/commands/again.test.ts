import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { noteHint } from '../../progress/progress.ts'
import { fileIn, notePassed, noteVerdicts, solve, update } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'

const textOf = (folder: string, name: string): string => readFileSync(fileIn(folder, name), 'utf8')

test('a passed exercise is empty again, and stays passed', () => {
  const folder = freshWorkspace()
  solve(folder, '01', text => `${text}\n// mine\n`)
  notePassed(folder, '01')
  const { stdout, status } = ninja(folder, ['again', '01'])
  expect(status).toBe(0)
  expect(
    stdout,
  ).toBe(`↻ makemore/01_log_loss: its 2 blanks are empty again in exercises/makemore/01_log_loss.ts
  it stays passed; the list marks it until all of it is right again
  what you wrote is saved; to bring it back: npx ninja undo 01
  fill it in from memory, save, then: npx ninja check 01
`)
  expect(textOf(folder, '01').match(/^ {2}return TODO\(\)/gm)).toHaveLength(2)
  expect(textOf(folder, '01')).toMatch(/\n\/\/ mine\n$/)
  const list = ninja(folder, ['list', 'makemore']).stdout
  expect(list).toMatch(/^makemore .* 1 of 10 passed {2}yellow belt$/m)
  expect(list).toMatch(/^> ↻ 01 {2}The log loss .* passed, again 2 to do/m)
})

test('it is marked until all of it is right again, and undo brings back what was written', () => {
  const folder = freshWorkspace()
  solve(folder, '01')
  notePassed(folder, '01')
  const written = textOf(folder, '01')
  expect(ninja(folder, ['again', '01']).status).toBe(0)
  expect(ninja(folder, ['check', '01']).status).toBe(1)
  expect(ninja(folder, ['list', 'makemore']).stdout).toMatch(/ ↻ 01 /)
  expect(ninja(folder, ['undo', '01']).status).toBe(0)
  expect(textOf(folder, '01')).toBe(written)
  expect(ninja(folder, ['check', '01']).status).toBe(0)
  expect(ninja(folder, ['list', 'makemore']).stdout).toMatch(/ ✓ 01 {2}The log loss .* passed/)
})

test('without a name it is the one that is due first: the oldest, and of two of one day the weaker', () => {
  const folder = freshWorkspace()
  const day = (text: string): Date => new Date(`${text}T12:00:00Z`)
  const right = { dh: 'exact', dW2: 'exact', db2: 'exact' }
  noteVerdicts(folder, '03', right, day('2026-03-02'))
  noteVerdicts(folder, '04', { dhpreact: 'exact' }, day('2026-03-02'))
  noteVerdicts(folder, '01', { dlogprobs: 'exact', dprobs: 'exact' }, day('2026-03-01'))
  update(folder, progress => noteHint(progress, 'makemore/04_tanh', 'dhpreact', 3))
  for (const name of ['01', '03', '04']) solve(folder, name)
  // 30 days; with all hints seen, a third of the way down to a tenth of them: 13.9.
  expect(
    ninja(folder, ['again', '--list']).stdout,
  ).toBe(`> 04  Tanh            due since 2026-03-16  3 steps of help
> 01  The log loss    due since 2026-03-31
> 03  A linear layer  due since 2026-04-01

to do the first one again: npx ninja again
`)
  expect(ninja(folder, ['again']).stdout).toContain('↻ makemore/04_tanh: its blank is empty again in')
  expect(ninja(folder, ['again', '--list']).stdout).toMatch(/^↻ 04 {2}Tanh {12}to be done {12}/m)
  expect(ninja(folder, ['again']).stdout).toContain('↻ makemore/01_log_loss')
})

test('what is not passed, or empty, is said to be so and stays as it is', () => {
  const folder = freshWorkspace()
  expect(ninja(folder, ['again']).stderr).toContain(
    "you haven't passed an exercise yet, so there is none to do again",
  )
  expect(ninja(folder, ['again', '02']).stderr).toContain("you haven't passed makemore/02_softmax yet")
  expect(ninja(folder, ['again', '--list']).stdout).toContain("you haven't passed an exercise yet")
  notePassed(folder, '02')
  const { stderr, status } = ninja(folder, ['again', '02'])
  expect(stderr).toContain('there is nothing to empty in exercises/makemore/02_softmax.ts')
  expect(status).toBe(1)
})
