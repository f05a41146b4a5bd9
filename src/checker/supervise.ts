/**
 * Runs a job in a thread and watches it. A function that takes too long or too much memory ends the thread; the job is
 * then run again without it, so that all the others get their verdicts.
 */
import { memoryUsage } from 'node:process'
import { Worker } from 'node:worker_threads'
import { invariant } from '../errors.ts'
import type { Examined, Job } from './examine.ts'
import type { Cause } from './finding.ts'

export interface Limits {
  /** Milliseconds for one call of one function. */
  readonly time: number
  /** Bytes that the learner's code may have in use. */
  readonly memory: number
}

export const defaultLimits: Limits = { time: 2000, memory: 2 ** 30 }

/** A thread with the engine loaded, waiting for its job. */
export interface Thread {
  readonly worker: Worker
  readonly turns: Int32Array
}

const POLL = 20
/** How long a thread may take to end by itself before it is ended. */
const PATIENCE = 300

/** Starts a thread at once, so that it gets ready while the job is still being put together. */
export function startThread(program: string, { memory }: Limits): Thread {
  const shared = new SharedArrayBuffer(8)
  const worker = new Worker(program, {
    workerData: shared,
    stdout: true,
    stderr: true,
    execArgv: program.endsWith('.ts') ? ['--import', 'tsx'] : [],
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memory / 2 ** 20) },
  })
  return { worker, turns: new Int32Array(shared) }
}

/** Lets a thread that is not needed any more go; it may still put away what makes the next start quicker. */
export function endThread({ worker }: Thread): void {
  worker.postMessage('end')
  setTimeout(() => void worker.terminate(), PATIENCE).unref()
}

export async function supervise(
  job: Job,
  thread: Thread,
  program: string,
  limits: Limits,
): Promise<Examined> {
  const ended = await runOnce(job, thread, limits)
  if ('findings' in ended) return ended
  const name = job.functions[ended.position]
  if (name === undefined)
    return { findings: [], sizes: {}, notes: [], printed: [], failure: topLevel(ended.cause) }
  invariant(!job.stopped.some(([other]) => other === name), `${name} ran again after it was stopped`)
  const again = { ...job, stopped: [...job.stopped, [name, ended.cause] as const] }
  return supervise(again, startThread(program, limits), program, limits)
}

function runOnce(job: Job, { worker, turns }: Thread, limits: Limits) {
  return new Promise<Examined | { cause: Cause; position: number }>((resolve, reject) => {
    let turn = -1
    let since = 0
    const floor = memoryUsage.rss()
    const stop = (cause: Cause): void => {
      const position = Atomics.load(turns, 1)
      clearInterval(timer)
      worker.terminate().then(() => resolve({ cause, position }), reject)
    }
    const timer = setInterval(() => {
      const now = performance.now()
      const current = Atomics.load(turns, 0)
      const idle = current === 0 || Atomics.load(turns, 1) === -2
      if (idle || current !== turn) {
        turn = current
        since = now
      } else if (now - since > limits.time) stop('timeout')
      if (memoryUsage.rss() - floor > limits.memory * 1.1) stop('out of memory')
    }, POLL)
    worker.on('message', (examined: Examined) => {
      clearInterval(timer)
      endThread({ worker, turns })
      resolve(examined)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return stop('out of memory')
      clearInterval(timer)
      reject(error)
    })
    worker.on('exit', () => {
      clearInterval(timer)
      resolve({ cause: 'ended the program', position: Atomics.load(turns, 1) })
    })
    worker.postMessage(job)
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
