/** Rows of this folder: with words that must be in what is said of a wrong line, written down before it was asked. */
import type { forward, inputs } from '../../../../solutions/gpt/02_rms_norm.ts'
import type { Scope as Gpt } from '../../../../solutions/gpt/forward.ts'
import type { ScopeOf } from '../../../catalogue/exercise.ts'
import type { Family } from '../../explanation.ts'
import { type BankExercise, type Lines, rightIn, type WrongRow, wrongIn } from '../lines.ts'

type RmsNorm = ScopeOf<typeof inputs, typeof forward>

const toldIn = <Scope>(exercise: BankExercise) => {
  const wrong = wrongIn<Scope>(exercise)
  return (
    of: keyof Scope & `d${string}`,
    family: Family | readonly Family[],
    says: string,
    lines: Lines<Scope>,
  ): WrongRow[] => wrong(of, family, lines).map(row => ({ ...row, says }))
}

export const inBlock = toldIn<Gpt>('gpt')
export const inRmsNorm = toldIn<RmsNorm>('gpt/02_rms_norm')
export const rightBlock = rightIn<Gpt>('gpt')
export const rightRmsNorm = rightIn<RmsNorm>('gpt/02_rms_norm')
