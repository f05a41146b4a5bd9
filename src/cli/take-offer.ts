/** How many empty blanks of an exercise are like ones that the learner has solved before: those that `take` is for. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { emptyBlanks, openRecipient, pieceFrom } from '../text/taking.ts'
import { usesAlike } from '../text/uses-alike.ts'
import { freshExercise } from './files.ts'
import { blankNames } from './ready.ts'
import { type OwnWork, ownText, sourcesFor } from './taking.ts'
import { fileOf } from './workspace.ts'

/** Nothing is judged for it: only gradients count whose tensor both forward passes use in the same lines. */
export function blanksAlike(to: Exercise, work: OwnWork): number {
  const text = ownText(fileOf(work.workspace, to))
  if (text === null) return 0
  const blanks = blankNames(to)
  const empty = emptyBlanks(text, freshExercise(to), blanks)
  const sources = sourcesFor(to, empty, work)
  const recipient = openRecipient(text, blanks)
  return empty.filter(name =>
    sources.get(name)!.some(({ from, text: own }) => {
      if (from.track !== to.track || !usesAlike(text, own, name)) return false
      const body = pieceFrom(own, name, recipient)
      return body !== null && 'edits' in body
    }),
  ).length
}
