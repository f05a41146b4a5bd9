/** Lines of results.jsonl: made of what was judged, of what could not be, and anew where points or times changed. */
import type { JudgedFile } from './judged.ts'
import type { AssignedExercise, GradeRecord, Handed, RoomName } from './record.ts'
import { gradesOf, repointed, standingOf, sumOf } from './scoring.ts'

/** What is known of a file before it is judged. */
export interface KnownFile
  extends Pick<
    GradeRecord,
    'key' | 'student' | 'exercise' | 'late' | 'seed' | 'file' | 'sha256' | 'tool' | 'node' | 'pack'
  > {
  readonly points: AssignedExercise['points']
}

/** `due`: milliseconds since 1970. Null where nothing was due, or when it came isn't known. */
export function latenessOf(
  { at, isLate }: Pick<Handed, 'at' | 'isLate'>,
  due: number | null,
): boolean | null {
  if (due !== null && at !== null) return at > due
  return isLate
}

export function judgedRecord(known: KnownFile, { report, texts, traits, room, ms }: JudgedFile): GradeRecord {
  const blanks = report.gradients.length === 0 ? [] : gradesOf(report.gradients, texts, known.points)
  return recordWith(known, { ...standingOf(report, blanks), blanks, traits, report, room, ms })
}

/** Of a file whose process broke or never answered, again and again. */
export const lostRecord = (known: KnownFile, reason: 'crash' | 'timeout', room: RoomName): GradeRecord =>
  recordWith(known, { status: 'stopped', reason, blanks: [], traits: [], report: null, room, ms: 0 })

export const missingRecord = (known: KnownFile): GradeRecord =>
  recordWith(known, {
    ...{ status: 'missing', reason: 'missing', blanks: [], traits: [], report: null, room: null, ms: 0 },
  } as const)

type Found = Pick<GradeRecord, 'status' | 'reason' | 'room' | 'ms' | 'blanks' | 'traits' | 'report'>

function recordWith({ points, ...known }: KnownFile, found: Found): GradeRecord {
  const { key, student, exercise, late, seed, file, sha256, tool, node, pack } = known
  const { status, reason, room, ms, blanks, traits, report } = found
  return {
    ...{ version: 1, key, student, exercise, status, reason },
    ...{ score: sumOf(blanks.map(({ score }) => score)), max: sumOf(points.values()), late, seed },
    ...{ file, sha256, tool, node, pack, room, ms, blanks, traits, report },
  }
}

/** A line that was written before, where points, times or places may have changed since. */
export function refreshed(record: GradeRecord, { late, file, points }: KnownFile): GradeRecord {
  const blanks = repointed(record.blanks, points)
  return {
    ...record,
    ...{ score: sumOf(blanks.map(({ score }) => score)), max: sumOf(points.values()), late, file, blanks },
  }
}
