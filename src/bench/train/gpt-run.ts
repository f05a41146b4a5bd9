/** The GPT in the training loop, with random letters: a batch whole, or as two halves that one thread or two work on. */
import { Worker } from 'node:worker_threads'
import { generator } from '../../tensor/random.ts'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { emptyCurve } from '../../training/curve.ts'
import { trainingOn } from '../../training/engine.ts'
import { following, leading, type PairMemory, pairMemoryFor } from '../../training/pair.ts'
import { openRun, type RunInputs, type Snapshot } from '../../training/run.ts'
import { adam, futureOf, type GptSizes, gptBackward, gptForward, makeGpt, type Named } from './gpt.ts'

/** What all models that are measured have in common. */
export const gptSizes = { B: 32, T: 16, NH: 4, V: 27 }

const BATCHES = 64
const zeros = ({ shape, data }: Tensor): Tensor => new Tensor(shape, new Float64Array(data.length))

export function gptTask(sizes: GptSizes, parts: 1 | 2): RunInputs {
  const { T, V } = sizes
  const rows = sizes.B / parts
  const g = generator(3)
  const batches = Array.from({ length: BATCHES }, () =>
    Array.from({ length: parts }, () => ({
      batch: { X: g.randint(0, V, [rows, T]), Y: g.randint(0, V, [rows, T]) },
      weight: 1 / parts,
    })),
  )
  const future = futureOf(T)
  return {
    rate: () => 1e-2,
    batchAt: step => batches[step % BATCHES],
    pass(inputs) {
      const { X, Y, ...parameters } = inputs as Named
      const own = { ...sizes, B: rows }
      const values = gptForward(parameters, own, { X, Y }, future)
      return { loss: values.loss, gradients: gptBackward(parameters, values, own, { X, Y }, future) }
    },
    update: {
      by: 'adam',
      inOneRow: true,
      run({ p, state, grad, lr, step }) {
        const { mNew, vNew, pNew } = adam(p, grad, state.m, state.v, step + 1, lr)
        return { p: pNew, state: { m: mNew, v: vNew } }
      },
    },
  }
}

export function gptStart(sizes: GptSizes): Snapshot {
  const parameters = makeGpt(sizes, 42)
  const state = Object.entries(parameters).map(([name, p]) => [name, { m: zeros(p), v: zeros(p) }])
  return {
    step: 0,
    parameters,
    state: Object.fromEntries(state),
    random: generator(1).state(),
    curve: emptyCurve(1),
  }
}

/** Steps of two halves on this thread. */
export const alone = (sizes: GptSizes, fast: FastEngine): (() => number) =>
  openRun(gptTask(sizes, 2), gptStart(sizes), trainingOn(fast)).step

/** What the second thread is given. */
export interface Partnership {
  readonly memory: PairMemory
  readonly sizes: GptSizes
}

/** The same steps on this thread and another, which runs `program` and there calls `beThePartner`. */
export function together(sizes: GptSizes, fast: FastEngine, program: string) {
  const start = gptStart(sizes)
  const size = Object.values(start.parameters).reduce((sum, { data }) => sum + data.length, 0)
  const memory = pairMemoryFor(size)
  const worker = new Worker(program, { workerData: { memory, sizes } satisfies Partnership })
  const pair = leading(memory)
  const run = openRun(gptTask(sizes, 2), start, trainingOn(fast), pair.crewFor)
  let step = 0
  pair.join(step, () => {})
  return {
    step(): number {
      pair.begin(step++)
      return run.step()
    },
    end: () => worker.terminate(),
  }
}

/** Never comes back. */
export function beThePartner({ memory, sizes }: Partnership): never {
  const pair = following(memory)
  pair.mayDo(Number.MAX_SAFE_INTEGER)
  const run = openRun(
    gptTask(sizes, 2),
    gptStart(sizes),
    trainingOn(fastEngine() as FastEngine),
    pair.crewFor,
  )
  pair.ready()
  for (let step = 0; ; ) {
    if (!pair.mayDo(step)) continue
    run.step()
    step++
  }
}
