/** `ninja reset`: the exercise as it was in the beginning. What is in the file is kept first. */
import { shortName } from '../../catalogue/catalogue.ts'
import { leftOf } from '../../progress/checked.ts'
import { keepPristine } from '../../progress/pristine.ts'
import { renderReset } from '../../terminal/files.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { isSomething, keptAs, readIfThere, replaceExercise, shown } from '../files.ts'
import { freshFile } from '../fresh-file.ts'
import { choose } from '../target-exercise.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], _options: Options): CommandResult {
  const { workspace, all, exercise, track, warning } = choose(context, written)
  const name = shortName(all, exercise, track)
  const path = fileOf(workspace, exercise)
  const { path: inside, content } = freshFile(workspace, exercise)
  const before = readIfThere(path)
  const fresh = before?.equals(Buffer.from(content)) === true
  if (!fresh) replaceExercise(workspace.root, exercise, path, { before, content })
  keepPristine(workspace.root, inside, content)
  const was = fresh ? 'fresh' : isSomething(before) ? 'kept' : before === null ? 'missing' : 'empty'
  const left = was === 'kept' || leftOf(workspace.root, keptAs(exercise.id, path)) !== null
  return outcome(renderReset({ name, file: shown(context.cwd, path), was, left }, context.ninja), [warning])
}
