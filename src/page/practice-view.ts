/** A learner's practice as the page shows it: the session at hand is a track, and its tasks are the exercises. */
import type { Day } from '../practice/days.ts'
import { dueIn, type Practice } from '../practice/practice.ts'
import { taskAt, USUAL } from '../practice/session.ts'
import { DRILL } from '../practice/task-names.ts'
import type { PracticeView } from './contract.ts'

/** A kind of task, by its name. */
export interface KindView {
  readonly name: string
  readonly title: string
  /** The families of mistakes that it practises. */
  readonly mistakes: readonly string[]
}

export const titleOf =
  (kinds: readonly KindView[]) =>
  (kind: string): string =>
    kinds.find(({ name }) => name === kind)?.title ?? kind

export function practiceView(practice: Practice, kinds: readonly KindView[], today: Day): PracticeView {
  const { session } = practice
  return {
    due: dueIn(
      practice,
      kinds.map(({ name }) => name),
      today,
    ),
    usual: USUAL,
    current: session === null ? null : taskAt(session).id,
    session: session && {
      name: DRILL,
      about: '',
      belt: null,
      exercises: session.tasks.map(({ id, kind, passed }, i) => ({
        id,
        number: i + 1,
        title: titleOf(kinds)(kind),
        isPassed: passed,
        isGivenUp: false,
        isAgain: false,
      })),
    },
  }
}
