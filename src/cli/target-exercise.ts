/** The exercise that a command is about: the one that was named, else the current one. */
import { resolve } from 'node:path'
import { type Exercise, pickExercise, shortName } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { isPassed, type Progress } from '../progress/progress.ts'
import { rightIn } from '../terminal/standing.ts'
import type { Context } from './command.ts'
import { exerciseNamed } from './drill/drill.ts'
import { taskExercises } from './drill/tasks.ts'
import { standingOf } from './standing.ts'
import {
  allExercises,
  currentExercise,
  fileOf,
  fromStart,
  isInWorkspace,
  type Workspace,
} from './workspace.ts'

export interface Chosen {
  readonly workspace: Workspace
  readonly all: readonly Exercise[]
  readonly exercise: Exercise
  /** That of the current exercise: what is written short means one of this track. */
  readonly track: string
  readonly progress: Progress
  /** Of the progress file. */
  readonly warning: string | null
}

export function choose(context: Context, written: string | undefined): Chosen {
  const workspace = context.workspace()
  const all = allExercises(workspace.root)
  const { progress, warning } = workspace.store.read()
  const current = currentExercise(all, progress)
  const { track } = current
  const exercise = written === undefined ? current : exerciseNamed(workspace.root, all, written, track)
  return { workspace, all, exercise, track, progress, warning }
}

/** An exercise by its name, or a task; a track means the first of its exercises that isn't passed. `root`: of a workspace. */
export function exerciseMeant(
  root: string | null,
  all: readonly Exercise[],
  written: string,
  progress: Progress,
): Exercise {
  const own = all.filter(({ track }) => track === written.replace(/[\\/]$/, ''))
  if (own.length > 0) return own.find(({ id }) => !isPassed(progress, id)) ?? own[0]
  const { track } = currentExercise(all, progress)
  return root === null ? pickExercise(all, written, track) : exerciseNamed(root, all, written, track)
}

/** Whether a word names the notebook of an exercise, and not one of the learner's own. */
export function isExerciseFile({ cwd, workspace }: Context, word: string): boolean {
  if (!isInWorkspace(cwd)) return false
  const here = workspace()
  const path = resolve(cwd, word)
  return (
    here.isPython &&
    [...allExercises(here.root), ...taskExercises(here.root)].some(one => fileOf(here, one) === path)
  )
}

/** Exercises by name, and whole tracks, in their order. No word means all. */
export function exercisesNamed(all: readonly Exercise[], words: readonly string[]): readonly Exercise[] {
  if (words.length === 0) return all
  const { track } = fromStart(all)[0]
  const wanted = words.flatMap(word => {
    demandOneName(word)
    const whole = all.filter(exercise => exercise.track === word)
    return whole.length > 0 ? whole : [pickExercise(all, word, track)]
  })
  return all.filter(exercise => wanted.includes(exercise))
}

function demandOneName(word: string): void {
  const names = word.split(',').filter(name => name.trim() !== '')
  if (!word.includes(',') || names.length === 0) return
  throw new NinjaError(
    'usage',
    `there is no exercise "${word}"`,
    `several go with spaces: ${names.join(' ')}`,
  )
}

/** Answers are for those who have found their own. `otherwise`: what else can be done. */
export function demandPassed(
  { all, exercise, track, progress, workspace }: Chosen,
  { cwd, ninja }: Context,
  otherwise: (name: string) => string = () => '',
): void {
  const standing = standingOf(exercise, progress, workspace, cwd)
  if (standing.passed) return
  const right = rightIn(standing)
  const name = shortName(all, exercise, track)
  throw new NinjaError(
    'exercise',
    `you'll see the answers of ${exercise.id} once you've passed it; ${right} of ${standing.gradients.length} are right so far`,
    `a hint for the next one: ${ninja} hint ${name}${otherwise(name)}`,
  )
}
