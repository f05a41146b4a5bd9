/** What is made of results.jsonl for people and for other programs. */
import { join } from 'node:path'
import { classOf } from '../../grade/class.ts'
import { classPage } from '../../grade/class-page.ts'
import { classText } from '../../grade/class-text.ts'
import { feedbackOn } from '../../grade/feedback.ts'
import { type FormatName, formats } from '../../grade/formats/formats.ts'
import { groupsBy } from '../../grade/groups.ts'
import { assignmentIn, type GradeManifest, type ManifestStray } from '../../grade/manifest.ts'
import type { Assignment, GradeRecord } from '../../grade/record.ts'
import { fileNamesOf } from '../../grade/submissions/file-names.ts'
import { toBlanksCsv, toGradesCsv } from '../../grade/tables.ts'
import { makeFolder, writeAtomically, writeWhole } from '../../progress/atomic.ts'
import { type ForeignFile, type OwnFiles, openOwnFiles } from '../../progress/written.ts'
import { MANIFEST } from './folder.ts'
import { recordsIn } from './results.ts'

const FEEDBACK = 'feedback'

export interface FormatWish {
  readonly name: FormatName
  readonly due: number | null
  readonly cameAt: (student: string, exercise: string) => number | null
}

/**
 * Reads the folder's records line by line, once for each file that is made of them. The manifest comes last. Gives what
 * somebody else wrote or changed.
 */
export function writeOutputs(
  folder: string,
  manifest: GradeManifest,
  wish: FormatWish | null,
): readonly ForeignFile[] {
  const assignment = assignmentIn(manifest)
  const records = recordsIn(folder)
  const own = openOwnFiles(folder)
  const { write } = own
  write('grades.csv', toGradesCsv(records, assignment))
  write('blanks.csv', toBlanksCsv(records, assignment))
  const summary = classOf(records, assignment, manifest.strays)
  write('class.json', `${JSON.stringify(summary, null, 2)}\n`)
  write('class.md', classText(summary))
  write('class.html', classPage(summary))
  makeFolder(join(folder, FEEDBACK))
  writeFeedback(own, records, assignment, manifest.strays)
  if (wish !== null) writeFormat(own, records, assignment, wish)
  // The pages of those who are nobody any more.
  const foreign = own.finish(path => path.startsWith(`${FEEDBACK}/`))
  writeAtomically(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
  return foreign
}

function writeFormat(
  own: OwnFiles,
  records: Iterable<GradeRecord>,
  assignment: Assignment,
  { name, due, cameAt }: FormatWish,
): void {
  const setting = { env: process.env, now: Date.now(), due, cameAt }
  for (const [path, text] of formats[name].files(records, assignment, setting)) own.write(path, text)
}

/** A page a student. */
function writeFeedback(
  { write }: OwnFiles,
  records: Iterable<GradeRecord>,
  assignment: Assignment,
  strays: readonly ManifestStray[],
): void {
  const names = fileNamesOf(studentsOf(records))
  const left = groupsBy(strays, ({ student }) => student)
  for (const own of byStudent(records)) {
    const { student } = own[0]
    const path = `${FEEDBACK}/${names.get(student)}.md`
    write(path, feedbackOn(own, assignment, left.get(student)), writeWhole)
  }
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
