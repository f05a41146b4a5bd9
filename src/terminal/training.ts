/** What `train` and `sample` say. */
import type { RecipePicture } from '../catalogue/recipe.ts'
import { chart } from '../picture/chart.ts'
import { largestIn } from '../picture/heat.ts'
import { placeOf, type Tiles } from '../picture/tiles.ts'
import type { Way } from '../training/checkpoint.ts'
import { type Curve, pointsOf, runningLoss } from '../training/curve.ts'
import { heatMap, tilesIn } from './heat-map.ts'
import { quoted } from './shell.ts'
import { bar, columns, sign, style, widthOf, wrap } from './style.ts'

/** A training run while it goes on. */
export interface Live {
  readonly way: Way
  /** Of the whole run. */
  readonly steps: number
  /** The learning rate of a step. */
  readonly rate: (step: number) => number
  /** As it was chosen. */
  readonly lr: number
  readonly step: number
  readonly curve: Curve
  readonly parameters: number
  /** The loss of a network that takes all characters for equally likely. */
  readonly guessing: number
  /** Steps in a second, lately; null at the start. */
  readonly speed: number | null
  /** The last step in which the gradients were checked and right; null where nobody checks them. */
  readonly checked: number | null
  /** A step takes long: since when, in seconds, and in which function. */
  readonly stall: { readonly seconds: number; readonly by: string | null } | null
  /** All steps are done: what goes on. */
  readonly finishing: string | null
  readonly note: string | null
}

/** No line is wider, and there are not more lines, than the terminal has room for. */
export function renderLive(live: Live, { width, height }: { width: number; height: number }): string[] {
  const { way, steps, step, parameters, checked, note } = live
  const share = step / steps
  const whose = way === 'by hand' ? 'your gradients' : 'autograd'
  const lines = [
    `${style.title('training')} with ${whose}, ${count(parameters)} parameters`,
    ...(note === null ? [] : wrap(`note: ${note}`, width).split('\n').map(style.dim)),
    `${bar(step, steps, Math.max(10, Math.min(40, width - 40)))} ${Math.floor(100 * share)}%  ${pace(live)}`,
    `step ${count(step)} of ${count(steps)}   learning rate ${rateText(live)}`,
    `loss ${lossText(live)}${checked === null || way === 'autograd' ? '' : `   gradients right in step ${count(checked)}`}`,
    ...warnings(live).flatMap(text => wrap(text, width).split('\n').map(style.warn)),
    '',
  ].map(line => cut(line, width))
  const room = Math.min(14, height - lines.length - 4)
  const points = pointsOf(live.curve)
  if (room < 5 || points.x.length < 2 || width < 30) return lines.slice(0, Math.max(1, height))
  return [...lines, ...lossChart(live.curve, steps, width, room).split('\n')]
}

/** The same in one line, for a file or a pipe. */
export function renderLine(live: Live): string {
  const { step, steps } = live
  const said = `step ${count(step)} of ${count(steps)}   loss ${lossText(live)}   ${pace(live)}`
  return [said, ...warnings(live)].join('\n')
}

export function lossChart(curve: Curve, steps: number, width: number, height: number): string {
  const x = { label: 'step', from: 0, to: steps }
  return chart(pointsOf(curve, CURVE), { width: Math.min(width, 100), height, x, y: { label: 'loss' } })
}

/** Points of the curve: more would be a band of noise. */
const CURVE = 150

/** A rate that falls a little in each step has digits that nobody needs. */
const rateText = ({ rate, step }: Live): string => String(Number(rate(step).toPrecision(3)))

const lossText = ({ curve }: Live): string => {
  const loss = runningLoss(curve)
  return Number.isNaN(loss) ? '-' : loss.toFixed(4)
}

function pace({ speed, step, steps, finishing }: Live): string {
  if (finishing !== null) return `all steps are done; ${finishing}`
  if (speed === null) return ''
  return `${count(speed)} steps/s   ${duration((steps - step) / speed)} left`
}

/** Above this, times the loss of guessing, something is the matter; not before this many steps. */
const TOO_MUCH = 1.3
const EARLY = 1000

function warnings(live: Live): string[] {
  const { stall, curve, guessing, step, lr } = live
  return [
    ...(stall === null
      ? []
      : [
          `${sign.warn} ${stall.by ?? 'this step'} has been running for ${Math.round(stall.seconds)} s: an endless loop? Ctrl-C stops it`,
        ]),
    ...(step >= EARLY && runningLoss(curve) > TOO_MUCH * guessing
      ? [
          `${sign.warn} the loss is worse than guessing (${guessing.toFixed(2)}): are the steps too large? Try a smaller --lr than ${lr}`,
        ]
      : []),
  ]
}

/** A picture, and where its file is. */
export type DrawnPicture = RecipePicture & { readonly path: string }

export interface TrainingSummary {
  readonly way: Way
  /** Steps of the whole run. */
  readonly total: number
  readonly curve: Curve
  readonly losses: Readonly<Record<'train' | 'dev' | 'test', number>>
  readonly names: readonly string[]
  /** Of this sitting. */
  readonly steps: number
  readonly seconds: number
  readonly note: string | null
  readonly curveFile: string
  readonly pictures: readonly DrawnPicture[]
  /** Its folder, where that is not the usual one. */
  readonly run: string | null
  readonly width: number
  readonly ninja: string
}

export function renderDone(done: TrainingSummary): string {
  const { way, total, curve, losses, steps, seconds, width } = done
  const whose = way === 'by hand' ? 'with nothing but your gradients' : 'with autograd'
  const again = total === steps ? '' : ` (${count(steps)} of them this time)`
  const speed = seconds > 0 && steps > 0 ? `, ${count(steps / seconds)} a second` : ''
  return [
    style.good(`${sign.good} ${count(total)} steps${again} in ${duration(seconds)}${speed}: ${whose}`),
    ...(done.note === null ? [] : [style.warn(wrap(`${sign.warn} ${done.note}`, width))]),
    ...(curve.means.length < 2 ? [] : ['', lossChart(curve, total, width, 12)]),
    '',
    `  train loss ${losses.train.toFixed(4)}   dev loss ${losses.dev.toFixed(4)}   test loss ${losses.test.toFixed(4)}`,
    '',
    ...renderNames(done.names, width),
    '',
    ...done.pictures
      .filter(({ inTerminal }) => inTerminal)
      .flatMap(picture => [...drawn(picture, width), '']),
    ...columns([
      ['  the loss', style.code(done.curveFile)],
      ...done.pictures.map(({ what, path }) => [`  ${what}`, style.code(path)]),
      ['  more names', style.code(runCommand('sample', done))],
    ]),
  ].join('\n')
}

/** In half blocks, as a check draws tensors. */
function drawn({ title, table: { shape, data }, columns: names }: DrawnPicture, width: number): string[] {
  const tiles = tilesIn(shape, { width: width - 2, height: PICTURE })
  const weight = (k: number): number => Math.abs(data[k])
  const map = { shape, data, largest: largestIn(data), scale: 'linear' as const, weight }
  return [title, '', ...heatMap(map, tiles), ...namesBelow(tiles, names)].map(line => `  ${line}`.trimEnd())
}

/** What the columns are, where each has a place for its letter. */
function namesBelow(tiles: Tiles, names: readonly string[]): string[] {
  const { block, cell, count, across, columns, rows, width } = tiles
  const fits = block[1] === 1 && cell[0] === 1 && count <= across && names.every(name => name.length === 1)
  if (!fits) return []
  const line = new Array<string>(width).fill(' ')
  for (let table = 0; table < count; table++)
    for (let j = 0; j < columns; j++) line[placeOf(tiles, table * rows * columns + j)[0]] = names[j] ?? ' '
  return [line.join('')]
}

/** Lines of a picture. */
const PICTURE = 16

/** Names in columns. */
export function renderNames(names: readonly string[], width: number): string[] {
  const cell = Math.max(...names.map(widthOf)) + 2
  const across = Math.max(1, Math.min(5, Math.floor((width - 2) / cell)))
  const rows = Array.from({ length: Math.ceil(names.length / across) }, (_, i) =>
    names.slice(i * across, (i + 1) * across),
  )
  return columns(rows.map(row => ['', ...row]))
}

/** Which run a command is about. */
interface RunView {
  readonly ninja: string
  readonly way: Way
  /** Its folder, where that is not the usual one. */
  readonly run: string | null
}

export const runCommand = (command: string, { ninja, way, run }: RunView): string =>
  `${ninja} ${command}${way === 'autograd' ? ' --autograd' : ''}${run === null ? '' : ` --run ${quoted(run)}`}`

export interface StoppedView extends RunView {
  /** Null: nothing of it is saved. */
  readonly step: number | null
  readonly of: number
  /** Why the last steps, after the last checkpoint, are lost; null where none are. */
  readonly lost: string | null
}

export function renderStopped(view: StoppedView): string {
  const { step, of, lost } = view
  const saved =
    step === null
      ? ['stopped before anything was saved']
      : [
          `stopped; ${count(step)} of ${count(of)} steps are saved`,
          `  to go on: ${style.code(runCommand('train --resume', view))}`,
        ]
  return [...(lost === null ? [] : [style.warn(`${sign.warn} ${lost}`)]), ...saved].join('\n')
}

/** A run that another one has taken the place of. */
export interface ReplacedView extends RunView {
  readonly run: string
  /** Null where it cannot be read. */
  readonly progress: { readonly step: number; readonly of: number; readonly complete: boolean } | null
}

export function renderReplaced(view: ReplacedView): string {
  const { run, progress } = view
  const what = progress === null ? '' : ` (${count(progress.step)} of ${count(progress.of)} steps)`
  const next =
    progress?.complete === false ? ['to go on with it', 'train --resume'] : ['names from it', 'sample']
  return [
    `your last run${what} is saved in ${style.code(run)}`,
    ...(progress === null ? [] : [`  ${next[0]}: ${style.code(runCommand(next[1], view))}`]),
  ].join('\n')
}

/** 12,345 */
export const count = (n: number): string => Math.round(n).toLocaleString('en-US')

/** 4 s, 3 min 20 s, 1 h 5 min */
export function duration(seconds: number): string {
  const s = Math.round(seconds)
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`
  return `${Math.floor(s / 3600)} h ${Math.round((s % 3600) / 60)} min`
}

/** A line that would be wider than the terminal would be two, and the picture would climb. */
const cut = (line: string, width: number): string => {
  if (widthOf(line) <= width) return line
  return wrap(line, width).split('\n')[0]
}
