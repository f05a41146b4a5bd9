/** One sitting of a training run: what the thread says is shown and kept, and at the end put together. */
import type { Recipe } from '../../catalogue/recipe.ts'
import { NinjaError } from '../../errors.ts'
import { curveSvg, heatSvg } from '../../picture/svg.ts'
import { Garbled } from '../../room/stranger.ts'
import { generator } from '../../tensor/random.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { count, type Live, renderDone } from '../../terminal/training.ts'
import { type Checkpoint, printCheckpoint } from '../../training/checkpoint.ts'
import { emptyCurve, pointsOf } from '../../training/curve.ts'
import { sampleNames } from '../../training/sample.ts'
import type { Context } from '../command.ts'
import { shown, writeFile } from '../files.ts'
import { openDisplay } from './display.ts'
import { type Replaced, replaceRun, type TrainingFiles } from './files.ts'
import type { Inspection } from './inspection.ts'
import type { End, EngineChoice, Told } from './messages.ts'
import type { Watcher } from './supervise.ts'

type Done = Extract<End, { kind: 'done' }>

export interface Sitting extends Watcher {
  readonly close: () => void
  /** Writes the pictures, and gives the text. */
  readonly done: (end: Done) => string
  /** What could not be kept. */
  readonly warning: () => string | null
  /** Of the last checkpoint that was written; null: none was. */
  readonly keptStep: () => number | null
  /** The run that this one has taken the place of. */
  readonly replaced: () => Replaced | null
}

/** What is said of the engine that trains. */
const engineNotes: Readonly<Record<EngineChoice, string | null>> = {
  fast: null,
  'no vectors': 'this machine has no WebAssembly with vectors: training takes many times longer',
  'other numbers':
    'on the fast engine your functions give other numbers than in a check, so the slow one is used: training takes many times longer',
}

/** What is done at the end, where the recipe doesn't say it. */
const FINISHING = 'measuring the losses'

/** How many names are shown at the end. */
const SAMPLES = 20

/** Milliseconds over which the speed is taken. */
const LATELY = 5000

export function openSitting({
  origin,
  recipe,
  inspection,
  from,
  files,
  run,
  context,
  out,
}: {
  /** What the run's checkpoints say of where it comes from. */
  readonly origin: Pick<Checkpoint, 'exercise' | 'way' | 'settings' | 'data'>
  readonly recipe: Recipe
  readonly inspection: Inspection
  /** The step to go on from; null: a new run begins. */
  readonly from: number | null
  readonly files: TrainingFiles
  /** As it is written on the command line; null: the last one. */
  readonly run: string | null
  readonly context: Context
  readonly out: NodeJS.WriteStream
}): Sitting {
  const display = openDisplay(out)
  const { way, settings } = origin
  const { vocabulary } = inspection
  const begun = performance.now()
  let keptStep = from
  let replaced: Replaced | null = null
  /** Whether what is in the files is this run's. */
  let isOwn = from !== null
  let trained = begun
  let times: readonly { readonly step: number; readonly at: number }[] = []
  let live: Live = {
    way,
    steps: settings.steps,
    rate: step => recipe.rate(settings, step),
    lr: settings.lr,
    step: from ?? 0,
    curve: emptyCurve(settings.steps),
    parameters: inspection.parameters,
    guessing: Math.log(vocabulary.length),
    speed: null,
    checked: null,
    stall: null,
    finishing: null,
    note: null,
  }
  let warning: string | null = null
  let kept: Checkpoint | null = null
  /** A full disk must not cost what was trained. True if it worked. */
  const keep = (path: string, content: string): boolean => {
    try {
      if (!isOwn) replaced = replaceRun(files)
      isOwn = true
      writeFile(path, content)
      return true
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      warning = `not everything could be saved: ${error.message}`
      live = { ...live, note: warning }
      return false
    }
  }
  const update = (news: Partial<Live>): void => {
    live = { ...live, ...news }
    display.show(live)
  }
  const onProgress = ({ step, curve }: Extract<Told, { kind: 'progress' }>): void => {
    const now = performance.now()
    trained = now
    times = [...times.filter(({ at }) => now - at < LATELY), { step, at: now }]
    const [first] = times
    const speed = now - first.at < 300 ? live.speed : (1000 * (step - first.step)) / (now - first.at)
    update({ step, curve, speed, stall: null })
  }
  return {
    onTold(told) {
      if (told.kind === 'begun') {
        update({ note: engineNotes[told.engine] })
      } else if (told.kind === 'progress') onProgress(told)
      else if (told.kind === 'finishing')
        update({
          finishing: recipe.calibrate === undefined ? FINISHING : `${recipe.calibrate.what}, then the losses`,
        })
      else if (told.kind === 'checkpoint') {
        inspection.demandParameters(told.snapshot.parameters)
        kept = { ...origin, vocabulary, snapshot: told.snapshot, result: told.result }
        if (keep(files.checkpoint, printCheckpoint(kept))) keptStep = told.snapshot.step
      }
    },
    onStall: stall => update({ stall }),
    objectionTo(sample, program) {
      const objection = inspection.objectionTo(sample, program)
      if (objection === null) update({ checked: sample.step })
      return objection
    },
    close: () => display.clear(),
    warning: () => warning,
    keptStep: () => keptStep,
    replaced: () => replaced,
    done({ inputs }) {
      const { curve } = live
      if (!kept?.result) throw new Garbled('the thread that trains sent no result')
      const { snapshot, result: losses } = kept
      const { parameters } = snapshot
      const network = { settings, parameters, calibrated: losses.calibrated }
      const wishes = { count: SAMPLES, prompt: '', temperature: 1 }
      const title = `${count(settings.steps)} steps: train ${losses.train.toFixed(4)}, dev ${losses.dev.toFixed(4)}`
      const axes = { x: { label: 'step', from: 0, to: settings.steps }, y: { label: 'loss' } }
      keep(files.curve, curveSvg([pointsOf(curve)], { title, ...axes }))
      const pictures = inspection.picturesOf(inputs).map(picture => {
        const path = files.picture(picture.file)
        keep(path, heatSvg(tablesIn(picture.table), picture))
        return { ...picture, path: shown(context.cwd, path) }
      })
      return renderDone({
        way,
        total: settings.steps,
        curve,
        losses,
        names: sampleNames({ recipe, network, vocabulary }, wishes, generator(settings.seed)),
        note: live.note === warning ? null : live.note,
        steps: settings.steps - (from ?? 0),
        seconds: (trained - begun) / 1000,
        curveFile: shown(context.cwd, files.curve),
        pictures,
        run,
        width: context.width,
        ninja: context.ninja,
      })
    },
  }
}

const tablesIn = (table: Tensor): number[][][] =>
  (table.shape.length === 2 ? [table.tolist()] : table.tolist()) as number[][][]
