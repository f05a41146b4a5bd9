/** What `next` says. */
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
  readonly ninja: string
}

export function renderNext({ title, name, file, missing, blanks, stays, left, ninja }: NextView): string {
  const notes = [
    ...(left === null
      ? []
      : [style.warn(`${sign.nearly} ${left} is not passed yet: come back with ${ninja} check ${left}`)]),
    ...(stays ? [style.warn(`${sign.nearly} this is the only one that is not passed yet`)] : []),
  ]
  const todo = missing
    ? `its file is missing; write it again: ${style.code(`${ninja} reset ${name}`)}`
    : `read it from the top, fill in ${blanks === 1 ? 'the blank' : `the ${blanks} blanks`}, save, then: ${style.code(`${ninja} check`)}`
  return [...notes, style.title(title), `  ${style.code(file)}`, `  ${todo}`].join('\n')
}

export function renderAllPassed(many: number, ninja: string): string {
  return [
    style.good(
      `${sign.good} all ${many} exercises are passed. Congratulations: you have gone backwards by hand through all of it.`,
    ),
    `  how yours differ from the answers: ${style.code(`${ninja} diff 01`)}`,
  ].join('\n')
}
