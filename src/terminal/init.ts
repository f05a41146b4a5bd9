/** What `init` says. */
import { quoted } from './shell.ts'
import { sign, style, wrap } from './style.ts'

export interface InitView {
  /** From where the command was called: `.` is there itself. */
  readonly folder: string
  /** Paths of files: written; there and just as they would be; there and different. */
  readonly made: readonly string[]
  readonly same: number
  readonly kept: readonly string[]
  /** How many exercises there are in all. */
  readonly exercises: number
  readonly first: string
  /** In their order, each with its first exercise; empty where one starts with the first anyway. */
  readonly tracks: readonly { readonly name: string; readonly first: string }[]
  readonly ninja: string
  /** Whether the program lies in npx's cache, which doesn't last. */
  readonly passing: boolean
}

export function renderInit(view: InitView): string {
  const { folder, made, same, kept, exercises, first, tracks, ninja, passing } = view
  const place = folder === '.' ? 'this folder' : folder
  return [
    style.good(`${sign.good} ${headline(place, made, exercises)}`),
    ...(same > 0 ? [`  ${same} ${same === 1 ? 'file was' : 'files were'} already there, up to date`] : []),
    ...(kept.length > 0 ? ['  already there, and left unchanged:', ...kept.map(path => `    ${path}`)] : []),
    '',
    ...(folder === '.' ? [] : [`  ${style.code(`cd ${quoted(folder)}`)}`]),
    `  ${style.code(`${ninja} check`)}`,
    ...(passing
      ? [
          `  ${style.code('npm install')}   ${style.dim('when you are online: npx may empty its cache one day')}`,
        ]
      : []),
    '',
    `start with ${style.code(first)}`,
    ...(tracks.length < 2
      ? []
      : [
          `or from the ground up, with the track ${tracks[0].name}: ${style.code(`${ninja} check ${tracks[0].first}`)}`,
          style.dim(wrap(`the tracks, in order: ${tracks.map(({ name }) => name).join(', ')}`, 80)),
        ]),
  ].join('\n')
}

/** Of files, in one line. */
const MOST_NAMED = 5

function headline(place: string, made: readonly string[], exercises: number): string {
  if (made.length === 0) return `${place} is already a workspace: nothing was missing`
  const written = made.filter(path => path.startsWith('exercises/') && path.endsWith('.ts')).length
  if (written === exercises)
    return `made ${place}: ${exercises} ${exercises === 1 ? 'exercise' : 'exercises'}, and settings for your editor`
  const more = made.length > MOST_NAMED ? ` and ${made.length - MOST_NAMED} more` : ''
  return `added to ${place}: ${made.slice(0, MOST_NAMED).join(', ')}${more}`
}
