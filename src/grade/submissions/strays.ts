/** What isn't graded, and why. */
import { shownPath } from './paths.ts'

/** Something that isn't graded. */
export interface Stray {
  /** To be shown: what would be invisible in it is written out. */
  readonly path: string
  /** Whose it is, where that's known. */
  readonly student: string | null
  /** Why, in words that go on after its name. */
  readonly reason: string
  /** The same, without any name of a person or a file. */
  readonly nameless: string
}

/** In a reason, names stand only in quotes, and behind its first colon or comma, unless it is told without them. */
export const stray = (
  path: string,
  reason: string,
  student: string | null,
  nameless = /^[^:,]*/.exec(reason.replace(/".*"/s, '"…"'))![0],
): Stray => ({ path: shownPath(path), student, reason, nameless })
