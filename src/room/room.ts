/** A room for a learner's code. What carries its messages decides where it is; the judge doesn't know. */
import type { Modules } from './loading.ts'
import type { Program } from './program.ts'
import { programOver } from './remote.ts'
import { defined, failingIn, textsIn } from './reply.ts'
import { type Broken, type Library, type Rows, rowsOver, unlessStopped } from './rows.ts'
import { type Carrier, type Reference, sideOver } from './side.ts'

export interface Room {
  /**
   * What runs from now on is nothing that anything before it has to answer for: time is counted anew. `usual`: how long
   * this program itself takes for any of it.
   */
  begin(usual?: Reference): void
  /**
   * Runs a module. Its functions are the program, until another one is loaded. `holdsAnswers`: what comes after it must
   * find nothing of it. V8 remembers more than can be swept away: what was compiled, and how large its memory grew.
   */
  load(modules: Modules, entry: string, holdsAnswers?: boolean): Loaded
  /** The check in the module at `entry`, for the module that was loaded last. */
  check(modules: Modules, entry: string, library: Library): Rows
  /** Nothing runs in it any more. */
  end(): void
}

export interface Loaded {
  /** Null where the module runs. */
  readonly broken: Broken | null
  readonly program: Program
  /** What it printed. */
  readonly printed: readonly string[]
}

/** `isTrusted`: no module in it is after the answers of another. */
export function roomOver(carrier: Carrier, isTrusted = false): Room {
  const side = sideOver(carrier)
  let heldAnswers = false
  return {
    begin: usual => carrier.begin(usual),
    load(modules, entry, holdsAnswers = false) {
      const order = { order: 'load', modules, entry } as const
      const noAnswer = () => ({ no: true }) as const
      side.forget([])
      if (heldAnswers) side.renew()
      heldAnswers = holdsAnswers && !isTrusted
      if (heldAnswers) carrier.prepare()
      return unlessStopped<Loaded>(
        () =>
          side.ask(order, noAnswer, reply => {
            const printed = textsIn(reply.printed)
            if ('came' in reply) return { broken: failingIn(reply.came), program: nothing, printed }
            side.remember(order, noAnswer)
            return { broken: null, program: programOver(side, defined(reply.defines)), printed }
          }),
        (broken, printed) => ({ broken, program: nothing, printed }),
      )
    },
    check: (modules, entry, library) => rowsOver(side, modules, entry, library),
    end: () => carrier.end(),
  }
}

const nothing: Program = {
  defines: new Set(),
  call: name => {
    throw new Error(`internal: ${name} is called, and there is no program`)
  },
}
