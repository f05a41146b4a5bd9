/** A task as an exercise: in a pack of its own that has no files, only this text. */
import { type Exercise, findExercises } from '../catalogue/catalogue.ts'
import { type PackFiles, unnamedPack } from '../catalogue/pack.ts'
import type { Task } from './task.ts'

/** The track that tasks are in. */
export const TRACK = 'drill'

const FOLDER = `solutions/${TRACK}/`

/** `path`: what the file of its solution is called in messages and stacks. */
export function exerciseOf(
  { source, python, family }: Pick<Task, 'source' | 'python' | 'family'>,
  path = '/drill',
): Exercise {
  const name = `01_${family.name.replaceAll('-', '_')}`
  const texts: Readonly<Record<string, string>> = { [`${name}.ts`]: source, [`${name}.py`]: python }
  const files: PackFiles = {
    read: wanted => (wanted.startsWith(FOLDER) ? (texts[wanted.slice(FOLDER.length)] ?? null) : null),
    list: folder =>
      folder === 'solutions' ? [`${TRACK}/`] : `${folder}/` === FOLDER ? Object.keys(texts) : null,
    path: wanted => `${path}/${wanted}`,
  }
  return findExercises([unnamedPack(path, files)])[0]
}
