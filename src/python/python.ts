/** A check of a notebook as its caller sees it: a text in, a report out, whatever is in the text. */
import { diagnose } from '../diagnosis/diagnose.ts'
import { NinjaError } from '../errors.ts'
import { codeCellsOf } from './cells.ts'
import { judgeNotebook } from './judging.ts'
import { failedReport, type NotebookReport, reportOn } from './report.ts'
import type { Texts } from './sizes.ts'

export interface NotebookRequest {
  readonly text: string
  /** As it is to be named: `homework.ipynb`. */
  readonly file: string
  readonly seed: number
  readonly texts: Texts
}

export function checkNotebook({ text, file, seed, texts }: NotebookRequest): NotebookReport {
  try {
    return reportOn(judgeNotebook(codeCellsOf(text, file), { seed, texts, diagnose }), file, seed)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message, advice = null, reason = null } = error
    return failedReport(file, seed, { code, message, advice, line: null, reason })
  }
}
