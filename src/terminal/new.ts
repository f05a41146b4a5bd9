/** What `new` says. */
import { sign, style } from './style.ts'

export interface NewView {
  /** What was written to make the folder a pack, where it was none. */
  readonly made: readonly string[]
  readonly file: string
  readonly id: string
  readonly ninja: string
}

export function renderNew({ made, file, id, ninja }: NewView): string {
  return [
    ...(made.length === 0 ? [] : [style.good(`${sign.good} made this folder a pack: ${made.join(', ')}`)]),
    style.good(`${sign.good} ${file}`),
    '  a complete exercise: replace it with yours, then',
    `  ${style.code(`${ninja} build`)}`,
    `  ${style.code(`${ninja} verify ${id}`)}`,
  ].join('\n')
}
