/** The thread that trains, watched: what it says is passed on, a step that does not end is noticed, and it can be stopped. */
import { abandon } from '../../learner/hard-exit.ts'
import { type Limits, patienceOf } from '../../learner/patience.ts'
import { startThread } from '../../learner/starting.ts'
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
  order: Omit<TrainingOrder, 'signs'>,
  limits: Limits,
  usual: Reference,
  { onTold, onStall, objectionTo }: Watcher,
): Training {
  const buffer = new SharedArrayBuffer(SIGN_BYTES)
  const signs = new Int32Array(buffer)
  signs[TURN] = -1
  const thread = startThread(program, limits.memory, {
    bundle: 'trainer',
    order: { ...order, signs: buffer } satisfies TrainingOrder,
  })
  const { worker } = thread
  worker.ref()
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
      void abandon(worker)
    }
    settle = () => {
      clearInterval(timer)
      resolve(end ?? { kind: 'ended the program', by: by() })
    }
  })

  const by = (): string | null => functions[Atomics.load(signs, TURN)] ?? null
  const kill = (because: Objection | Cut): void => {
    end ??= because
    void abandon(worker).then(settle)
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
  worker.on('message', (message: unknown) => {
    if (end !== null) return
    try {
      const told = toldIn(message)
      if (told.kind === 'begun') functions = told.functions
      if (told.kind === 'finishing') finishing = true
      if (told.kind === 'ended') end = told.end
      else if (told.kind === 'sample') judge(told.sample)
      else onTold(told)
    } catch (error) {
      if (!(error instanceof Garbled || error instanceof Stopped)) return fail(error)
      kill({ kind: 'ended the program', by: by() })
    }
  })
  worker.on('exit', settle)

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
