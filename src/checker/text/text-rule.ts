/** What a rule is given that looks for a mistake in a text. */
import type { Complaint } from '../../text/complaint.ts'
import type { Written } from '../../text/written.ts'
import type { Judgement } from '../report.ts'

export type ToldRow = Pick<Judgement, 'verdict' | 'message' | 'advice' | 'diagnosis'>

/** What was told of a row, and what the engine complained of, if it was an error. */
export interface ToldText extends ToldRow {
  /** Of the error. */
  readonly name: string | null
  readonly complaint: Complaint | null
}

export type TextRule = (given: ToldText, written: Written) => string | null
