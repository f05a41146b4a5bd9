/** `ninja again`: empties the blanks of a passed exercise, the one that is due first unless one is named. */
import { type Exercise, shortName, shortTitle } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import {
  againIn,
  isPassed,
  noteAgain,
  type Progress,
  progressOf,
  setCurrent,
} from '../../progress/progress.ts'
import { dueAt } from '../../progress/returning.ts'
import { type Returning, renderAgain, renderOrder } from '../../terminal/again.ts'
import { reblanked } from '../../text/reblanking.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { readIfThere, replaceExercise, shown } from '../files.ts'
import { freshFile } from '../fresh-file.ts'
import { isNotebook } from '../notebook-file.ts'
import { readOwn } from '../reading.ts'
import { blankNames } from '../ready.ts'
import { type Chosen, choose } from '../target-exercise.ts'
import { fileOf } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], options: Options): CommandResult {
  const chosen = choose(context, written)
  const { workspace, all, track, progress, warning } = chosen
  const order = orderOf(all, progress)
  const now = new Date()
  if (options.list === true)
    return outcome(
      renderOrder(
        order.map(one => returningFrom(one, progress, shortName(all, one.exercise, track), now)),
        context,
      ),
      [warning],
    )
  const exercise = written === undefined ? firstOf(order, progress) : demandDone(chosen)
  const path = fileOf(workspace, exercise)
  const text = readOwn(workspace, exercise, context)
  const fresh = freshFile(workspace, exercise).content
  const blanks = blankNames(exercise)
  const made = isNotebook(path)
    ? { text: fresh, emptied: text === fresh ? [] : blanks }
    : reblanked(text, fresh, blanks)
  const name = shortName(all, exercise, track)
  if (made.emptied.length === 0)
    throw new NinjaError(
      'exercise',
      `there is nothing to empty in ${shown(context.cwd, path)}: no blank of it has anything in it`,
      `to start the exercise again: ninja reset ${name}`,
    )
  replaceExercise(workspace.root, exercise, path, { before: readIfThere(path), content: made.text })
  const saved = workspace.store.update(one =>
    setCurrent(noteAgain(one, exercise.id, made.emptied), exercise.id),
  )
  const view = {
    name: shortName(all, exercise, exercise.track),
    title: exercise.id,
    file: shown(context.cwd, path),
    many: made.emptied.length,
  }
  return outcome(renderAgain(view, context), [warning, saved.warning])
}

interface Due {
  readonly exercise: Exercise
  readonly at: Date
  readonly blanks: number
}

/** Those that are passed, the first to come first. */
function orderOf(all: readonly Exercise[], progress: Progress): Due[] {
  return all
    .filter(({ id }) => isPassed(progress, id))
    .map(exercise => {
      const blanks = blankNames(exercise).length
      return { exercise, blanks, at: dueAt(progressOf(progress, exercise.id), blanks)! }
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** One that is being done again already doesn't come once more. */
function firstOf(order: readonly Due[], progress: Progress): Exercise {
  const first = order.find(({ exercise }) => againIn(progress, exercise.id).length === 0)
  if (first !== undefined) return first.exercise
  throw new NinjaError(
    'exercise',
    order.length === 0
      ? "you haven't passed an exercise yet, so there is none to do again"
      : 'all exercises that you passed are being done again already',
    order.length === 0 ? 'ninja next goes on to the next one' : 'ninja again --list shows them',
  )
}

function demandDone({ all, exercise, track, progress }: Chosen): Exercise {
  if (isPassed(progress, exercise.id)) return exercise
  throw new NinjaError(
    'exercise',
    `you haven't passed ${exercise.id} yet, so there is nothing to do again`,
    `ninja check ${shortName(all, exercise, track)} says what is left to do`,
  )
}

function returningFrom(
  { exercise, at, blanks }: Due,
  progress: Progress,
  name: string,
  now: Date,
): Returning {
  const { checks, hints, givenUp } = progressOf(progress, exercise.id)
  // Hints, and causes that a check found: they stand for the hints before them.
  const steps = Object.values(hints).reduce((sum, tiers) => sum + tiers, 0)
  const counted = (many: number, one: string): string[] =>
    many === 0 ? [] : [`${many} ${one}${many === 1 ? '' : 's'}`]
  return {
    name,
    title: shortTitle(exercise),
    due: at.toISOString().slice(0, 10),
    isDue: at <= now,
    isOpen: againIn(progress, exercise.id).length > 0,
    reasons: [
      ...(checks > blanks ? counted(checks, 'check') : []),
      ...counted(steps, 'step').map(text => `${text} of help`),
      ...(givenUp === undefined ? [] : [`${givenUp.blanks.length} given up`]),
    ],
  }
}
