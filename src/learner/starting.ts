/** Starts the thread of a room. Loads next to nothing itself, so that the thread can get ready while the rest is read. */
import type { Worker } from 'node:worker_threads'
import { type Shared, shareMemory } from './shared.ts'

/** A thread that gets ready, or waits. */
export interface Thread {
  readonly worker: Worker
  readonly shared: Shared
  /** What it runs. */
  readonly bundle: Begin['bundle']
}

/** The first that a thread hears. */
export interface Begin {
  /** What it is to run, of the bundles that stand beside its own program. */
  readonly bundle: 'serving' | 'trainer' | 'notebooks'
  readonly shared: Shared
  /** What `bundle` takes besides. */
  readonly order?: object
}

/** Bytes that a learner's code may have in use. */
export const USUAL_MEMORY = 2 ** 30

/**
 * V8's own limit must not come first: where a single call goes beyond that, V8 ends the whole process. So it is this
 * many times as far away as the limit that is looked after.
 */
const BEYOND = 8

/** `program`: the file that the thread runs. */
export function startThread(
  program: string,
  memory = USUAL_MEMORY,
  begin: Omit<Begin, 'shared'> = { bundle: 'serving' },
): Thread {
  // Loaded when it is needed, as it is large.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const shared = shareMemory()
  const worker = new Worker(program, {
    env: {},
    stdout: true,
    stderr: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil((BEYOND * memory) / 2 ** 20) },
  })
  // Of one that breaks the judge hears by its silence; unheard, its error would end the program.
  worker.on('error', () => {})
  worker.postMessage({ ...begin, shared } satisfies Begin)
  worker.unref()
  return { worker, shared, bundle: begin.bundle }
}

/** A thread that was started for just this; undefined where there is none. */
export const fitting = (thread: Thread | undefined, bundle: Begin['bundle']): Thread | undefined =>
  thread?.bundle === bundle ? thread : undefined
