/** A process that judges for another one that grades: what breaks it costs the file that it was at. */
import { hasAbandoned } from '../../learner/hard-exit.ts'
import { once } from '../../once.ts'
import { openSubjects } from './exercises.ts'
import { notebookJudge } from './notebooks.ts'
import type { GraderAnswer, JudgeOrder } from './orders.ts'
import { quickJudge, threadJudge } from './rooms.ts'

/** How long a thread that was ended may take before it counts as one that cannot be. */
const DEAF = 500

export function serveGrading(): void {
  const subjects = openSubjects()
  const judges = {
    thread: once(() => threadJudge(subjects)),
    quickjs: once(quickJudge),
    python: once(() => notebookJudge(subjects)),
  }
  const say = (answer: GraderAnswer): unknown => process.send?.(answer)
  process.on('message', async (order: JudgeOrder) => {
    say(await judges[order.language === 'python' ? 'python' : order.room]()(order))
    await threadsGone()
    // Time and memory would go into the threads that are left, and the next file would be told that they were its own.
    if (hasAbandoned()) leave()
    say({ kind: 'ready' })
  })
  process.on('disconnect', leave)
  process.on('unhandledRejection', leave)
  // Ctrl-C goes to all that were started together; it is for the one that grades to say what comes of it.
  process.on('SIGINT', () => {})
  say({ kind: 'ready' })
}

const leave = (): unknown => process.kill(process.pid, 'SIGKILL')

async function threadsGone(): Promise<void> {
  for (const since = performance.now(); hasAbandoned() && performance.now() - since < DEAF; )
    await new Promise(resolve => setTimeout(resolve, 5))
}
