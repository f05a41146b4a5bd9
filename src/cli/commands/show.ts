/** `ninja show`: an exercise to read in the terminal, and a table of its tensors. */
import { parseCells } from '../../notebook/cells.ts'
import { cellsToRead } from '../../python/notebook-cells.ts'
import { renderExercise } from '../../terminal/notebook.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { shown } from '../files.ts'
import { isNotebook } from '../notebook-file.ts'
import { readingOf } from '../reading.ts'
import { anatomyOf, statementsIn } from '../run-forward.ts'
import { choose } from '../target-exercise.ts'

export function run(context: Context, [written]: readonly string[]): CommandResult {
  const { workspace, exercise, warning } = choose(context, written)
  const { text, file, own } = readingOf(workspace, exercise, context)
  const anatomy = anatomyOf(exercise, workspace, context)
  const made = statementsIn(isNotebook(file) ? '' : text)
  const tensors = anatomy?.tensors.map(row => ({ ...row, line: made.get(row.name)?.line ?? null }))
  const rendered = renderExercise({
    id: exercise.id,
    file: shown(context.cwd, file),
    own,
    cells: isNotebook(file) ? cellsToRead(text) : parseCells(text),
    sizes: anatomy?.sizes ?? {},
    tensors: tensors ?? [],
    width: context.width,
  })
  return outcome(rendered, [warning])
}
