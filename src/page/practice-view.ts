/** A learner's practice as the page shows it: the session at hand is a track, and its tasks are the exercises. */
import type { Day } from '../practice/days.ts'
import { dueIn, type Practice } from '../practice/practice.ts'
import { DRILL, taskAt, USUAL } from '../practice/session.ts'
import type { PracticeView } from './contract.ts'

export function practiceView(
  practice: Practice,
  titleOf: (kind: string) => string,
  today: Day,
): PracticeView {
  const { session } = practice
  return {
    due: dueIn(practice, today),
    usual: USUAL,
    current: session === null ? null : taskAt(session).id,
    session: session && {
      name: DRILL,
      about: '',
      belt: null,
      exercises: session.tasks.map(({ id, kind, passed }, i) => ({
        id,
        number: i + 1,
        title: titleOf(kind),
        isPassed: passed,
        isGivenUp: false,
        isAgain: false,
      })),
    },
  }
}
