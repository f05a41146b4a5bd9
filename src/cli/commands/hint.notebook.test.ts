/** `ninja hint` for a notebook in Python. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { progressOf } from '../../progress/progress.ts'
import { update } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'
import { start } from '../watch/terminals.ts'
import { test } from '../watch/testing.ts'

const hint = (folder: string, ...words: string[]) => ninja(folder, ['hint', ...words])

function twinIn(folder: string, name = 'homework.ipynb', exercise = 'makemore/02'): string {
  const { status, stderr } = ninja(folder, ['notebook', exercise, '--output', name])
  if (status !== 0) throw new Error(stderr)
  return resolve(folder, name)
}

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(file, text.replace(from, to))
}

test('in a workspace each call shows one hint more, in Python, counted with those of the exercise', () => {
  const folder = freshWorkspace()
  twinIn(folder)
  const { stdout, status } = hint(folder, 'homework.ipynb')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^dcounts_sum_inv {2}hint 1 of 3 {2}makemore\/02_softmax\n\n1 {2}\w/)
  expect(stdout).toMatch(/more: .* hint homework\.ipynb dcounts_sum_inv\n$/)
  hint(folder, 'homework.ipynb', 'counts_sum_inv')
  const third = hint(folder, 'homework.ipynb', 'dcounts_sum_inv').stdout
  expect(third).toContain('3  First `counts * ...`, then `.sum(...)` over dimension 1')
  expect(third).toMatch(/that's the last hint; now try it: .* check homework\.ipynb\n$/)
  expect(hint(folder, 'homework.ipynb', 'dcounts_sum_inv').stdout).toMatch(
    /You have seen all the hints\.\n.* forward pass uses counts_sum_inv:\n {2}cell 4, line 19 {2}probs = counts \* counts_sum_inv\n$/,
  )
  const progress = update(folder, same => same)
  expect(progressOf(progress, 'makemore/02_softmax').hints).toEqual({ dcounts_sum_inv: 3 })
})

test('elsewhere a number says how many; a Python file of cells has hints as well', () => {
  const folder = emptyFolder()
  twinIn(freshWorkspace(), join(folder, 'homework.py'))
  expect(hint(folder, 'homework.py', 'dcounts').stdout).toMatch(
    /^dcounts {2}hint 1 of 3[\s\S]*more: .* hint homework\.py dcounts 2\n$/,
  )
  expect(hint(folder, 'homework.py', 'dcounts', '3').stdout).toMatch(
    /^dcounts {2}hint 3 of 3[\s\S]*\n3 {2}`counts_sum_inv \* \.\.\.` is the first part/,
  )
  expect(hint(folder, 'homework.py', 'dcounts', 'all')).toMatchObject({ status: 2, stdout: '' })
})

test('without a gradient it is about the first mistake, else the first blank; with all right about none', () => {
  const folder = emptyFolder()
  const file = twinIn(freshWorkspace(), join(folder, 'homework.py'), 'makemore/03')
  edit(file, 'db2 = None', 'db2 = dlogits.sum(1)')
  expect(hint(folder, 'homework.py').stdout).toMatch(/^db2 {2}hint 1 of 3/)
  edit(file, 'db2 = dlogits.sum(1)', 'db2 = dlogits.sum(0)')
  expect(hint(folder, 'homework.py').stdout).toMatch(/^dh {2}hint 1 of 3/)
  edit(file, 'dh = None', 'dh = dlogits @ W2.T')
  edit(file, 'dW2 = None', 'dW2 = h.T @ dlogits')
  expect(hint(folder, 'homework.py')).toMatchObject({
    status: 0,
    stdout: '✓ everything in homework.py is right: no hints needed\n',
  })
})

test("a notebook of one's own says what to do, and has the hints of an exercise that is named", () => {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'own.py'), 'import torch\n')
  expect(hint(folder, 'own.py')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /own\.py doesn't say which exercise it is[\s\S]* hint own\.py --exercise makemore\/07\n$/,
    ),
  })
  expect(hint(folder, 'own.py', 'dprobs', '3', '--exercise', '07').stdout).toMatch(
    /^dprobs {2}hint 3 of 3 {2}makemore\/07_whole_network[\s\S]*\n3 {2}`probs \*\* \.\.\.`, then times/,
  )
  expect(hint(folder, 'own.py', '--exercise', 'derivatives/01').stderr).toContain('has no Python notebook')
  writeFileSync(join(folder, 'broken.ipynb'), '{')
  expect(hint(folder, 'broken.ipynb').stderr).toContain('broken.ipynb is not a notebook: it is not JSON')
  expect(hint(folder, 'own.py', 'dprobz', '--exercise', '07').stderr).toContain('did you mean dprobs?')
})

test('a check of a twin offers the hint of the gradient that it explains; that of another notebook none', () => {
  const folder = freshWorkspace()
  const file = twinIn(folder, 'homework.py')
  expect(ninja(folder, ['check', 'homework.py']).stdout).toMatch(
    /\n {2}hint +npx .* hint homework\.py dcounts_sum_inv\n$/,
  )
  edit(file, 'dcounts = None', 'dcounts = counts_sum_inv * dprobs')
  expect(ninja(folder, ['check', 'homework.py']).stdout).toMatch(/hint homework\.py dcounts\n$/)
  expect(ninja(folder, ['check', 'homework.py', '--explain', 'dcountz'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/homework\.py has no gradient "dcountz"\n {2}did you mean dcounts\?\n$/),
  })
  edit(file, 'exercise: makemore', 'from makemore')
  expect(ninja(folder, ['check', 'homework.py']).stdout).not.toContain('hint')
})

test('while it is watched, h shows a hint, a little more each time, and r goes back to the verdict', async () => {
  const folder = emptyFolder()
  const file = twinIn(freshWorkspace(), join(folder, 'homework.py'))
  const seen = start(folder, ['watch', 'homework.py'])
  await seen.wait('save to check again, h hint, q quit', 'output')
  for (const nth of [1, 2, 3]) {
    seen.forget()
    seen.press('h')
    await seen.wait(`hint ${nth} of 3`, 'output')
  }
  seen.forget()
  seen.press('r')
  await seen.wait('6 claims: 0 right, 6 blank', 'output')
  edit(file, 'dnorm_logits = None', 'dnorm_logits = counts * dcounts')
  edit(file, 'dcounts = None', 'dcounts = counts_sum_inv * dprobs + dcounts_sum')
  await seen.wait('6 claims: 2 right, 4 blank', 'output')
  seen.press('q')
  expect((await seen.ended).exitCode).toBe(0)
})
