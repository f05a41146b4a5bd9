/** What the program says of a file is the same in QuickJS as in a thread, but for exercises that are slow there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, attemptsAt } from '../page/judge/testing.ts'
import { type JudgingThread, openJudging } from './testing.ts'

/** One wrong line of so many is tried; with PROVE=1 all are. */
const EVERY = process.env.PROVE === '1' ? 1 : 400

/** Right files take 1.5 to 3 seconds there, which makes the time limit matter. The others take at most 0.4. */
const slow: readonly string[] = [
  'micrograd/03_order',
  'micrograd/08_four_points',
  'micrograd/09_two_moons',
  'autograd/03_sweep',
  'autograd/06_train',
  'layers/08_penguins',
  'makemore/10_train',
  'gpt/14_train',
  'hunts/04_old_gradients',
  'hunts/06_not_ours',
]

let thread: JudgingThread
beforeAll(async () => {
  thread = await openJudging()
})
afterAll(() => thread.end())

/** Of the exercises, one in so many. */
const APART = process.env.PROVE === '1' ? 1 : 6

const fair = all.filter(({ id }) => !slow.includes(id)).filter((_, i) => i % APART === 0)

describe('a report is the same in every field', () => {
  test.each(fair.map(exercise => [exercise.id, exercise] as const))(
    '%s',
    async (_, exercise) => {
      const attempts = attemptsAt(exercise, EVERY)
      expect(attempts.length).toBeGreaterThan(2)
      for (const { what, handed } of attempts) {
        const wanted = { exercise: exercise.id, ...handed }
        const { report, thrown } = await thread.judge({ ...wanted, room: 'quickjs' })
        const { report: there } = await thread.judge({ ...wanted, room: 'thread' })
        expect({ what, thrown, report }).toEqual({ what, thrown: null, report: there })
      }
    },
    3_600_000,
  )
})
