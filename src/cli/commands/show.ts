/** `ninja show`: an exercise to read in the terminal, and a table of its tensors. */
import { parseCells } from '../../notebook/cells.ts'
import { codeCellsOf } from '../../python/cells.ts'
import { cellsToRead } from '../../python/notebook-cells.ts'
import { firstPlaces } from '../../python/own-lines.ts'
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
  const placeOf = isNotebook(file) ? placesInNotebook(text, file) : linesIn(text)
  const tensors = anatomy?.tensors.map(row => ({ ...row, place: placeOf(row.name) }))
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

type PlaceOf = (name: string) => string | null

function linesIn(text: string): PlaceOf {
  const made = statementsIn(text)
  return name => made.get(name)?.line.toString() ?? null
}

function placesInNotebook(text: string, file: string): PlaceOf {
  const places = firstPlaces(codeCellsOf(text, file))
  return name => {
    const at = places.get(name)
    return at === undefined ? null : `${at.cell}:${at.line}`
  }
}
