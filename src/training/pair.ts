/**
 * Two threads as a crew. Each has its own engine, the learner's functions and a replica of all weights, and works on one
 * part of a batch; gradients meet in shared memory, and both do the same update. So they end in the same bits as one.
 */
import type { Crew } from './crew.ts'
import type { TrainingEngine } from './engine.ts'

/** What two threads share. */
export interface PairMemory {
  readonly signs: SharedArrayBuffer
  readonly losses: SharedArrayBuffer
  readonly gradients: SharedArrayBuffer
}

export const THREADS = 2
/** While one thread still reads the gradients of a step, the other may write those of the next. */
const SETS = 2
const BYTES = 8

/** Places in the signs. */
const ALLOWED = 0 // the second thread may do steps below this
const CALLS = 1 // how often the second thread was given a snapshot
const READY = 2 // how many of them it has taken up
const DONE = 3 // and the next: steps whose gradients are in their places, by thread
const PLACES = DONE + THREADS

/** `size`: how many numbers all gradients have together. */
export const pairMemoryFor = (size: number): PairMemory => ({
  signs: new SharedArrayBuffer(4 * PLACES),
  losses: new SharedArrayBuffer(BYTES * SETS * THREADS),
  gradients: new SharedArrayBuffer(BYTES * SETS * THREADS * size),
})

// Taken now: they are gone once the realm is closed.
const { load, store, wait, notify } = Atomics

/** Looks at a sign until it sleeps for a while, and milliseconds of that, within a step and between: never without an end. */
const LOOKS = 5000
const NAP = 1
const REST = 20

function set(signs: Int32Array, at: number, value: number): void {
  store(signs, at, value)
  notify(signs, at)
}

/** Comes back once a sign is at least `least`, or `isOff`. */
function awaitSign(signs: Int32Array, at: number, least: number, isOff: () => boolean, nap = NAP): void {
  for (let looks = 0; ; looks++) {
    const value = load(signs, at)
    if (value >= least) return
    if (looks < LOOKS) continue
    if (isOff()) return
    wait(signs, at, value, nap)
  }
}

const placesIn =
  ({ losses, gradients }: PairMemory, size: number, engine: TrainingEngine): Crew['place'] =>
  (step, part) => {
    const at = (step % SETS) * THREADS + part
    return {
      gradients: engine.numbers(size, gradients, BYTES * at * size),
      loss: new Float64Array(losses, BYTES * at, 1),
    }
  }

/** The thread that decides. */
export interface Leading {
  readonly crewFor: (size: number, engine: TrainingEngine) => Crew
  readonly isTogether: () => boolean
  /** Begins a step. */
  readonly begin: (step: number) => void
  /** From `step` on both work; `hand` gives the other thread the snapshot to begin with. */
  readonly join: (step: number, hand: () => void) => void
  /** From the next step on this thread works alone. */
  readonly part: () => void
}

const never = (): boolean => false

export function leading(memory: PairMemory): Leading {
  const signs = new Int32Array(memory.signs)
  let isTogether = false
  return {
    crewFor: (size, engine) => ({
      takes: part => !isTogether || part === 0,
      place: placesIn(memory, size, engine),
      meet(step) {
        if (!isTogether) return
        set(signs, DONE, step + 1)
        awaitSign(signs, DONE + 1, step + 1, never)
      },
    }),
    isTogether: () => isTogether,
    begin(step) {
      if (isTogether) set(signs, ALLOWED, step + 1)
    },
    join(step, hand) {
      for (const at of [ALLOWED, DONE, DONE + 1]) store(signs, at, step)
      hand()
      const calls = load(signs, CALLS) + 1
      set(signs, CALLS, calls)
      awaitSign(signs, READY, calls, never)
      isTogether = true
    },
    part() {
      isTogether = false
    },
  }
}

/** The thread that follows. */
export interface Following {
  readonly crewFor: (size: number, engine: TrainingEngine) => Crew
  /** Comes back when this step is to be done (true), or when there is another snapshot to begin with. */
  readonly mayDo: (step: number) => boolean
  /** Says that the snapshot was taken up. */
  readonly ready: () => void
}

export function following(memory: PairMemory): Following {
  const signs = new Int32Array(memory.signs)
  let calls = 0
  const isCalled = (): boolean => load(signs, CALLS) > calls
  return {
    crewFor: (size, engine) => ({
      takes: part => part === 1,
      place: placesIn(memory, size, engine),
      meet(step) {
        set(signs, DONE + 1, step + 1)
        awaitSign(signs, DONE, step + 1, isCalled)
      },
    }),
    mayDo(step) {
      awaitSign(signs, ALLOWED, step + 1, isCalled, REST)
      return !isCalled()
    },
    ready() {
      calls = load(signs, CALLS)
      set(signs, READY, calls)
    },
  }
}
