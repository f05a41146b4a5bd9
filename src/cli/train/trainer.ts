/** The thread that trains. The learner's code runs here, as it is in their file; it can be ended at any moment. */
import { parentPort, workerData } from 'node:worker_threads'
import { readNames } from '../../checker/examine.ts'
import { END } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { generator } from '../../tensor/random.ts'
import { fastEngine } from '../../tensor/simd/engine.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { parseCheckpoint, printCheckpoint, type Result } from '../../training/checkpoint.ts'
import { plainEngine, type TrainingEngine } from '../../training/engine.ts'
import { meanLoss, statisticsOf } from '../../training/model.ts'
import {
  Diverged,
  examplesOf,
  openRun,
  type Run,
  type Snapshot,
  startOf,
  type Task,
} from '../../training/run.ts'
import { sampleNames } from '../../training/sample.ts'
import { BEAT, type End, type Order, STOP, type Told, TURN } from './messages.ts'
import { explainDivergence, type Player, playerOf, WrongGradients } from './player.ts'

/** Milliseconds between two words about how far it is, and between two checkpoints. */
const TELL = 100
const KEEP = 2000
/** How many names are shown at the end. */
const SAMPLES = 20

const order = workerData as Order
const shared = new Int32Array(order.shared)
const say = (told: Told): void => parentPort?.postMessage(told)

function beat(): void {
  shared[BEAT]++
}

function onTurn(position: number): void {
  shared[TURN] = position
  shared[BEAT]++
}

/** The engine with a heart that beats at each step of whatever is computed. */
function living(engine: TrainingEngine): TrainingEngine {
  return {
    ...engine,
    step(run) {
      beat()
      return engine.step(run)
    },
  }
}

function main(): End {
  const { settings, data, resume } = order
  const player = playerOf(order, onTurn)
  const names = readNames(data.path)
  const start = startOf(player.subject, names, settings, data.path)
  const from = resume === null ? start.first : parseCheckpoint(resume, 'the checkpoint').snapshot
  const task: Task = {
    settings,
    numbers: start.numbers,
    examples: examplesOf(start.splits.train),
    pass: player.pass,
    update: player.update,
  }
  const { engine, note } = engineFor(player, openRun(task, from, plainEngine))
  const run = openRun(task, from, engine)
  const partSize = (part: 'train' | 'dev' | 'test'): number => start.splits[part].text.split(END).length - 1
  say({
    kind: 'begun',
    step: from.step,
    functions: player.functions,
    parts: { train: partSize('train'), dev: partSize('dev'), test: partSize('test') },
    guessing: Math.log(names.vocabulary.length),
    parameters: Object.values(from.parameters).reduce((sum, { data }) => sum + data.length, 0),
    note,
  })
  const keep = (snapshot: Snapshot, result: Result | null = null): void => {
    const { way } = player
    const text = printCheckpoint({ way, settings, data, vocabulary: names.vocabulary, snapshot, result })
    say({ kind: 'checkpoint', step: snapshot.step, text })
  }

  const diverged = (error: Diverged, healthy: Snapshot): Error =>
    explainDivergence(error, { task, engine, healthy, player })
  const reached = train(run, from, { player, keep, diverged })
  tellProgress(reached)
  keep(reached)
  if (reached.step < settings.steps) return { kind: 'asked' }

  say({ kind: 'finishing' })
  const { parameters } = reached
  const statistics = statisticsOf(parameters, task.examples, engine)
  const loss = (part: 'train' | 'dev' | 'test'): number =>
    meanLoss(
      parameters,
      statistics,
      part === 'train' ? task.examples : examplesOf(start.splits[part]),
      engine,
    )
  const losses = { train: loss('train'), dev: loss('dev'), test: loss('test') }
  keep(reached, { ...losses, statistics })
  const model = { parameters, statistics, vocabulary: names.vocabulary }
  const ahead = run.ahead()
  return {
    kind: 'done',
    losses,
    names: sampleNames(model, { count: SAMPLES, prompt: '', temperature: 1 }, generator(settings.seed)),
    dlogits: player.dlogits(ahead).tolist() as number[][],
    labels: [...(ahead.Yb as Tensor).data],
    vocabulary: names.vocabulary,
  }
}

/** Steps that were done. */
let step = 0

interface Hands {
  readonly player: Player
  readonly keep: (snapshot: Snapshot) => void
  readonly diverged: (error: Diverged, healthy: Snapshot) => Error
}

/** Steps until the end, or until somebody asks to stop. */
function train(run: Run, from: Snapshot, { player, keep, diverged }: Hands): Snapshot {
  const { settings, checkEvery } = order
  let healthy = from
  step = from.step
  let told = performance.now()
  let kept = told
  while (step < settings.steps && Atomics.load(shared, STOP) === 0) {
    try {
      run.step()
    } catch (error) {
      throw error instanceof Diverged ? diverged(error, healthy) : error
    }
    beat()
    step++
    if (step % checkEvery === 0 || step === settings.steps) {
      player.check(run.ahead(), step)
      say({ kind: 'checked', step })
      healthy = run.snapshot()
    }
    if (step % 8 !== 0) continue
    const now = performance.now()
    if (now - told > TELL) {
      told = now
      tellProgress(run.snapshot())
    }
    if (now - kept > KEEP) {
      kept = now
      keep(run.snapshot())
    }
  }
  return run.snapshot()
}

const tellProgress = ({ step, curve }: Snapshot): void => say({ kind: 'progress', step, curve })

/** The fast engine, unless the machine has none or it does not give what a check has seen. */
function engineFor(player: Player, run: Run): { engine: TrainingEngine; note: string | null } {
  const fast = fastEngine()
  if (fast === null)
    return {
      engine: living(plainEngine),
      note: 'this machine has no WebAssembly with vectors: training takes many times longer',
    }
  if (player.runsOn(fast, run.ahead())) return { engine: living(fast), note: null }
  return {
    engine: living(plainEngine),
    note: 'in the fast kernels your functions give other numbers than in a check, so these are not used: training takes many times longer',
  }
}

function endOf(error: unknown): End {
  if (error instanceof WrongGradients) return { kind: 'wrong', step: error.step, examined: error.examined }
  if (error instanceof NinjaError) {
    const { code, message, advice = null, stack = null } = error
    return { kind: 'failed', step: step + 1, code, message, advice, stack }
  }
  const { name, message, stack = null } = error instanceof Error ? error : new Error(String(error))
  return {
    kind: 'failed',
    step: step + 1,
    code: 'threw',
    message: `${name}: ${message}`,
    advice: null,
    stack,
  }
}

let end: End
try {
  end = main()
} catch (error) {
  end = endOf(error)
}
say({ kind: 'ended', end })
process.exit()
