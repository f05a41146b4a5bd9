/** What `init` says. */
import { quoted } from './shell.ts'
import { renderStarts, type StartingPoint } from './start.ts'
import { sign, style, wrap } from './style.ts'

export interface MadeView {
  /** From where the command was called: `.` is there itself. */
  readonly folder: string
  /** Paths of files: written; there and just as they would be; there and different. */
  readonly made: readonly string[]
  readonly same: number
  readonly kept: readonly string[]
  /** How many exercises there are in all. */
  readonly exercises: number
  /** How many of them are notebooks. */
  readonly notebooks: number
  readonly width: number
}

/** What was made. */
export function renderMade({ folder, made, same, kept, exercises, notebooks, width }: MadeView): string {
  const place = folder === '.' ? 'this folder' : folder
  return [
    style.good(wrap(`${sign.good} ${headline(place, made, exercises, notebooks)}`, width)),
    ...(same > 0 ? [`  ${same} ${same === 1 ? 'file was' : 'files were'} already there, up to date`] : []),
    ...(kept.length > 0 ? ['  already there, and left unchanged:', ...kept.map(path => `    ${path}`)] : []),
  ].join('\n')
}

export interface OnwardView {
  /** From where the command was called: `.` is there itself. */
  readonly folder: string
  readonly ninja: string
  /** Whether the program lies in npx's cache, which doesn't last. */
  readonly passing: boolean
  /** The exercise to work on: its file, and whether something was done before it. */
  readonly file: string
  readonly isBegun: boolean
  /** Whether it is a notebook; and where others are: tracks and exercises that are in TypeScript. */
  readonly isNotebook: boolean
  readonly scripts: readonly string[]
  /** Other places to begin; none where there is nothing to choose from, or where one was chosen. */
  readonly starts: readonly StartingPoint[]
  /** The order of the tracks, in a sentence; null where that can't be said. */
  readonly road: string | null
  readonly width: number
}

/** What to do now. */
export function renderOnward(view: OnwardView): string {
  const { folder, ninja, passing, file, isBegun, isNotebook, scripts, starts, road } = view
  return [
    ...(folder === '.' ? [] : [`  ${style.code(`cd ${quoted(folder)}`)}`]),
    `  ${style.code(`${ninja} check`)}`,
    ...(passing
      ? [
          `  ${style.code('npm install')}   ${style.dim('when you are online: npx may empty its cache one day')}`,
        ]
      : []),
    '',
    `${isBegun ? 'go on' : 'start'} with ${style.code(file)}`,
    ...(isNotebook
      ? [
          wrap(
            'Open it in Jupyter or VS Code, fill in the blanks and save it. The check reads the notebook itself, and needs no Python.',
            view.width,
          ),
        ]
      : []),
    ...(scripts.length === 0
      ? []
      : ['', style.dim(wrap(`In TypeScript, without a notebook: ${scripts.join(', ')}.`, view.width))]),
    ...(starts.length === 0 ? [] : [...(isNotebook ? [''] : []), renderStarts(starts, road, ninja, view)]),
  ].join('\n')
}

/** Of files, in one line. */
const MOST_NAMED = 5

function headline(place: string, made: readonly string[], exercises: number, notebooks: number): string {
  if (made.length === 0) return `${place} is already a workspace: nothing was missing`
  const written = made.filter(path => /^exercises\/.*\.(?:ts|ipynb)$/.test(path)).length
  if (written === exercises)
    return `made ${place}: ${exercises} ${exercises === 1 ? 'exercise' : 'exercises'}${notebooks === 0 ? '' : `, ${notebooks} of them as ${notebooks === 1 ? 'a notebook' : 'notebooks'} in Python`}, and settings for your editor`
  const more = made.length > MOST_NAMED ? ` and ${made.length - MOST_NAMED} more` : ''
  return `added to ${place}: ${made.slice(0, MOST_NAMED).join(', ')}${more}`
}
