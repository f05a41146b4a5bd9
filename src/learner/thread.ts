/** A thread for a learner's code, and a room in it: the judge calls it over shared memory, and waits. */
import { CALLS } from '../room/messages.ts'
import { questionIn, textsIn } from '../room/reply.ts'
import { type Room, roomOver } from '../room/room.ts'
import { type Carrier, Stopped } from '../room/side.ts'
import { asRecord } from '../room/stranger.ts'
import { abandon } from './hard-exit.ts'
import { type Limits, type Patience, patienceOf } from './patience.ts'
import { lineOver, turns, type Wire } from './shared.ts'
import { startThread, type Thread } from './starting.ts'

/** Milliseconds between two looks at a thread that is waited for. */
const SLICE = 20
/** Milliseconds for many calls at once: they should have ended by themselves long before. */
const AT_ONCE = 5 * CALLS.time
/** What one order may ask. What was answered is known from then on, so that only a loop asks more. */
const QUESTIONS = 1000

/** `first`: a thread that was started before. */
export const openThreadRoom = (
  program: string,
  limits: Limits,
  first: Thread = startThread(program, limits.memory),
): Room => roomOver(carrierOver(first, program, limits))

/** The side in `first`; where that is lost, one in an ordinary thread that runs `program`. */
export function carrierOver(first: Thread, program: string, limits: Limits): Carrier {
  const patience = patienceOf(limits)
  let { worker, shared } = first
  let line: Wire = lineOver(shared)
  let next: Thread | null = null
  /** Whether something runs in it. */
  let isBusy = false
  const ask: Carrier['ask'] = (order, answer, reference) => {
    isBusy = true
    line.say(order, turns.learner)
    patience.begin(reference, order.order === 'calls' ? AT_ONCE : undefined)
    const look = lookout(patience)
    for (let asked = 0; asked < QUESTIONS; asked++) {
      awaitTurn(line, look)
      patience.pause()
      const said = asRecord(line.hear())
      if (!('ask' in said)) {
        isBusy = false
        return said
      }
      line.say(answer(questionIn(said)), turns.learner)
      patience.resume()
      // Who asks and asks is never waited for.
      look()
    }
    throw new Stopped('timeout')
  }
  const leave = (): unknown => (isBusy ? abandon(worker) : worker.terminate())
  return {
    region: {
      put: data => line.region.put(data),
      get: (at, length) => line.region.get(at, length),
    },
    isFar: true,
    ask(order, answer, reference) {
      try {
        return ask(order, answer, reference)
      } catch (error) {
        throw error instanceof Stopped ? new Stopped(error.because, printsLeft(line)) : error
      }
    },
    begin: usual => patience.renew(usual),
    prepare() {
      next ??= startThread(program, limits.memory)
    },
    restart() {
      leave()
      if (isBusy) patience.recover()
      isBusy = false
      ;({ worker, shared } = next ?? startThread(program, limits.memory))
      next = null
      line = lineOver(shared)
    },
    end() {
      leave()
      void next?.worker.terminate()
    },
  }
}

/** What was printed by something that did not come to an end: a stranger's data. */
function printsLeft(line: Wire): string[] {
  try {
    return textsIn(asRecord(line.found()).printed)
  } catch {
    return []
  }
}

/** Throws `Stopped` where it must not go on. However often it is asked, it looks once in a slice. */
function lookout(patience: Patience): () => void {
  let looked = performance.now()
  return () => {
    const now = performance.now()
    if (now - looked < SLICE) return
    looked = now
    const cause = patience.verdict()
    if (cause === null) return
    // It counts for all that is still to run, too.
    patience.pause()
    throw new Stopped(cause)
  }
}

/** A thread that is dead looks like one that is busy. */
function awaitTurn(line: Wire, look: () => void): void {
  for (;;) {
    const turn = line.wait(turns.judge, SLICE)
    if (turn === turns.judge) return
    if (turn === turns.broken) throw brokenBy(asRecord(line.hear()))
    look()
  }
}

/** A thread that could not even begin is this program's own bug. */
const brokenBy = ({ internal }: Readonly<Record<string, unknown>>): Error =>
  typeof internal === 'string' ? new Error(internal) : new Stopped('ended the program')
