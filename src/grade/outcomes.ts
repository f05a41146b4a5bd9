/** What became of a blank, in the few words that a class is told in. */
import type { BlankGrade, GradeRecord } from './record.ts'

/**
 * `inherited`: right, but fed a wrong gradient. `shape`: the shape is wrong, whatever the numbers. `taken`: PyTorch's own
 * gradient was handed in. `held`: it could not be read, so a person must look.
 */
export type GradeOutcome = 'right' | 'inherited' | 'shape' | 'wrong' | 'taken' | 'held' | 'blank'

/** From best to worst, as bars and tables have them. */
export const gradeOutcomes: readonly GradeOutcome[] = [
  'right',
  'inherited',
  'shape',
  'wrong',
  'taken',
  'held',
  'blank',
]

const OUTCOMES: { readonly [V in BlankGrade['verdict']]: GradeOutcome } = {
  exact: 'right',
  approximate: 'right',
  inherited: 'inherited',
  coincidence: 'wrong',
  wrong: 'wrong',
  shape: 'shape',
  'not finite': 'wrong',
  'not a tensor': 'wrong',
  'wrong type': 'wrong',
  threw: 'wrong',
  timeout: 'wrong',
  'out of memory': 'wrong',
  blank: 'blank',
  unfinished: 'blank',
  'from autograd': 'taken',
  'not read': 'held',
}

export const outcomeOf = ({ verdict }: Pick<BlankGrade, 'verdict'>): GradeOutcome => OUTCOMES[verdict]

/** Whether points are earned: an inherited line is right. */
export const earns = (outcome: GradeOutcome): boolean => outcome === 'right' || outcome === 'inherited'

/** Whether somebody wrote a line, and got it wrong. */
export const isMistake = (outcome: GradeOutcome): boolean => outcome === 'wrong' || outcome === 'shape'

/** The kind of mistake; a wrong shape, and what is not finite, are kinds by themselves. */
export function familyOf({ family, verdict }: BlankGrade): string | null {
  return family ?? (verdict === 'shape' || verdict === 'not finite' ? verdict : null)
}

/** Whether its blanks were judged, so that they say something about the class. */
export const isJudged = ({ status, blanks }: GradeRecord): boolean =>
  status === 'graded' ||
  status === 'held' ||
  // Where one line never ends, the others may have been judged; else all have the same verdict.
  (status === 'stopped' && blanks.some(one => earns(outcomeOf(one))))
