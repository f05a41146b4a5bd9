import { expect, test } from 'vitest'
import { pickExercise } from '../../catalogue/catalogue.ts'
import type { Judgement, Report } from '../../checker/report.ts'
import { reported } from '../../checker/text/testing.ts'
import { findingsIn, packed } from '../../grade/judged.ts'
import { logLoss } from '../../grade/testing.ts'
import { defaultLimits } from '../../learner/patience.ts'
import { allExercises } from '../workspace.ts'
import type { GradePlan } from './plan.ts'
import type { PoolJob } from './pool.ts'
import { trialOf } from './trial.ts'

const plan = (room: 'quickjs' | 'thread'): GradePlan =>
  ({
    ...{ cwd: '/', room, seed: 42, data: 'names.txt', limits: defaultLimits },
    exercises: [pickExercise(allExercises(null), logLoss.id, null)],
  }) as unknown as GradePlan

const blanks = [...logLoss.points.keys()]

/** A verdict on the exercise's own answers. */
function verdict(passed: boolean, cpu: number): Parameters<PoolJob['done']>[0] {
  const report: Report = {
    ...reported(logLoss.id, 'export const a = 1'),
    passed,
    gradients: [] as Judgement[],
  }
  return {
    json: packed({ ...findingsIn(report, blanks, new Map()), traits: [], room: 'quickjs', ms: 9, cpu }),
  }
}

async function roomAfter(answer: Parameters<PoolJob['done']>[0]): Promise<string> {
  const { job, room } = trialOf(logLoss.id, plan('quickjs'))
  job!.done(answer)
  return room
}

test('an exercise whose own answers are right in QuickJS, and soon, is judged there', async () => {
  expect(await roomAfter(verdict(true, 300))).toBe('quickjs')
})

test('one whose answers take too long there, or are not right, or break it, is judged in threads', async () => {
  expect(await roomAfter(verdict(true, 4001))).toBe('thread')
  expect(await roomAfter(verdict(false, 300))).toBe('thread')
  expect(await roomAfter('crash')).toBe('thread')
  expect(await roomAfter('timeout')).toBe('thread')
  expect(await roomAfter({ json: '{}' })).toBe('thread')
})

test('where threads are asked for there is nothing to find out', async () => {
  const { job, room } = trialOf(logLoss.id, plan('thread'))
  expect([job, await room]).toEqual([null, 'thread'])
})

test('what is tried are the answers, as somebody submits them who has it all right', () => {
  const { job } = trialOf(logLoss.id, plan('quickjs'))
  const text = Buffer.from(job!.order.bytes).toString('utf8')
  expect(text).toContain('-1 / n')
  expect(text).not.toContain('  return TODO()')
})
