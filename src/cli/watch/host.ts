/** The process that watch has its checks run in: what breaks it, or cannot be ended in it, leaves watch alone. */
import type { Drawn } from '../../checker/drawn.ts'
import type { Report } from '../../checker/report.ts'
import { invariant } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import { areGone } from '../../learner/hard-exit.ts'
import type { Thread } from '../../learner/starting.ts'
import { isTask } from '../../practice/task-names.ts'
import { taskExercises } from '../drill/tasks.ts'
import { allExercises } from '../workspace.ts'
import { openRunner, type Rehearsed } from './runner.ts'

/** A request that can be sent: the exercise by its name, in the packs of a workspace. */
export interface Sent extends Omit<Request, 'exercise'> {
  readonly id: string
  readonly root: string
}

export interface CheckOrder {
  readonly kind: 'run'
  readonly number: number
  readonly requests: readonly Sent[]
  /** Whether what to draw is wanted, too. */
  readonly isDrawn: boolean
}

export type HostOrder =
  | CheckOrder
  /** `isTold`: whether the rehearsal is wanted. */
  | { readonly kind: 'prepare'; readonly request: Sent; readonly isTold: boolean }
  | { readonly kind: 'draw' }

export type HostAnswer =
  /** `drawn`: of the last of them; null where it wasn't asked for. */
  | {
      readonly kind: 'reports'
      readonly number: number
      readonly reports: readonly Report[]
      readonly drawn: ReadonlyMap<string, Drawn> | null
    }
  | { readonly kind: 'drawn'; readonly drawn: ReadonlyMap<string, Drawn> }
  | { readonly kind: 'rehearsed'; readonly rehearsed: Rehearsed }
  /** This process is of no more use: a thread in it cannot be ended. */
  | { readonly kind: 'spoilt' }

export function serve(thread: Thread | undefined): void {
  const runner = openRunner(thread)
  let next: HostOrder | null = null
  const say = (answer: HostAnswer): unknown => process.send?.(answer)
  const work = (): void => {
    const order = next
    next = null
    if (order?.kind === 'prepare')
      runner.prepare(
        received(order.request),
        rehearsed => order.isTold && say({ kind: 'rehearsed', rehearsed }),
      )
    if (order?.kind !== 'run') return
    const reports = runner.run(order.requests.map(received))
    const drawn = order.isDrawn ? runner.draw() : null
    say({ kind: 'reports', number: order.number, reports, drawn })
    void areGone().then(all => all || say({ kind: 'spoilt' }))
  }
  process.on('message', (order: HostOrder) => {
    // Of the run before, however it goes on.
    if (order.kind === 'draw') {
      say({ kind: 'drawn', drawn: runner.draw() })
      return
    }
    // Of what came while something ran only the newest run counts.
    if (order.kind === 'prepare' && next?.kind === 'run') return
    next = order
    setImmediate(work)
  })
  // Whoever watches is gone: nothing is left running, whatever it does.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // Ctrl-C goes to all that were started together; it is for the one that watches to say what comes of it.
  process.on('SIGINT', () => {})
}

function received({ id, root, ...request }: Sent): Request {
  const exercise = (isTask(id) ? taskExercises(root) : allExercises(root)).find(one => one.id === id)
  invariant(exercise !== undefined, `there is no exercise ${id}`)
  return { ...request, exercise }
}
