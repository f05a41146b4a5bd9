/** The thread that trains. The learner's code runs here, as it is in their file; it can be ended at any moment. */
import { parentPort } from 'node:worker_threads'
import { type Subject, subjectOf } from '../../checker/gradient/case.ts'
import { parseNames } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { openServing } from '../../learner/serving.ts'
import type { Shared } from '../../learner/shared.ts'
import type { Inside } from '../../room/inside.ts'
import { type Compile, loadModule } from '../../room/loading.ts'
import { closeRealm } from '../../room/realm.ts'
import { thrownAs } from '../../room/thrown.ts'
import { fastEngine } from '../../tensor/simd/engine.ts'
import { Tensor } from '../../tensor/tensor.ts'
import type { Result } from '../../training/checkpoint.ts'
import { plainEngine, type TrainingEngine } from '../../training/engine.ts'
import { meanLoss, statisticsOf } from '../../training/model.ts'
import type { NamedValues } from '../../training/pass.ts'
import { type Player, playerOf, type Trainers } from '../../training/player.ts'
import {
  Diverged,
  examplesOf,
  openRun,
  type Parameters,
  type Run,
  type RunInputs,
  type Snapshot,
  startOf,
} from '../../training/run.ts'
import { rateAt } from '../../training/settings.ts'
import {
  BEAT,
  type Diverging,
  type End,
  type EngineChoice,
  STOP,
  snapshotIn,
  type Told,
  type TrainingOrder,
  TURN,
} from './messages.ts'

/** Milliseconds between two words about how far it is, and between two checkpoints. */
const TELL = 100
const KEEP = 2000

// Taken now: it is gone once the realm is closed.
const { load } = Atomics

export function run(
  { shared, order }: { readonly shared: Shared; readonly order: TrainingOrder },
  compile: Compile,
): void {
  const port = parentPort!
  const { inside, obey } = openServing(shared, compile)
  const fast = fastEngine()
  const say = (told: Told): void => port.postMessage(told)
  closeRealm(inside.console)
  const signs = new Int32Array(order.signs)
  const training = openTraining({
    order,
    fast,
    say,
    awaitJudge: obey,
    beat: () => {
      signs[BEAT]++
    },
    isAsked: () => load(signs, STOP) === 1,
    player: beat =>
      playerOf(subjectIn(order, compile, inside.console), learnerIn(order, inside.load), position => {
        signs[TURN] = position
        beat()
      }),
  })
  say({ kind: 'ended', end: training() })
}

const subjectIn = (
  { modules, solution, exercise }: TrainingOrder,
  compile: Compile,
  console: object,
): Subject => subjectOf(loadModule(modules, solution, console, compile), exercise)

const learnerIn = ({ learner }: TrainingOrder, load: Inside['load']): (() => Trainers) | null =>
  learner === null
    ? null
    : () => ({ exports: load(learner.modules, learner.entry), functions: learner.functions })

interface Hands {
  readonly order: TrainingOrder
  readonly fast: TrainingEngine | null
  readonly say: (told: Told) => void
  /** Until the judge lets this thread go on. */
  readonly awaitJudge: () => void
  /** Shows that it goes on. */
  readonly beat: () => void
  /** Whether somebody asked to stop. */
  readonly isAsked: () => boolean
  readonly player: (beat: () => void) => Player
}

/** The whole run, from the first step to what the network is worth. */
function openTraining({ order, fast, say, awaitJudge, beat, isAsked, player: makePlayer }: Hands): () => End {
  const { settings, resume, checkEvery } = order
  /** Steps that were done. */
  let step = 0

  /** The engine with a heart that beats at each step of whatever is computed. */
  const living = (engine: TrainingEngine): TrainingEngine => ({
    ...engine,
    step(run) {
      beat()
      return engine.step(run)
    },
  })

  /** The fast engine, unless the machine has none or it does not give what a check has seen. */
  const engineFor = (player: Player, run: Run): { engine: TrainingEngine; why: EngineChoice } => {
    if (fast === null) return { engine: living(plainEngine), why: 'no vectors' }
    return player.runsOn(fast, run.ahead())
      ? { engine: living(fast), why: 'fast' }
      : { engine: living(plainEngine), why: 'other numbers' }
  }

  const tellProgress = ({ step, curve }: Snapshot): void => say({ kind: 'progress', step, curve })

  /** Has the judge look at the next step; goes on if it is right. */
  const check = (player: Player, run: Run, step: number): void => {
    if (player.functions.length === 0) return
    const seen = player.look(run, rateAt(settings, step))
    say({ kind: 'sample', sample: { step, inputs: tensorsOf(run.ahead()), ...seen } })
    awaitJudge()
  }

  /** Steps until the end, or until somebody asks to stop. */
  const train = (run: Run, from: Snapshot, player: Player, diverged: Diverge): Snapshot | Diverging => {
    let healthy = from
    step = from.step
    let told = performance.now()
    let kept = told
    while (step < settings.steps && !isAsked()) {
      try {
        run.step()
      } catch (error) {
        if (error instanceof Diverged) return diverged(error, healthy)
        throw error
      }
      beat()
      step++
      if (step % checkEvery === 0 || step === settings.steps) {
        check(player, run, step)
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
        say({ kind: 'checkpoint', snapshot: run.snapshot(), result: null })
      }
    }
    return run.snapshot()
  }

  const main = (): End => {
    const player = makePlayer(beat)
    const names = parseNames(order.names)
    const start = startOf(player.subject, names, settings, 'the list of names')
    const from = resume === null ? start.first : snapshotIn({ ...resume })
    const { pass, update } = player
    const examples = examplesOf(start.splits.train)
    const task: RunInputs = { settings, numbers: start.numbers, examples, pass, update }
    const { engine, why } = engineFor(player, openRun(task, from, plainEngine))
    const run = openRun(task, from, engine)
    say({ kind: 'begun', functions: player.functions, engine: why })

    const diverged: Diverge = (error, healthy) =>
      divergence(error, openRun(task, healthy, engine), healthy.step, (run, step) => check(player, run, step))
    const reached = train(run, from, player, diverged)
    if ('kind' in reached) return reached
    tellProgress(reached)
    say({ kind: 'checkpoint', snapshot: reached, result: null })
    if (reached.step < settings.steps) return { kind: 'asked' }

    say({ kind: 'finishing' })
    const { parameters } = reached
    const statistics = statisticsOf(parameters, examples, engine)
    const loss = (part: 'train' | 'dev' | 'test'): number =>
      meanLoss(parameters, statistics, part === 'train' ? examples : examplesOf(start.splits[part]), engine)
    const result: Result = { train: loss('train'), dev: loss('dev'), test: loss('test'), statistics }
    say({ kind: 'checkpoint', snapshot: reached, result })
    return { kind: 'done', inputs: tensorsOf(run.ahead()) }
  }

  return () => {
    try {
      return main()
    } catch (error) {
      return failed(error, step + 1)
    }
  }
}

type Diverge = (error: Diverged, healthy: Snapshot) => Diverging

/** What led to a loss that is no number: `again` goes the way from where all was healthy once more. */
function divergence(
  { step, loss }: Diverged,
  again: Run,
  from: number,
  check: (run: Run, step: number) => void,
): Diverging {
  let before = Number.NaN
  try {
    for (let done = from; done < step - 2; done++) before = again.step()
    check(again, Math.max(from, step - 2))
    if (from < step - 1) before = again.step()
  } catch {}
  return { kind: 'diverged', step, loss, before, inputs: tensorsOf(again.ahead()) }
}

const tensorsOf = (values: NamedValues): Parameters =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor),
  )

function failed(error: unknown, step: number): End {
  const thrown = thrownAs(error)
  if (thrown.kind === 'blank')
    return {
      kind: 'failed',
      step,
      code: 'threw',
      message: 'a blank is not filled in yet',
      advice: null,
      stack: null,
    }
  const { name, message, advice = null, stack } = thrown
  // Its own fields may be traps: what says whose error it is, is its class.
  const code = error instanceof NinjaError ? 'said' : 'threw'
  return {
    kind: 'failed',
    step,
    code,
    message: code === 'said' ? message : `${name ?? 'threw'}: ${message}`,
    advice,
    stack,
  }
}
