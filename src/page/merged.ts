/** A learner's progress with what comes from another place. */
import { noteReport } from '../checker/noted.ts'
import type { Report } from '../checker/report.ts'
import { noteGivenUp, noteHint, type Progress, progressOf, setCurrent } from '../progress/progress.ts'

/** How many tiers of hints there are, by exercise and blank. */
export type Tiers = ReadonlyMap<string, ReadonlyMap<string, number>>

export interface Here {
  readonly tiers: Tiers
  /** Of what was checked again here. */
  readonly reports: readonly Report[]
  readonly at: Date
}

/** Hints that were seen were seen, and so were answers; a pass is what was found here. The current exercise stays, where there is one. */
export function merged(own: Progress, imported: Progress, { tiers, reports, at }: Here): Progress {
  let progress = reports.reduce((so, report) => noteReport(so, report, at), own)
  for (const [id, blanks] of tiers) {
    const { hints: seen, givenUp } = progressOf(imported, id)
    if (givenUp !== undefined)
      progress = noteGivenUp(
        progress,
        id,
        givenUp.blanks.filter(blank => blanks.has(blank)),
        new Date(givenUp.at),
      )
    for (const [blank, most] of blanks)
      if (Object.hasOwn(seen, blank)) progress = noteHint(progress, id, blank, Math.min(seen[blank], most))
  }
  const { current } = imported
  return own.current === null && current !== null && tiers.has(current)
    ? setCurrent(progress, current)
    : progress
}
