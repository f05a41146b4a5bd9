import { expect, test } from 'vitest'
import { progressOf } from '../../progress/progress.ts'
import { makeCurrent, notePassed, noteVerdicts, update } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

const hint = (folder: string, ...words: string[]) => ninja(folder, ['hint', ...words])
const heading = (folder: string, ...words: string[]) => hint(folder, ...words).stdout.split('\n')[0]

test('each call shows one tier more, and the tiers before it', () => {
  const folder = freshWorkspace()
  const first = hint(folder)
  expect(first.status).toBe(0)
  expect(first.stdout).toMatch(/^dlogprobs {2}hint 1 of 3 {2}makemore\/01_log_loss\n\n1 {2}\w/)
  expect(first.stdout).not.toMatch(/^2 {2}/m)
  expect(first.stdout).toMatch(/more: .* hint dlogprobs\n$/)
  const second = hint(folder).stdout
  expect(second).toMatch(/hint 2 of 3[\s\S]*\n1 {2}[\s\S]*\n2 {2}/)
  expect(hint(folder).stdout).toMatch(
    /hint 3 of 3[\s\S]*\n3 {2}[\s\S]*that.s the last hint; now try it: .* check\n$/,
  )
})

test('after the last tier all are repeated, and the lines of the forward pass are named', () => {
  const folder = freshWorkspace()
  for (let call = 0; call < 3; call++) hint(folder, 'dprobs')
  const { stdout, status } = hint(folder, 'dprobs')
  expect(status).toBe(0)
  expect(stdout).toMatch(/hint 3 of 3[\s\S]*\n1 {2}[\s\S]*\n2 {2}[\s\S]*\n3 {2}/)
  expect(stdout).toContain('You have seen all the hints.')
  expect(stdout).toMatch(/forward pass uses probs:\n {2}line \d+ {2}const logprobs = probs\.log\(\)\n/)
  expect(stdout).toMatch(/the whole exercise: .* show\n.* solution --give-up\n$/)
})

test('what was shown is counted in the progress', () => {
  const folder = freshWorkspace()
  hint(folder, 'dprobs')
  hint(folder, 'probs')
  const progress = update(folder, same => same)
  expect(progressOf(progress, 'makemore/01_log_loss').hints).toEqual({ dprobs: 2 })
})

test('without a name it is about the first mistake, else the first blank', () => {
  const folder = freshWorkspace()
  makeCurrent(folder, '03')
  noteVerdicts(folder, '03', { dW2: 'wrong', db2: 'inherited' })
  expect(heading(folder)).toMatch(/^dW2 /)
  noteVerdicts(folder, '03', { dh: 'exact', db2: 'inherited' })
  expect(heading(folder)).toMatch(/^dW2 {2}hint 2/)
})

test('with everything right there is nothing to hint at', () => {
  const folder = freshWorkspace()
  makeCurrent(folder, '01')
  notePassed(folder, '01')
  const { stdout, status } = hint(folder)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^✓ everything in makemore\/01_log_loss is right[\s\S]* next\n$/)
})

test('an exercise may be named, with the option or as the word', () => {
  const folder = freshWorkspace()
  expect(hint(folder, '--exercise', '05').stdout).toMatch(
    /^dbngain {2}hint 1 of 3 {2}makemore\/05_batchnorm[\s\S]*hint dbngain --exercise 05\n$/,
  )
  expect(heading(folder, '05')).toMatch(/^dbngain {2}hint 2/)
  expect(heading(folder, 'hprebn', '--exercise', '05')).toMatch(/^dhprebn {2}hint 1 .*05/)
})

test('an exercise and a gradient as two words are told how to be written', () => {
  const { stderr, status } = hint(freshWorkspace(), '04', 'dh')
  expect([stderr, status]).toEqual([
    expect.stringMatching(/not 04 dh\n +name the exercise with an option: .*hint dh --exercise 04\n$/),
    2,
  ])
  expect(hint(freshWorkspace(), 'db2', 'dh').stderr).toMatch(/not db2 dh\n +only a notebook comes before it/)
})

test('a gradient of another exercise is said to be there, and nothing is shown', () => {
  const folder = freshWorkspace()
  const { stdout, stderr, status } = hint(folder, 'dhpreact')
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(
    /dhpreact is not in makemore\/01_log_loss, but in makemore\/04_tanh[\s\S]*--exercise 04/,
  )
})

test('a name that is nearly right gets a suggestion', () => {
  const folder = freshWorkspace()
  expect(hint(folder, 'dprobz')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('did you mean dprobs?'),
  })
  expect(hint(folder, 'dbnvat', '--exercise', '05').stderr).toContain('did you mean dbnvar?')
  expect(hint(folder, 'xyzxyz', '--exercise', '01').stderr).toContain('it has dlogprobs, dprobs')
  expect(hint(folder, 'xyzxyz').stderr).toContain('"xyzxyz" is neither a gradient of')
})

test('a hint that cannot be counted is shown all the same', () => {
  const folder = freshWorkspace()
  const { stdout, stderr, status } = ninja(folder, ['hint'], { asNobody: true })
  if (process.geteuid?.() !== 0) return
  expect(status).toBe(0)
  expect(stdout).toContain('hint 1 of 3')
  expect(stderr).toContain('was not counted')
})

test('outside a workspace it says how to make one', () => {
  expect(hint(emptyFolder())).toMatchObject({ status: 2, stdout: '' })
})
