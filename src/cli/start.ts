/** Where a learner begins: said beforehand, asked for once on a terminal, or else where their exercises begin. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { roadThrough, startsIn } from '../catalogue/road.ts'
import type { Progress } from '../progress/progress.ts'
import { promptAgain, renderQuestion, type StartingPoint } from '../terminal/start.ts'
import { askKey, isAskable, type Reply } from './asking.ts'
import { exerciseMeant } from './target-exercise.ts'
import { fromStart, hasNotebook, type Workspace } from './workspace.ts'

/** The status of a command that was left by Ctrl-C. */
export const STOPPED = 130

/** Whether nothing was checked yet, and nothing chosen. */
export const isNew = ({ current, exercises }: Progress): boolean =>
  current === null && Object.keys(exercises).length === 0

/** Those among which one chooses where to begin: who writes Python begins with a notebook, where there is one. */
export function startable(
  { isPython }: Pick<Workspace, 'isPython'>,
  all: readonly Exercise[],
): readonly Exercise[] {
  const notebooks = isPython ? all.filter(hasNotebook) : []
  return notebooks.length > 0 ? notebooks : all
}

/** Where one can begin; none where there is nothing to choose from. */
export function startsOf(all: readonly Exercise[]): StartingPoint[] {
  const { track: usual } = fromStart(all)[0]
  const starts = startsIn(tracksIn(all))
  const isKnown = starts.length > 1 && starts.some(({ track }) => track === usual)
  return isKnown
    ? starts.map((start, i) => ({ ...start, key: `${i + 1}`, isUsual: start.track === usual }))
    : []
}

export const roadOf = (all: readonly Exercise[]): string | null => roadThrough(tracksIn(all))

const tracksIn = (all: readonly Exercise[]): string[] => [...new Set(all.map(({ track }) => track))]

/** What comes of a key: Enter and Esc mean the usual start, unless other keys came before: those were to say something. */
export function replyTo(
  starts: readonly StartingPoint[],
  key: string,
  isAstray: boolean,
): Reply<StartingPoint> {
  const usual = starts.find(({ isUsual }) => isUsual)!
  const chosen = starts.find(start => start.key === key)
  if (chosen !== undefined) return { kind: 'answer', answer: chosen, shown: chosen.key }
  if (key !== 'enter' && key !== 'escape')
    return { kind: 'again', say: isAstray ? null : promptAgain(starts) }
  return isAstray ? { kind: 'again', say: null } : { kind: 'answer', answer: usual, shown: usual.key }
}

/**
 * Asks where to begin, if there is somebody to ask and something to choose from. `preface`: what is printed before.
 * Null: nobody was asked. `stopped`: they left.
 */
export async function askStart(
  all: readonly Exercise[],
  progress: Progress,
  width: number,
  preface = '',
): Promise<Exercise | 'stopped' | null> {
  const starts = startsOf(all)
  if (starts.length === 0 || !isNew(progress) || !isAskable(process.env)) return null
  // A row for the command itself.
  const rows = (process.stdout.rows || 24) - preface.split('\n').length
  const question = renderQuestion(starts, roadOf(all), { width, rows })
  const start = await askKey(`${preface}${question}`, (key, isAstray) => replyTo(starts, key, isAstray))
  return start === null ? 'stopped' : exerciseMeant(null, all, start.track, progress)
}
