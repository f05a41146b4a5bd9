/** The thread that trains, watched: what it says is passed on, a step that does not end is noticed, and it can be stopped. */
import { Worker } from 'node:worker_threads'
import { stopThread } from '../../checker/ending.ts'
import { BEAT, type End, type Order, SHARED_BYTES, STOP, type Told, TURN } from './messages.ts'

/** An end that the thread itself did not come to. */
export type Cut =
  /** Somebody asked, and the step that was running was not waited for. */
  | { readonly kind: 'cut' }
  /** One of the learner's functions took too long, or ended the thread, or took too much memory. */
  | { readonly kind: 'stalled' | 'gone' | 'out of memory'; readonly by: string | null }

export interface Watcher {
  readonly onTold: (told: Told) => void
  /** A step takes long: for how many seconds now, and in which function. Null: it goes on. */
  readonly onStall: (stall: { readonly seconds: number; readonly by: string | null } | null) => void
}

export interface Training {
  /** Asks for an end after the step that is running; asked again, or if that does not come, ends the thread. */
  readonly stop: () => void
  readonly ended: Promise<End | Cut>
}

const POLL = 100
/** Polls without a sign of life until it is told, and milliseconds that a thread that was asked to stop is given. */
const LONG = 20
const GRACE = 2000

/** What one process of the learner's may use of V8's memory, in MiB. */
const MEMORY = 1024

/** `limit`: seconds that a step may take. */
export function openTraining(
  program: string,
  order: Omit<Order, 'shared'>,
  limit: number,
  { onTold, onStall }: Watcher,
): Training {
  const buffer = new SharedArrayBuffer(SHARED_BYTES)
  const shared = new Int32Array(buffer)
  shared[TURN] = -1
  const worker = new Worker(program, {
    workerData: { ...order, shared: buffer } satisfies Order,
    execArgv: program.endsWith('.ts') ? ['--import', 'tsx'] : [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  let functions: readonly string[] = []
  let asked = false
  let finishing = false
  let silent = 0
  let cut: Cut | null = null
  let settle: (end: End | Cut) => void = () => {}
  const ended = new Promise<End | Cut>(resolve => {
    settle = resolve
  })

  const by = (): string | null => functions[Atomics.load(shared, TURN)] ?? null
  const kill = (because: Cut): void => {
    cut ??= because
    void stopThread({ worker, turns: shared }).then(() => settle(cut as Cut))
  }
  // Polls are counted, not time: a program that was put aside (Ctrl-Z) has missed nothing.
  let last = -1
  const timer = setInterval(() => {
    const beats = Atomics.load(shared, BEAT)
    if (beats !== last && silent >= LONG) onStall(null)
    silent = beats === last ? silent + 1 : 0
    last = beats
    const seconds = (silent * POLL) / 1000
    if (seconds >= limit) kill({ kind: 'stalled', by: by() })
    else if (silent >= LONG) onStall({ seconds, by: by() })
  }, POLL)

  let result: End | null = null
  worker.on('message', (told: Told) => {
    if (told.kind === 'begun') functions = told.functions
    if (told.kind === 'finishing') finishing = true
    if (told.kind === 'ended') result = told.end
    else onTold(told)
  })
  worker.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') cut = { kind: 'out of memory', by: by() }
    else {
      const { message, stack = null } = error
      result = { kind: 'failed', step: 0, code: 'internal', message, advice: null, stack }
    }
  })
  worker.on('exit', () => settle(result ?? cut ?? { kind: 'gone', by: by() }))
  void ended.then(() => clearInterval(timer))

  return {
    stop() {
      if (asked || finishing || silent >= LONG) return kill({ kind: 'cut' })
      asked = true
      Atomics.store(shared, STOP, 1)
      setTimeout(() => kill({ kind: 'cut' }), GRACE).unref()
    },
    ended,
  }
}
