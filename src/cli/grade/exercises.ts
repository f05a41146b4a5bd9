import type { Exercise } from '../../catalogue/catalogue.ts'
import { packAround } from '../packs.ts'
import { allExercises, findWorkspace, isInWorkspace } from '../workspace.ts'

/** Of the pack that one stands in, else of the packs of the workspace, else the built-in ones. */
export const exercisesAround = (cwd: string): readonly Exercise[] =>
  packAround(cwd) ?? allExercises(isInWorkspace(cwd) ? findWorkspace(cwd, '').root : null)
