/** A process that judges for another one that grades: what breaks it costs the file that it was at. */
import { NinjaError } from '../../errors.ts'
import { packed } from '../../grade/judged.ts'
import { hasAbandoned } from '../../learner/hard-exit.ts'
import { openGrader } from './judging.ts'
import type { GradeOrder, GraderAnswer } from './orders.ts'

/** How long a thread that was ended may take before it counts as one that cannot be. */
const DEAF = 500

export function serveGrading(): void {
  const grader = openGrader()
  const say = (answer: GraderAnswer): unknown => process.send?.(answer)
  const answerTo = (order: GradeOrder): GraderAnswer => {
    try {
      return { kind: 'judged', json: packed(grader.judge(order)) }
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      const { code, message, advice = null } = error
      return { kind: 'unusable', code: code as 'pack' | 'data', message, advice }
    }
  }
  process.on('message', async (order: GradeOrder) => {
    say(answerTo(order))
    await gone()
    // Time and memory would be spent on the threads that are left, and the next file would be told to have spent them.
    if (hasAbandoned()) leave()
    say({ kind: 'ready' })
  })
  process.on('disconnect', leave)
  // Ctrl-C goes to all that were started together; it is for the one that grades to say what comes of it.
  process.on('SIGINT', () => {})
  say({ kind: 'ready' })
}

const leave = (): unknown => process.kill(process.pid, 'SIGKILL')

async function gone(): Promise<void> {
  for (const since = performance.now(); hasAbandoned() && performance.now() - since < DEAF; )
    await new Promise(resolve => setTimeout(resolve, 5))
}
