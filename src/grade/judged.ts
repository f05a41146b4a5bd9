/** What a process that judges finds out about a file. */
import type { ReadFile } from '../checker/check.ts'
import type { Report } from '../checker/report.ts'
import type { NotebookReport } from '../python/report.ts'
import { bodySpan, definitionsIn } from '../text/definitions.ts'
import type { RoomName, Trait } from './record.ts'

export interface JudgedFile {
  readonly report: Report | NotebookReport
  /** What the learner wrote for each blank, shortened. */
  readonly texts: ReadonlyMap<string, string>
  readonly traits: readonly Trait[]
  readonly room: RoomName
  readonly ms: number
}

/** Characters of what was written for a blank. */
const SHOWN = 400

/** What stands in a file for each blank. */
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

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text

/** Characters of what a file printed that are kept, of one text, and of all that comes of a file. */
const PRINTED = 20_000
export const TEXT = 20_000
export const RECORD = 2_000_000

/** Elements of a list. */
export const MANY = 10_000

/** As JSON that is not larger than a record may be; what is the least needed goes first. */
export function packed(judged: JudgedFile): string {
  const { report, texts, traits, ...rest } = judged
  const whole = { ...rest, report: trimmed(report), texts: [...texts], traits }
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
