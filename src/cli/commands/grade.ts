/** `ninja grade`: what a class submitted, judged and written down. */
import type { GradeManifest } from '../../grade/manifest.ts'
import type { GradeStatus } from '../../grade/record.ts'
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
  const manifest = await grade(plan, display).finally(display.end)
  if (manifest === null) return outcome('', ['interrupted; run the same command again to go on'], INTERRUPTED)
  return outcome(summaryOf(manifest), [], statusOf(manifest))
}

const INTERRUPTED = 75

function statusOf({ counts, hasRoster }: GradeManifest): number {
  const all = Object.entries(counts) as [GradeStatus, number][]
  return all.some(([status, count]) => count > 0 && needsPerson(status, hasRoster)) ? 1 : 0
}
