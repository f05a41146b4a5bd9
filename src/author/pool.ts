/** Threads that share a list of tasks. A step of the exercise's own that does not come to an end costs its thread. */
import { Worker } from 'node:worker_threads'
import { processorTime } from '../learner/patience.ts'
import { found } from './flaw.ts'
import type { ProofResult, ProofTask } from './tasks.ts'

/**
 * Milliseconds of processor time for one step: the exercise's own code, and lines that are stopped in their room after
 * some seconds.
 */
const PATIENCE = 60_000
/** So many times as long may be waited for it, on a machine that does other things as well. */
const BUSY = 10

/** In the order of the tasks. `onDone` is told how many are through, and which was the last. */
export async function runAll(
  tasks: readonly ProofTask[],
  program: string,
  threads: number,
  onDone: (many: number, last: ProofTask) => void = () => {},
): Promise<ProofResult[]> {
  const results: ProofResult[] = []
  let next = 0
  let through = 0
  let busy = 0
  const loop = async (): Promise<void> => {
    let prover: Prover | null = null
    while (next < tasks.length) {
      const at = next++
      prover ??= startProver(program)
      busy++
      const done = await run(prover, tasks[at], () => busy).finally(() => busy--)
      results[at] = done ?? stopped(tasks[at])
      if (done === null) {
        void prover.worker.terminate()
        prover = null
      }
      onDone(++through, tasks[at])
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
  const shared = new SharedArrayBuffer(4)
  return { worker: new Worker(program, { workerData: shared }), steps: new Int32Array(shared) }
}

/** Null where it did not come to an end. `busy`: how many share the processor time of this process. */
function run({ worker, steps }: Prover, task: ProofTask, busy: () => number): Promise<ProofResult | null> {
  return new Promise((resolve, reject) => {
    let seen = -1
    let since = performance.now()
    let took = 0
    let until = processorTime()
    const timer = setInterval(() => {
      const now = processorTime()
      took += (now - until) / busy()
      until = now
      const step = Atomics.load(steps, 0)
      if (step !== seen) [seen, since, took] = [step, performance.now(), 0]
      else if (took > PATIENCE || performance.now() - since > BUSY * PATIENCE) settle(() => resolve(null))
    }, 200)
    const settle = (then: () => void): void => {
      clearInterval(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      then()
    }
    const onMessage = (done: ProofResult): void => settle(() => resolve(done))
    const onError = (error: Error): void => settle(() => reject(error))
    // It ended the program, or ran out of memory.
    const onExit = (): void => settle(() => resolve(null))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(task)
  })
}

function stopped({ id }: ProofTask): ProofResult {
  const finding = found(
    id,
    'run time',
    'its forward pass, or its check, does not come to an end',
    'is there a loop that never ends?',
  )
  return { findings: [finding], tallies: [], digest: null, milliseconds: PATIENCE }
}
