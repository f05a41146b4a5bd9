/** What watch shows when an exercise is passed: that it is, and what there is to learn from having done it. */

import type { Belt } from '../catalogue/belt.ts'
import { withoutAlike } from '../checker/blanks.ts'
import type { Judgement, Report } from '../checker/report.ts'
import { type PairView, renderDiff } from './answers.ts'
import type { Closing } from './closing.ts'
import { sign, style, withCode, wrap } from './style.ts'
import { table } from './table.ts'
import { manyText, printedText, renderTable, type View } from './verdict.ts'

export interface Lesson {
  /** The learner's lines and the answers; none where there are no answers. */
  readonly pairs: readonly PairView[]
  /** Of the track, this exercise counted. */
  readonly passed: number
  readonly total: number
  /** Null: there is none to get. */
  readonly belt: Belt | null
  /** Where all of the track is passed. */
  readonly closing: Closing | null
}

export function renderLesson(report: Report, lesson: Lesson, view: View): string {
  const { pairs, passed, total, belt, closing } = lesson
  const { exercise, gradients } = report
  const notes = notesOf(gradients)
  const parts = [
    style.good(
      wrap(
        `${sign.good} ${exercise} passed: ${manyText(gradients)} right.${closing === null ? ` ${passed} of ${total}${belt === null ? '' : `, ${belt} belt`}.` : ''}`,
        view.width,
        '  ',
      ),
    ),
    closing === null
      ? `${style.strong('n')} ${onwardText(lesson)}.`
      : `You've finished the track ${closing.track}! ${style.strong('n')} shows what comes now.`,
    ...(report.picture === null ? [] : [report.picture.trimEnd()]),
    ...(notes.length === 0 ? [] : [table(notes, view.width).join('\n')]),
    ...report.notes.map(note => style.dim(wrap(`note: ${note}`, view.width, '      '))),
    ...printedText(report),
    ...(pairs.length === 0 ? [] : [renderDiff('your lines and the answers', pairs, view.width)]),
    renderTable(withoutAlike(gradients), view.width),
  ]
  return parts.join('\n\n')
}

/** Of a drill there are no belts, and an end. */
const onwardText = ({ belt, passed, total }: Lesson): string =>
  belt !== null
    ? 'goes on to the next exercise'
    : passed < total
      ? 'goes on to the next task'
      : 'shows how the session went'

/** What is to be said of rows: of all that have the same note, once. */
function notesOf(rows: readonly Judgement[]): string[][] {
  const notes = [...new Set(rows.flatMap(({ note }) => note ?? []))]
  return notes.map(note => {
    const names = rows.filter(row => row.note === note).map(({ name }) => name)
    const [first, second, ...more] = names
    const those = more.length < 2 ? names.join(', ') : `${first}, ${second} and ${more.length} more`
    return [style.strong(those), withCode(note)]
  })
}
