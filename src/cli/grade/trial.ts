/** Whether an exercise can be judged in QuickJS: its own answers must be right there, and soon. */
import { filledIn } from '../../author/filled.ts'
import { readSolution } from '../../catalogue/catalogue.ts'
import { unpacked } from '../../grade/received.ts'
import { blanksOf } from '../../notebook/solution.ts'
import type { JudgeOrder } from './orders.ts'
import type { GradePlan } from './plan.ts'
import type { PoolJob } from './pool.ts'

/**
 * Milliseconds of processor time for the answers of an exercise: most take less than a tenth of it, the training ones more. A
 * class has hundreds of files, and a learner's answer may take ten times as long as ours.
 */
const SLOW = 4000

export interface RoomTrial {
  /** Null where there is nothing to find out. */
  readonly job: PoolJob | null
  readonly room: Promise<JudgeOrder['room']>
}

/** What is to be judged first, and then the room for all files of this exercise. */
export function trialOf(id: string, plan: GradePlan): RoomTrial {
  const { cwd, exercises, data, limits, seed, room: wanted } = plan
  if (wanted === 'thread') return { job: null, room: Promise.resolve(wanted) }
  const exercise = exercises.find(one => one.id === id)!
  const points = new Map(blanksOf(readSolution(exercise)).map(({ name }) => [name, 1]))
  const order: JudgeOrder = {
    ...{
      cwd,
      exercise: id,
      language: 'typescript',
      name: exercise.solution,
      seed,
      data,
      limits,
      room: wanted,
    },
    bytes: Buffer.from(filledIn(exercise)),
  }
  let decide: (room: JudgeOrder['room']) => void
  const room = new Promise<JudgeOrder['room']>(resolve => {
    decide = resolve
  })
  const done: PoolJob['done'] = answer => {
    const judged = typeof answer === 'string' ? null : unpacked(answer.json, { exercise: id, seed, points })
    decide(judged?.report.passed === true && judged.cpu <= SLOW ? wanted : 'thread')
  }
  return { job: { order, done }, room }
}
