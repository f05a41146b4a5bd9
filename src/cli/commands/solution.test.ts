import { expect, test } from 'vitest'
import { notePassed, noteVerdicts } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'

test('the answers are refused before the pass', () => {
  const folder = freshWorkspace()
  noteVerdicts(folder, '02', { dcounts: 'exact', dlogits: 'approximate' })
  const { stdout, stderr, status } = ninja(folder, ['solution', '02'])
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(
    /you'll see the answers of makemore\/02_softmax once you've passed it; 2 of 6 are right so far\n.* hint 02\n/,
  )
})

test('after the pass each function is shown with its line of the forward pass', () => {
  const folder = freshWorkspace()
  notePassed(folder, '02')
  const { stdout, status } = ninja(folder, ['solution', '02'])
  expect(status).toBe(0)
  expect(stdout).toContain(
    [
      'dcounts  (n, vocab)',
      '  forward  counts_sum = counts.sum(1, { keepdim: true })',
      '           probs = counts.mul(counts_sum_inv)',
      '  answer   return counts_sum_inv.mul(dprobs).add(dcounts_sum)',
    ].join('\n'),
  )
  expect(stdout).not.toMatch(/\/\/ (end )?answer|hint:/)
})

test('a pass is kept when a later check fails', () => {
  const folder = freshWorkspace()
  notePassed(folder, '01')
  noteVerdicts(folder, '01', {})
  expect(ninja(folder, ['solution', '01']).status).toBe(0)
})
