/** How Canvas, Moodle and Blackboard name the files that they export. */

/** What such a name says. */
export interface PlatformName {
  /** What the platform writes of the person's name; empty where it leaves it out. */
  readonly person: string
  /** The platform's own number of the student, or what it has instead. */
  readonly number: string
  /** Null where the platform doesn't say. */
  readonly isLate: boolean | null
  /** The larger, the newer; null where the platform doesn't say. */
  readonly order: number | null
  /** The name that the student gave the file; empty for a folder. */
  readonly file: string
}

/**
 * `lovelaceada_LATE_12345_678901_07.ts`: the student's number, then the file's. `anon_x1y2z` where names are hidden; and
 * no number of a file where a text was written, or a link given, instead.
 */
const CANVAS =
  /^(?:([\p{L}\p{M}\p{N}_]*?)_)??(LATE_)?(?:(anon_[A-Za-z0-9]+)|(\d+))_(?:(\d{3,})_(.+)|((?:text|link)\.html))$/u

/** `Ada Lovelace_123456_assignsubmission_file_`, a folder; or the same before the name of a file. */
const MOODLE = /^(.*?)_(\d+)_assignsubmission_(?:file|onlinetext)_?(.*)$/u

/**
 * `Homework 2_ada_attempt_2026-03-01-17-22-05_07.ts`: what the student logs in with; and
 * without a file, what Blackboard says of the attempt.
 */
const BLACKBOARD = /^(?:.*_)?([^_]+)_attempt_(\d{4}(?:-\d\d){5})(?:_(.+)|\.txt)$/u

/** Beside every attempt in Blackboard. */
export const RECEIPT = 'attempt.txt'

export function platformName(name: string): PlatformName | null {
  const blackboard = BLACKBOARD.exec(name)
  if (blackboard !== null) {
    const [, number, time, file = RECEIPT] = blackboard
    return { person: '', number, isLate: null, order: Number(time.replaceAll('-', '')), file }
  }
  const moodle = MOODLE.exec(name)
  if (moodle !== null) {
    const [, person, number, file] = moodle
    return { person, number, isLate: null, order: null, file }
  }
  const canvas = CANVAS.exec(name)
  if (canvas === null) return null
  const [, person = '', late, anonymous, number, order, file, page] = canvas
  if (person === '' && anonymous === undefined) return null
  return {
    person,
    number: anonymous ?? number,
    isLate: late !== undefined,
    order: order === undefined ? null : Number(order),
    file: file ?? page,
  }
}
