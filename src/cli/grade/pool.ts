/** Processes that judge files, several at once. One that breaks, or never answers, costs the file that it was at. */
import { NinjaError } from '../../errors.ts'
import { type JudgeProcess, type NoAnswer, type StartProcess, startJudge } from './judge-process.ts'
import type { GraderAnswer, JudgeOrder } from './orders.ts'

export interface PoolOptions extends StartProcess {
  readonly jobs: number
}

export interface PoolJob {
  readonly order: JudgeOrder
  /** `answer`: what came of it, as JSON, or why nothing did. Jobs are done in any order. */
  readonly done: (answer: { readonly json: string } | NoAnswer) => void
}

/** So many processes may break over a file: once may be a coincidence. */
const TRIES = 2

/** So many processes in a row may end before they get to any file. */
const FALSE_STARTS = 5

export interface Pool {
  /** Ends where all jobs are done, or `stop` was called. @throws NinjaError where no file can be judged. */
  readonly ended: Promise<void>
  readonly stop: () => void
}

/** `jobs` is asked for the next one only where a process is free for it. */
export function openPool(jobs: AsyncIterator<PoolJob>, options: PoolOptions): Pool {
  const running = new Set<JudgeProcess>()
  let isOver = false
  let over = (): void => {}
  const stopped = new Promise<null>(resolve => {
    over = () => resolve(null)
  })
  const stop = (): void => {
    isOver = true
    over()
    for (const one of running) one.end()
  }
  const nextJob = async (): Promise<PoolJob | null> => {
    if (isOver) return null
    // Where it waits for what another process finds out, there may be none any more.
    const next = await Promise.race([jobs.next(), stopped])
    return next === null || next.done === true || isOver ? null : next.value
  }
  const start = (): JudgeProcess => {
    const judge = startJudge(options)
    running.add(judge)
    return judge
  }
  const end = (judge: JudgeProcess): void => {
    judge.end()
    running.delete(judge)
  }
  /** Has jobs done one after another, in one process as long as that lasts. */
  const work = async (): Promise<void> => {
    let judge: JudgeProcess | null = null
    let falseStarts = 0
    for (let job = await nextJob(); job !== null; job = await nextJob()) {
      for (let tries = 1; !isOver; ) {
        judge ??= start()
        const answer = await judge.ask(job.order)
        if (typeof answer === 'object') {
          falseStarts = 0
          job.done({ json: usable(answer) })
          break
        }
        end(judge)
        judge = null
        if (isOver) break
        if (answer === 'not begun') {
          if (++falseStarts === FALSE_STARTS) throw new Error('internal: processes that judge end at once')
        } else if (tries++ === TRIES) {
          job.done(answer)
          break
        }
      }
    }
    if (judge !== null) end(judge)
  }
  const ended = Promise.all(
    Array.from({ length: options.jobs }, () =>
      work().catch(error => {
        stop()
        throw error
      }),
    ),
  )
  return { ended: ended.then(() => {}), stop }
}

function usable(answer: Exclude<GraderAnswer, { kind: 'ready' }>): string {
  if (answer.kind === 'judged') return answer.json
  throw new NinjaError(answer.code, answer.message, answer.advice ?? undefined)
}
