/** Threads that share a list of tasks. A step that does not come to an end costs its thread, and is left out. */
import { Worker } from 'node:worker_threads'
import { found } from './finding.ts'
import type { Done, Task } from './tasks.ts'

/** Milliseconds for one step. */
const PATIENCE = 15_000

/** In the order of the tasks. `onDone` is told how many are through. */
export async function runAll(
  tasks: readonly Task[],
  program: string,
  threads: number,
  onDone: (many: number) => void = () => {},
): Promise<Done[]> {
  const results: Done[] = []
  let next = 0
  let through = 0
  const loop = async (): Promise<void> => {
    let prover: Prover | null = null
    while (next < tasks.length) {
      const at = next++
      let task = tasks[at]
      for (;;) {
        prover ??= startProver(program)
        const result: Done | { step: number } = await run(prover, task)
        if (!('step' in result)) {
          results[at] = result
          break
        }
        void prover.worker.terminate()
        prover = null
        if (task.kind === 'gradient' || task.kind === 'wrong lines')
          task = { ...task, endless: [...task.endless, result.step] }
        else {
          results[at] = stopped(task)
          break
        }
      }
      onDone(++through)
    }
    await prover?.worker.terminate()
  }
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, loop))
  return results
}

interface Prover {
  readonly worker: Worker
  readonly steps: Int32Array
}

function startProver(program: string): Prover {
  const shared = new SharedArrayBuffer(8)
  const worker = new Worker(program, {
    workerData: shared,
    execArgv: program.endsWith('.ts') ? ['--import', 'tsx'] : [],
  })
  return { worker, steps: new Int32Array(shared) }
}

function run({ worker, steps }: Prover, task: Task): Promise<Done | { step: number }> {
  return new Promise((resolve, reject) => {
    let seen = -1
    let since = performance.now()
    const timer = setInterval(() => {
      const now = Atomics.load(steps, 0)
      if (now !== seen) [seen, since] = [now, performance.now()]
      else if (performance.now() - since > PATIENCE) settle(() => resolve({ step: Atomics.load(steps, 1) }))
    }, 200)
    const settle = (then: () => void): void => {
      clearInterval(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      then()
    }
    const onMessage = (done: Done): void => settle(() => resolve(done))
    const onError = (error: Error): void => settle(() => reject(error))
    // It ended the program, or ran out of memory.
    const onExit = (): void => settle(() => resolve({ step: Atomics.load(steps, 1) }))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(task)
  })
}

function stopped({ exercise }: Task): Done {
  const finding = found(
    exercise.id,
    'run time',
    'its answers, or its blank version, do not come to an end',
    'is there a loop that never ends?',
  )
  return { findings: [finding], tallies: [], digest: null, milliseconds: PATIENCE }
}
