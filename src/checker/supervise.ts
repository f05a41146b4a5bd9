/**
 * Runs a job in a thread and watches it. A function that takes too long or too much memory ends the thread; the job is
 * then run again without it, so that all the others get their verdicts.
 */
import { memoryUsage } from 'node:process'
import { invariant } from '../errors.ts'
import { endThread, stopThread } from './ending.ts'
import type { Examined, Job } from './examine.ts'
import type { Cause } from './finding.ts'
import { type Limits, type Thread, type Told, tell } from './thread.ts'
import { turnsOf } from './turns.ts'

const POLL = 20

/** `restart` gives a new thread that knows the exercise. Rejects with the signal's reason if that is given. */
export async function supervise(
  job: Job,
  thread: Thread,
  limits: Limits,
  restart: () => Thread,
  signal?: AbortSignal,
): Promise<Examined> {
  const ended = await runOnce(job, thread, limits, signal)
  if ('findings' in ended) return ended
  const name = turnsOf(job.functions)[ended.position]
  if (name === undefined)
    return { findings: [], sizes: {}, notes: [], printed: [], picture: null, failure: topLevel(ended.cause) }
  invariant(!job.stopped.some(([other]) => other === name), `${name} ran again after it was stopped`)
  const again = { ...job, stopped: [...job.stopped, [name, ended.cause] as const] }
  return supervise(again, restart(), limits, restart, signal)
}

function runOnce(job: Job, thread: Thread, limits: Limits, signal: AbortSignal | undefined) {
  const { worker, turns } = thread
  return new Promise<Examined | { cause: Cause; position: number }>((resolve, reject) => {
    let turn = -1
    let since = 0
    const floor = memoryUsage.rss()
    let cause: Cause = 'ended the program'
    let fault: Error | null = null
    const position = (): number => Atomics.load(turns, 1)
    /** The exit that follows tells the cause; of one that is deaf there is none. */
    const stop = async (because: Cause): Promise<void> => {
      cause = because
      clearInterval(timer)
      const at = position()
      if (!(await stopThread(thread))) resolve({ cause, position: at })
    }
    const timer = setInterval(() => {
      const now = performance.now()
      const current = Atomics.load(turns, 0)
      const idle = current === 0 || position() === -2
      if (idle || current !== turn) {
        turn = current
        since = now
      }
      if (memoryUsage.rss() - floor > limits.memory * 1.1) void stop('out of memory')
      else if (now - since > limits.time) void stop('timeout')
    }, POLL)
    const giveUp = (): void => {
      void stop('ended the program')
      reject(signal?.reason)
    }
    if (signal?.aborted) return giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    worker.on('message', (told: Told) => {
      if (told === 'warm') return
      clearInterval(timer)
      endThread(thread)
      resolve(told)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') cause = 'out of memory'
      else fault = error
    })
    // Comes last: by then a verdict that was sent before something else went wrong has arrived.
    worker.on('exit', () => {
      clearInterval(timer)
      if (fault !== null) reject(fault)
      resolve({ cause, position: position() })
    })
    tell(thread, { kind: 'job', job })
  })
}

const topLevel = (cause: Cause): Examined['failure'] => ({
  code: cause === 'timeout' ? 'timeout' : 'exercise',
  message: topLevelMessages[cause],
  advice: 'code outside functions runs when the file is loaded: remove what does not belong there',
  line: null,
  stack: null,
})

const topLevelMessages: { readonly [C in Cause]: string } = {
  timeout: 'loading the file did not come to an end and was stopped',
  'out of memory': 'loading the file used more memory than it may and was stopped',
  'ended the program': 'the file ends the program while it is loaded',
}
