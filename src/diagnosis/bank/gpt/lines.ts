/** Rows of this folder: with words that must be in what is said of a wrong line, written down before it was asked. */
import type { Family } from '../../explanation.ts'
import { type BankExercise, type Lines, rightIn, type WrongRow, wrongIn } from '../lines.ts'
import type { Block, RmsNorm } from './block.ts'

const toldIn = <Scope>(exercise: BankExercise) => {
  const wrong = wrongIn<Scope>(exercise)
  return (
    of: keyof Scope & `d${string}`,
    family: Family | readonly Family[],
    says: string,
    lines: Lines<Scope>,
  ): WrongRow[] => wrong(of, family, lines).map(row => ({ ...row, says }))
}

export const inBlock = toldIn<Block>('block')
export const inRmsNorm = toldIn<RmsNorm>('rms norm')
export const rightBlock = rightIn<Block>('block')
export const rightRmsNorm = rightIn<RmsNorm>('rms norm')
