/**
 * A room in the judge's own realm, for where no second thread can be waited for. The realm is to be closed before
 * anything runs in it. Whatever does not come to an end here holds the judge up too: both are ended from outside, and
 * another judge is told which step it was.
 */
import { openInside } from './inside.ts'
import type { Compile } from './loading.ts'
import type { RoomAnswer } from './messages.ts'
import type { Region } from './numbers.ts'
import { type Room, roomOver } from './room.ts'
import { type Answering, type Carrier, type Reference, Stopped } from './side.ts'
import { Garbled } from './stranger.ts'

/** Who looks on from outside. */
export interface Onlooker {
  /** Does what may not come to an end. Throws `Stopped` for what is known not to. */
  run<T>(work: () => T, reference?: Reference): T
  /** Counts time anew; `usual`: see `Room`. */
  begin(usual?: Reference): void
  /** Keeps what the step has printed so far. */
  leave(printed: readonly string[]): void
  /** The step has left the judge out of step with itself: nothing that comes of it can be trusted. */
  spoil(): void
}

/** Nobody looks on: all that runs is known to come to an end. */
export const unwatched: Onlooker = { run: work => work(), begin() {}, leave() {}, spoil() {} }

export function openOwnRoom(
  compile: Compile,
  steps: Onlooker,
): { readonly room: Room; readonly console: object } {
  const numbers = passedOn()
  let answer: Answering = () => ({ no: true })
  let isAsking = false
  const ask = (question: Parameters<Answering>[0]): RoomAnswer => {
    isAsking = true
    numbers.turn()
    const told = answer(question)
    numbers.turn()
    isAsking = false
    return told
  }
  const open = () => openInside(numbers.region, ask, compile, steps.leave)
  let inside = open()
  const { console } = inside
  const carrier: Carrier = {
    region: numbers.region,
    isFar: false,
    ask(order, answering, reference) {
      answer = answering
      return steps.run(() => {
        numbers.turn()
        const reply = inside.obey(order)
        numbers.turn()
        // A stack that overflowed while the judge worked out an answer, and was caught.
        if (isAsking) {
          isAsking = false
          steps.spoil()
          throw new Stopped('ended the program')
        }
        // Read as a stranger's data, it is to be no more than data.
        return JSON.parse(JSON.stringify(reply))
      }, reference)
    },
    begin: usual => steps.begin(usual),
    prepare() {},
    restart() {
      inside = open()
    },
    end() {},
  }
  // What answers there are is known to whoever has the page: no new realm is made after them.
  return { room: roomOver(carrier, true), console }
}

/** Numbers of whoever speaks; they are forgotten when the other one does. */
function passedOn(): { readonly region: Region; readonly turn: () => void } {
  let said: Float64Array[] = []
  let isOver = false
  return {
    region: {
      put(data) {
        if (isOver) said = []
        isOver = false
        return said.push(data.slice()) - 1
      },
      get(at, length) {
        if (length === 0) return new Float64Array(0)
        const found = said[at]
        if (found?.length !== length) throw new Garbled('there are not as many numbers')
        return found
      },
    },
    turn: () => {
      isOver = true
    },
  }
}
