import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileIn, notePassed, solve } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'

test('before the pass there is nothing to see', () => {
  const { stdout, stderr, status } = ninja(freshWorkspace(), ['diff', '01'])
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
  expect(stderr).toContain('0 of 2 are right so far')
})

test('a real pass opens it: lines that differ stand above each other, others are the same', () => {
  const folder = freshWorkspace()
  solve(folder, '01', text =>
    text
      .replace(
        'return probs.pow(-1).mul(dlogprobs)',
        'const slope = probs.pow(-1)\n  return dlogprobs.mul(slope)',
      )
      .replace('indexPut([arange(n), Yb], -1 / n)', 'indexPut([arange(n), Yb,], -1/n); // the picked ones'),
  )
  expect(ninja(folder, ['check', '01']).status).toBe(0)
  const { stdout, status } = ninja(folder, ['diff', '01'])
  expect(status).toBe(0)
  expect(stdout).toBe(
    [
      'makemore/01_log_loss',
      '  1 of 2 written like the answer; other lines can be right, too',
      '',
      '✓ dlogprobs  same',
      '≠ dprobs',
      '  yours    const slope = probs.pow(-1)',
      '           return dlogprobs.mul(slope)',
      '  answer   return probs.pow(-1).mul(dlogprobs)',
      '',
    ].join('\n'),
  )
})

test('a function that is gone from the file is said to be gone', () => {
  const folder = freshWorkspace()
  notePassed(folder, '04')
  solve(folder, '04', text => text.replace('function dhpreact', 'function other'))
  expect(ninja(folder, ['diff', '04']).stdout).toMatch(
    /≠ dhpreact\n {2}yours {4}not in your file\n {2}answer {3}return /,
  )
})

test('a missing file is an error that says how to get it back', () => {
  const folder = freshWorkspace()
  notePassed(folder, '01')
  rmSync(fileIn(folder, '01'))
  expect(ninja(folder, ['diff', '01'])).toMatchObject({ status: 1, stderr: expect.stringContaining('reset') })
})
