/** The process that a prompt has things evaluated in: what doesn't come to an end there is ended with it. */
import { invariant } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import { openStore } from '../../progress/store.ts'
import { failedAnswer, type TryAnswer } from '../../trying/answer.ts'
import { problemOf } from '../errors.ts'
import { allExercises } from '../workspace.ts'
import { openDesk, openNotebookDesk, type TryDesk } from './desk.ts'

export type TryOrder =
  | {
      readonly kind: 'open'
      readonly root: string
      readonly id: string
      readonly settings: Omit<Request, 'exercise'>
      readonly isPython: boolean
    }
  | {
      readonly kind: 'open notebook'
      readonly cwd: string
      readonly name: string
      readonly settings: Pick<Request, 'seed' | 'data' | 'limits'>
    }
  | { readonly kind: 'evaluate'; readonly text: string; readonly earlier: readonly string[] }

export type TryReply =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'answer'; readonly answer: TryAnswer }

export function serveTrying(): void {
  let desk: TryDesk | null = null
  let trouble: string | null = null
  const say = (reply: TryReply): unknown => process.send?.(reply)
  process.on('message', (order: TryOrder) => {
    try {
      if (order.kind !== 'evaluate') {
        desk = order.kind === 'open' ? open(order) : openNotebookDesk(order.cwd, order.name, order.settings)
        say({ kind: 'names', names: desk.names() })
      } else if (desk === null) say({ kind: 'answer', answer: failedAnswer(trouble ?? 'nothing is open') })
      else say({ kind: 'answer', answer: desk.evaluate(order.text, order.earlier) })
    } catch (error) {
      const { message, advice } = problemOf(error)
      trouble = message
      if (order.kind === 'evaluate') say({ kind: 'answer', answer: failedAnswer(message, advice) })
    }
  })
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // Ctrl-C goes to all that were started together; it is for the prompt to say what comes of it.
  process.on('SIGINT', () => {})
}

function open({ root, id, settings, isPython }: Extract<TryOrder, { kind: 'open' }>): TryDesk {
  const all = allExercises(root)
  const exercise = all.find(one => one.id === id)
  invariant(exercise !== undefined, `there is no exercise ${id}`)
  const store = openStore(root)
  return openDesk({ ...settings, exercise }, all, () => store.read().progress, { isPython })
}
