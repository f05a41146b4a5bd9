/** `ninja grade`: what a class submitted, judged and written down. */
import type { FormatName } from '../../grade/formats/formats.ts'
import { formats } from '../../grade/formats/formats.ts'
import type { GradeManifest } from '../../grade/manifest.ts'
import type { GradeRecord, GradeStatus } from '../../grade/record.ts'
import { INTERNAL, needsPerson } from '../../grade/scoring.ts'
import { absentFrom } from '../../grade/shards.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { BUG } from '../errors.ts'
import { foreignText, shown } from '../files.ts'
import { classWorkOf } from '../grade/assignment.ts'
import { showProgress } from '../grade/display.ts'
import { grade } from '../grade/grade.ts'
import { merge } from '../grade/merge.ts'
import { type FormatWish, writeOutputs } from '../grade/outputs.ts'
import { formatFrom, outFrom, planFrom } from '../grade/plan.ts'
import { recordsIn } from '../grade/results.ts'
import { summaryOf } from '../grade/summary.ts'

/** Interrupted: run it again. */
const INTERRUPTED = 75

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  if (options.merge === true) {
    const [out, format] = [outFrom(context.cwd, options), formatFrom(options)]
    const manifest = merge(context.cwd, words, out)
    const due = manifest.due === null ? null : Date.parse(manifest.due)
    const wish = format === null ? null : { name: format, due, cameAt: () => null }
    return ended({ manifest, out, wish, notes: [] }, context, options)
  }
  const plan = planFrom(context, words, options)
  const work = classWorkOf(plan)
  const display = showProgress(process.stderr)
  const manifest = await grade(plan, work, display).finally(display.end)
  if (manifest === null) return outcome('', ['interrupted: run the same command again to go on'], INTERRUPTED)
  const times = new Map(work.handed.map(({ student, exercise, at }) => [`${student}\0${exercise}`, at]))
  const cameAt: FormatWish['cameAt'] = (student, exercise) => times.get(`${student}\0${exercise}`) ?? null
  const wish = plan.format === null ? null : { name: plan.format, due: work.due, cameAt }
  return ended({ manifest, out: plan.out, wish, notes: work.notes }, context, options)
}

interface Ended {
  readonly manifest: GradeManifest
  readonly out: string
  readonly wish: FormatWish | null
  readonly notes: readonly string[]
}

function ended({ manifest, out, wish, notes }: Ended, { cwd }: Context, options: Options): CommandResult {
  const foreign = writeOutputs(out, manifest, wish)
  const isMerged = options.merge === true
  const text = summaryOf({ manifest, records: recordsIn(out), out: shown(cwd, out), isMerged })
  const kept = foreign.map(one => foreignText(one, shown(cwd, out)))
  return outcome(text, [...notes, ...kept], statusOf(manifest, recordsIn(out), wish?.name ?? null, options))
}

function statusOf(
  { counts, hasRoster, shards }: GradeManifest,
  records: Iterable<GradeRecord>,
  format: FormatName | null,
  { strictExit, merge }: Options,
): number {
  let isRight = true
  for (const { reason, status, score, max } of records) {
    if (reason === INTERNAL) return BUG
    isRight &&= status === 'graded' && score === max
  }
  if (strictExit === true && !isRight) return 1
  // To a platform that runs a grader, anything else says that the grader failed.
  if (format !== null && formats[format].isSingle) return 0
  const all = Object.entries(counts) as [GradeStatus, number][]
  const isOpen = all.some(([status, count]) => count > 0 && needsPerson(status, hasRoster))
  return isOpen || (merge === true && absentFrom(shards).length > 0) ? 1 : 0
}
