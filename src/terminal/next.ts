/** What `next` says. */
import type { Cell } from '../notebook/cells.ts'
import { type Closing, renderPassing } from './closing.ts'
import { renderIntroduction } from './introduction.ts'
import { sign, style, wrap } from './style.ts'

export interface NextView {
  readonly cells: readonly Cell[]
  /** As it is written on the command line: `05`. */
  readonly name: string
  readonly file: string
  readonly isNotebook: boolean
  /** Whether it has no notebook, where exercises are notebooks. */
  readonly isOnlyScript: boolean
  /** Whether the file is not there. */
  readonly missing: boolean
  readonly blanks: number
  /** How many functions are there with a mistake in them. */
  readonly mistaken: number
  /** How many of its blanks are like ones that were solved before. */
  readonly alike: number
  /** Whether it is the current one already: all others are passed. */
  readonly stays: boolean
  /** The one that is left behind without being passed. */
  readonly left: string | null
  /** The track that is left behind, all of it passed. */
  readonly finished: Closing | null
  readonly ninja: string
  readonly width: number
}

/** Of an exercise without a notebook. */
const ONLY_SCRIPT = 'this one is in TypeScript: there is no notebook of it'

export function renderNext(view: NextView): string {
  const { cells, name, file, isNotebook, isOnlyScript, missing, stays, left, finished, ninja, width } = view
  const notes = [
    ...(left === null
      ? []
      : [style.warn(`${sign.warn} you haven't passed ${left} yet; to come back: ${ninja} check ${left}`)]),
    ...(stays ? [style.warn(`${sign.warn} this is the only one that you haven't passed yet`)] : []),
    ...(finished === null ? [] : [`${renderPassing(finished, view)}\n`]),
  ]
  const todo = missing
    ? `its file is missing; to write it again: ${style.code(`${ninja} reset ${name}`)}`
    : `${isNotebook ? 'open it in Jupyter or VS Code' : 'read on there'}, ${work(view)}, save, then: ${style.code(`${ninja} check`)}`
  return [
    ...notes,
    `${renderIntroduction(cells, width)}\n`,
    `  ${style.code(file)}`,
    ...(isOnlyScript ? [`  ${wrap(ONLY_SCRIPT, width - 2, '  ')}`] : []),
    `  ${wrap(todo, width - 2, '  ')}`,
    ...(view.alike === 0 ? [] : [`  ${wrap(alikeText(view), width - 2, '  ')}`]),
  ].join('\n')
}

const alikeText = ({ alike, ninja }: NextView): string =>
  alike === 1
    ? `one blank is like one that you've solved before; to fill it in if your line fits: ${style.code(`${ninja} take`)}`
    : `${alike} blanks are like ones that you've solved before; to fill them in where your lines fit: ${style.code(`${ninja} take`)}`

function work({ blanks, mistaken }: NextView): string {
  const fill = blanks === 0 ? [] : [blanks === 1 ? 'fill in the blank' : `fill in the ${blanks} blanks`]
  return [...(mistaken === 0 ? [] : ['find what is wrong and fix it']), ...fill].join(', ')
}
