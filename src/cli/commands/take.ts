/** `ninja take`: fills empty blanks in with the learner's own lines from exercises that they've passed. */
import { shortName } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { renderTake } from '../../terminal/taking.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { readIfThere, replaceExercise, shown } from '../files.ts'
import { isNotebook } from '../notebook-file.ts'
import { readOwn } from '../reading.ts'
import { settingsFrom } from '../settings.ts'
import { takeOver } from '../taking.ts'
import { choose, isExerciseFile } from '../target-exercise.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], options: Options): CommandResult {
  if (isNotebook(written) && !isExerciseFile(context, written)) throw noScript()
  const { workspace, all, exercise, progress, track, warning } = choose(context, written)
  const path = fileOf(workspace, exercise)
  if (isNotebook(path)) throw noScript()
  const text = readOwn(workspace, exercise, context)
  const before = readIfThere(path)
  const request = { ...settingsFrom(options, context, workspace), exercise, file: path }
  const takeover = takeOver(request, text, { workspace, all, progress })
  if (takeover.taken.length > 0) {
    const now = readIfThere(path)
    if (before === null || now === null || !before.equals(now))
      throw new NinjaError(
        'exercise',
        `${shown(context.cwd, path)} was changed in the meantime, so nothing was filled in`,
        'save it, and run the command again',
      )
    const mark = before.toString('utf8').startsWith(MARK) ? MARK : ''
    replaceExercise(workspace.root, exercise, path, { before, content: `${mark}${takeover.text}` })
  }
  const called = (id: string): string => shortName(all, all.find(one => one.id === id)!, track)
  const view = {
    name: shortName(all, exercise, track),
    file: shown(context.cwd, path),
    taken: takeover.taken,
    left: takeover.left,
    called,
  }
  return outcome(renderTake(view, context), [warning], takeover.taken.length > 0 ? 0 : 1)
}

const noScript = (): NinjaError =>
  new NinjaError(
    'usage',
    "take fills in exercises in TypeScript only, and can't do it in a notebook",
    'copy the cells from the notebook that you wrote before',
  )

/** Some editors put it in front of a text. */
const MARK = '\uFEFF'
