/** An exercise as the learner has it: their own file, or the fresh exercise where there is none; and the way back to it. */
import { existsSync } from 'node:fs'
import type { Exercise } from '../catalogue/catalogue.ts'
import { NinjaError, type Reason } from '../errors.ts'
import { readExerciseFile } from '../learner/files.ts'
import { leftOf } from '../progress/checked.ts'
import { type Calling, call } from '../terminal/calls.ts'
import { keptAs } from './files.ts'
import { freshFile } from './fresh-file.ts'
import { isNotebook, openExerciseNotebook } from './notebook-file.ts'
import { fileOf, type Workspace } from './workspace.ts'

export interface ShownText {
  readonly text: string
  readonly file: string
  /** Whether the text is the learner's. */
  readonly own: boolean
}

export function readingOf(workspace: Workspace, exercise: Exercise, calling: Calling): ShownText {
  const file = fileOf(workspace, exercise)
  const own = existsSync(file)
  const text = own ? readOwn(workspace, exercise, calling) : freshFile(workspace, exercise).content
  return { text: text.replace(/\r\n/g, '\n'), file, own }
}

/** The learner's own file. Throws what is the matter with it, and the way out. */
export function readOwn(workspace: Workspace, exercise: Exercise, calling: Calling): string {
  const file = fileOf(workspace, exercise)
  try {
    return isNotebook(file) ? openExerciseNotebook('', file).text : readExerciseFile(file)
  } catch (error) {
    if (!(error instanceof NinjaError) || error.advice !== undefined) throw error
    const { code, message, reason } = error
    throw new NinjaError(
      code,
      message,
      wayBack(workspace, { exercise: exercise.id, file }, reason ?? null, calling) ?? undefined,
      reason,
    )
  }
}

/** What to do about a file in a workspace that cannot be judged: what is said to be saved is there. */
export function wayBack(
  { root }: Workspace,
  { exercise: id, file }: { readonly exercise: string; readonly file: string },
  reason: Reason | null,
  calling: Calling,
): string | null {
  const [reset, undo] = [call(calling, `reset ${id}`), call(calling, `undo ${id}`)]
  switch (reason) {
    case 'missing':
    case 'empty':
      return {
        checked: `${undo} brings back the version you checked last; ${reset} starts the exercise again`,
        kept: `${undo} brings back the version that was saved last; ${reset} starts the exercise again`,
        nothing: `${reset} brings the exercise back`,
      }[leftOf(root, keptAs(id, file)) ?? 'nothing']
    case 'not text':
    case 'too large':
      return `${reset} starts the exercise again; what is in the file is kept`
    default:
      return null
  }
}
