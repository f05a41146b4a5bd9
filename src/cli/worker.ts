/** The thread that the learner's code runs in. It can be ended from outside at any moment. */
import { parentPort, workerData } from 'node:worker_threads'
import { examine, type Job } from '../checker/examine.ts'
import { diagnose } from '../diagnosis/diagnose.ts'

/** Shared with the thread that watches this one: how many turns there were, and whose the last one is. */
const turns = new Int32Array(workerData as SharedArrayBuffer)

parentPort?.on('message', (job: Job | 'end') => {
  if (job === 'end') process.exit()
  const onTurn = (position: number): void => {
    Atomics.store(turns, 1, position)
    Atomics.add(turns, 0, 1)
  }
  const examined = examine(job, onTurn, diagnose)
  parentPort?.postMessage(examined)
})
