/** What a learner has reached: the values that are kept, and the pure functions that change them. */
import { fields, type JsonShape, listOf, optional, plain, recordOf } from './json-shape.ts'
import { type Parsed, parseVersioned } from './versioned.ts'

const VERSION = 1

export interface ExerciseProgress {
  /** When it was first passed (ISO). Later failures don't take that back. */
  readonly passedAt: string | null
  /** How often it was checked. */
  readonly checks: number
  readonly lastCheckedAt: string | null
  /** The last check's verdict on each gradient. */
  readonly gradients: Readonly<Record<string, string>>
  /** How many tiers of each gradient's hints were shown. */
  readonly hints: Readonly<Record<string, number>>
  /** Where the answers were shown before the pass. */
  readonly givenUp?: GivenUp
  /** Where its blanks were emptied again after the pass. */
  readonly again?: Again
}

export interface GivenUp {
  /** When (ISO). */
  readonly at: string
  /** The blanks that were not right yet. They are in need of practice until they were right once more. */
  readonly blanks: readonly string[]
}

export interface Again {
  /** The blanks that were emptied, and have not been right since. */
  readonly blanks: readonly string[]
  /** How often all of them were right again, and when that was last (ISO). */
  readonly times: number
  readonly passedAt: string | null
}

export interface Progress {
  readonly version: typeof VERSION
  /** The id of the exercise that commands mean when none is named. */
  readonly current: string | null
  /** The same, where one has chosen to begin there and done nothing since. */
  readonly chosen?: string
  /** By id. What was never touched is not in it: read it with `progressOf`. */
  readonly exercises: Readonly<Record<string, ExerciseProgress>>
}

/** What a check found. */
export interface CheckResult {
  readonly passed: boolean
  readonly gradients: Readonly<Record<string, string>>
  readonly at: Date
}

/** Text that was understood; or why it is damaged; or the version of a newer program that wrote it. */
export type ParsedProgress =
  | { readonly kind: 'understood'; readonly progress: Progress }
  | Exclude<Parsed<Progress>, { readonly kind: 'understood' }>

/** Where everybody starts. */
export function emptyProgress(): Progress {
  return { version: VERSION, current: null, exercises: {} }
}

/** One exercise's progress, also of an exercise that was never touched. */
export function progressOf(progress: Progress, id: string): ExerciseProgress {
  // `hasOwn`, because every object has something under 'constructor'.
  return Object.hasOwn(progress.exercises, id) ? progress.exercises[id] : UNTOUCHED
}

export function isPassed(progress: Progress, id: string): boolean {
  return progressOf(progress, id).passedAt !== null
}

/** Counts a check and keeps its verdicts. */
export function noteCheck(progress: Progress, id: string, result: CheckResult): Progress {
  const at = result.at.toISOString()
  const before = progressOf(progress, id)
  return withExercise(progress, id, {
    ...afterAgain(before, result.gradients, at),
    passedAt: before.passedAt ?? (result.passed ? at : null),
    checks: before.checks + 1,
    lastCheckedAt: at,
    gradients: { ...result.gradients },
  })
}

/** Once all blanks that were emptied are right again, what was given up is practised, too. */
function afterAgain(
  before: ExerciseProgress,
  verdicts: CheckResult['gradients'],
  at: string,
): ExerciseProgress {
  const { again, givenUp, ...rest } = before
  if (again === undefined || again.blanks.length === 0) return before
  const isRight = (name: string): boolean => Object.hasOwn(verdicts, name) && RIGHT.includes(verdicts[name])
  const blanks = again.blanks.filter(name => !isRight(name))
  if (blanks.length > 0) return { ...before, again: { ...again, blanks } }
  return { ...rest, again: { blanks, times: again.times + 1, passedAt: at } }
}

const RIGHT = ['exact', 'approximate']

/** Whether the answers were shown, and it has not been passed since. */
export function isGivenUp(progress: Progress, id: string): boolean {
  const { givenUp, passedAt } = progressOf(progress, id)
  return givenUp !== undefined && passedAt === null
}

/** The blanks of a passed exercise that were emptied and have not been right since. */
export const againIn = (progress: Progress, id: string): readonly string[] =>
  progressOf(progress, id).again?.blanks ?? []

/** Its answers are shown. `blanks`: those that are not right. What was given up before stays so; a pass does, too. */
export function noteGivenUp(progress: Progress, id: string, blanks: readonly string[], at: Date): Progress {
  const before = progressOf(progress, id)
  if (before.passedAt !== null || before.givenUp !== undefined) return progress
  return withExercise(progress, id, { ...before, givenUp: { at: at.toISOString(), blanks: [...blanks] } })
}

/** These blanks were emptied. An exercise that is not passed stays as it is. */
export function noteAgain(progress: Progress, id: string, blanks: readonly string[]): Progress {
  const before = progressOf(progress, id)
  if (before.passedAt === null) return progress
  const { times = 0, passedAt = null } = before.again ?? {}
  return withExercise(progress, id, { ...before, again: { blanks: [...blanks], times, passedAt } })
}

/** As after a check in which all was right. */
export const asPassed = (progress: Progress, id: string, at = new Date()): Progress =>
  noteCheck(progress, id, { passed: true, gradients: progressOf(progress, id).gradients, at })

/** `tiers` of this gradient's hints were shown. Fewer than before changes nothing: what was seen was seen. */
export function noteHint(progress: Progress, id: string, gradient: string, tiers: number): Progress {
  const before = progressOf(progress, id)
  const shown = Object.hasOwn(before.hints, gradient) ? before.hints[gradient] : 0
  if (tiers <= shown) return progress
  return withExercise(progress, id, {
    ...before,
    hints: { ...before.hints, [gradient]: tiers },
  })
}

/** As if these were never touched. */
export const forget = (progress: Progress, ids: readonly string[]): Progress => ({
  ...progress,
  exercises: Object.fromEntries(Object.entries(progress.exercises).filter(([id]) => !ids.includes(id))),
})

export function setCurrent(progress: Progress, id: string | null): Progress {
  const { chosen, ...rest } = progress
  return progress.current === id && chosen === undefined ? progress : { ...rest, current: id }
}

/** One wants to begin there. */
export const chooseStart = (progress: Progress, id: string): Progress => ({
  ...progress,
  current: id,
  chosen: id,
})

/** The text of the file. The same progress gives the same text. */
export function printProgress(progress: Progress): string {
  return `${JSON.stringify(progress, null, 2)}\n`
}

/** Reads such a text. Fields that this version doesn't know are kept. Never throws. */
export function parseProgress(text: string): ParsedProgress {
  const parsed = parseVersioned<Progress>(text, VERSION, PROGRESS)
  return parsed.kind === 'understood' ? { kind: 'understood', progress: parsed.value } : parsed
}

const UNTOUCHED: ExerciseProgress = {
  passedAt: null,
  checks: 0,
  lastCheckedAt: null,
  gradients: {},
  hints: {},
}

function withExercise(progress: Progress, id: string, exercise: ExerciseProgress): Progress {
  return { ...progress, exercises: { ...progress.exercises, [id]: exercise } }
}

const text = plain('text', value => typeof value === 'string')
const textOrNull = plain('text or null', value => value === null || typeof value === 'string')
const timeOrNull = plain('an ISO time or null', value => value === null || isTime(value))
const count = plain('a whole number', value => Number.isSafeInteger(value) && (value as number) >= 0)

const GIVEN_UP: Record<keyof GivenUp, JsonShape> = {
  at: plain('an ISO time', isTime),
  blanks: listOf(text),
}

const AGAIN: Record<keyof Again, JsonShape> = { blanks: listOf(text), times: count, passedAt: timeOrNull }

const EXERCISE: Record<keyof ExerciseProgress, JsonShape> = {
  passedAt: timeOrNull,
  checks: count,
  lastCheckedAt: timeOrNull,
  gradients: recordOf(text),
  hints: recordOf(count),
  givenUp: optional(fields(GIVEN_UP)),
  again: optional(fields(AGAIN)),
}

const FIELDS: Record<keyof Progress, JsonShape> = {
  version: plain(String(VERSION), value => value === VERSION),
  current: textOrNull,
  chosen: optional(text),
  exercises: recordOf(fields(EXERCISE)),
}

const PROGRESS = fields(FIELDS)

function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
}
