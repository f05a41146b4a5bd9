/** What a training is about: from what was typed, and from the run to resume, to all that decides it. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { TrainingSettings } from '../../catalogue/recipe.ts'
import type { Setup } from '../../checker/ground.ts'
import { split } from '../../dataset/splits.ts'
import { NinjaError } from '../../errors.ts'
import { readNames } from '../../learner/files.ts'
import { generator } from '../../tensor/random.ts'
import { runCommand } from '../../terminal/training.ts'
import type { Checkpoint, Way } from '../../training/checkpoint.ts'
import type { Trainable } from '../../training/trainable.ts'
import type { Context, Options } from '../command.ts'
import { shown } from '../files.ts'
import { settingsFrom } from '../settings.ts'
import { fileOf, type Workspace } from '../workspace.ts'
import { demandSame, hashOf, readCheckpoint, runFrom, type TrainingFiles, trainingFiles } from './files.ts'
import { openRecipe, trainerNamed, trainerOf } from './recipes.ts'
import { checkEveryFrom, type OwnWords, settingsOf, threadsFrom } from './typed.ts'

export interface Plan {
  readonly workspace: Workspace
  readonly exercise: Exercise
  readonly file: string
  readonly way: Way
  readonly trainable: Trainable
  readonly setup: Setup
  readonly settings: TrainingSettings
  readonly data: { readonly path: string; readonly hash: string }
  readonly kept: Checkpoint | null
  readonly files: TrainingFiles
  /** The folder of the run, as one writes it; null: the usual one. */
  readonly run: string | null
  readonly checkEvery: number
  /** Null: as many as are worth it. */
  readonly threads: number | null
}

export function planFrom(context: Context, own: OwnWords, options: Options): Plan {
  const workspace = context.workspace()
  const way: Way = options.autograd === true ? 'autograd' : 'by hand'
  const folder = runFrom(options, context.cwd)
  if (folder !== null && options.resume !== true)
    throw new NinjaError('usage', '--run names a run to go on with', 'write --resume too')
  const files = trainingFiles(workspace, way, folder)
  const run = folder === null ? null : shown(context.cwd, folder)
  const kept = options.resume === true ? readCheckpoint(files.checkpoint) : null
  if (options.resume === true && kept === null) {
    throw new NinjaError(
      'usage',
      `there is no run to resume${run === null ? '' : ` in ${run}`}`,
      `to start one: ${runCommand('train', { ninja: context.ninja, way, run: null })}`,
    )
  }
  if (kept !== null && kept.way !== way) {
    const advice = way === 'autograd' ? 'leave out --autograd' : 'add --autograd'
    throw new NinjaError(
      'usage',
      `the run in ${run} trains ${kept.way === 'autograd' ? 'with autograd' : 'with your gradients'}`,
      advice,
    )
  }
  const exercise =
    kept === null ? trainerNamed(workspace.root, own.exercise) : trainerOf(workspace.root, kept)
  demandThis(exercise, own, workspace)
  const path =
    kept !== null && options.data === undefined
      ? kept.data.path
      : settingsFrom({ data: options.data }, context, workspace).data
  const names = readNames(path)
  const { setup, trainable } = openRecipe(exercise, path)
  const settings = settingsOf(trainable.recipe, exercise.id, options, own.options, kept)
  split(names, generator(settings.seed), path) // says now what is wrong with the list
  if (kept !== null) demandSame(names, path, kept)
  const data = { path, hash: hashOf(names) }
  const file = fileOf(workspace, exercise)
  const checkEvery = checkEveryFrom(options, settings.steps)
  const threads = threadsFrom(options)
  const trained = { exercise, trainable, setup, file, way, settings, data, kept }
  return { workspace, ...trained, files, run, checkEvery, threads }
}

/** Of a run that goes on, nobody can change what is trained. */
function demandThis({ id }: Exercise, { exercise }: OwnWords, { root }: Workspace): void {
  if (exercise === undefined || trainerNamed(root, exercise).id === id) return
  throw new NinjaError(
    'usage',
    `the run to resume trains the network of ${id}`,
    'leave the name out, or start a new run, without --resume',
  )
}
