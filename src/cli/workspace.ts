/** Where things are: this program's own files, and the folder that the learner works in. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Exercise, findExercises } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { packsOf } from '../learner/packs.ts'
import { isPassed, type Progress } from '../progress/progress.ts'
import { openStore, type ProgressStore } from '../progress/store.ts'

/** This program's package: the folder with its package.json. */
export const packageRoot = nearestFolder(import.meta.dirname, folder => isOwnPackage(folder))!

export const packageVersion = (): string =>
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version

export interface Workspace {
  readonly root: string
  readonly store: ProgressStore
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
  return { root, store: openStore(root) }
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

/** The learner's file of an exercise. */
export const fileOf = ({ root }: Workspace, { id }: Exercise): string => join(root, 'exercises', `${id}.ts`)

/**
 * What the learner is working on: what was chosen last, else the first that is not passed, from the track on that one
 * starts with, else the last of all.
 */
export function currentExercise(exercises: readonly Exercise[], progress: Progress): Exercise {
  const chosen = exercises.find(({ id }) => id === progress.current)
  const open = fromStart(exercises).find(({ id }) => !isPassed(progress, id))
  return chosen ?? open ?? exercises[exercises.length - 1]
}

/** All, the tracks that the packs name as their start before the others. */
export function fromStart(exercises: readonly Exercise[]): Exercise[] {
  const isStart = ({ track, pack }: Exercise): boolean => track === pack.start
  return [...exercises.filter(isStart), ...exercises.filter(exercise => !isStart(exercise))]
}

/**
 * The next exercise that is not passed: of its track, round to the first; else of the tracks after it, round to the first
 * of them. Null when all are passed.
 */
export function nextExercise(
  exercises: readonly Exercise[],
  progress: Progress,
  after: Exercise,
): Exercise | null {
  const isOwn = ({ track }: Exercise): boolean => track === after.track
  const track = exercises.filter(isOwn)
  const at = track.findIndex(({ id }) => id === after.id)
  const end = exercises.findLastIndex(isOwn) + 1
  const order = [
    ...track.slice(at + 1),
    ...track.slice(0, at + 1),
    ...exercises.slice(end),
    ...exercises.slice(0, end),
  ]
  return order.find(({ id }) => !isPassed(progress, id)) ?? null
}

/**
 * How this program is called from `cwd`. The registry has an unrelated package called ninja, so `npx ninja` is only
 * said where npx finds ours first.
 */
export function commandName(cwd: string): string {
  const found = nearestFolder(cwd, folder => isOwnPackage(folder) || hasOwnBin(folder))
  return found === null ? 'npx backprop-ninja' : 'npx ninja'
}

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
