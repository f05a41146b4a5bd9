/** The check of an exercise on the learner's side of a room: rows of plain data come back, one at a time. */
import { type Kept, unpackKept } from './kept.ts'
import type { Modules } from './loading.ts'
import type { RoomAnswer } from './messages.ts'
import type { Cause } from './program.ts'
import { type Failing, failingIn, rowsIn, textsIn } from './reply.ts'
import { type Answering, type Reference, type Side, Stopped } from './side.ts'

/** What keeps a module from running, or a row from having a value. */
export type Broken = Failing | { readonly kind: 'stopped'; readonly cause: Cause }

export interface RowName {
  readonly name: string
  readonly blank: string
}

export interface Rows {
  /** The rows with this seed; or what keeps them from being made. */
  draw(seed: number): { readonly rows: readonly RowName[] } | { readonly broken: Broken }
  /** What comes of one of these rows, and what was printed. */
  row(at: number, reference?: Reference): Row
  /** What the check draws; null where it cannot. */
  picture(seed: number): string | null
}

export interface Row {
  readonly kept: Kept | null
  /** Where no value came. */
  readonly broken: Broken | null
  readonly printed: readonly string[]
}

/** What a check may read. */
export interface Library {
  /** The list of names. */
  readonly names: () => string
  /** The table of a name, as a text. */
  readonly table: (name: string) => string
}

/** Milliseconds: a picture may train a network, and nothing is judged by it. */
const DRAWING = 1000

/** Runs the check in the module at `entry`, for the module that the side has loaded last. */
export function rowsOver(side: Side, modules: Modules, entry: string, library: Library): Rows {
  const answer: Answering = (question): RoomAnswer => {
    if (question.ask === 'names') return { text: library.names() }
    return question.ask === 'table' ? { text: library.table(question.name) } : { no: true }
  }
  const check = { order: 'check', modules, entry } as const
  const begin = (): Broken | null => {
    side.forget(['load'])
    const broken = side.ask(check, answer, reply => ('came' in reply ? failingIn(reply.came) : null))
    if (broken === null) side.remember(check, answer)
    return broken
  }
  let begun = false
  return {
    draw: seed =>
      unlessStopped(
        () => {
          const broken = begun ? null : begin()
          begun = true
          if (broken !== null) return { broken }
          side.forget(['load', 'check'])
          const order = { order: 'draw', seed } as const
          const drawn = side.ask(order, answer, reply =>
            'came' in reply ? { broken: failingIn(reply.came) } : { rows: rowsIn(reply.rows) },
          )
          if ('rows' in drawn) side.remember(order, answer)
          return drawn
        },
        broken => ({ broken }),
      ),
    row: (at, reference) =>
      unlessStopped(
        () =>
          side.ask(
            { order: 'row', at },
            answer,
            (reply): Row => {
              const printed = textsIn(reply.printed)
              return 'came' in reply
                ? { kept: null, broken: failingIn(reply.came), printed }
                : { kept: unpackKept(reply.kept, side.region), broken: null, printed }
            },
            reference,
          ),
        (broken, printed) => ({ kept: null, broken, printed }),
      ),
    picture: seed =>
      unlessStopped(
        () =>
          side.ask(
            { order: 'picture', seed },
            answer,
            reply => {
              const text = 'came' in reply ? null : unpackKept(reply.kept, side.region)
              return typeof text === 'string' ? text : null
            },
            () => DRAWING,
          ),
        () => null,
      ),
  }
}

export function unlessStopped<T>(
  work: () => T,
  stopped: (broken: Broken, printed: readonly string[]) => T,
): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    return stopped({ kind: 'stopped', cause: error.because }, error.printed)
  }
}
