/** Lines of results.jsonl: made of what was judged, of what could not be, and anew where points or times changed. */
import type { JudgedFile } from './judged.ts'
import type { AssignedExercise, BlankGrade, GradeRecord, RoomName } from './record.ts'
import { priced, sumOf } from './scoring.ts'

/** What is known of a file before it is judged. */
export interface KnownFile
  extends Pick<
    GradeRecord,
    'key' | 'student' | 'exercise' | 'late' | 'seed' | 'file' | 'sha256' | 'tool' | 'node' | 'pack'
  > {
  readonly points: AssignedExercise['points']
}

export const judgedRecord = (known: KnownFile, judged: JudgedFile): GradeRecord =>
  recordWith(known, { ...judged, blanks: priced(judged.blanks, known.points) })

/** Of a file whose process broke or never answered, again and again. */
export const lostRecord = (known: KnownFile, reason: 'crash' | 'timeout', room: RoomName): GradeRecord =>
  recordWith(known, { ...nothing, status: 'stopped', reason, room })

export const missingRecord = (known: KnownFile): GradeRecord =>
  recordWith(known, { ...nothing, status: 'missing', reason: 'missing', room: null })

type Found = Pick<GradeRecord, 'status' | 'reason' | 'room' | 'ms' | 'blanks' | 'traits' | 'report'>

const nothing = { blanks: [], traits: [], report: null, ms: 0 }

function recordWith({ points, ...known }: KnownFile, found: Found): GradeRecord {
  const { key, student, exercise, late, seed, file, sha256, tool, node, pack } = known
  const { status, reason, room, ms, blanks, traits, report } = found
  return {
    ...{ version: 1, key, student, exercise, status, reason },
    ...{ score: scoreOf(blanks), max: sumOf(points.values()), late, seed },
    ...{ file, sha256, tool, node, pack, room, ms, blanks, traits, report },
  }
}

const scoreOf = (blanks: readonly BlankGrade[]): number => sumOf(blanks.map(({ score }) => score))

/** A line that was written before, where points or times changed since, or the file is elsewhere. */
export function refreshed(record: GradeRecord, { late, points, file }: KnownFile): GradeRecord {
  const blanks = priced(record.blanks, points)
  const { report } = record
  return {
    ...record,
    ...{ score: scoreOf(blanks), max: sumOf(points.values()), late, file, blanks },
    report: report === null || file === null ? report : { ...report, file },
  } as GradeRecord
}
