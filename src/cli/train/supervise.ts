/** The thread that trains, watched: what it says is passed on, a step that does not end is noticed, and it can be stopped. */
import { abandon } from '../../learner/hard-exit.ts'
import { type Limits, patienceOf } from '../../learner/patience.ts'
import { startThread, type Thread } from '../../learner/starting.ts'
import { carrierOver } from '../../learner/thread.ts'
import { once } from '../../once.ts'
import type { Program } from '../../room/program.ts'
import { programOver } from '../../room/remote.ts'
import { type Reference, Stopped, sideOver } from '../../room/side.ts'
import { Garbled } from '../../room/stranger.ts'
import type { Objection } from './inspection.ts'
import {
  BEAT,
  type End,
  type PairOrder,
  type Sample,
  SIGN_BYTES,
  STOP,
  type Told,
  type TrainingOrder,
  TURN,
  toldIn,
} from './messages.ts'

/** An end that the thread itself did not come to. */
export type Cut =
  /** Somebody asked, and the step that was running was not waited for. */
  | { readonly kind: 'cut' }
  /** One of the learner's functions took too long, or ended the thread, or took too much memory. */
  | { readonly kind: 'timeout' | 'out of memory' | 'ended the program'; readonly by: string | null }

export interface Watcher {
  /** Throws `Garbled` for what it cannot use. */
  readonly onTold: (told: Told) => void
  /** A step takes long: for how many seconds now, and in which function. Null: it goes on. */
  readonly onStall: (stall: { readonly seconds: number; readonly by: string | null } | null) => void
  readonly objectionTo: (sample: Sample, program: () => Program) => Objection | null
}

export interface Training {
  /** Asks for an end after the step that is running; asked again, or if that does not come, ends the thread. */
  readonly stop: () => void
  readonly ended: Promise<End | Objection | Cut>
}

const POLL = 100
/** Polls without a sign of life until it is told, and milliseconds that a thread that was asked to stop is given. */
const LONG = 20
const GRACE = 2000

/** `program`: of the threads. `limits`: of one step. `usual`: how long this program itself takes for one. */
export function openTraining(
  program: string,
  order: Omit<TrainingOrder, 'signs' | 'pair'>,
  pair: PairOrder | null,
  limits: Limits,
  usual: Reference,
  { onTold, onStall, objectionTo }: Watcher,
): Training {
  const buffer = new SharedArrayBuffer(SIGN_BYTES)
  const signs = new Int32Array(buffer)
  signs.fill(-1, TURN)
  const start = (rank: 0 | 1): Thread => {
    const own = pair === null ? null : { ...pair, rank }
    const thread = startThread(program, limits.memory, {
      bundle: 'trainer',
      order: { ...order, signs: buffer, pair: own } satisfies TrainingOrder,
    })
    thread.worker.ref()
    return thread
  }
  const thread = start(0)
  const second = pair === null ? null : start(1).worker
  const workers = second === null ? [thread.worker] : [thread.worker, second]
  const patience = patienceOf(limits, usual)
  const side = sideOver(carrierOver(thread, program, limits))
  const learner = once(() => programOver(side, new Set(order.learner?.functions)))
  let functions: readonly string[] = []
  let asked = false
  let finishing = false
  let silent = 0
  let end: End | Objection | Cut | null = null
  let settle: () => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const ended = new Promise<End | Objection | Cut>((resolve, reject) => {
    fail = error => {
      clearInterval(timer)
      reject(error)
      abandonAll()
    }
    settle = () => {
      clearInterval(timer)
      abandonAll()
      resolve(end ?? { kind: 'ended the program', by: by() })
    }
  })

  const abandonAll = (): unknown => Promise.all(workers.map(abandon))
  const by = (): string | null =>
    workers.flatMap((_, rank) => functions[Atomics.load(signs, TURN + rank)] ?? [])[0] ?? null
  const kill = (because: End | Objection | Cut): void => {
    end ??= because
    void Promise.all(workers.map(abandon)).then(settle)
  }
  // Polls are counted, not time: a program that was put aside (Ctrl-Z) has missed nothing.
  let last = -1
  patience.begin()
  const timer = setInterval(() => {
    const beats = Atomics.load(signs, BEAT)
    if (beats !== last) {
      if (silent >= LONG) onStall(null)
      silent = 0
      last = beats
      patience.begin()
    } else silent++
    const cause = patience.verdict()
    if (cause !== null) kill({ kind: cause, by: by() })
    else if (silent >= LONG) onStall({ seconds: (silent * POLL) / 1000, by: by() })
  }, POLL)

  const judge = (sample: Sample): void => {
    const objection = objectionTo(sample, learner)
    if (objection !== null) {
      kill(objection)
      return
    }
    side.ask(
      { order: 'let go' },
      () => ({ no: true }),
      reply => reply,
    )
    patience.begin()
  }
  const hear = (message: unknown, worker: Thread['worker']): void => {
    if (end !== null) return
    try {
      const told = toldIn(message)
      if (worker === second) demandFailure(told)
      if (told.kind === 'begun') functions = told.functions
      if (told.kind === 'finishing') finishing = true
      if (told.kind === 'ended') {
        end = told.end
        if (worker === second) kill(told.end)
      } else if (told.kind === 'join') second?.postMessage(told.beginning)
      else if (told.kind === 'sample') judge(told.sample)
      else onTold(told)
    } catch (error) {
      if (error instanceof Garbled || error instanceof Stopped) kill({ kind: 'ended the program', by: by() })
      else fail(error)
    }
  }
  for (const worker of workers) {
    worker.on('message', message => hear(message, worker))
    worker.on('exit', () => {
      if (worker === second && end === null) kill({ kind: 'ended the program', by: by() })
      else if (worker !== second) settle()
    })
  }

  return {
    stop() {
      if (asked || finishing || silent >= LONG) return kill({ kind: 'cut' })
      asked = true
      Atomics.store(signs, STOP, 1)
      setTimeout(() => kill({ kind: 'cut' }), GRACE).unref()
    },
    ended,
  }
}

/** The second thread never says anything else. */
function demandFailure(told: Told): void {
  if (told.kind !== 'ended' || told.end.kind !== 'failed')
    throw new Garbled('the second thread says something else')
}
