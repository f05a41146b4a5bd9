/** An exercise as the learner has it: their own file, or the fresh exercise where there is none. */
import { existsSync } from 'node:fs'
import type { Exercise } from '../catalogue/catalogue.ts'
import { readExerciseFile } from '../learner/files.ts'
import { freshExercise } from './files.ts'
import { fileOf, type Workspace } from './workspace.ts'

export interface ShownText {
  readonly text: string
  readonly file: string
  /** Whether the text is the learner's. */
  readonly own: boolean
}

export function readingOf(workspace: Workspace, exercise: Exercise): ShownText {
  const file = fileOf(workspace, exercise)
  const own = existsSync(file)
  const text = own ? readExerciseFile(file) : freshExercise(exercise)
  return { text: text.replace(/\r\n/g, '\n'), file, own }
}
