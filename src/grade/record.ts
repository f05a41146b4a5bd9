/** What is kept of one student's file for one exercise: a line of results.jsonl. All else is made of these lines. */
import type { Report, Verdict } from '../checker/report.ts'
import type { ClaimVerdict } from '../python/judging.ts'
import type { NotebookReport } from '../python/report.ts'

/**
 * `graded`: it has a score. `missing`: there is no file. `ungradable`: a file that cannot be judged. `held`: something in
 * it could not be read, so a person must look. `stopped`: it took too long, or too much memory.
 */
export type GradeStatus = 'graded' | 'missing' | 'ungradable' | 'held' | 'stopped'

/** Where a file was judged: a Python notebook is read, and runs nowhere. */
export type RoomName = 'quickjs' | 'thread' | 'python'

export interface GradeRecord {
  readonly version: 1
  /** Of all that the verdict rests on: the same key, the same verdict. */
  readonly key: string
  readonly student: string
  /** Its whole name: `makemore/07_whole_network`. */
  readonly exercise: string
  readonly status: GradeStatus
  /** Where it isn't graded: why, in a word (`syntax`, `timeout`, `not read` …) that is as stable as the codes. */
  readonly reason: string | null
  readonly score: number
  readonly max: number
  /** Whether it came after the time it was due; null where nothing was due, or when it came isn't known. */
  readonly late: boolean | null
  readonly seed: number
  /** Below the folder of the submissions, with /; null where there is none. */
  readonly file: string | null
  readonly sha256: string | null
  /** Of this program, of Node, and of the exercise's pack. */
  readonly tool: string
  readonly node: string
  readonly pack: string
  readonly room: RoomName | null
  /** How long the judging took: the one field that differs from run to run. */
  readonly ms: number
  readonly blanks: readonly BlankGrade[]
  readonly traits: readonly Trait[]
  /** As `check --json` has it; null where there is no file. */
  readonly report: Report | NotebookReport | null
}

/** What one blank earned. */
export interface BlankGrade {
  readonly blank: string
  /** The worst of its rows. */
  readonly verdict: Verdict | ClaimVerdict
  /** The kind of mistake, where it is known. */
  readonly family: string | null
  /** What was computed, in a line, where it is known. */
  readonly short: string | null
  /** What the learner wrote for it, shortened; null where nothing is there. */
  readonly text: string | null
  readonly score: number
  readonly max: number
}

/**
 * Something in a file that is the learner's own, and which few others would write the same way. A `file` is all of it,
 * and `code` all but its comments and formatting: of those `text` is a digest.
 */
export interface Trait {
  readonly kind: (typeof traitKinds)[number]
  readonly text: string
}

export const traitKinds = ['file', 'code', 'comment', 'name', 'line'] as const

/** Somebody of the class, as a roster has them. */
export interface Student {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
  readonly section: string | null
  /** What else they may be called: the other columns of a roster that hold ids. */
  readonly aliases?: readonly string[]
}

/** A file that somebody handed in for one exercise. */
export interface Handed {
  readonly student: string
  /** The exercise's whole name. */
  readonly exercise: string
  /** Below the folder of the submissions, with /; in an archive: `class.zip/ada.ts`. */
  readonly path: string
  readonly language: 'typescript' | 'python'
  /** When it came, in milliseconds since 1970; null where that isn't known. */
  readonly at: number | null
  /** Whether the platform that it comes from says that it was late; null where it says nothing. */
  readonly isLate: boolean | null
  /** What is in it. @throws NinjaError saying why it can't be read, or isn't: a link, too large … */
  readonly read: () => Uint8Array
}

/** What a class is graded by. */
export interface Assignment {
  /** In their order, by their whole names, and what each of their blanks is worth. */
  readonly exercises: readonly AssignedExercise[]
  readonly students: readonly Student[]
  /** Whether `students` is a roster's: then nobody else is of this class. */
  readonly hasRoster: boolean
}

export interface AssignedExercise {
  readonly id: string
  readonly title: string
  readonly points: ReadonlyMap<string, number>
}
