/** One process that judges files, seen from outside. */
import { type ChildProcess, fork } from 'node:child_process'
import type { GraderAnswer, JudgeOrder } from './orders.ts'

/** Why there is no verdict on a file: its process broke, or did not answer in time. */
export type NoAnswer = 'crash' | 'timeout'

export interface StartProcess {
  /** What a process runs, and with which words. */
  readonly program: string
  readonly words: readonly string[]
  /** Milliseconds after which a process is ended that has not answered. */
  readonly patience: number
}

export interface JudgeProcess {
  /** Waits until the process is ready, and for what it answers. `not begun`: it ended before it heard of the file. */
  readonly ask: (
    order: JudgeOrder,
  ) => Promise<Exclude<GraderAnswer, { kind: 'ready' }> | NoAnswer | 'not begun'>
  readonly end: () => void
}

type Settle = (answer: Awaited<ReturnType<JudgeProcess['ask']>>) => void

export function startJudge({ program, words, patience }: StartProcess): JudgeProcess {
  const child: ChildProcess = fork(program, words, {
    serialization: 'advanced', // bytes stay bytes
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  })
  let isReady = false
  let isGone = false
  let waiting: { readonly order: JudgeOrder; readonly settle: Settle; isSent: boolean } | null = null
  let timer: NodeJS.Timeout | undefined

  const settle: Settle = answer => {
    const settled = waiting
    waiting = null
    clearTimeout(timer)
    settled?.settle(answer)
  }
  const onGone = (): void => {
    isGone = true
    settle(waiting?.isSent === true ? 'crash' : 'not begun')
  }
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      child.kill('SIGKILL')
      settle(waiting?.isSent === true ? 'timeout' : 'not begun')
    }, patience)
  }
  const send = (): void => {
    if (waiting === null || !isReady) return
    isReady = false
    waiting.isSent = true
    wait()
    // What cannot be sent any more is noticed by its end.
    child.send(waiting.order, () => {})
  }
  child.on('message', (answer: GraderAnswer) => {
    if (answer.kind !== 'ready') return settle(answer)
    isReady = true
    send()
  })
  child.on('exit', onGone).on('error', onGone)
  return {
    ask: order =>
      new Promise(resolve => {
        if (isGone) return resolve('not begun')
        waiting = { order, settle: resolve, isSent: false }
        wait()
        send()
      }),
    end: () => void child.kill('SIGKILL'),
  }
}
