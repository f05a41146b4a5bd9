import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readSolution } from '../catalogue/catalogue.ts'
import { passes } from '../checker/report.ts'
import { DATA } from '../cli/settings.ts'
import { allExercises, packageRoot } from '../cli/workspace.ts'
import { defaultLimits } from '../learner/patience.ts'
import { openThreadRoom } from '../learner/thread.ts'
import { blanksOf } from '../notebook/solution.ts'
import { givenIn } from '../notebook/wrong.ts'
import { blankVersion } from './filled.ts'
import { groundFor, judgeText } from './verdicts.ts'

const hunts = allExercises(null).filter(({ track }) => track === 'hunts')

const room = openThreadRoom(join(packageRoot, 'dist', 'room.cjs'), defaultLimits)
afterAll(() => room.end())

/** What the check says of an exercise as the learner finds it. */
function unmended(id: string) {
  const exercise = hunts.find(one => one.id === id)!
  const { findings } = judgeText(
    groundFor(exercise, join(packageRoot, DATA)),
    exercise,
    blankVersion(exercise),
    room,
  )
  return { findings, solution: readSolution(exercise) }
}

test.each(hunts.map(({ id }) => id))('%s: what is given is found wrong, all else is blank', id => {
  const { findings, solution } = unmended(id)
  const given = givenIn(solution)
  expect(given.size).toBeGreaterThan(0)
  for (const { name } of blanksOf(solution)) {
    const own = findings.filter(({ blank }) => blank === name)
    if (given.has(name))
      expect(own.some(({ verdict, diagnosis }) => !passes(verdict) && diagnosis)).toBe(true)
    else expect(own.map(({ verdict }) => verdict)).toEqual(own.map(() => 'blank'))
  }
})

describe('the numbers that were reported come out of the code as it is given', () => {
  test.each([
    ['hunts/01_the_sum', 'the loss at the start', /gave 4\.0741, expected 7\.72979/],
    ['hunts/02_every_test_passed', 'a + a: a.grad', /gave \[1\], expected \[2\]/],
    [
      'hunts/05_learns_zero',
      'row 0 after the training',
      /gave \S+e-\d+, expected 0\.7|gave 0, expected 0\.7/,
    ],
    ['hunts/09_nothing_comes_out', 'probabilities after "..."', /is NaN/],
    [
      'hunts/14_faster_than_it_says',
      'a gradient of 3: steps 1, 2, 5, 20, 100',
      /gave \[1, 1\.3606\d*, 1\.9252\d*, 2\.4523\d*, 2\.2426\d*\], expected \[1, 1, 1, 1, 1\]/,
    ],
    ['hunts/15_all_tests_green', 'agrees: layer norm, zeros', /gave true, expected false/],
  ])('%s: %s', (id, row, says) => {
    expect(unmended(id).findings.find(({ name }) => name === row)?.message).toMatch(says)
  })
})
