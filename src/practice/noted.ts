/** What checks and hints tell of a learner's practice. */
import { type Judgement, passes, type Report, type Verdict } from '../checker/report.ts'
import { thrownFamily } from '../checker/text/thrown-families.ts'
import type { Day } from './days.ts'
import { noteDue, noteSlip, type Practice, type Slip } from './practice.ts'
import { noteTask } from './session.ts'
import { isTask } from './task-names.ts'

/** The kinds of tasks that practise a family of mistakes. */
export type KindsFor = (family: string) => readonly string[]

/** A mistake of typing shows nothing about gradients, and nor does what follows from another line. */
const SHOWING: readonly Verdict[] = ['wrong', 'coincidence', 'shape', 'not finite']

const ENDLESS: readonly Verdict[] = ['timeout', 'out of memory']

/** No value came of the line, and that isn't a mistake of typing: a line is also judged half written. */
const hasNoValue = ({ verdict, message }: Judgement): boolean =>
  ENDLESS.includes(verdict) || (verdict === 'threw' && thrownFamily(message) === "sizes don't fit")

export function noteInPractice(practice: Practice, report: Report, kindsFor: KindsFor, today: Day): Practice {
  const { exercise: id, gradients, passed } = report
  const wrong = gradients.filter(({ verdict }) => !passes(verdict))
  const named = wrong.flatMap(({ blank, diagnosis }) =>
    diagnosis === null ? [] : [{ id, blank, family: diagnosis.family }],
  )
  if (!isTask(id))
    return named.reduce((so, slip) => {
      const kinds = kindsFor(slip.family)
      return kinds.length === 0 ? so : noteSlip(so, slip, kinds, today)
    }, practice)
  const kind = practice.session?.tasks.find(task => task.id === id)?.kind
  if (kind === undefined) return practice
  const families = [...new Set(named.map(({ family }) => family))]
  const missed = families.some(family => kindsFor(family).includes(kind)) || wrong.some(hasNoValue)
  const slow = wrong.some(({ verdict }) => SHOWING.includes(verdict))
  const answer = missed ? 'missed' : slow ? 'slow' : 'right'
  const noted = noteTask(practice, id, { answer, passed }, today)
  // A mistake that others practise brings those back.
  const others = families.flatMap(kindsFor).filter(other => other !== kind)
  return noteDue(noted, others, today)
}

/** A question about a blank was answered wrong, as somebody would who makes this mistake. */
export function noteGuess(practice: Practice, slip: Slip, kindsFor: KindsFor, today: Day): Practice {
  const kinds = kindsFor(slip.family)
  // Tasks come and go: nothing is kept of them by name.
  return isTask(slip.id) ? noteDue(practice, kinds, today) : noteSlip(practice, slip, kinds, today)
}

/** A hint of a task was read: it was missed. */
export const noteHelp = (practice: Practice, id: string, today: Day): Practice =>
  noteTask(practice, id, { answer: 'missed', passed: false }, today)
