/** The learner's side of a room as the judge talks to it: it can be lost at any moment, and is then made anew. */
import type { Question, RoomAnswer, RoomOrder } from './messages.ts'
import type { Region } from './numbers.ts'
import type { Cause } from './program.ts'
import { asRecord, Garbled } from './stranger.ts'

/** Brings orders to a learner's side, and its replies back. */
export interface Carrier {
  readonly region: Region
  /** Whether a message takes longer than what is ordered: then many calls are ordered at once. */
  readonly isFar: boolean
  /**
   * Gives the reply. `answer` serves the questions in between. Throws `Stopped` where none came; `reference`: see there.
   */
  ask(order: RoomOrder, answer: Answering, reference?: Reference): unknown
  /** Counts time anew; `usual`: for whatever is ordered from now on. */
  begin(usual?: Reference): void
  /** A new side will soon be wanted. */
  prepare(): void
  /** Puts a side that knows nothing in place of the one that is there. */
  restart(): void
  /** For good. */
  end(): void
}

export type Answering = (question: Question) => RoomAnswer

/** How long this program itself takes for what is ordered, in milliseconds; asked only where time runs out. */
export type Reference = () => number

/** What ran on the learner's side did not come to an end, and the side is gone. */
export class Stopped extends Error {
  override readonly name: string = 'Stopped'
  readonly because: Cause
  /** What it had printed, as far as that is known. */
  readonly printed: readonly string[]
  constructor(because: Cause, printed: readonly string[] = []) {
    super(`stopped: ${because}`)
    this.because = because
    this.printed = printed
  }
}

export type Fields = Readonly<Record<string, unknown>>

/** What was ordered, so that it can be ordered again. */
interface Told {
  readonly order: RoomOrder
  readonly answer: Answering
}

export interface Side extends Pick<Carrier, 'region' | 'isFar'> {
  /** Which side it is by now, counted from 0: a new one knows nothing of what another was handed. */
  ready(): number
  /** What `read` makes of the reply. Throws `Stopped`, also where the reply is not what it should be. */
  ask<T>(order: RoomOrder, answer: Answering, read: (reply: Fields) => T, reference?: Reference): T
  /** Makes a new side do this first, after what is told already. */
  remember(order: RoomOrder, answer: Answering): void
  /** Leaves nothing to be remembered but orders of these kinds. */
  forget(but: readonly RoomOrder['order'][]): void
  /** The next order is the first that a new side hears, after what is told already. */
  renew(): void
}

export function sideOver(carrier: Carrier): Side {
  let lost = false
  let count = 0
  let told: readonly Told[] = []
  const run = ({ order, answer }: Told, reference?: Reference): Fields =>
    asRecord(carrier.ask(order, answer, reference))
  const begin = (): void => {
    carrier.restart()
    count++
    lost = false
    for (const each of told) run(each)
  }
  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (error instanceof Stopped || error instanceof Garbled) lost = true
      throw error instanceof Garbled ? new Stopped('ended the program') : error
    }
  }
  return {
    region: carrier.region,
    isFar: carrier.isFar,
    ready: () =>
      guarded(() => {
        if (lost) begin()
        return count
      }),
    ask: (order, answer, read, reference) =>
      guarded(() => {
        if (lost) begin()
        return read(run({ order, answer }, reference))
      }),
    remember: (order, answer) => {
      told = [...told, { order, answer }]
    },
    forget: but => {
      told = told.filter(({ order }) => but.includes(order.order))
    },
    renew: () => {
      lost = true
    },
  }
}
