/** The program of the worker that trains. The learner's functions run in it as they are; the page ends it if need be. */
import { subjectOf } from '../../checker/gradient/case.ts'
import { setupIn } from '../../checker/opening.ts'
import { variantOf } from '../../checker/text/submission.ts'
import { parseNames } from '../../dataset/names.ts'
import { invariant } from '../../errors.ts'
import { loadModule } from '../../room/loading.ts'
import { openOwnRoom } from '../../room/own-realm.ts'
import { closeRealm } from '../../room/realm.ts'
import { thrownAs } from '../../room/thrown.ts'
import { generator } from '../../tensor/random.ts'
import { fastEngine } from '../../tensor/simd/engine.ts'
import { pointsOf, runningLoss } from '../../training/curve.ts'
import { plainEngine, type TrainingEngine, trainingOn } from '../../training/engine.ts'
import { playerOf } from '../../training/player.ts'
import { Diverged, openRun, type Run, startOf, taskOf } from '../../training/run.ts'
import { sampleNames } from '../../training/sample.ts'
import { usualSettings } from '../../training/settings.ts'
import { trainableOf } from '../../training/trainable.ts'
import { calibratedBy, worthOf } from '../../training/worth.ts'
import type { Trained, TrainingView } from '../contract.ts'
import { openText } from './check.ts'
import { compile } from './compile.ts'
import { exerciseFrom } from './exercise.ts'
import type { Job } from './messages.ts'
import { SEED } from './seed.ts'
import { type PagePort, serve } from './serving.ts'

/** Milliseconds of steps in one go, and between two words about how far it is. */
const GO = 100
/** Points of the curve that is shown, and names that are invented. */
const POINTS = 300
const NAMES = 10

serve(port => {
  const kernels = fastEngine()
  const fast = kernels === null ? null : trainingOn(kernels)
  const { console } = openOwnRoom(compile, port.steps)
  // Taken now: they are gone once the realm is closed.
  const { port1, port2 } = new MessageChannel()
  const pause = (): Promise<unknown> =>
    new Promise(resolve => {
      port1.onmessage = resolve
      port2.postMessage(null)
    })
  closeRealm(console)
  return async job => {
    if (job.do !== 'train') return null
    try {
      return await train(job, { ...port, fast, console, pause })
    } catch (error) {
      return refused(error)
    }
  }
})

interface TrainerHands extends PagePort {
  readonly fast: TrainingEngine | null
  readonly console: object
  readonly pause: () => Promise<unknown>
}

async function train(
  { exercise: texts, names: list, handed, steps: many }: Extract<Job, { do: 'train' }>,
  { say, steps, isAsked, fast, console, pause }: TrainerHands,
): Promise<Trained> {
  const exercise = exerciseFrom(texts)
  const setup = setupIn({ compile, limit: steps.run, names: () => list, origin: 'names.txt' }, exercise, SEED)
  const { submission } = openText(steps, exercise, handed.text, handed.file)
  invariant(submission !== null, 'a file that passes can be read')
  const names = parseNames(list, 'names.txt')
  const exports = loadModule(setup.modules, setup.solution, console, compile)
  const trainable = trainableOf(subjectOf(exports, exercise.id), exports, exercise.id)
  const { recipe } = trainable
  const usual = usualSettings(recipe)
  const settings = { ...usual, steps: Math.min(many, usual.steps), seed: SEED }
  const { splits, first } = startOf(trainable, names, settings, 'names.txt')
  const { modules } = variantOf(submission, [], null)
  const { player, run, engine } = steps.run(
    () => {
      const load = () => ({
        exports: loadModule(modules, submission.path, console, compile),
        functions: submission.functions,
      })
      const player = playerOf(trainable, Object.keys(first.parameters), load, () => {})
      const task = taskOf(player, settings, splits.train)
      const { inputs } = openRun(task, first, plainEngine).ahead()
      const engine = fast !== null && player.runsOn(fast, inputs) ? fast : plainEngine
      return { player, engine, run: openRun(task, first, engine) }
    },
    undefined,
    LONGEST,
  )
  invariant(player.functions.length > 0, 'training is by hand')
  let reached = run.snapshot()
  while (reached.step < settings.steps && !isAsked()) {
    steps.run(() => goOn(run, settings.steps - reached.step), undefined, LONGEST)
    reached = run.snapshot()
    const { x, y } = pointsOf(reached.curve, POINTS)
    const training: TrainingView = {
      step: reached.step,
      steps: settings.steps,
      loss: runningLoss(reached.curve),
      curve: x.map((step, i) => [step, y[i]] as const),
    }
    say({ say: 'progress', training })
    await pause()
  }
  const { parameters } = reached
  const calibrated = calibratedBy(recipe, settings, parameters, splits.train, engine)
  const network = { settings, parameters, calibrated }
  const model = { recipe, network, vocabulary: names.vocabulary }
  return {
    kind: 'done',
    losses: worthOf(recipe, network, splits, ['train', 'dev'], engine),
    names: sampleNames(model, { count: NAMES, prompt: '', temperature: 1 }, generator(SEED)),
  }
}

/** Milliseconds that a batch may take, and whatever is done in one go. */
const LONGEST = 10_000

function goOn(run: Run, left: number): void {
  const since = performance.now()
  for (let done = 0; done < left && performance.now() - since < GO; done++) run.step()
}

function refused(error: unknown): Trained {
  if (error instanceof Diverged)
    return { kind: 'refused', message: `the loss is ${error.loss} in step ${error.step}` }
  const thrown = thrownAs(error)
  if (thrown.kind === 'blank') return { kind: 'refused', message: 'a blank is not filled in yet' }
  const { name, message, advice } = thrown
  const isOurs = advice !== undefined
  return { kind: 'refused', message: isOurs || name === null ? message : `${name}: ${message}` }
}
