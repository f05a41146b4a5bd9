/** What verify finds out about an exercise, as plain data: it crosses from the threads that look. */

/** Something that does not hold, in one sentence with the way out. */
export interface Flaw {
  /** The exercise, or the track where it is about several. */
  readonly about: string
  /** Which rule it breaks, in a few words: stable, for scripts. */
  readonly rule: string
  readonly message: string
  readonly wayOut: string
}

/** How the wrong lines of one blank fared. */
export interface Tally {
  /** The blank: `dprobs`. */
  readonly blank: string
  /** Wrong lines that were put to the check. */
  readonly tried: number
  /** Of those made, what turned out to be right in another way: not counted among the tried. */
  readonly equal: number
}

export interface Verified {
  readonly exercise: string
  readonly findings: readonly Flaw[]
  readonly tallies: readonly Tally[]
  /** Of the work on it, in all threads. */
  readonly milliseconds: number
}

export const found = (about: string, rule: string, message: string, wayOut: string): Flaw => ({
  about,
  rule,
  message,
  wayOut,
})
