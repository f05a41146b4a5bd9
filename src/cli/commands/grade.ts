/** `ninja grade`: what a class handed in, judged and written down. */
import { needsPerson } from '../../grade/scoring.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { showProgress } from '../grade/display.ts'
import { grade } from '../grade/grade.ts'
import { planFrom } from '../grade/plan.ts'
import { summaryOf } from '../grade/summary.ts'

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const plan = planFrom(context, words, options)
  const display = showProgress(process.stderr)
  const { manifest, wasInterrupted } = await grade(plan, display).finally(display.end)
  if (wasInterrupted) return outcome('', ['interrupted; run the same command again to go on'], INTERRUPTED)
  const { counts, hasRoster } = manifest
  const isOpen = (Object.keys(counts) as (keyof typeof counts)[]).some(
    status => counts[status] > 0 && needsPerson(status, hasRoster),
  )
  return outcome(summaryOf(manifest), [], isOpen ? 1 : 0)
}

const INTERRUPTED = 75
