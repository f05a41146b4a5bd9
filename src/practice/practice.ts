/** What is kept of a learner's practice, beside their progress: what is due when, the session at hand, earlier mistakes. */
import { fields, type JsonShape, listOf, optional, orNull, plain, recordOf } from '../progress/json-shape.ts'
import { type Parsed, parseVersioned } from '../progress/versioned.ts'
import { type Day, isDay } from './days.ts'
import { type Answer, answered, isDue, type Recall, settled, slippedOn } from './recall.ts'

const VERSION = 1

export interface Practice {
  readonly version: typeof VERSION
  /** By kind of task. Kinds that were never met are not in it. */
  readonly recalls: Readonly<Record<string, Recall>>
  /** By exercise, by blank, by family of mistakes: when a check last named it. */
  readonly slips: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Day>>>>>>
  /** What this learner's next task is drawn with; null: none was drawn yet. */
  readonly seed: number | null
  /** The forms of the tasks that were drawn last: none of these comes again. */
  readonly forms: readonly string[]
  /** How many sessions were begun so far. */
  readonly sessions: number
  /** The session that isn't over. */
  readonly session: DrillSession | null
}

export interface DrillSession {
  readonly number: number
  readonly tasks: readonly DrillTask[]
  /** The place of the task at hand, from 0. */
  readonly at: number
}

export interface DrillTask {
  /** As the other exercises': `drill/03_session_14`. */
  readonly id: string
  /** What it practises. */
  readonly kind: string
  /** What it was drawn with. */
  readonly seed: number
  /** Of its text, as it was drawn. Sessions that were begun before there were marks have none. */
  readonly mark?: string | undefined
  /** The worst that is known by now: it can only get worse. */
  readonly answer: Answer
  readonly passed: boolean
}

export const emptyPractice = (): Practice => ({
  version: VERSION,
  recalls: {},
  slips: {},
  seed: null,
  forms: [],
  sessions: 0,
  session: null,
})

export const recallOf = ({ recalls }: Practice, kind: string): Recall | null =>
  Object.hasOwn(recalls, kind) ? recalls[kind] : null

/** As it is on this day: what was planned while the clock was ahead is planned again. */
export const asOf = (practice: Practice, today: Day): Practice =>
  Object.keys(practice.recalls).reduce(
    (so, kind) => withRecall(so, kind, settled(so.recalls[kind], today)),
    practice,
  )

/** How many of these kinds of tasks are due. */
export function dueIn(practice: Practice, kinds: readonly string[], today: Day): number {
  const now = asOf(practice, today)
  const recalls = kinds.map(kind => recallOf(now, kind))
  return recalls.filter(recall => recall !== null && isDue(recall, today)).length
}

/** An answer to a task of this kind. */
export const noteAnswer = (practice: Practice, kind: string, answer: Answer, today: Day): Practice =>
  withRecall(practice, kind, answered(recallOf(practice, kind), answer, today))

/** A family of mistakes, at a blank of an exercise. */
export interface Slip {
  readonly id: string
  readonly blank: string
  readonly family: string
}

/** A mistake in an exercise. `kinds`: those that practise it. The same one counts once a day. */
export function noteSlip(
  practice: Practice,
  { id, blank, family }: Slip,
  kinds: readonly string[],
  today: Day,
): Practice {
  const ofExercise = Object.hasOwn(practice.slips, id) ? practice.slips[id] : {}
  const ofBlank = Object.hasOwn(ofExercise, blank) ? ofExercise[blank] : {}
  if (Object.hasOwn(ofBlank, family) && ofBlank[family] === today) return practice
  const noted = {
    ...practice,
    slips: { ...practice.slips, [id]: { ...ofExercise, [blank]: { ...ofBlank, [family]: today } } },
  }
  return noteDue(noted, kinds, today)
}

/** These kinds are asked for as soon as there is a session. */
export const noteDue = (practice: Practice, kinds: readonly string[], today: Day): Practice =>
  kinds.reduce((so, kind) => withRecall(so, kind, slippedOn(recallOf(so, kind), today)), practice)

/** The mistakes that were named in an exercise, by blank, the latest first. */
export const mistakesIn = ({ slips }: Practice, id: string): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(Object.hasOwn(slips, id) ? slips[id] : {}).map(([blank, days]) => [
      blank,
      Object.entries(days)
        .sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
        .map(([family]) => family),
    ]),
  )

const withRecall = (practice: Practice, kind: string, recall: Recall): Practice =>
  recallOf(practice, kind) === recall
    ? practice
    : { ...practice, recalls: { ...practice.recalls, [kind]: recall } }

/** The text of the file. The same practice gives the same text. */
export const printPractice = (practice: Practice): string => `${JSON.stringify(practice, null, 2)}\n`

/** Reads such a text. Never throws. */
export const parsePractice = (text: string): Parsed<Practice> => parseVersioned(text, VERSION, PRACTICE)

const text = plain('text', value => typeof value === 'string')
const day = plain('a day such as 2026-11-30', isDay)
const count = plain('a whole number', value => Number.isSafeInteger(value) && (value as number) >= 0)
const flag = plain('true or false', value => typeof value === 'boolean')
const answer = plain('right, slow or missed', value => ['right', 'slow', 'missed'].includes(String(value)))

const RECALL: Record<keyof Recall, JsonShape> = { asked: day, due: day, level: count, misses: count }
const TASK: Record<keyof DrillTask, JsonShape> = {
  id: text,
  kind: text,
  seed: count,
  mark: optional(text),
  answer,
  passed: flag,
}
const SESSION: Record<keyof DrillSession, JsonShape> = {
  number: count,
  tasks: listOf(fields(TASK)),
  at: count,
}

const FIELDS: Record<keyof Practice, JsonShape> = {
  version: plain(String(VERSION), value => value === VERSION),
  recalls: recordOf(fields(RECALL)),
  slips: recordOf(recordOf(recordOf(day))),
  seed: orNull(count),
  forms: listOf(text),
  sessions: count,
  session: orNull(fields(SESSION)),
}

const PRACTICE = fields(FIELDS)
