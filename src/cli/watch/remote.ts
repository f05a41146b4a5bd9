/** A runner in a process of its own, and another one when that breaks. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Drawn } from '../../checker/drawn.ts'
import type { Report } from '../../checker/report.ts'
import { NinjaError } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import { broken } from '../save-verdicts.ts'
import { packageRoot } from '../workspace.ts'
import type { CheckOrder, HostAnswer, HostOrder, Sent } from './host.ts'
import type { Rehearsed } from './runner.ts'

/** What this program is started with to run the checks of another that watches. No learner writes it. */
export const HOST = 'host-of-watch'

export interface Remote {
  /** A report for each of these; null where a newer run, or `close`, came in between. */
  run(requests: readonly Request[]): Promise<readonly Report[] | null>
  /** What to draw of the last report that came: nothing where the process is another by now. */
  draw(): Promise<ReadonlyMap<string, Drawn>>
  /** Has a place made ready for another run like this one. `onRehearsed`: see `Runner`; it may never be called. */
  prepare(request: Request, onRehearsed?: (rehearsed: Rehearsed) => void): void
  close(): void
}

/** What was asked for last, and is not answered. */
interface Waiting {
  readonly run: CheckOrder
  readonly requests: readonly Request[]
  readonly settle: (reports: readonly Report[] | null) => void
  /** How many processes have broken over it. */
  broke: number
}

/** Once may be a coincidence: an older run may have broken it, or somebody who ended it from outside. */
const ENOUGH = 2

/** Milliseconds after which a run is not waited for when a newer one comes: it may be in a loop. */
const LONG = 400

/** `root`: of the workspace. `isDrawn`: what to draw comes with each report, for who always wants it. */
export function openRemote(root: string, isDrawn = false): Remote {
  let host: ChildProcess | null = null
  let waiting: Waiting | null = null
  /** When the host began what it is at, whoever waits for it. */
  let busySince: number | null = null
  let number = 0
  let closed = false
  /** What came with the last report. */
  let along: ReadonlyMap<string, Drawn> | null = null
  let onRehearsed: ((rehearsed: Rehearsed) => void) | undefined
  let onDrawn: ((drawn: ReadonlyMap<string, Drawn>) => void) | null = null

  const open = (): ChildProcess => {
    const opened = fork(join(packageRoot, 'bin', 'ninja.js'), [HOST], {
      serialization: 'advanced', // numbers that are not finite stay what they are
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    })
    opened.on('message', (answer: HostAnswer) => onAnswer(opened, answer))
    opened.on('exit', () => onEnd(opened)).on('error', () => onEnd(opened))
    return opened
  }
  const send = (order: HostOrder): void => {
    host ??= open()
    if (order.kind === 'run') busySince ??= performance.now()
    // What cannot be sent any more is sent again when its end is noticed.
    host.send(order, () => {})
  }
  const settleDrawn = (drawn: ReadonlyMap<string, Drawn>): void => {
    onDrawn?.(drawn)
    onDrawn = null
  }
  const drop = (): void => {
    settleDrawn(new Map())
    host?.kill('SIGKILL')
    host = null
    busySince = null
  }
  const onAnswer = (from: ChildProcess, answer: HostAnswer): void => {
    if (from !== host) return
    if (answer.kind === 'drawn') {
      settleDrawn(answer.drawn)
      return
    }
    if (answer.kind === 'rehearsed') {
      onRehearsed?.(answer.rehearsed)
      return
    }
    if (answer.kind === 'spoilt') {
      drop()
      if (waiting !== null) send(waiting.run)
      return
    }
    const isNewest = answer.number === waiting?.run.number
    busySince = isNewest ? null : performance.now()
    if (!isNewest) return
    along = answer.drawn
    settle(answer.reports)
  }
  const onEnd = (ended: ChildProcess): void => {
    if (closed || ended !== host) return
    settleDrawn(new Map())
    host = null
    busySince = null
    if (waiting === null) return
    if (++waiting.broke < ENOUGH) {
      send(waiting.run)
      return
    }
    settle(
      waiting.requests.map(({ exercise, file, seed }) =>
        broken(exercise, file, seed, new NinjaError(...crash)),
      ),
    )
  }
  const settle = (reports: readonly Report[] | null): void => {
    const settled = waiting
    waiting = null
    settled?.settle(reports)
  }
  const sent = ({ exercise, ...request }: Request): Sent => ({ ...request, id: exercise.id, root })
  return {
    run(requests) {
      settle(null)
      along = null
      if (busySince !== null && performance.now() - busySince > LONG) drop()
      return new Promise(resolve => {
        const run: CheckOrder = { kind: 'run', number: ++number, requests: requests.map(sent), isDrawn }
        waiting = { run, requests, settle: resolve, broke: 0 }
        send(run)
      })
    },
    draw() {
      if (along !== null) return Promise.resolve(along)
      settleDrawn(new Map())
      if (host === null) return Promise.resolve(new Map())
      return new Promise(resolve => {
        onDrawn = resolve
        send({ kind: 'draw' })
      })
    },
    prepare(request, told) {
      onRehearsed = told
      send({ kind: 'prepare', request: sent(request), isTold: told !== undefined })
    },
    close() {
      closed = true
      settle(null)
      drop()
    },
  }
}

const crash = [
  'exercise',
  'the process that ran your code ended in the middle of the check, twice in a row',
  'if nobody ended it from outside: does your code make a very large list or text?',
] as const
