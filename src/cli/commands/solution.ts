/** `ninja solution`: the answers, for those who have passed, or give up. */
import { createInterface } from 'node:readline'
import { readSolution, shortName } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { usualMistake } from '../../practice/reasons.ts'
import { isTask } from '../../practice/task-names.ts'
import { noteGivenUp, progressOf } from '../../progress/progress.ts'
import { renderGivenUp, renderSolution } from '../../terminal/answers.ts'
import { type ExerciseStanding, isRight } from '../../terminal/standing.ts'
import { answerTo, demandAnswers } from '../answers.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { keepGivenUp, keepHelp } from '../drill/practice-file.ts'
import { freshExercise } from '../files.ts'
import { isNotebook } from '../notebook-file.ts'
import { blankNames } from '../ready.ts'
import { anatomyOf, caseOf, usesOf } from '../run-forward.ts'
import { standingOf } from '../standing.ts'
import { type Chosen, choose, demandPassed } from '../target-exercise.ts'
import { pythonLinesOf } from '../twin.ts'
import { fileOf } from '../workspace.ts'

export async function run(
  context: Context,
  [written]: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const chosen = choose(context, written)
  const { workspace, exercise, progress, warning } = chosen
  demandAnswers(exercise)
  const standing = standingOf(exercise, progress, workspace, context.cwd)
  const givesUp = options.giveUp === true && !standing.passed
  if (!givesUp && !standing.givenUp) demandPassed(chosen, context, name => afterHints(chosen, name, context))
  if (givesUp && !standing.givenUp && options.yes !== true && !(await agrees(exercise.id)))
    return outcome(`${exercise.id} isn't given up: nothing has changed`, [warning], 1)
  const saved = givesUp ? giveUp(chosen, standing, context) : null
  const python = isNotebook(fileOf(workspace, exercise)) ? pythonLinesOf(exercise) : null
  const spots = blanksOf(readSolution(exercise))
  const anatomy = anatomyOf(exercise, workspace, context)
  const text = freshExercise(exercise)
  const answers = blankNames(exercise).map(name => ({
    name,
    note: spots.find(spot => spot.name === name)?.note ?? '',
    forward: usesOf(anatomy, name, text).map(
      use => python?.forward.get(use.name) ?? use.text.replace('const ', ''),
    ),
    answer: python?.answer(name) ?? answerTo(exercise, name),
  }))
  const shown = renderSolution(exercise.id, answers, context.width)
  const name = shortName(chosen.all, exercise, chosen.track)
  const isMarked = givesUp || standing.givenUp
  const all = isMarked ? `${shown}\n\n${renderGivenUp(name, context)}` : shown
  return outcome(all, [warning, saved])
}

/** Who has seen all hints of a blank that isn't right may want to go on. */
function afterHints({ exercise, progress }: Chosen, name: string, { ninja }: Context): string {
  const { gradients, hints } = progressOf(progress, exercise.id)
  const isStuck = blanksOf(readSolution(exercise)).some(
    blank => !isRight(gradients[blank.name] ?? null) && hints[blank.name] >= blank.hints.length,
  )
  return isStuck ? `; to see the answers all the same: ${ninja} solution ${name} --give-up` : ''
}

/** Gives what went wrong with writing it down. */
function giveUp(
  { workspace, exercise }: Chosen,
  { id, gradients }: ExerciseStanding,
  context: Context,
): string | null {
  const open = gradients.filter(({ verdict }) => !isRight(verdict)).map(({ name }) => name)
  const { warning } = workspace.store.update(progress => noteGivenUp(progress, id, open, new Date()))
  if (warning !== null) return warning
  if (isTask(id)) return keepHelp(workspace.root, id)
  const graph = caseOf(exercise, workspace, context)?.graph
  const mistakes = open.flatMap(name => (graph === undefined ? [] : (usualMistake(graph, name) ?? [])))
  return keepGivenUp(workspace.root, mistakes)
}

/** @throws NinjaError 'usage' where there is nobody to ask. */
async function agrees(id: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new NinjaError(
      'usage',
      '--give-up asks before it shows the answers, and there is no terminal to ask on',
      'with --yes it does not ask',
    )
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await new Promise<string>(resolve => {
    asking.once('close', () => resolve(''))
    asking.question(`Give up ${id} and see its answers? It's marked until you pass it. y or n: `, resolve)
  })
  asking.close()
  return /^y(es)?$/i.test(answer.trim())
}
