/** What `init` says. */
import { quoted } from './shell.ts'
import { sign, style } from './style.ts'

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
  readonly ninja: string
  /** Whether the program lies in npx's cache, which doesn't last. */
  readonly passing: boolean
}

export function renderInit({ folder, made, same, kept, exercises, first, ninja, passing }: InitView): string {
  const place = folder === '.' ? 'this folder' : folder
  return [
    style.good(`${sign.good} ${headline(place, made, exercises)}`),
    ...(same > 0
      ? [`  ${same} ${same === 1 ? 'file was' : 'files were'} there already, as they should be`]
      : []),
    ...(kept.length > 0
      ? ['  there already, and left as they are:', ...kept.map(path => `    ${path}`)]
      : []),
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
  ].join('\n')
}

/** Of files, in one line. */
const MOST_NAMED = 5

function headline(place: string, made: readonly string[], exercises: number): string {
  if (made.length === 0) return `${place} is a workspace already: nothing was missing`
  const written = made.filter(path => path.startsWith('exercises/') && path.endsWith('.ts')).length
  if (written === exercises)
    return `made ${place}: ${exercises} ${exercises === 1 ? 'exercise' : 'exercises'}, and settings for your editor`
  const more = made.length > MOST_NAMED ? ` and ${made.length - MOST_NAMED} more` : ''
  return `added to ${place}: ${made.slice(0, MOST_NAMED).join(', ')}${more}`
}
