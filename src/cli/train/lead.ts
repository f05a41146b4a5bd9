/** The training itself, in its thread: from the first step to what the network is worth. */
import { parseNames } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { thrownAs } from '../../room/thrown.ts'
import { plainEngine, type TrainingEngine } from '../../training/engine.ts'
import type { Leading } from '../../training/pair.ts'
import { type Player, playerOf, type Trainers } from '../../training/player.ts'
import { Diverged, openRun, type Run, type Snapshot, startOf, taskOf } from '../../training/run.ts'
import { openTempo } from '../../training/tempo.ts'
import type { Trainable } from '../../training/trainable.ts'
import { calibratedBy, type Result, worthOf } from '../../training/worth.ts'
import {
  type Diverging,
  type End,
  type EngineChoice,
  snapshotIn,
  type Told,
  type TrainingOrder,
} from './messages.ts'

/** Milliseconds between two words about how far it is, and between two checkpoints. */
const TELL = 100
const KEEP = 2000

export interface Hands {
  readonly order: TrainingOrder
  readonly fast: TrainingEngine | null
  readonly say: (told: Told) => void
  /** Until the judge lets this thread go on. */
  readonly awaitJudge: () => void
  /** Shows that it goes on. */
  readonly beat: () => void
  /** See `byHand`. */
  readonly onTurn: (position: number) => void
  /** Whether somebody asked to stop. */
  readonly isAsked: () => boolean
  readonly trainable: () => Trainable
  /** Null: by autograd. */
  readonly learner: (() => Trainers) | null
}

/** The engine with a heart that beats at each step of whatever is computed. */
export const livingOn = (engine: TrainingEngine, beat: () => void): TrainingEngine => ({
  ...engine,
  step(run) {
    beat()
    return engine.step(run)
  },
})

/** The whole run, from the first step to what the network is worth. */
export function openLead(hands: Hands, pair: Leading | null): () => End {
  const { order, fast, say, awaitJudge, beat, isAsked } = hands
  const { settings, resume, checkEvery } = order
  /** Steps that were done. */
  let step = 0

  const living = (engine: TrainingEngine): TrainingEngine => livingOn(engine, beat)
  const areBothWanted = order.pair?.isWish === true ? () => true : openTempo()

  /** Takes the other thread in for the next step, or leaves it out. */
  const arrange = (run: Run, isFast: boolean): void => {
    if (pair === null) return
    const areWanted = areBothWanted(step, performance.now())
    if (!areWanted) pair.part()
    else if (!pair.isTogether())
      pair.join(step, () => say({ kind: 'join', beginning: { snapshot: run.snapshot(), isFast } }))
    pair.begin(step)
  }

  /** The fast engine, unless the machine has none or it does not give what a check has seen. */
  const engineFor = (player: Player, run: Run): { engine: TrainingEngine; why: EngineChoice } => {
    if (fast === null) return { engine: living(plainEngine), why: 'no vectors' }
    return player.runsOn(fast, run.ahead().inputs)
      ? { engine: living(fast), why: 'fast' }
      : { engine: living(plainEngine), why: 'other numbers' }
  }

  const tellProgress = ({ step, curve }: Snapshot): void => say({ kind: 'progress', step, curve })

  /** Has the judge look at the next step; goes on if it is right. */
  const check = (player: Player, run: Run, step: number): void => {
    if (player.functions.length === 0) return
    const { inputs, state } = run.ahead()
    const seen = player.look(run, player.trainable.recipe.rate(settings, step))
    say({ kind: 'sample', sample: { step, inputs, state, ...seen } })
    awaitJudge()
  }

  /** Steps until the end, or until somebody asks to stop. */
  const train = (
    run: Run,
    from: Snapshot,
    player: Player,
    isFast: boolean,
    diverged: Diverge,
  ): Snapshot | Diverging => {
    let healthy = from
    step = from.step
    let told = performance.now()
    let kept = told
    while (step < settings.steps && !isAsked()) {
      arrange(run, isFast)
      try {
        run.step()
      } catch (error) {
        pair?.part()
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
    const trainable = hands.trainable()
    const { recipe } = trainable
    const { splits, first } = startOf(trainable, parseNames(order.names), settings, 'the list of names')
    const from = resume === null ? first : snapshotIn({ ...resume })
    const player = playerOf(trainable, Object.keys(first.parameters), hands.learner, hands.onTurn)
    const task = taskOf(player, settings, splits.train)
    const { engine, why } = engineFor(player, openRun(task, from, plainEngine))
    const run = openRun(task, from, engine, pair?.crewFor)
    say({ kind: 'begun', functions: player.functions, engine: why })

    const diverged: Diverge = (error, healthy) =>
      divergence(error, openRun(task, healthy, engine), healthy.step, (run, step) => check(player, run, step))
    const reached = train(run, from, player, why === 'fast', diverged)
    if ('kind' in reached) return reached
    tellProgress(reached)
    say({ kind: 'checkpoint', snapshot: reached, result: null })
    if (reached.step < settings.steps) return { kind: 'asked' }

    say({ kind: 'finishing' })
    const { parameters } = reached
    const calibrated = calibratedBy(recipe, settings, parameters, splits.train, engine)
    const network = { settings, parameters, calibrated }
    const losses = worthOf(recipe, network, splits, ['train', 'dev', 'test'], engine)
    const result: Result = { ...losses, calibrated }
    say({ kind: 'checkpoint', snapshot: reached, result })
    return { kind: 'done', inputs: run.ahead().inputs }
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
  return { kind: 'diverged', step, loss, before, inputs: again.ahead().inputs }
}

export function failed(error: unknown, step: number): End {
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
