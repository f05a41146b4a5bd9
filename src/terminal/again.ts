/** What `again` says. */
import { type Calling, call } from './calls.ts'
import { columns, sign, style } from './style.ts'

/** A passed exercise, and when it comes again. */
export interface Returning {
  /** As it is written on the command line: `05`. */
  readonly name: string
  readonly title: string
  /** The day, as one reads it. */
  readonly due: string
  readonly isDue: boolean
  /** Whether its blanks are empty by now. */
  readonly isOpen: boolean
  /** Why it comes sooner than others: `9 steps of help`. */
  readonly reasons: readonly string[]
}

/** In the order in which they come. */
export function renderOrder(order: readonly Returning[], calling: Calling): string {
  if (order.length === 0)
    return style.warn(`${sign.nothing} you haven't passed an exercise yet: what you pass comes again later`)
  const rows = order.map(({ name, title, due, isDue, isOpen, reasons }) => [
    `${isOpen ? style.warn(sign.again) : isDue ? style.strong('>') : ' '} ${style.strong(name)}`,
    title,
    isOpen ? 'to be done' : isDue ? `due since ${due}` : `due on ${due}`,
    style.dim(reasons.join(', ')),
  ])
  return [
    ...columns(rows),
    '',
    `${style.dim('to do the first one again:')} ${style.code(call(calling, 'again'))}`,
  ].join('\n')
}

export interface AgainView {
  readonly name: string
  readonly title: string
  readonly file: string
  /** How many blanks are empty now. */
  readonly many: number
}

export function renderAgain({ name, title, file, many }: AgainView, calling: Calling): string {
  const code = (words: string): string => style.code(call(calling, words))
  return [
    style.good(
      `${sign.again} ${title}: ${many === 1 ? 'its blank is' : `its ${many} blanks are`} empty again in ${file}`,
    ),
    `  it stays passed; the list marks it until all of it is right again`,
    `  what you wrote is saved; to bring it back: ${code(`undo ${name}`)}`,
    `  fill it in from memory, save, then: ${code(`check ${name}`)}`,
  ].join('\n')
}
