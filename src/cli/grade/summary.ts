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
  const { counts, exercises, shards, strays, students } = manifest
  const [scores, open] = tallied(records, numbersOf(exercises.map(({ id }) => id)))
  const absent = absentFrom(shards)
  const lines = [
    `${exercises.length === 1 ? '' : `${manyText(students.length, 'student')}, ${exercises.length} exercises each: `}${countsText(counts)}`,
    ...(scores.length === 0 ? [] : [`average ${percent(scores)} of the points, of what was graded`]),
    ...open.flatMap(([status, names]) => [`${LABELS[status]}: ${listed(names)}`]),
    ...(strays.length === 0
      ? []
      : [
          `${manyText(strays.length, 'file')} not graded:`,
          ...strays.slice(0, LISTED).map(({ path, reason }) => `  ${path} ${reason}`),
          ...(strays.length > LISTED
            ? [`  and ${strays.length - LISTED} more: see ${out}/manifest.json`]
            : []),
        ]),
    ...(absent.length === 0 || !isMerged
      ? []
      : [
          style.warn(
            `${absent.length === 1 ? 'a part is' : 'parts are'} missing: ${absent.join(', ')}; grade ${absent.length === 1 ? 'it' : 'them'}, and put all together again`,
          ),
        ]),
    `see ${out}/class.html; scores are in ${out}/grades.csv`,
  ]
  return lines.join('\n')
}

const LABELS: Readonly<Record<Exclude<GradeStatus, 'graded'>, string>> = {
  missing: 'missing',
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

/** What each exercise is called for short where there are several: its number, unless another has it too. */
function numbersOf(ids: readonly string[]): ReadonlyMap<string, string> {
  const numberOf = (id: string): string => /\d+/.exec(id.split('/')[1])?.[0] ?? id
  const isPlain = new Set(ids.map(numberOf)).size === ids.length
  return new Map(ids.length === 1 ? [] : ids.map(id => [id, isPlain ? numberOf(id) : id]))
}

/** The share of the points that each graded file has; and whose files are open, and for which exercises. */
function tallied(
  records: Iterable<GradeRecord>,
  numbers: ReadonlyMap<string, string>,
): [number[], OpenNames] {
  const scores: number[] = []
  const open = new Map<Exclude<GradeStatus, 'graded'>, Map<string, string[]>>()
  for (const { status, score, max, student, exercise } of records) {
    if (status === 'graded') {
      if (max > 0) scores.push(score / max)
      continue
    }
    const names = open.get(status) ?? new Map<string, string[]>()
    names.set(student, [...(names.get(student) ?? []), ...[numbers.get(exercise) ?? []].flat()])
    open.set(status, names)
  }
  const named = ([student, which]: [string, string[]]): string =>
    which.length === 0 ? student : `${student} (${which.join(', ')})`
  return [scores, [...open].map(([status, names]) => [status, [...names].map(named)])]
}

const percent = (shares: readonly number[]): string =>
  `${Math.round((100 * shares.reduce((sum, one) => sum + one, 0)) / shares.length)} %`

function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).join(', ')
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown
}
