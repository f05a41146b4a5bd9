/** A thread that proves exercises, a task at a time. What may not come to an end runs in a room of its own. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { defaultLimits } from '../learner/patience.ts'
import { startThread } from '../learner/starting.ts'
import { carrierOver } from '../learner/thread.ts'
import { roomOver } from '../room/room.ts'
import { type ProofTask, work } from './tasks.ts'

/** Shared with the thread that watches this one: how many steps there were. */
const steps = new Int32Array(workerData as SharedArrayBuffer)

/** Other threads of this process prove as well, and its time is all that can be measured. */
const limits = { ...defaultLimits, time: 2 * defaultLimits.time }

// The wrong lines are made of the exercise itself: they look for nothing.
const program = join(import.meta.dirname, 'room.cjs')
const room = roomOver(carrierOver(startThread(program, limits.memory), program, limits), true)

// What an exercise prints is not what is asked here.
Object.assign(
  console,
  Object.fromEntries(['log', 'info', 'warn', 'error', 'debug'].map(name => [name, () => {}])),
)

parentPort?.on('message', (task: ProofTask) => {
  parentPort?.postMessage(work(task, room, () => Atomics.add(steps, 0, 1)))
})
