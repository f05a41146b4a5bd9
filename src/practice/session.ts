/** A session of drill: its tasks one after another, what is said of each, and what is left of it in the end. */
import { type Day, daysBetween } from './days.ts'
import { mixOf } from './mix.ts'
import { asOf, type DrillSession, type DrillTask, noteAnswer, type Practice, recallOf } from './practice.ts'
import type { Answer } from './recall.ts'
import { DRILL } from './task-names.ts'

/** As many as one does in about ten minutes. */
export const USUAL = 10

export interface DrillPlan {
  /** Those to choose from. */
  readonly kinds: readonly string[]
  readonly many: number
  readonly today: Day
  /** What a learner's first task is drawn with: a number that others don't have. */
  readonly seed: number
  /** The least number that the session may have: what was kept of earlier ones has theirs. */
  readonly number: number
  /** The first task of a kind, from a seed on, whose form isn't among these. */
  readonly draw: (kind: string, seed: number, forms: ReadonlySet<string>) => DrawnTask
}

export interface DrawnTask {
  /** Makes it again. */
  readonly seed: number
  /** Of its text. */
  readonly mark: string
  /** The same for tasks that differ in names and sizes alone. */
  readonly form: string
}

/** So many tasks are each in a form of its own. */
const DIFFERENT = 100

/** Begins a session. What is left of another one is let go, and counts for nothing. */
export function beginSession(practice: Practice, plan: DrillPlan): Practice {
  const { kinds, many, today, draw } = plan
  const now = asOf(practice, today)
  const number = Math.max(now.sessions + 1, plan.number)
  const forms = [...now.forms]
  let seed = now.seed ?? plan.seed
  const tasks = mixOf(kinds, now.recalls, today, many).map((kind, i): DrillTask => {
    const drawn = draw(kind, seed, new Set(forms.slice(1 - DIFFERENT)))
    seed = drawn.seed + 1
    forms.push(drawn.form)
    const id = `${DRILL}/${String(i + 1).padStart(2, '0')}_session_${number}`
    return { id, kind, seed: drawn.seed, mark: drawn.mark, answer: 'right', passed: false }
  })
  return {
    ...now,
    seed,
    forms: forms.slice(1 - DIFFERENT),
    sessions: number,
    session: { number, tasks, at: 0 },
  }
}

/** The task at hand. */
export const taskAt = ({ tasks, at }: DrillSession): DrillTask => tasks[at]

export const placeIn = ({ tasks }: DrillSession, id: string): number =>
  tasks.findIndex(task => task.id === id)

/** Goes to a task of the session. */
export function goToTask(practice: Practice, id: string): Practice {
  const { session } = practice
  const at = session === null ? -1 : placeIn(session, id)
  return session === null || at === -1 || at === session.at
    ? practice
    : { ...practice, session: { ...session, at } }
}

/** What was found out about a task; a worse answer than before is what counts. */
export function noteTask(
  practice: Practice,
  id: string,
  { answer, passed }: { readonly answer: Answer; readonly passed: boolean },
  today: Day,
): Practice {
  const before = practice.session?.tasks.find(task => task.id === id)
  if (before === undefined) return practice
  const worst = ANSWERS[Math.max(ANSWERS.indexOf(before.answer), ANSWERS.indexOf(answer))]
  const now = { ...before, answer: before.passed ? before.answer : worst, passed: before.passed || passed }
  if (now.answer === before.answer && now.passed === before.passed) return practice
  const noted = {
    ...practice,
    session: {
      ...practice.session!,
      tasks: practice.session!.tasks.map(task => (task.id === id ? now : task)),
    },
  }
  // A miss counts at once, whatever becomes of the session; that something is right, once it's passed.
  const isNews = now.answer === 'missed' ? before.answer !== 'missed' : now.passed
  return isNews ? noteAnswer(noted, now.kind, now.answer, today) : noted
}

const ANSWERS: readonly Answer[] = ['right', 'slow', 'missed']

/** Ends the session. A task that wasn't passed was given up. */
export function endSession(practice: Practice, today: Day): Practice {
  const open = practice.session?.tasks.filter(({ passed }) => !passed) ?? []
  const noted = open.reduce(
    (so, { id }) => noteTask(so, id, { answer: 'missed', passed: false }, today),
    practice,
  )
  return { ...noted, session: null }
}

/** A line of the closing screen: what came of one kind, and when it comes back. */
export interface KindOutcome {
  readonly kind: string
  /** How many of its tasks were right at the first try, and how many there were. */
  readonly right: number
  readonly many: number
  readonly due: Day
}

/** `after`: the practice with the session ended. */
export function outcomesOf({ tasks }: DrillSession, after: Practice): KindOutcome[] {
  const kinds = [...new Set(tasks.map(({ kind }) => kind))]
  return kinds.flatMap(kind => {
    const own = tasks.filter(task => task.kind === kind)
    const due = recallOf(after, kind)?.due
    const right = own.filter(({ passed, answer }) => passed && answer === 'right').length
    return due === undefined ? [] : [{ kind, right, many: own.length, due }]
  })
}

/** The same as learners read it. */
export interface DrillRow {
  readonly title: string
  /** How many tasks of this kind were right at the first try, and how many there were. */
  readonly right: number
  readonly many: number
  /** In how many days it comes back. */
  readonly days: number
}

export const drillRows = (
  outcomes: readonly KindOutcome[],
  titleOf: (kind: string) => string,
  today: Day,
): DrillRow[] =>
  outcomes.map(({ kind, right, many, due }) => ({
    title: titleOf(kind),
    right,
    many,
    days: daysBetween(today, due),
  }))
