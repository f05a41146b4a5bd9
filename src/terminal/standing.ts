/** How far a learner has come: a track with its exercises, as lines. */

import { type Belt, beltOf } from '../catalogue/belt.ts'
import { aboutTrack, roadThrough } from '../catalogue/road.ts'
import { passes, type Verdict } from '../checker/report.ts'
import { DRILL } from '../practice/task-names.ts'
import { bar, columns, pad, sign, style, wrap } from './style.ts'

/** A gradient as of the last check; the verdict is null where there was none. */
export interface GradientStanding {
  readonly name: string
  readonly verdict: string | null
}

export interface ExerciseStanding {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly passed: boolean
  /** Whether its answers were shown before it was passed. */
  readonly givenUp: boolean
  /** Of a passed exercise, the blanks that were emptied and are not right again yet. */
  readonly again: readonly string[]
  readonly gradients: readonly GradientStanding[]
  /** The learner's file. */
  readonly file: string
  /** In a folder of notebooks: whether there's none of this one. */
  readonly isOnlyScript: boolean
}

export interface TrackStanding {
  readonly name: string
  readonly exercises: readonly ExerciseStanding[]
}

export const isRight = (verdict: string | null): boolean => passes(verdict as Verdict)

export const rightIn = ({ gradients }: ExerciseStanding): number =>
  gradients.filter(({ verdict }) => isRight(verdict)).length

/** The gradient to work on: the first that is wrong in itself, else the first that is not filled in; null: all right. */
export function openGradient({ gradients }: Pick<ExerciseStanding, 'gradients'>): GradientStanding | null {
  const open = gradients.filter(({ verdict }) => !isRight(verdict))
  const rules = [isWrong, (verdict: string | null) => verdict !== 'inherited', () => true]
  return (
    rules.map(rule => open.find(({ verdict }) => rule(verdict))).find(found => found !== undefined) ?? null
  )
}

/** Wrong in itself: neither right, nor blank, nor only fed with a wrong gradient. */
const isWrong = (verdict: string | null): boolean =>
  verdict !== null && !isRight(verdict) && verdict !== 'blank' && verdict !== 'inherited'

export function beltOfTrack({ exercises }: TrackStanding): Belt {
  return beltOf(exercises.filter(({ passed }) => passed).length, exercises.length)
}

/** Of a folder of notebooks, whether a track has none. */
export const hasOnlyScripts = ({ exercises }: TrackStanding): boolean =>
  exercises.every(({ isOnlyScript }) => isOnlyScript)

/** `makemore  ██████░░░░  4 of 6 passed  blue belt` */
export function trackLines(tracks: readonly TrackStanding[]): string[] {
  return columns(
    tracks.map(track => {
      const total = track.exercises.length
      const passed = track.exercises.filter(exercise => exercise.passed).length
      return [
        style.title(track.name),
        bar(passed, total),
        `${passed} of ${total} passed`,
        // Tasks to practise on earn none.
        track.name === DRILL ? '' : style.strong(`${beltOfTrack(track)} belt`),
        hasOnlyScripts(track) ? style.dim('in TypeScript') : '',
      ]
    }),
  )
}

/** Every exercise of every track, the current one pointed at. */
export function renderList(tracks: readonly TrackStanding[], current: string): string {
  const headings = trackLines(tracks)
  const rows = tracks.map(({ exercises }) =>
    exercises.map(exercise => exerciseRow(exercise, exercise.id === current, exercise.id === current)),
  )
  const aligned = columns(rows.flat())
  let taken = 0
  const parts = rows.map((own, i) =>
    [headings[i], ...aboutLines(tracks[i].name), '', ...aligned.slice(taken, (taken += own.length))].join(
      '\n',
    ),
  )
  const road = roadThrough(tracks.filter(track => !hasOnlyScripts(track)).map(({ name }) => name))
  return [...parts, ...(road === null ? [] : [wrap(road, 80)])].join('\n\n')
}

const aboutLines = (track: string): string[] => {
  const about = aboutTrack(track)
  return about === '' ? [] : [style.dim(`  ${about}`)]
}

/** An exercise as cells; `isPointed`: with an arrow to it. */
export function exerciseRow(exercise: ExerciseStanding, isCurrent: boolean, isPointed: boolean): string[] {
  const { number, title, passed, isOnlyScript } = exercise
  const mark = markOf(exercise)
  return [
    `${isPointed ? style.strong('>') : ' '} ${mark} ${pad(String(number).padStart(2, '0'), 2)}`,
    isPointed ? style.strong(title) : passed ? title : style.dim(title),
    progressText(exercise),
    [...(isCurrent ? ['current'] : []), ...(isOnlyScript ? [style.dim('.ts')] : [])].join(' '),
  ]
}

function markOf(exercise: ExerciseStanding): string {
  if (exercise.again.length > 0) return style.warn(sign.again)
  if (exercise.passed) return style.good(sign.good)
  if (exercise.givenUp) return style.warn(sign.givenUp)
  if (exercise.gradients.some(({ verdict }) => isWrong(verdict))) return style.bad(sign.bad)
  return rightIn(exercise) > 0 ? style.warn(sign.begun) : style.dim(sign.nothing)
}

function progressText(exercise: ExerciseStanding): string {
  const { passed, givenUp, again, gradients } = exercise
  const right = rightIn(exercise)
  if (again.length > 0) return style.warn(`passed, again ${again.length} to do`)
  if (passed)
    return style.good(right === gradients.length ? 'passed' : `passed, now ${right} of ${gradients.length}`)
  const soFar = `${right} of ${gradients.length}`
  if (givenUp) return style.warn(`given up, ${soFar}`)
  return right === 0 ? style.dim(`${gradients.length} to do`) : soFar
}
