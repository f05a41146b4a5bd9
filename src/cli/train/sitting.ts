/** One sitting of a training run: what the thread says is shown and kept, and at the end put together. */
import { NinjaError } from '../../errors.ts'
import { curveSvg, heatSvg } from '../../picture/svg.ts'
import { count, type Live, renderDone } from '../../terminal/training.ts'
import type { Way } from '../../training/checkpoint.ts'
import { emptyCurve, pointsOf } from '../../training/curve.ts'
import type { Settings } from '../../training/settings.ts'
import type { Context } from '../command.ts'
import { shown, writeFile } from '../files.ts'
import { openDisplay } from './display.ts'
import type { TrainingFiles } from './files.ts'
import type { End, Told } from './messages.ts'
import type { Watcher } from './supervise.ts'

type Done = Extract<End, { kind: 'done' }>

export interface Sitting extends Watcher {
  readonly close: () => void
  /** Writes the pictures, and gives the text. */
  readonly done: (end: Done) => string
  /** What could not be kept. */
  readonly warning: () => string | null
  /** Of the last checkpoint that was written. */
  readonly keptStep: () => number
}

/** Milliseconds over which the speed is taken. */
const LATELY = 5000

export function openSitting({
  way,
  settings,
  files,
  context,
  out,
}: {
  readonly way: Way
  readonly settings: Settings
  readonly files: TrainingFiles
  readonly context: Context
  readonly out: NodeJS.WriteStream
}): Sitting {
  const display = openDisplay(out)
  const begun = performance.now()
  let from = 0
  let keptStep = 0
  let trained = begun
  let times: readonly { readonly step: number; readonly at: number }[] = []
  let live: Live = {
    way,
    settings,
    step: 0,
    curve: emptyCurve(settings.steps),
    parameters: 0,
    guessing: Number.POSITIVE_INFINITY,
    speed: null,
    checked: null,
    stall: null,
    finishing: false,
    note: null,
  }
  let warning: string | null = null
  /** A full disk must not cost what was trained. True if it worked. */
  const keep = (path: string, content: string): boolean => {
    try {
      writeFile(path, content)
      return true
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      warning = `not everything could be kept: ${error.message}`
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
        const { step, parameters, guessing, note } = told
        from = step
        keptStep = step
        update({ step, parameters, guessing, note })
      } else if (told.kind === 'progress') onProgress(told)
      else if (told.kind === 'checked') update({ checked: told.step })
      else if (told.kind === 'finishing') update({ finishing: true })
      else if (told.kind === 'checkpoint') {
        if (keep(files.checkpoint, told.text)) keptStep = told.step
      }
    },
    onStall: stall => update({ stall }),
    close: () => display.clear(),
    warning: () => warning,
    keptStep: () => keptStep,
    done({ losses, names, dlogits, labels, vocabulary }) {
      const { curve } = live
      const title = `${count(settings.steps)} steps: train ${losses.train.toFixed(4)}, dev ${losses.dev.toFixed(4)}`
      const axes = { x: { label: 'step', from: 0, to: settings.steps }, y: { label: 'loss' } }
      keep(files.curve, curveSvg([pointsOf(curve)], { title, ...axes }))
      const heat = {
        title: 'dlogits of the last batch: red pulls a score down, blue up',
        rows: 'examples',
        columns: vocabulary,
        framed: labels,
      }
      keep(files.dlogits, heatSvg(dlogits, heat))
      return renderDone({
        way,
        settings,
        curve,
        losses,
        names,
        note: live.note === warning ? null : live.note,
        steps: settings.steps - from,
        seconds: (trained - begun) / 1000,
        files: { curve: shown(context.cwd, files.curve), dlogits: shown(context.cwd, files.dlogits) },
        width: context.width,
        ninja: context.ninja,
      })
    },
  }
}
