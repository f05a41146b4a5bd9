/** Which blanks to talk about in the next lecture, and why. */
import type { ClassExercise } from './class.ts'
import type { Mistake } from './families.ts'
import { groupsBy } from './groups.ts'
import { missedIn } from './tallies.ts'

export interface TalkPoint {
  readonly exercise: string
  readonly blank: string
  /** How many of the files that were judged have it wrong, or empty. */
  readonly missed: number
  readonly judged: number
  readonly empty: number
  /** The mistake that was made most, where one is known. */
  readonly mistake: {
    readonly family: string
    readonly short: string | null
    readonly students: number
  } | null
  /** Whether most of those who missed it made that one mistake. */
  readonly isOneMistake: boolean
  readonly why: string
}

/** So many are as much as a lecture has room for. */
const MOST = 5
/** Fewer need no lecture: a share of the files that were judged, and a number. */
const [LEAST_SHARE, LEAST] = [0.1, 2]

/** The most missed first; what one mistake explains comes before what has many reasons. */
export function talkPointsIn(
  exercises: readonly Pick<ClassExercise, 'exercise' | 'blanks'>[],
  mistakes: readonly Mistake[],
): TalkPoint[] {
  const own = groupsBy(mistakes, ({ exercise, blank }) => JSON.stringify([exercise, blank]))
  return exercises
    .flatMap(({ exercise, blanks }) =>
      blanks
        .filter(tally => missedIn(tally) >= Math.max(LEAST, LEAST_SHARE * tally.judged))
        .map(tally => {
          const mistake = mostFrequent(own.get(JSON.stringify([exercise, tally.blank])) ?? [])
          const [missed, empty] = [missedIn(tally), tally.outcomes.blank]
          const isOneMistake = mistake !== null && mistake.students > 1 && 2 * mistake.students > missed
          const point = { missed, empty, judged: tally.judged, mistake, isOneMistake }
          return { exercise, blank: tally.blank, ...point, why: reasonFor(point) }
        }),
    )
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, MOST)
}

const weightOf = ({ missed, mistake, judged }: TalkPoint): number =>
  (missed + (mistake?.students ?? 0)) / Math.max(1, judged)

function mostFrequent(mistakes: readonly Mistake[]): TalkPoint['mistake'] {
  const alike = groupsBy(
    mistakes.filter(({ family }) => family !== null),
    ({ family, short }) => JSON.stringify([family, short]),
  )
  const [first] = [...alike.values()].sort((a, b) => b.length - a.length)
  if (first === undefined) return null
  const { family, short } = first[0]
  return { family: family!, short, students: new Set(first.map(({ student }) => student)).size }
}

type Numbers = Pick<TalkPoint, 'missed' | 'empty' | 'judged' | 'mistake' | 'isOneMistake'>

function reasonFor({ missed, empty, judged, mistake, isOneMistake }: Numbers): string {
  const many = `${missed} of ${judged}`
  const name = mistake === null ? '' : (mistake.short ?? mistake.family)
  if (empty === missed) return `${many} left it empty.`
  if (isOneMistake)
    return mistake!.students === missed
      ? `${many} missed it, all with the same mistake: ${name}.`
      : `${many} missed it, and ${mistake!.students} of them made the same mistake: ${name}.`
  if (2 * empty > missed) return `${many} missed it, and ${empty} of them left it empty.`
  if (mistake === null || mistake.students < 2) return `${many} missed it, and no mistake stands out.`
  return `${many} missed it, in several ways. The most frequent, with ${mistake.students}: ${name}.`
}
