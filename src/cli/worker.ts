/** The thread that the learner's code runs in. It can be ended from outside at any moment. */
import { parentPort, workerData } from 'node:worker_threads'
import { examine, type Ground, prepare } from '../checker/examine.ts'
import type { Message, Told } from '../checker/thread.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { diagnoseValue } from '../diagnosis/values.ts'

/** Shared with the thread that watches this one: how many turns there were, and whose the last one is. */
const turns = new Int32Array(workerData as SharedArrayBuffer)

let ground: Ground | null = null

const onTurn = (position: number): void => {
  Atomics.store(turns, 1, position)
  Atomics.add(turns, 0, 1)
}

const say = (told: Told): void => parentPort?.postMessage(told)

parentPort?.on('message', (message: Message) => {
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
