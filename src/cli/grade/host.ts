/** A process that judges for another one that grades: what breaks it costs the file that it was at. */
import { areGone } from '../../learner/hard-exit.ts'
import { once } from '../../once.ts'
import { openSubjects } from './exercises.ts'
import { notebookJudge } from './notebooks.ts'
import type { GraderAnswer, JudgeOrder } from './orders.ts'
import { quickJudge, threadJudge } from './rooms.ts'

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
    // Time and memory would go into the threads that are left, and the next file would be told that they were its own.
    if (!(await areGone())) leave()
    say({ kind: 'ready' })
  })
  process.on('disconnect', leave)
  process.on('unhandledRejection', leave)
  // Ctrl-C goes to all that were started together; it is for the one that grades to say what comes of it.
  process.on('SIGINT', () => {})
  say({ kind: 'ready' })
}

const leave = (): unknown => process.kill(process.pid, 'SIGKILL')
