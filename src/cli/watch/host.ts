/** The process that watch has its checks run in: what breaks it, or cannot be ended in it, leaves watch alone. */
import type { Request } from '../../checker/check.ts'
import { hasDeafThreads } from '../../checker/ending.ts'
import type { Report } from '../../checker/report.ts'
import { openRunner } from './runner.ts'

export interface Run {
  readonly kind: 'run'
  readonly number: number
  readonly requests: readonly Request[]
}

export type Order =
  | Run
  | { readonly kind: 'prepare'; readonly request: Request }
  | { readonly kind: 'cancel' }

export interface Answer {
  readonly number: number
  /** Null: something came in between. */
  readonly reports: readonly Report[] | null
  /** Whether this process is of no more use: a thread in it cannot be ended. */
  readonly spoilt: boolean
}

export function serve(): void {
  const runner = openRunner()
  const run = async ({ number, requests }: Run): Promise<void> => {
    const reports = await runner.run(requests)
    process.send?.({ number, reports, spoilt: hasDeafThreads() } satisfies Answer)
  }
  process.on('message', (order: Order) => {
    if (order.kind === 'run') void run(order)
    else if (order.kind === 'prepare') runner.prepare(order.request)
    else runner.cancel()
  })
  // Whoever watches is gone: nothing is left running, whatever it does.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // Ctrl-C goes to all that were started together; it is for the one that watches to say what comes of it.
  process.on('SIGINT', () => {})
}
