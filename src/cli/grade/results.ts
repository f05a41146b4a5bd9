/** results.jsonl: a line a student and exercise, added as they come, and put in order in the end. */
import { join } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { type GradeManifest, noCounts } from '../../grade/manifest.ts'
import { compareText } from '../../grade/ordering.ts'
import type { GradeRecord } from '../../grade/record.ts'
import { writePartsAtomically } from '../../progress/atomic.ts'
import { linesOf, openLines, openPlaces, type PlacedLine } from '../../progress/lines.ts'

export const RESULTS = 'results.jsonl'

export interface Results {
  /** Whether there is a line with this key. */
  readonly has: (key: string) => boolean
  readonly add: (record: GradeRecord) => void
  /** What was added stays, and no more is. */
  readonly close: () => void
  /**
   * Writes the file anew, by student, then by exercise: `others`, and of the lines that are there those that `final` has
   * something to put in their place.
   */
  readonly finish: (
    final: (record: GradeRecord) => GradeRecord | null,
    others: readonly GradeRecord[],
  ) => void
}

interface Place extends Omit<PlacedLine, 'text'> {
  readonly key: string
  readonly order: string
}

/** Lines that are not on the disk for sure are so many at most, and so many milliseconds old. */
const BATCH = 50
const SOON = 1000

/** Goes on with the file in this folder if there is one. */
export function openResults(folder: string): Results {
  const path = join(folder, RESULTS)
  const places = new Map<string, Place>()
  for (const { text, at, length } of linesOf(path)) {
    const record = recordIn(text)
    if (record !== null) places.set(record.key, { key: record.key, order: orderOf(record), at, length })
  }
  const lines = openLines(path)
  let waiting = 0
  let synced = performance.now()
  return {
    has: key => places.has(key),
    add(record) {
      const { key } = record
      places.set(key, { key, order: orderOf(record), ...lines.add(JSON.stringify(record)) })
      if (++waiting < BATCH && performance.now() - synced < SOON) return
      lines.sync()
      waiting = 0
      synced = performance.now()
    },
    close: lines.close,
    finish(final, others) {
      lines.close()
      writePartsAtomically(path, ordered(path, [...places.values()], final, others))
    },
  }
}

function* ordered(
  path: string,
  places: readonly Place[],
  final: (record: GradeRecord) => GradeRecord | null,
  others: readonly GradeRecord[],
): Generator<string> {
  const all = [
    ...places.map(place => ({ order: place.order, place })),
    ...others.map(record => ({ order: orderOf(record), record })),
  ].sort((a, b) => compareText(a.order, b.order))
  const file = openPlaces(path)
  try {
    for (const one of all) {
      const record = 'record' in one ? one.record : final(recordIn(file.read(one.place))!)
      if (record !== null) yield `${JSON.stringify(record)}\n`
    }
  } finally {
    file.close()
  }
}

/**
 * The lines of these folders in one file in `out`, which may be one of them. Of a student's file that is missing in one
 * folder and there in another, the latter counts.
 * @throws NinjaError 'usage' where two folders have something else for the same student and exercise.
 */
export function mergeResults(
  folders: readonly string[],
  out: string,
): Pick<GradeManifest, 'counts' | 'node'> {
  const counts = { ...noCounts }
  const nodes = new Set<string>()
  const chosen = new Map<string, Place & { readonly path: string; readonly isMissing: boolean }>()
  for (const folder of folders) {
    const path = join(folder, RESULTS)
    for (const { text, at, length } of linesOf(path)) {
      const record = recordIn(text)
      if (record === null) continue
      const { key, status } = record
      const order = orderOf(record)
      const before = chosen.get(order)
      const isMissing = status === 'missing'
      if (before !== undefined && before.key !== key && !before.isMissing && !isMissing) throw twice(record)
      if (before === undefined || before.isMissing)
        chosen.set(order, { key, order, at, length, path, isMissing })
    }
  }
  function* lines(): Generator<string> {
    const sources = new Map(folders.map(folder => [join(folder, RESULTS), openPlaces(join(folder, RESULTS))]))
    try {
      for (const { path, ...place } of [...chosen.values()].sort((a, b) => compareText(a.order, b.order))) {
        const line = sources.get(path)!.read(place)
        const { status, node } = recordIn(line)!
        counts[status]++
        if (status !== 'missing') nodes.add(node)
        yield `${line}\n`
      }
    } finally {
      for (const source of sources.values()) source.close()
    }
  }
  writePartsAtomically(join(out, RESULTS), lines())
  return { counts, node: [...nodes].sort() }
}

const twice = ({ student, exercise }: GradeRecord): NinjaError =>
  new NinjaError(
    'usage',
    `${exercise} of ${student} was graded twice, from other files or with other settings`,
    'leave out the folder that is out of date',
  )

const orderOf = ({ student, exercise }: GradeRecord): string => `${student}\0${exercise}`

/** Null for a line of something else. */
function recordIn(text: string): GradeRecord | null {
  try {
    const record = JSON.parse(text)
    return record?.version === 1 && typeof record.key === 'string' ? record : null
  } catch {
    return null
  }
}

/** The lines of a folder one at a time, so that thousands of reports are never in memory together. */
export const recordsIn = (folder: string): Iterable<GradeRecord> => ({
  *[Symbol.iterator]() {
    for (const { text } of linesOf(join(folder, RESULTS))) {
      const record = recordIn(text)
      if (record !== null) yield record
    }
  },
})
