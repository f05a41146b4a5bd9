/** What is made of results.jsonl for people and for other programs. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { classOf } from '../../grade/class.ts'
import { classPage } from '../../grade/class-page.ts'
import { classText } from '../../grade/class-text.ts'
import { feedbackOn } from '../../grade/feedback.ts'
import { type FormatName, formats } from '../../grade/formats/formats.ts'
import { assignmentIn, type GradeManifest } from '../../grade/manifest.ts'
import type { Assignment, GradeRecord } from '../../grade/record.ts'
import { fileNamesOf } from '../../grade/submissions/file-names.ts'
import { toBlanksCsv, toGradesCsv } from '../../grade/tables.ts'
import { discard, makeFolder, writeAtomically, writeWhole } from '../../progress/atomic.ts'
import { ifThere } from '../../progress/refusal.ts'
import { recordsIn } from './results.ts'

export const MANIFEST = 'manifest.json'
export const FEEDBACK = 'feedback'

export interface FormatWish {
  readonly name: FormatName
  readonly due: number | null
  readonly cameAt: (student: string, exercise: string) => number | null
}

/** Reads the folder's records line by line, once for each file that is made of them. The manifest comes last. */
export function writeOutputs(folder: string, manifest: GradeManifest, wish: FormatWish | null): void {
  const assignment = assignmentIn(manifest)
  const records = recordsIn(folder)
  const write = (path: string, text: string): void => writeAtomically(join(folder, path), text)
  write('grades.csv', toGradesCsv(records, assignment))
  write('blanks.csv', toBlanksCsv(records, assignment))
  const strays = manifest.strays.map(({ path }) => path)
  const summary = classOf(records, assignment, strays)
  write('class.json', `${JSON.stringify(summary, null, 2)}\n`)
  write('class.md', classText(summary))
  write('class.html', classPage(summary))
  writeFeedback(join(folder, FEEDBACK), records, assignment)
  if (wish !== null) writeFormat(folder, records, assignment, wish)
  write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
}

function writeFormat(
  folder: string,
  records: Iterable<GradeRecord>,
  assignment: Assignment,
  { name, due, cameAt }: FormatWish,
): void {
  const setting = { env: process.env, now: Date.now(), due, cameAt }
  for (const [path, text] of formats[name].files(records, assignment, setting)) {
    makeFolder(dirname(join(folder, path)))
    writeAtomically(join(folder, path), text)
  }
}

/** A page a student; those of earlier runs that are nobody's any more are removed. */
function writeFeedback(folder: string, records: Iterable<GradeRecord>, assignment: Assignment): void {
  makeFolder(folder)
  const names = fileNamesOf(studentsOf(records))
  const kept = new Set<string>()
  for (const own of byStudent(records)) {
    const file = `${names.get(own[0].student)}.md`
    kept.add(file)
    writeWhole(join(folder, file), feedbackOn(own, assignment))
  }
  for (const file of ifThere(() => readdirSync(folder), []))
    if (file.endsWith('.md') && !kept.has(file)) discard(join(folder, file))
}

function* studentsOf(records: Iterable<GradeRecord>): Generator<string> {
  for (const { student } of records) yield student
}

/** Records are in the order of the students. */
function* byStudent(records: Iterable<GradeRecord>): Generator<GradeRecord[]> {
  let own: GradeRecord[] = []
  for (const record of records) {
    if (own.length > 0 && own[0].student !== record.student) {
      yield own
      own = []
    }
    own.push(record)
  }
  if (own.length > 0) yield own
}
