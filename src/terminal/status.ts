/** Where a learner stands, and the one thing to do next. */

import { looks } from './looks.ts'
import { type ExerciseStanding, openGradient, rightIn, type TrackStanding, trackLines } from './standing.ts'
import { columns, sign, style } from './style.ts'
import { inColumns } from './table.ts'
import type { View } from './verdict.ts'

export interface Status {
  readonly tracks: readonly TrackStanding[]
  /** Whether there are any to compare with. */
  readonly hasAnswers: boolean
  readonly current: ExerciseStanding
  /** What the learner's file is: not there, never checked, as it was checked, or changed since. */
  readonly file: 'missing' | 'unchecked' | 'checked' | 'changed'
}

export function renderStatus(status: Status, view: View): string {
  const { tracks, current } = status
  const heading = `${style.title(current.id)}  ${current.title}`
  return [
    trackLines(tracks).join('\n'),
    `${heading}\n${style.code(current.file)}`,
    gradientLines(current, view.width).join('\n'),
    `${tallyText(status)}\n${nextText(status, view.ninja)}`,
  ].join('\n\n')
}

/** A gradient a line; many of them in as many columns as fit. */
function gradientLines({ gradients }: ExerciseStanding, width: number): string[] {
  const cells = columns(
    gradients.map(({ name, verdict }) => [`${markOf(verdict)} ${name}`, style.dim(verdict ?? 'not checked')]),
  )
  return cells.length <= 12 ? cells : inColumns(cells, width)
}

function markOf(verdict: string | null): string {
  const look = Object.hasOwn(looks, verdict ?? '') ? looks[verdict as keyof typeof looks] : null
  return look === null ? style.dim(sign.nothing) : look.colour(look.sign)
}

function tallyText({ current, file }: Status): string {
  if (current.gradients.every(({ verdict }) => verdict === null)) return 'not checked yet'
  const mark = current.givenUp ? style.warn(' (given up: you have seen the answers)') : ''
  const since = file === 'changed' ? style.warn(' (the file has changed since)') : ''
  return `${rightIn(current)} of ${current.gradients.length} right in the last check${since}${mark}`
}

/** One command, and what it is good for. */
function nextText({ tracks, hasAnswers, current, file }: Status, ninja: string): string {
  const say = (command: string, what: string): string => `${what} ${style.code(`${ninja} ${command}`)}`
  if (tracks.every(({ exercises }) => exercises.every(({ passed }) => passed))) {
    return hasAnswers
      ? say('diff', "You've passed all exercises. To compare your lines with the answers:")
      : "You've passed all exercises."
  }
  if (current.passed && current.again.length === 0) return say('next', 'Passed. On to the next:')
  if (file === 'missing') return say('reset', 'The file is gone. To bring the exercise back:')
  if (file === 'changed') return say('check', 'To see what your changes did:')
  const open = openGradient(current)
  if (open === null) return say('check', 'To check it:')
  const isBlank = open.verdict === null || open.verdict === 'blank'
  return say('check', `${isBlank ? 'Fill in' : 'Fix'} ${style.strong(open.name)}, save, then:`)
}
