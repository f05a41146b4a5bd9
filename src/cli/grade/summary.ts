/** What is said on the terminal in the end: how many, how well, what to look at, and where it all is. */
import type { GradeManifest } from '../../grade/manifest.ts'
import type { GradeRecord, GradeStatus } from '../../grade/record.ts'
import { absentFrom } from '../../grade/shards.ts'
import { manyText } from '../../grade/wording.ts'
import { style } from '../../terminal/style.ts'

export interface SummaryFacts {
  readonly manifest: GradeManifest
  readonly records: Iterable<GradeRecord>
  readonly isMerged: boolean
  /** As it is to be shown. */
  readonly out: string
}

/** So many names are listed, and so many files of nobody. */
const LISTED = 5

export function summaryOf({ manifest, records, out, isMerged }: SummaryFacts): string {
  const { counts, shards, strays } = manifest
  const [scores, open] = tallied(records)
  const absent = absentFrom(shards)
  const lines = [
    countsText(counts),
    ...(scores.length === 0 ? [] : [`average ${percent(scores)} of the points, of what was graded`]),
    ...open.flatMap(([status, names]) => [`${LABELS[status]}: ${listed(names)}`]),
    ...(strays.length === 0
      ? []
      : [
          `${manyText(strays.length, 'file')} not graded:`,
          ...strays
            .slice(0, LISTED)
            .map(({ path, reason }) => `  ${path}${reason === null ? '' : ` ${reason}`}`),
          ...(strays.length > LISTED
            ? [`  and ${strays.length - LISTED} more: see ${out}/manifest.json`]
            : []),
        ]),
    ...(absent.length === 0 || !isMerged
      ? []
      : [
          style.warn(
            `${absent.length === 1 ? 'a part is' : 'parts are'} missing: ${absent.join(', ')}; grade them, and put all together again`,
          ),
        ]),
    `see ${out}/class.html; scores are in ${out}/grades.csv`,
  ]
  return lines.join('\n')
}

const LABELS: Readonly<Record<Exclude<GradeStatus, 'graded'>, string>> = {
  missing: 'nothing submitted',
  ungradable: 'a person must look at them, for they cannot be judged',
  held: 'a person must look at them, for a part of them could not be read',
  stopped: 'a person must look at them, for they took too long or too much memory',
}

function countsText(counts: GradeManifest['counts']): string {
  const all = (Object.entries(counts) as [GradeStatus, number][]).filter(([, count]) => count > 0)
  return all.length === 0
    ? 'there was nothing to grade'
    : all.map(([status, count]) => `${count} ${status}`).join(', ')
}

type OpenNames = [Exclude<GradeStatus, 'graded'>, string[]][]

/** The share of the points that each graded file has; and whose files are open. */
function tallied(records: Iterable<GradeRecord>): [number[], OpenNames] {
  const scores: number[] = []
  const open = new Map<Exclude<GradeStatus, 'graded'>, string[]>()
  for (const { status, score, max, student } of records) {
    if (status !== 'graded') open.set(status, [...(open.get(status) ?? []), student])
    else if (max > 0) scores.push(score / max)
  }
  return [scores, [...open]]
}

const percent = (shares: readonly number[]): string =>
  `${Math.round((100 * shares.reduce((sum, one) => sum + one, 0)) / shares.length)} %`

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)]
  const shown = unique.slice(0, LISTED).join(', ')
  return unique.length > LISTED ? `${shown} and ${unique.length - LISTED} more` : shown
}
