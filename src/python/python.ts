/** What is done with a notebook as its caller sees it: a text in, plain data out, whatever is in the text. */
import type { Drawn } from '../checker/drawn.ts'
import type { Failure } from '../checker/report.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { NinjaError } from '../errors.ts'
import { codeCellsOf } from './cells.ts'
import { type DrawnNotebook, drawingOf } from './drawn.ts'
import { judgeNotebook, withoutStarts } from './judging.ts'
import { drawnIn, failedReport, type NotebookReport, reportOn } from './report.ts'
import type { Texts } from './sizes.ts'

export interface NotebookRequest {
  readonly text: string
  /** As it is to be named: `homework.ipynb`. */
  readonly file: string
  readonly seed: number
  readonly texts: Texts
}

export interface ExaminedNotebook {
  readonly report: NotebookReport
  /** What to draw of each of the report's gradients. Worked out when it is asked for. */
  readonly drawn: () => readonly (Drawn | null)[]
}

export const checkNotebook = (request: NotebookRequest): NotebookReport => examineNotebook(request).report

export function examineNotebook({ text, file, seed, texts }: NotebookRequest): ExaminedNotebook {
  const judged = unlessFailed(() =>
    withoutStarts(judgeNotebook(codeCellsOf(text, file), { seed, texts, diagnose })),
  )
  if ('code' in judged) return { report: failedReport(file, seed, judged), drawn: () => [] }
  return { report: reportOn(judged, file, seed), drawn: () => drawnIn(judged) }
}

export const drawNotebook = ({ text, file, seed, texts }: NotebookRequest): DrawnNotebook | Failure =>
  unlessFailed(() => drawingOf(codeCellsOf(text, file), { file, seed, open: texts.all }))

/** What `work` gives; what is wrong with the notebook as plain data, since its caller has a NinjaError of its own. */
function unlessFailed<T>(work: () => T): T | Failure {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message, advice = null, reason = null } = error
    return { code, message, advice, line: null, reason }
  }
}
