/** A thread of its own for the learner's code: started early, given the exercise, then one job. */
import type { Worker } from 'node:worker_threads'
import type { Examined, Job, Setup } from './examine.ts'

/** What is said to the thread. `warm` runs a job for nothing, so that the next one finds the code compiled. */
export type Message =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'warm'; readonly job: Job }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'end' }

/** What the thread says: `warm` when it has warmed up. */
export type Told = Examined | 'warm'

export interface Limits {
  /** Milliseconds for one call of one function. */
  readonly time: number
  /** Bytes that the learner's code may have in use. */
  readonly memory: number
}

export const defaultLimits: Limits = { time: 2000, memory: 2 ** 30 }

export interface Thread {
  readonly worker: Worker
  /** Written by the thread: how many turns there were, and whose the last one is. */
  readonly turns: Int32Array
}

/**
 * Whoever watches a thread ends it when it has used its memory. V8's own limit must not come first: where a single call
 * goes beyond that, V8 ends the whole process.
 */
const BEYOND = 8

const EARLY = Symbol.for('backprop-ninja.thread')

/** Starts a thread with the usual limits for whoever calls `startThread` first; it does not keep the process alive. */
export function startEarly(program: string): void {
  const thread = newThread(program, defaultLimits)
  thread.worker.unref()
  // It may fail before anybody needs it, as in a folder that is gone; whoever does starts another, and is told.
  const forget = (): void => void Reflect.deleteProperty(globalThis, EARLY)
  thread.worker.once('error', forget)
  thread.worker.once('exit', forget)
  Reflect.set(globalThis, EARLY, thread)
}

/** A thread that gets ready while the rest is still being read. */
export function startThread(program: string, limits: Limits): Thread {
  const early: Thread | undefined = Reflect.get(globalThis, EARLY)
  if (early === undefined || limits.memory !== defaultLimits.memory) return newThread(program, limits)
  Reflect.deleteProperty(globalThis, EARLY)
  early.worker.ref()
  return early
}

function newThread(program: string, { memory }: Limits): Thread {
  // Loaded when it is needed, as it is large.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const shared = new SharedArrayBuffer(8)
  const worker = new Worker(program, {
    workerData: shared,
    stdout: true,
    stderr: true,
    execArgv: program.endsWith('.ts') ? ['--import', 'tsx'] : [],
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil((BEYOND * memory) / 2 ** 20) },
  })
  return { worker, turns: new Int32Array(shared) }
}

export const tell = ({ worker }: Thread, message: Message): void => worker.postMessage(message)

/** Has a thread run a job for nothing; true when it is through with it, false if it ended before. */
export function warm(thread: Thread, job: Job): Promise<boolean> {
  tell(thread, { kind: 'warm', job })
  return new Promise(resolve => {
    const { worker } = thread
    const settle = (told: unknown): void => {
      worker.off('message', settle).off('error', settle).off('exit', settle)
      resolve(told === 'warm')
    }
    worker.on('message', settle).on('error', settle).on('exit', settle)
  })
}
