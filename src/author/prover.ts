/** A thread that proves exercises, a task at a time. It can be ended from outside when a line never ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Task, work } from './tasks.ts'

/** Shared with the thread that watches this one: how many steps there were, and which the last one is. */
const steps = new Int32Array(workerData as SharedArrayBuffer)

// What an exercise prints is not what is asked here.
Object.assign(
  console,
  Object.fromEntries(['log', 'info', 'warn', 'error', 'debug'].map(name => [name, () => {}])),
)

parentPort?.on('message', (task: Task) => {
  const done = work(task, step => {
    Atomics.store(steps, 1, step)
    Atomics.add(steps, 0, 1)
  })
  parentPort?.postMessage(done)
})
