/** `ninja sample`: names from what was trained. */
import type { Recipe, Tensors } from '../../catalogue/recipe.ts'
import { split } from '../../dataset/splits.ts'
import { NinjaError } from '../../errors.ts'
import { readNames } from '../../learner/files.ts'
import { generator } from '../../tensor/random.ts'
import { renderNames, runCommand } from '../../terminal/training.ts'
import type { Checkpoint } from '../../training/checkpoint.ts'
import { plainEngine } from '../../training/engine.ts'
import { sampleNames } from '../../training/sample.ts'
import { calibratedBy } from '../../training/worth.ts'
import { type CommandResult, type Context, numberOption, type Options, outcome } from '../command.ts'
import { shown } from '../files.ts'
import { demandSame, readCheckpoint, runFrom, trainingFiles } from '../train/files.ts'
import { openRecipe, trainerOf } from '../train/recipes.ts'

/** More would be a list for a program, and take minutes. */
const MOST = 10_000

export function run(context: Context, _: readonly string[], options: Options): CommandResult {
  const count = numberOption(options, 'n', 20, 1)
  if (!Number.isInteger(count) || count > MOST)
    throw new NinjaError('usage', `-n needs a whole number of at most ${MOST}, not ${count}`)
  const temperature = numberOption(options, 'temperature', 1)
  const prompt = typeof options.prompt === 'string' ? options.prompt : ''
  const way = options.autograd === true ? 'autograd' : 'by hand'
  const run = runFrom(options, context.cwd)
  const workspace = context.workspace()
  const checkpoint = readCheckpoint(trainingFiles(workspace, way, run).checkpoint)
  if (checkpoint === null) {
    const what = run === null ? 'nothing is trained yet' : `there is no run in ${shown(context.cwd, run)}`
    const train = runCommand('train', { ninja: context.ninja, way, run: null })
    throw new NinjaError('usage', what, `to train: ${train}`)
  }
  const { snapshot, settings, vocabulary, data } = checkpoint
  const { recipe } = openRecipe(trainerOf(workspace.root, checkpoint), data.path).trainable
  const calibrated = checkpoint.result?.calibrated ?? calibratedNow(recipe, checkpoint)
  const network = { settings, parameters: snapshot.parameters, calibrated }
  const g = generator(seedFrom(options))
  const names = sampleNames({ recipe, network, vocabulary }, { count, prompt, temperature }, g)
  const lines = process.stdout.isTTY ? renderNames(names, context.width) : names
  // A line each, also for the name without letters, which a network that has learned little may invent.
  return outcome(lines.map(line => `${line}\n`).join(''))
}

/** Without a seed, other names each time. */
const seedFrom = (options: Options): number =>
  options.seed === undefined
    ? Math.floor(Math.random() * 2 ** 32)
    : Math.floor(numberOption(options, 'seed', 0))

/** For a run that is not complete. */
function calibratedNow(recipe: Recipe, checkpoint: Checkpoint): Tensors {
  if (recipe.calibrate === undefined) return {}
  const { data, settings, snapshot } = checkpoint
  const names = readNames(data.path)
  demandSame(names, data.path, checkpoint)
  const { train } = split(names, generator(settings.seed), data.path)
  return calibratedBy(recipe, settings, snapshot.parameters, train, plainEngine)
}
