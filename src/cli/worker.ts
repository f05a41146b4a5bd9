/** What judges the learner's code: in a thread that can be ended from outside at any moment, or here and now. */
import type { MessagePort } from 'node:worker_threads'
import { type Examined, examine, type Ground, type Job, prepare, type Setup } from '../checker/examine.ts'
import type { Message, Told } from '../checker/thread.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { diagnoseValue } from '../diagnosis/values.ts'

/** For code that needs no watching. */
export const judgeHere = (setup: Setup, job: Job): Examined =>
  examine(prepare(setup), job, () => {}, diagnose, diagnoseValue)

/** Does what it is told through `port`. `memory` is shared with whoever watches: how many turns there were, and whose the last is. */
export function serve(port: MessagePort, memory: SharedArrayBuffer): void {
  const turns = new Int32Array(memory)
  let ground: Ground | null = null
  const onTurn = (position: number): void => {
    Atomics.store(turns, 1, position)
    Atomics.add(turns, 0, 1)
  }
  const say = (told: Told): void => port.postMessage(told)
  port.on('message', (message: Message) => {
    if (message.kind === 'end') process.exit()
    if (message.kind === 'setup') ground = prepare(message.setup)
    else if (message.kind === 'warm') {
      examine(ground!, message.job, () => {}, diagnose, diagnoseValue)
      say('warm')
    } else {
      say(examine(ground!, message.job, onTurn, diagnose, diagnoseValue))
      process.exit()
    }
  })
}
