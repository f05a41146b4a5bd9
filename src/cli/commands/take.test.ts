import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fileIn, makeCurrent, notePassed, solve, wholeText } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'
import { withBody } from './testing.ts'

/** With these filled in and passed. */
function workspaceAfter(names: readonly string[], edit = (text: string): string => text): string {
  const folder = freshWorkspace()
  for (const name of names) {
    solve(folder, name, edit)
    notePassed(folder, name)
  }
  return folder
}

const SIX = ['01', '02', '03', '04', '05', '06']
const textOf = (folder: string, name: string): string => readFileSync(fileIn(folder, name), 'utf8')

test('all 26 blanks of 07 are in 01 to 06, and what is taken passes', () => {
  const folder = workspaceAfter(SIX)
  const { stdout, status } = ninja(folder, ['take', '07'])
  expect(
    stdout,
  ).toBe(`✓ exercises/makemore/07_whole_network.ts: 26 empty blanks filled in with lines of your own
  from 01  dlogprobs, dprobs
  from 02  dcounts_sum_inv, dcounts_sum, dcounts, dnorm_logits, dlogit_maxes,
    dlogits
  from 03  dh, dW2, db2
  from 04  dhpreact
  from 05  dbngain, dbnbias, dbnraw, dbnvar_inv, dbnvar, dbndiff2, dbndiff,
    dbnmeani, dhprebn
  from 06  dembcat, dW1, db1, demb, dC
  your version is saved; to bring it back: npx ninja undo 07
  to see that they are right: npx ninja check 07
`)
  expect(status).toBe(0)
  expect(ninja(folder, ['check', '07']).stdout).toContain('passed: all 26 gradients are right.')
})

test('10 has 13 of its blanks from before: of two lines for one blank the one that is right there', () => {
  const folder = workspaceAfter([...SIX, '07', '08', '09'])
  const { stdout } = ninja(folder, ['take', '10'])
  expect(
    stdout,
  ).toBe(`✓ exercises/makemore/10_train.ts: 13 of 14 empty blanks filled in with lines of your own
  from 08  dlogits
  from 07  dh, dW2, db2, dhpreact, dbngain, dbnbias, dembcat, dW1, db1, demb, dC
  from 09  dhprebn
still empty:
  update: nothing that you wrote before fits
  your version is saved; to bring it back: npx ninja undo 10
  to see that they are right: npx ninja check 10
`)
  expect(ninja(folder, ['check', '10']).stdout).toContain('13 right, 1 blank, of 14')
})

test('only empty blanks are filled; every other byte stays, and undo brings all of them back', () => {
  const folder = workspaceAfter(['01', '02'])
  const fresh = textOf(folder, '07')
  const wrong = withBody(fresh, 'dprobs', 'return dlogprobs // to be done')
  const noted = wrong.replace('return TODO() // (n, 1)', '// counts, of course\n  return TODO() // (n, 1)')
  writeFileSync(fileIn(folder, '07'), noted)
  expect(ninja(folder, ['take', '07']).stdout).toContain('6 of 24 empty blanks filled in')
  const now = textOf(folder, '07')
  expect(now).toContain('return dlogprobs // to be done')
  expect(now).toContain('// counts, of course\n  return TODO() // (n, 1)')
  for (const name of ['dlogprobs', 'dcounts_sum', 'dcounts', 'dnorm_logits', 'dlogit_maxes', 'dlogits'])
    expect(now).not.toMatch(new RegExp(`${name}\\([^}]*\\}: Scope\\): Tensor \\{\\n  return TODO`))
  expect(ninja(folder, ['undo', '07']).status).toBe(0)
  expect(textOf(folder, '07')).toBe(noted)
})

test('a line that was changed since the pass is judged again, and left where it is wrong', () => {
  const folder = workspaceAfter(['01', '02'])
  const changed = withBody(textOf(folder, '02'), 'dcounts', 'return counts_sum_inv.mul(dprobs)')
  writeFileSync(fileIn(folder, '02'), withBody(changed, 'dlogits', 'return TODO()'))
  const { stdout } = ninja(folder, ['take', '07'])
  expect(stdout).toContain(
    "  dcounts: what you wrote in 02 isn't right here\n  dlogits: nothing is filled in in your 02\n  dh, dW2, db2: in 03, which you haven't passed yet\n",
  )
  expect(ninja(folder, ['check', '07']).stdout).toContain('6 right, 20 blank, of 26')
})

test('comments, helpers, imports and names in braces come along', () => {
  const folder = workspaceAfter(['01', '02'])
  const helped = wholeText('02')
    .replace(/^import \{(.*)\boneHot\b/m, 'import {$1oneHot as hot')
    .replace(
      '// %% counts_sum_inv feeds',
      '/** A row for each index. */\nconst rows = (at: Tensor, many: number) => hot(at, many)\n\n// %% counts_sum_inv feeds',
    )
  const renamed = helped
    .replace('dlogits({ logits, vocab,', 'dlogits({ logits: scores, vocab,')
    .replace(
      'return dnorm_logits.add(oneHot(logits.max(1).indices, vocab)',
      '// both ways\n  return dnorm_logits.add(rows(scores.max(1).indices, vocab)',
    )
  writeFileSync(fileIn(folder, '02'), renamed)
  expect(ninja(folder, ['check', '02']).status).toBe(0)
  expect(ninja(folder, ['take', '07']).stdout).toContain('  at the end of the file: rows, which they use\n')
  const now = textOf(folder, '07')
  expect(now).toMatch(/^import \{[^}]*\boneHot as hot\b[^}]*\} from 'backprop-ninja'$/m)
  expect(now).toContain('dlogit_maxes, dnorm_logits, logits: scores,\n}: Scope): Tensor {\n  // both ways\n')
  expect(now).toMatch(/\n\n\/\*\* A row for each index\. \*\/\nconst rows = .*\n$/)
  expect(ninja(folder, ['check', '07']).stdout).toContain('8 right, 18 blank, of 26')
})

test('lines of a file that ends them as Windows does still do', () => {
  const folder = workspaceAfter(['01'])
  writeFileSync(fileIn(folder, '07'), `\uFEFF${textOf(folder, '07').replaceAll('\n', '\r\n')}`)
  expect(ninja(folder, ['take', '07']).status).toBe(0)
  const now = textOf(folder, '07')
  expect(now).toMatch(/^\uFEFF\/\//)
  expect(now).not.toMatch(/(?<!\r)\n/)
  expect(ninja(folder, ['check', '07']).stdout).toContain('2 right, 24 blank, of 26')
})

describe('where there is nothing to take', () => {
  test('it says which exercises have the blanks, and writes nothing', () => {
    const folder = freshWorkspace()
    const fresh = textOf(folder, '07')
    solve(folder, '01') // not passed
    const { stdout, status } = ninja(folder, ['take', '07'])
    expect(stdout).toContain("· nothing to fill in: no line of an exercise that you've passed fits into 07\n")
    expect(stdout).toContain("  dlogprobs, dprobs: in 01, which you haven't passed yet\n")
    expect(status).toBe(1)
    expect(textOf(folder, '07')).toBe(fresh)
    expect(ninja(folder, ['undo', '07']).status).toBe(1)
  })

  test('a file without empty blanks is said to have none; without a name it is the current exercise', () => {
    const folder = workspaceAfter(['01'])
    expect(ninja(folder, ['check', '01']).status).toBe(0)
    const { stdout, status } = ninja(folder, ['take'])
    expect(stdout).toBe('· nothing to fill in: no blank in exercises/makemore/01_log_loss.ts is empty\n')
    expect(status).toBe(1)
  })

  test('a file that does not run is left alone', () => {
    const folder = workspaceAfter(SIX)
    const broken = `${textOf(folder, '07')}\nthrow new Error('mine')\n`
    writeFileSync(fileIn(folder, '07'), broken)
    const { stderr, status } = ninja(folder, ['take', '07'])
    expect(stderr).toContain("your file can't be judged: the file does not run: Error: mine")
    expect(stderr).toContain('npx ninja check says more')
    expect(status).toBe(1)
    expect(textOf(folder, '07')).toBe(broken)
  })

  test('a notebook is said to be out of its reach', () => {
    const { stderr, status } = ninja(freshWorkspace(), ['take', 'homework.ipynb'])
    expect(stderr).toContain("take fills in exercises in TypeScript only, and can't do it in a notebook")
    expect(status).toBe(2)
  })
})

test('a helper that keeps the file from running costs its own blank alone', () => {
  const folder = workspaceAfter(['01', '02'])
  const text = textOf(folder, '01').replace(
    'return probs.pow(-1)',
    'return (Bad as unknown as number) > 0 ? probs : probs.pow(-1)',
  )
  writeFileSync(fileIn(folder, '01'), `${text}\nconst Bad = (() => { throw new Error('at the top') })()\n`)
  const { stdout } = ninja(folder, ['take', '07'])
  expect(stdout).toContain('7 of 26 empty blanks filled in')
  expect(stdout).toContain("  dprobs: what you wrote in 01 isn't right here\n")
})

test('next says how many blanks are like ones that were solved before', () => {
  const folder = workspaceAfter(SIX)
  makeCurrent(folder, '06')
  expect(ninja(folder, ['next']).stdout).toContain(
    "  26 blanks are like ones that you've solved before; to fill them in where your\n  lines fit: npx ninja take\n",
  )
  makeCurrent(folder, '07')
  expect(ninja(folder, ['next']).stdout).not.toContain('ninja take')
})
