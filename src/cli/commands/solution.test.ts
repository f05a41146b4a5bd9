import { describe, expect, test } from 'vitest'
import { progressOf } from '../../progress/progress.ts'
import { openStore } from '../../progress/store.ts'
import { notePassed, noteVerdicts, solve } from '../solving.ts'
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

describe('giving up', () => {
  const GIVEN_UP = /↷ You gave this one up\. It's marked in the list until you pass it\./

  test('asks first: where there is no terminal it says how to do without, and nothing changes', () => {
    const folder = freshWorkspace()
    const { stdout, stderr, status } = ninja(folder, ['solution', '02', '--give-up'])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('there is no terminal to ask on\n  with --yes it does not ask\n')
    expect(ninja(folder, ['list', 'makemore']).stdout).not.toContain('given up')
  })

  test('shows the answers and marks the exercise, which counts for no belt', () => {
    const folder = freshWorkspace()
    noteVerdicts(folder, '01', { dlogprobs: 'exact' })
    const { stdout, status } = ninja(folder, ['solution', '01', '--give-up', '--yes'])
    expect(status).toBe(0)
    expect(stdout).toContain('answer   return probs.pow(-1).mul(dlogprobs)')
    expect(stdout).toMatch(GIVEN_UP)
    const list = ninja(folder, ['list', 'makemore']).stdout
    expect(list).toMatch(/^makemore .* 0 of 10 passed {2}white belt$/m)
    expect(list).toMatch(/^[> ] ↷ 01 {2}The log loss .* given up, 1 of 2/m)
    const [first] = JSON.parse(ninja(folder, ['list', 'makemore', '--json']).stdout).tracks[0].exercises
    expect(first).toMatchObject({ passed: false, givenUp: true, again: false, right: 1 })
    expect(ninja(folder, ['status']).stdout).toContain('(given up: you have seen the answers)')
    const { progress } = openStore(folder).read()
    expect(progressOf(progress, 'makemore/01_log_loss').givenUp?.blanks).toEqual(['dprobs'])
    // What was seen can be seen again.
    expect(ninja(folder, ['solution', '01']).stdout).toMatch(GIVEN_UP)
  })

  test('what practises the blanks that were given up is due in the next drill', () => {
    const folder = freshWorkspace()
    ninja(folder, ['solution', '01', '--give-up', '--yes'])
    const due = ninja(folder, ['drill', '--list']).stdout
    // dprobs goes through a log, dlogprobs through picked numbers.
    expect(due).toMatch(/^The slope of each function .* today$/m)
    expect(due).toMatch(/^Picked rows and groups .* today$/m)
    expect(due).toMatch(/^Matrix products .* new$/m)
  })

  test('a pass takes the mark away', () => {
    const folder = freshWorkspace()
    expect(ninja(folder, ['solution', '01', '--give-up', '--yes']).status).toBe(0)
    solve(folder, '01')
    expect(ninja(folder, ['check', '01']).status).toBe(0)
    expect(ninja(folder, ['list', 'makemore']).stdout).toMatch(/ ✓ 01 {2}The log loss .* passed/)
    expect(ninja(folder, ['solution', '01']).stdout).not.toMatch(GIVEN_UP)
  })

  test('is offered once all hints of a blank are seen', () => {
    const folder = freshWorkspace()
    expect(ninja(folder, ['solution', '01']).stderr).not.toContain('--give-up')
    for (let i = 0; i < 3; i++)
      expect(ninja(folder, ['hint', 'dprobs', '--exercise', '01']).stdout).not.toContain('--give-up')
    expect(ninja(folder, ['hint', 'dprobs', '--exercise', '01']).stdout).toContain(
      'to see the answers, and come back to it later: npx ninja solution --give-up\n',
    )
    expect(ninja(folder, ['solution', '01']).stderr).toContain(
      'npx ninja hint 01; to see the answers all the same: npx ninja solution 01 --give-up\n',
    )
  })
})
