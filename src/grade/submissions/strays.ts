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
}

export const stray = (path: string, reason: string, student: string | null): Stray => ({
  path: shownPath(path),
  student,
  reason,
})
