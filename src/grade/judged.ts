/** What a process that judges finds out about a file. */
import type { ReadFile } from '../checker/check.ts'
import type { Report } from '../checker/report.ts'
import type { NotebookReport } from '../python/report.ts'
import { shortened } from '../room/thrown.ts'
import { bodySpan, definitionsIn } from '../text/definitions.ts'
import type { GradedBlank } from './notebook.ts'
import type { GradeStatus, RoomName, Trait } from './record.ts'
import { blanksFrom, standingOf } from './scoring.ts'

export interface JudgedFile {
  readonly report: Report | NotebookReport
  readonly status: GradeStatus
  readonly reason: string | null
  /** None where the file could not be judged. */
  readonly blanks: readonly GradedBlank[]
  readonly traits: readonly Trait[]
  readonly room: RoomName
  /** Milliseconds: by the clock, and of all that the process had its processors do meanwhile. */
  readonly ms: number
  readonly cpu: number
}

/** Characters of what was written for a blank. */
const SHOWN = 400

/** What stands in a file for each blank, shortened. */
export function textsIn({ source, functions }: ReadFile): Map<string, string> {
  const found = source === null ? new Map() : definitionsIn(source)
  return new Map(
    functions.flatMap(name => {
      const code = found.get(name)?.code
      if (code == null) return []
      const { start, end } = bodySpan(code)
      return [[name, shortened(source!.text.slice(start, end).trim(), SHOWN)] as const]
    }),
  )
}

/** What a report says of a file of TypeScript; `texts`: see `textsIn`. */
export function findingsIn(
  report: Report,
  blanks: readonly string[],
  texts: ReadonlyMap<string, string>,
): Pick<JudgedFile, 'report' | 'status' | 'reason' | 'blanks'> {
  return {
    report,
    ...standingOf(report),
    blanks: report.error === null ? blanksFrom(report, blanks, texts) : [],
  }
}

/** Characters of what a file printed that are kept, of one text, and of all that comes of a file. */
const PRINTED = 20_000
export const TEXT = 20_000
export const RECORD = 2_000_000

/** Elements of a list. */
export const MANY = 10_000

/** As JSON that is not larger than a record may be: what is least needed is left out first. */
export function packed(judged: JudgedFile): string {
  const { report, ...rest } = judged
  const whole = { ...rest, report: trimmed(report) }
  const all = toJson(whole)
  if (all.length <= RECORD) return all
  return toJson({ ...whole, report: { ...whole.report, printed: [], picture: null }, traits: [] })
}

const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === 'string' ? shortened(one, TEXT) : one))

function trimmed(report: Report | NotebookReport): Report | NotebookReport {
  if (!('printed' in report)) return report
  let left = PRINTED
  const printed = report.printed.filter(({ text }) => {
    left -= text.length
    return left >= 0
  })
  return { ...report, printed }
}
