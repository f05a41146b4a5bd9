/** A desk in a process of its own: it can be stopped at any moment, and another one goes on. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { failedAnswer, type TryAnswer } from '../../trying/answer.ts'
import { packageRoot } from '../workspace.ts'
import type { TryOrder, TryReply } from './host.ts'

/** What this program is started with to evaluate for a prompt. No learner writes it. */
export const TRY_HOST = 'host-of-try'

export interface RemoteDesk {
  /** Null where it was stopped. */
  evaluate(text: string, earlier: readonly string[]): Promise<TryAnswer | null>
  /** Ends what is being evaluated. */
  stop(): void
  /** What a name may stand for; none before the process has said so. */
  names(): readonly string[]
  close(): void
}

export function openRemoteDesk(opening: Exclude<TryOrder, { kind: 'evaluate' }>): RemoteDesk {
  let host: ChildProcess | null = null
  let names: readonly string[] = []
  let settle: ((answer: TryAnswer | null) => void) | null = null
  const settled = (answer: TryAnswer | null): void => {
    settle?.(answer)
    settle = null
  }
  const open = (): ChildProcess => {
    const opened = fork(join(packageRoot, 'bin', 'ninja.js'), [TRY_HOST], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    })
    const onEnd = (): void => {
      if (host !== opened) return
      host = null
      settled(failedAnswer(...CRASH))
    }
    opened.on('message', (reply: TryReply) => {
      if (host !== opened) return
      if (reply.kind === 'names') names = reply.names
      else settled(reply.answer)
    })
    opened.on('exit', onEnd).on('error', onEnd)
    opened.send(opening, () => {})
    return opened
  }
  host = open()
  const drop = (): void => {
    const dropped = host
    host = null
    dropped?.kill('SIGKILL')
  }
  return {
    evaluate: (text, earlier) =>
      new Promise(resolve => {
        settle = resolve
        host ??= open()
        host.send({ kind: 'evaluate', text, earlier } satisfies TryOrder, () => {})
      }),
    stop() {
      if (settle === null) return
      drop()
      settled(null)
      host = open()
    },
    names: () => names,
    close: drop,
  }
}

const CRASH = [
  'the process that ran this ended before it was done',
  'if nobody ended it from outside: does it make a very large list or text?',
] as const
