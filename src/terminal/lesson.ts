/** What watch shows when an exercise is passed: that it is, and what there is to learn from having done it. */
import type { Report } from '../checker/report.ts'
import { type PairView, renderDiff } from './answers.ts'
import type { Belt } from './belt.ts'
import { sign, style, withCode, wrap } from './style.ts'
import { table } from './table.ts'
import { printedText, renderTable, type View } from './verdict.ts'

export interface Lesson {
  /** The learner's lines and the answers. */
  readonly pairs: readonly PairView[]
  /** Of the track, this exercise counted. */
  readonly passed: number
  readonly total: number
  readonly belt: Belt
}

export function renderLesson(report: Report, { pairs, passed, total, belt }: Lesson, view: View): string {
  const { exercise, gradients } = report
  const notes = gradients.flatMap(({ name, note }) =>
    note === null ? [] : [[style.strong(name), withCode(note)]],
  )
  const parts = [
    style.good(
      `${sign.good} ${exercise} passed: all ${gradients.length} right. ${passed} of ${total}, ${belt} belt.`,
    ),
    ...(passed === total ? [] : [`${style.strong('n')} goes on to the next exercise.`]),
    ...(notes.length === 0 ? [] : [table(notes, view.width).join('\n')]),
    ...report.notes.map(note => style.dim(wrap(`note: ${note}`, view.width, '      '))),
    ...printedText(report),
    ...(report.picture === null ? [] : [report.picture.trimEnd()]),
    renderDiff('yours beside the reference', pairs, view.width),
    renderTable(gradients, view.width),
  ]
  return parts.join('\n\n')
}
