/** Making another exercise the current one: how it begins is shown, and what is left behind is said. */
import { existsSync } from 'node:fs'
import { type Exercise, readSolution, shortName } from '../catalogue/catalogue.ts'
import { parseCells } from '../notebook/cells.ts'
import { blanksOf } from '../notebook/solution.ts'
import { givenIn } from '../notebook/wrong.ts'
import { isPassed, type Progress, setCurrent } from '../progress/progress.ts'
import { cellsToRead } from '../python/notebook-cells.ts'
import { renderNext } from '../terminal/next.ts'
import { closingOf } from './closing.ts'
import { type CommandResult, type Context, outcome } from './command.ts'
import { shown } from './files.ts'
import { freshFile } from './fresh-file.ts'
import { isNotebook } from './notebook-file.ts'
import { blanksAlike } from './take-offer.ts'
import { fileOf, type Workspace } from './workspace.ts'

interface Place {
  readonly workspace: Workspace
  readonly all: readonly Exercise[]
  readonly progress: Progress
}

/** `from`: the one to say something of, where it is left unpassed, or its track is finished; null: none. */
export function goTo(
  context: Context,
  { workspace, all, progress }: Place,
  from: Exercise | null,
  to: Exercise,
  warnings: readonly (string | null)[],
): CommandResult {
  const saved = workspace.store.update(now => setCurrent(now, to.id))
  const file = fileOf(workspace, to)
  const solution = readSolution(to)
  const fresh = freshFile(workspace, to).content
  const mistaken = givenIn(solution).size
  const text = renderNext({
    cells: isNotebook(file) ? cellsToRead(fresh) : parseCells(fresh),
    name: shortName(all, to, to.track),
    file: shown(context.cwd, file),
    isNotebook: isNotebook(file),
    isOnlyScript: workspace.isPython && !isNotebook(file),
    missing: !existsSync(file),
    blanks: blanksOf(solution).length - mistaken,
    mistaken,
    alike: blanksAlike(to, { workspace, all, progress }),
    stays: from === to,
    left: from === null || from === to || isPassed(progress, from.id) ? null : shortName(all, from, to.track),
    finished: from === null || from.track === to.track ? null : closingOf(all, progress, from),
    ninja: context.ninja,
    width: context.width,
  })
  return outcome(text, [...warnings, saved.warning])
}
