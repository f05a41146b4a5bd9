/**
 * `ninja build`: exercises/ from solutions/, for those who write exercises. With `--check` it writes nothing, and
 * fails where something would be written. With `--blank-only` it makes a pack without answers. Data files are not the
 * business of the others.
 */
import { NinjaError } from '../../errors.ts'
import { renderBuildCheck, renderBuilt } from '../../terminal/build.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { replaceExercise, shown } from '../files.ts'
import { compareWithSolutions } from '../generated.ts'
import { buildHomework } from '../homework.ts'
import { findPack } from '../workspace.ts'

export function run(context: Context, words: readonly string[], options: Options): CommandResult {
  const root = findPack(context.cwd)
  if (options.blankOnly === true) return buildHomework(context, root, words, options)
  if (options.out !== undefined || words.length > 0)
    throw new NinjaError(
      'usage',
      `${words.length > 0 ? 'naming exercises' : '--out'} is for a pack without answers`,
      'write --blank-only as well',
    )
  const { exercises, stale, leftOver } = compareWithSolutions(root)
  const view = {
    many: exercises.length,
    stale: stale.map(({ path, before, difference }) => ({
      file: shown(context.cwd, path),
      there: before !== null,
      difference,
    })),
    leftOver: leftOver.map(path => shown(context.cwd, path)),
    ninja: context.ninja,
  }
  if (options.check === true) {
    return outcome(renderBuildCheck(view), [], stale.length + leftOver.length === 0 ? 0 : 1)
  }
  // A file that differs may be somebody's work, in a clone that is learned in: it is kept.
  for (const { exercise, path, ...contents } of stale) replaceExercise(root, exercise, path, contents)
  return outcome(renderBuilt(view))
}
