/**
 * `ninja undo`: takes a reset back, byte for byte. What is in the file is kept in its turn, so a second undo resets
 * again. Where nothing of the learner's is in the file, it brings back what was checked last. Status 1 where there is
 * nothing to take back: nothing of what was asked for was done.
 */
import { shortName } from '../../catalogue/catalogue.ts'
import { takeBack } from '../../progress/attempts.ts'
import { rescueChecked } from '../../progress/checked.ts'
import { renderUndo } from '../../terminal/files.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { isSomething, keptAs, readIfThere, shown, writeFile } from '../files.ts'
import { freshFile } from '../fresh-file.ts'
import { choose } from '../target-exercise.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], _options: Options): CommandResult {
  const { workspace, all, exercise, track, warning } = choose(context, written)
  const name = shortName(all, exercise, track)
  const path = fileOf(workspace, exercise)
  const kept = keptAs(exercise.id, path)
  const before = readIfThere(path)
  const there = isSomething(before) ? before : null
  if (there === null || there.equals(Buffer.from(freshFile(workspace, exercise).content)))
    rescueChecked(workspace.root, kept)
  const bytes = takeBack(workspace.root, kept, there)
  if (bytes !== null) writeFile(path, bytes)
  const text = renderUndo({ name, file: shown(context.cwd, path), done: bytes !== null }, context.ninja)
  return outcome(text, [warning], bytes === null ? 1 : 0)
}
