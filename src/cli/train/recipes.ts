/** Which exercises train a network, and their recipes. */
import { type Exercise, pickExercise, readSolution } from '../../catalogue/catalogue.ts'
import { subjectOf } from '../../checker/gradient/case.ts'
import type { Setup } from '../../checker/ground.ts'
import { NinjaError } from '../../errors.ts'
import { setupOf } from '../../learner/files.ts'
import { hasRecipe } from '../../notebook/solution.ts'
import { loadModule } from '../../room/loading.ts'
import type { Checkpoint } from '../../training/checkpoint.ts'
import { choicesOf, type SettingRule } from '../../training/settings.ts'
import { type Trainable, trainableOf } from '../../training/trainable.ts'
import { allExercises } from '../workspace.ts'

export const trains = (exercise: Exercise): boolean => hasRecipe(readSolution(exercise))

/** Those that train: the workspace's; where it has none, the ones that this program brings along. */
function trainersFor(root: string | null): Exercise[] {
  const own = allExercises(root).filter(trains)
  const found = own.length > 0 ? own : allExercises(null).filter(trains)
  if (found.length > 0) return found
  throw new NinjaError('usage', 'none of your exercises trains a network')
}

/** The exercise that was named, by itself or by its track. Without a name: the first that trains. */
export function trainerNamed(root: string | null, written: string | undefined): Exercise {
  const trainers = trainersFor(root)
  const ofTrack = trainers.find(({ track }) => written === undefined || track === written)
  if (ofTrack !== undefined) return ofTrack
  try {
    return pickExercise(trainers, written!, null)
  } catch {
    const { id } = pickExercise(allExercises(root), written!, null)
    const names = trainers.map(trainer => trainer.id).join(', ')
    throw new NinjaError('usage', `${id} doesn't train a network`, `to train, name one of these: ${names}`)
  }
}

/** The exercise whose recipe a run was made with. */
export function trainerOf(root: string | null, { exercise }: Pick<Checkpoint, 'exercise'>): Exercise {
  const trainers = trainersFor(root)
  const found = exercise === null ? trainers[0] : trainers.find(({ id }) => id === exercise)
  if (found !== undefined) return found
  throw new NinjaError(
    'usage',
    `the run was made with ${exercise}, which is not among your exercises`,
    'update backprop-ninja, or add the pack that has it',
  )
}

/** The same random numbers for checks of a file, whatever is trained: what is trained has its own. */
const SEED = 42

/** `data`: the file with the list of names. */
export function openRecipe(exercise: Exercise, data: string): { setup: Setup; trainable: Trainable } {
  const setup = setupOf(exercise, SEED, data)
  const exports = loadModule(setup.modules, setup.solution, globalThis.console, setup.compile)
  return { setup, trainable: trainableOf(subjectOf(exports, exercise.id), exports, exercise.id) }
}

/** What can be chosen for the network of each exercise that trains. */
export function choicesIn(
  root: string | null,
  written: string | undefined,
): [id: string, choices: SettingRule[]][] {
  const trainers = written === undefined ? trainersFor(root) : [trainerNamed(root, written)]
  return trainers.map(exercise => [exercise.id, choicesOf(openRecipe(exercise, '').trainable.recipe)])
}
