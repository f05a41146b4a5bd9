/**
 * `ninja build`: exercises/ from solutions/, for those who write exercises. With `--check` it writes nothing, and
 * fails where something would be written. Data files are not its business.
 */
import { renderBuildCheck, renderBuilt } from '../../terminal/build.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { replaceExercise, shown } from '../files.ts'
import { compareWithSolutions } from '../generated.ts'
import { findPack } from '../workspace.ts'

export function run(context: Context, _words: readonly string[], options: Options): CommandResult {
  const root = findPack(context.cwd)
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
