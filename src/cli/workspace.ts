/** Where things are: this program's own files, and the folder that the learner works in. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Exercise, findExercises, pythonInputs, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { fieldOf, packsOf } from '../learner/packs.ts'
import { hasCheck } from '../notebook/solution.ts'
import { openStore, type ProgressStore } from '../progress/store.ts'

/** This program's package: the folder with its package.json. */
export const packageRoot = nearestFolder(import.meta.dirname, folder => isOwnPackage(folder))!

export const packageVersion = (): string =>
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version

export { currentExercise, fromStart, nextExercise } from '../catalogue/course.ts'

export interface Workspace {
  readonly root: string
  readonly store: ProgressStore
  /** Whether exercises are notebooks in Python here, those that can be. */
  readonly isPython: boolean
}

/** The nearest folder from `cwd` upwards that has exercises in it. */
export function findWorkspace(cwd: string, ninja: string): Workspace {
  const root = workspaceAround(cwd)
  if (root === null) {
    throw new NinjaError(
      'workspace',
      'there is no exercises folder here or in any folder above',
      `make one with: ${ninja} init course && cd course`,
    )
  }
  return { root, store: openStore(root), isPython: isPythonFolder(root) }
}

export const solutionsAround = (cwd: string): string | null =>
  nearestFolder(cwd, folder => existsSync(join(folder, 'solutions')))

export const isInWorkspace = (cwd: string): boolean => workspaceAround(cwd) !== null

const workspaceAround = (cwd: string): string | null =>
  nearestFolder(cwd, folder => existsSync(join(folder, 'exercises')))

/** The nearest folder from `cwd` upwards that exercises are written in: it has solutions/. */
export function findPack(cwd: string): string {
  const root = solutionsAround(cwd)
  if (root !== null) return root
  throw new NinjaError(
    'usage',
    'there is no solutions folder here or in any folder above',
    'build is for instructors: run it in the folder of a pack',
  )
}

/** Those of a workspace's packs; outside of one, the built-in ones. */
export const allExercises = (root: string | null): Exercise[] => findExercises(packsOf(root, packageRoot))

/** Whether the package.json of a workspace says that exercises are notebooks in Python. */
export function isPythonFolder(root: string): boolean {
  try {
    return fieldOf(root)?.python === true
  } catch {
    return false // whoever asks for the exercises is told what is wrong with it
  }
}

/** Whether there is a notebook of it: it has a forward pass that PyTorch can run, and asks for gradients alone. */
export const hasNotebook = (exercise: Exercise): boolean =>
  pythonInputs(exercise) !== null && !hasCheck(readSolution(exercise))

/** The learner's file of an exercise, from the workspace's root, with /. */
export const pathIn = ({ isPython }: Pick<Workspace, 'isPython'>, exercise: Exercise): string =>
  `exercises/${exercise.id}.${isPython && hasNotebook(exercise) ? 'ipynb' : 'ts'}`

/** The same, as the system names it. */
export const fileOf = (workspace: Pick<Workspace, 'root' | 'isPython'>, exercise: Exercise): string =>
  join(workspace.root, ...pathIn(workspace, exercise).split('/'))

/**
 * How this program is called from `cwd`. The registry has an unrelated package called ninja, so `npx ninja` is only
 * said where npx finds ours first.
 */
export function commandName(cwd: string): string {
  const found = nearestFolder(cwd, folder => isOwnPackage(folder) || hasOwnBin(folder))
  return found === null ? 'npx backprop-ninja' : 'npx ninja'
}

/**
 * Whether a folder belongs to this package, so that npx and editors find the program there with no link. A folder in
 * the clone that has a package.json of its own doesn't.
 */
export const isInPackage = (folder: string): boolean =>
  nearestFolder(folder, one => existsSync(join(one, 'package.json'))) === packageRoot

/** Whether `npx ninja` finds this program in the folder's node_modules. */
export function hasOwnBin(folder: string): boolean {
  const bin = join(folder, 'node_modules', '.bin', 'ninja')
  try {
    // On Windows it is no link but a script that names the file.
    if (process.platform === 'win32') return readFileSync(`${bin}.cmd`, 'utf8').includes('backprop-ninja')
    return isOwnPackage(dirname(dirname(realpathSync(bin))))
  } catch {
    return false
  }
}

export function isOwnPackage(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === 'backprop-ninja'
  } catch {
    return false
  }
}

function nearestFolder(from: string, test: (folder: string) => boolean): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (test(folder)) return folder
    if (folder === dirname(folder)) return null
  }
}
