/** A task as an exercise: in a pack of its own that has no files, only this text. */
import { type Exercise, findExercises } from '../catalogue/catalogue.ts'
import { type PackFiles, unnamedPack } from '../catalogue/pack.ts'
import type { Task } from './task.ts'

/** The track that tasks are in. */
export const TRACK = 'drill'

/** `path`: what the file of its solution is called in messages and stacks. */
export function exerciseOf({ source, family }: Pick<Task, 'source' | 'family'>, path = '/drill'): Exercise {
  const file = `01_${family.name.replaceAll('-', '_')}.ts`
  const files: PackFiles = {
    read: wanted => (wanted === `solutions/${TRACK}/${file}` ? source : null),
    list: folder =>
      folder === 'solutions' ? [`${TRACK}/`] : folder === `solutions/${TRACK}` ? [file] : null,
    path: wanted => `${path}/${wanted}`,
  }
  return findExercises([unnamedPack(path, files)])[0]
}
