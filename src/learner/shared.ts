/** Memory that two threads share: whose turn it is, a text, and numbers. */
import type { Region } from '../room/numbers.ts'
import { Garbled } from '../room/stranger.ts'

/** What is handed to a thread when it starts. */
export interface Shared {
  readonly control: SharedArrayBuffer
  readonly text: SharedArrayBuffer
  readonly numbers: SharedArrayBuffer
}

/** Whose turn it is. `broken`: the learner's side cannot go on. */
export const turns = { learner: 1, judge: 2, broken: 3 } as const

const TURN = 0
const LENGTH = 1
const COUNT = 2
/** How long what was left is; 0: nothing was. */
const LEFT = 3

/** Bytes to begin with, and at most: a text and numbers grow as they are needed. */
const TEXT = 2 ** 16
const NUMBERS = 2 ** 20
const MOST_TEXT = 2 ** 26
const MOST_NUMBERS = 2 ** 30

export const shareMemory = (): Shared => ({
  control: new SharedArrayBuffer(16),
  text: new SharedArrayBuffer(TEXT, { maxByteLength: MOST_TEXT }),
  numbers: new SharedArrayBuffer(NUMBERS, { maxByteLength: MOST_NUMBERS }),
})

/** One end of the line between the two. */
export interface Wire {
  readonly region: Region
  /** Says something to the other side, whose turn it then is. @throws RangeError if it's too long, and nothing is said. */
  say(message: object, turn: number): void
  /** Waits for at most so many milliseconds; gives whose turn it is. */
  wait(own: number, milliseconds?: number): number
  /** What the other side has said. Throws `Garbled` where that is no message. */
  hear(): unknown
  /** Leaves something for the other side to find, should this one never come to say anything. */
  leave(message: object): void
  /** What was left since something was said; null: nothing that can be read. */
  found(): unknown
}

// Taken now: on the learner's side they are gone once the realm is sealed.
const { load, store, notify, wait } = Atomics
const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function lineOver({ control, text, numbers }: Shared): Wire {
  const state = new Int32Array(control)
  const bytes = new Uint8Array(text)
  const floats = new Float64Array(numbers)
  let count = 0
  let next = 0
  const region: Region = {
    put(data) {
      const at = next
      next += data.length
      grow(numbers, next * 8)
      floats.set(data, at)
      return at
    },
    get(at, length) {
      if (!(at + length <= floats.length)) throw new Garbled('there are not as many numbers')
      return floats.slice(at, at + length)
    },
  }
  /** How many bytes it takes. */
  const written = (message: object): number => {
    const words = JSON.stringify(message)
    grow(text, Math.min(3 * words.length, text.maxByteLength))
    const { read, written } = encoder.encodeInto(words, bytes)
    if (read < words.length) throw new RangeError(TOO_MUCH)
    return written
  }
  return {
    region,
    say(message, turn) {
      store(state, LEFT, 0)
      store(state, LENGTH, written(message))
      store(state, COUNT, ++count)
      store(state, TURN, turn)
      notify(state, TURN)
    },
    wait(own, milliseconds) {
      const turn = load(state, TURN)
      if (turn === own || turn === turns.broken) return turn
      wait(state, TURN, turn, milliseconds)
      return load(state, TURN)
    },
    hear() {
      next = 0
      const length = load(state, LENGTH)
      if (load(state, COUNT) !== ++count || length < 0 || length > bytes.length)
        throw new Garbled('the learner\u2019s side is out of step')
      try {
        return JSON.parse(decoder.decode(bytes.slice(0, length)))
      } catch {
        throw new Garbled('the learner\u2019s side sent no message')
      }
    },
    leave(message) {
      store(state, LEFT, written(message))
    },
    found() {
      const length = load(state, LEFT)
      if (length <= 0 || length > bytes.length) return null
      try {
        return JSON.parse(decoder.decode(bytes.slice(0, length)))
      } catch {
        return null // it was being written
      }
    },
  }
}

const TOO_MUCH = 'more than can be carried over at once'

function grow(buffer: SharedArrayBuffer, bytes: number): void {
  if (bytes <= buffer.byteLength) return
  if (bytes > buffer.maxByteLength) throw new RangeError(TOO_MUCH)
  buffer.grow(Math.min(buffer.maxByteLength, Math.max(bytes, 2 * buffer.byteLength)))
}
