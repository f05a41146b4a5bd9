/** What `next` says. */
import { type Closing, renderFinished } from './closing.ts'
import { sign, style } from './style.ts'

export interface NextView {
  readonly title: string
  /** As it is written on the command line: `05`. */
  readonly name: string
  readonly file: string
  /** Whether the file is not there. */
  readonly missing: boolean
  readonly blanks: number
  /** Whether it is the current one already: all others are passed. */
  readonly stays: boolean
  /** The one that is left behind without being passed. */
  readonly left: string | null
  /** The track that is left behind, all of it passed. */
  readonly finished: Closing | null
  readonly ninja: string
}

export function renderNext(view: NextView): string {
  const { title, name, file, missing, blanks, stays, left, finished, ninja } = view
  const notes = [
    ...(left === null
      ? []
      : [style.warn(`${sign.warn} you haven't passed ${left} yet; to come back: ${ninja} check ${left}`)]),
    ...(stays ? [style.warn(`${sign.warn} this is the only one that you haven't passed yet`)] : []),
    ...(finished === null ? [] : [`${renderFinished(finished, view)}\n`]),
  ]
  const todo = missing
    ? `its file is missing; to write it again: ${style.code(`${ninja} reset ${name}`)}`
    : `read it from the top, fill in ${blanks === 1 ? 'the blank' : `the ${blanks} blanks`}, save, then: ${style.code(`${ninja} check`)}`
  return [...notes, style.title(title), `  ${style.code(file)}`, `  ${todo}`].join('\n')
}

/** `hasAnswers`: whether there are any to compare with. */
export function renderAllPassed(many: number, hasAnswers: boolean, ninja: string): string {
  return [
    style.good(
      `${sign.good} You've passed all ${many} exercises. Congratulations: you've gone backward through all of it by hand.`,
    ),
    ...(hasAnswers ? [`  to compare your lines with the answers: ${style.code(`${ninja} diff 01`)}`] : []),
  ].join('\n')
}
