/** `ninja notebook`: an exercise as a notebook in Python, or as a Python file of cells. */
import { resolve } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { notebookOf, scriptOf } from '../../python/twin.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { readIfThere, writeFile } from '../files.ts'
import { choose } from '../target-exercise.ts'
import { twinFor } from '../twin.ts'

export function run(context: Context, [written]: readonly string[], options: Options): CommandResult {
  const { exercise, warning } = choose(context, written)
  const cells = twinFor(exercise)
  if (typeof options.output !== 'string') return outcome(notebookOf(cells, exercise.id), [warning])
  const path = resolve(context.cwd, options.output)
  if (readIfThere(path) !== null)
    throw new NinjaError('usage', `${options.output} is there already`, 'give another name to --output')
  const isScript = /\.py$/i.test(options.output)
  writeFile(path, isScript ? scriptOf(cells, exercise.id) : notebookOf(cells, exercise.id))
  return outcome(
    `${options.output} is ${exercise.id} in Python: fill it in, then ${context.ninja} check ${options.output}`,
    [warning],
  )
}
