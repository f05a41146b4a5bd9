/** What is read into QuickJS, once: the learner's side of a room, in a realm that is closed. */
import './first.ts'
import { openInside } from '../room/inside.ts'
import type { Compile } from '../room/loading.ts'
import type { Question, RoomAnswer, RoomOrder } from '../room/messages.ts'
import type { Region } from '../room/numbers.ts'
import { closeRealm } from '../room/realm.ts'
import { Garbled } from '../room/stranger.ts'
import { BENCH, BENCH_MARK, BENCH_MARK_AT, kernelsOver } from './bench.ts'
import { cloneOf } from './clone.ts'
import { type Door, FIRST_KERNEL, openDoor } from './maths.ts'
import { MARK, NUMBERS } from './window.ts'

/** What the judge's side calls. */
export interface Inhabitant {
  /** An order in, its reply out, as JSON. An empty text: the two sides are out of step. */
  readonly obey: (order: string) => string
  /** Hands over what a module compiled to, or what was thrown instead. */
  readonly define: (path: string, script: unknown, isError: boolean) => void
}

const { pow } = Math
/** `x ** y`, which may be of BigInts. */
const powerOf = (x: number, y: number): number =>
  typeof x === 'number' && typeof y === 'number' ? pow(x, y) : x ** y

/** `door`: the only function of the host's. */
export function open(door: Door): Inhabitant {
  openDoor(door)
  const numbers = new Float64Array(NUMBERS)
  numbers.set(MARK)
  const bench = new Float64Array(BENCH)
  bench.set(BENCH_MARK, BENCH_MARK_AT)
  const kernels = kernelsOver(bench, (which, given) => door(FIRST_KERNEL + which, ...given) as number)
  let next = 0
  let isAsking = false
  const region: Region = {
    put(data) {
      const at = next
      if (at + data.length > NUMBERS) throw new RangeError('more than can be carried over at once')
      next += data.length
      numbers.set(data, at)
      return at
    },
    get(at, length) {
      if (!(at + length <= NUMBERS)) throw new Garbled('there are not as many numbers')
      return numbers.slice(at, at + length)
    },
  }
  const ask = (question: Question): RoomAnswer => {
    isAsking = true
    next = 0
    const answer = JSON.parse(door(JSON.stringify(question)) as string)
    next = 0
    isAsking = false
    return answer
  }
  const scripts = new Map<string, { readonly script: unknown; readonly isError: boolean }>()
  const compile: Compile = (_, path) => {
    const { script, isError } = scripts.get(path)!
    if (isError) throw script
    return script
  }
  const leave = (printed: readonly string[]): void => {
    door(JSON.stringify({ printed }))
  }
  const inside = openInside(region, ask, compile, leave)
  // What the realm keeps, or takes for itself, is taken from it when it is closed.
  Object.assign(globalThis, {
    performance: { now: () => Date.now() },
    structuredClone: cloneOf,
    WebAssembly: kernels,
    atob: () => '',
  })
  closeRealm(inside.console)
  return {
    obey(order) {
      next = 0
      isAsking = false
      const reply = inside.obey(JSON.parse(order) as RoomOrder)
      // A stack that overflowed in the middle of a question, and was caught.
      return isAsking ? '' : JSON.stringify(reply)
    },
    define(path, made, isError) {
      scripts.set(path, {
        script: isError ? made : (made as (power: typeof powerOf) => unknown)(powerOf),
        isError,
      })
    },
  }
}
