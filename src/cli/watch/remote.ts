/** A runner in a process of its own, and another one when that breaks. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Report } from '../../checker/report.ts'
import { NinjaError } from '../../errors.ts'
import { HOST } from '../../start/host.ts'
import { broken } from '../record.ts'
import { packageRoot } from '../workspace.ts'
import type { Answer, Order, Run } from './host.ts'
import type { Runner } from './runner.ts'

/** What was asked for last, and is not answered. */
interface Waiting {
  readonly run: Run
  readonly settle: (reports: readonly Report[] | null) => void
  /** How many processes have broken over it. */
  broke: number
}

/** Once may be a coincidence: an older run may have broken it, or somebody who ended it from outside. */
const ENOUGH = 2

export function openRemote(): Runner & { readonly close: () => void } {
  let host: ChildProcess | null = null
  let waiting: Waiting | null = null
  let number = 0
  let closed = false

  const open = (): ChildProcess => {
    const opened = fork(join(packageRoot, 'bin', 'ninja.js'), [HOST], {
      serialization: 'advanced', // numbers that are not finite stay what they are
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    })
    opened.on('message', (answer: Answer) => onAnswer(opened, answer))
    opened.on('exit', () => onEnd(opened)).on('error', () => onEnd(opened))
    return opened
  }
  const send = (order: Order): void => {
    host ??= open()
    // What cannot be sent any more is sent again when its end is noticed.
    host.send(order, () => {})
  }
  const drop = (): void => {
    host?.kill('SIGKILL')
    host = null
  }
  const onAnswer = (from: ChildProcess, answer: Answer): void => {
    if (from !== host) return
    if (answer.spoilt) drop()
    if (waiting === null) return
    if (answer.number === waiting.run.number) settle(answer.reports)
    else if (answer.spoilt) send(waiting.run)
  }
  const onEnd = (ended: ChildProcess): void => {
    if (closed || ended !== host) return
    host = null
    if (waiting === null) return
    if (++waiting.broke < ENOUGH) {
      send(waiting.run)
      return
    }
    const { requests } = waiting.run
    settle(requests.map(({ exercise, file, seed }) => broken(exercise, file, seed, new NinjaError(...crash))))
  }
  const settle = (reports: readonly Report[] | null): void => {
    const settled = waiting
    waiting = null
    settled?.settle(reports)
  }
  return {
    run(requests) {
      settle(null)
      return new Promise(resolve => {
        waiting = { run: { kind: 'run', number: ++number, requests }, settle: resolve, broke: 0 }
        send(waiting.run)
      })
    },
    prepare: request => send({ kind: 'prepare', request }),
    cancel() {
      settle(null)
      if (host !== null) send({ kind: 'cancel' })
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
  'the process that ran your code broke down',
  'does a line of yours make a list or a text of more than a hundred million elements?',
] as const
