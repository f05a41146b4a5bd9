/** The file of an exercise as a learner of this workspace gets it: in TypeScript, or as a notebook in Python. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { notebookOf, type TwinCell } from '../python/twin.ts'
import { freshExercise } from './files.ts'
import { isNotebook } from './notebook-file.ts'
import { twinFor } from './twin.ts'
import { pathIn, type Workspace } from './workspace.ts'

/** The list of names, as seen from a notebook in the folder of its track. */
const NAMES = '../data/names.txt'

/** The cells of a notebook in which nothing is filled in. */
export const cellsOfFresh = (exercise: Exercise): TwinCell[] => twinFor(exercise, undefined, NAMES)

export interface FreshFile {
  /** From the workspace's root, with /. */
  readonly path: string
  /** Nothing is filled in. */
  readonly content: string
}

export function freshFile(workspace: Pick<Workspace, 'isPython'>, exercise: Exercise): FreshFile {
  const path = pathIn(workspace, exercise)
  const content = isNotebook(path) ? notebookOf(cellsOfFresh(exercise), exercise.id) : freshExercise(exercise)
  return { path, content }
}
