/** What `reset` and `undo` say. */
import { sign, style } from './style.ts'

export interface ResetView {
  /** As it is written on the command line: `05`. */
  readonly name: string
  readonly file: string
  /** What was there: nothing, a file with nothing in it, the fresh exercise itself, or something that is now kept. */
  readonly was: 'missing' | 'empty' | 'fresh' | 'kept'
  /** Whether undo has something to bring back. */
  readonly left: boolean
}

export function renderReset({ name, file, was, left }: ResetView, ninja: string): string {
  if (was === 'fresh')
    return `${sign.nothing} ${style.code(file)} is as it was at the start: nothing to reset`
  const done =
    was === 'kept' ? 'starts from the beginning again' : `was ${was}; it's back as it was at the start`
  return [
    style.good(`${sign.good} ${file} ${done}`),
    ...(left ? [`  your version is saved; to bring it back: ${style.code(`${ninja} undo ${name}`)}`] : []),
  ].join('\n')
}

export interface UndoView {
  readonly name: string
  readonly file: string
  /** False: there was nothing to bring back. */
  readonly done: boolean
}

export function renderUndo({ name, file, done }: UndoView, ninja: string): string {
  const again = style.code(`${ninja} undo ${name}`)
  if (done)
    return `${style.good(`${sign.good} ${file} is back to its last saved version`)}\n  to switch back: ${again}`
  return `${style.warn(`${sign.nothing} nothing to undo: no other version of ${file} is saved`)}\n  ${ninja} reset saves your version before it starts again`
}
