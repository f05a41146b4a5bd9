/** What `reset` and `undo` say. */
import { sign, style } from './style.ts'

export interface ResetView {
  /** As it is written on the command line: `05`. */
  readonly name: string
  readonly file: string
  /** What stood there: nothing, the fresh exercise itself, or something that is now kept. */
  readonly was: 'missing' | 'fresh' | 'kept'
}

export function renderReset({ name, file, was }: ResetView, ninja: string): string {
  if (was === 'fresh')
    return `${sign.nothing} ${style.code(file)} is as it was in the beginning: nothing to do`
  if (was === 'missing') return style.good(`${sign.good} ${file} was missing and is there again`)
  return [
    style.good(`${sign.good} ${file} is as it was in the beginning`),
    `  yours is kept; bring it back with: ${style.code(`${ninja} undo ${name}`)}`,
  ].join('\n')
}

export interface UndoView {
  readonly name: string
  readonly file: string
  /** False: there was nothing to take back. */
  readonly done: boolean
}

export function renderUndo({ name, file, done }: UndoView, ninja: string): string {
  const again = style.code(`${ninja} undo ${name}`)
  if (done)
    return `${style.good(`${sign.good} ${file} is as it was before`)}\n  not what you wanted? once more: ${again}`
  return `${style.warn(`${sign.nothing} nothing to take back: nothing else was kept of ${file}`)}\n  ${ninja} reset keeps what is in a file before it starts again`
}
