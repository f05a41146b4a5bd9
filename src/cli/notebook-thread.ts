/** Has notebooks read in a thread, and ends it when time or memory is up: what a notebook asks for is a stranger's. */
import type { Drawn } from '../checker/drawn.ts'
import type { Failure } from '../checker/report.ts'
import { type ErrorCode, NinjaError } from '../errors.ts'
import type { GradedNotebook } from '../grade/notebook.ts'
import type { PythonExercise } from '../grade/python-exercise.ts'
import { abandon } from '../learner/hard-exit.ts'
import { type Limits, patienceOf } from '../learner/patience.ts'
import { lineOver, turns, type Wire } from '../learner/shared.ts'
import { fitting, startThread, type Thread, USUAL_MEMORY } from '../learner/starting.ts'
import { fromWire } from '../page/wire.ts'
import type { DrawnNotebook } from '../python/drawn.ts'
import type { NotebookReport } from '../python/report.ts'
import type { PythonAttempt } from '../python/trying.ts'
import type { Cause } from '../room/program.ts'
import type { TryAnswer } from '../trying/answer.ts'
import { type NotebookFile, tooLarge } from './notebook-file.ts'
import { programOf } from './settings.ts'

/** What is to be done. */
export interface NotebookOrder {
  readonly work: 'check' | 'draw' | 'examine' | 'grade' | 'try'
  readonly file: NotebookFile
  readonly seed: number
  /** The list of names for a notebook that has none beside it. */
  readonly data: string
  /** What it is graded against; null for an exercise that can't be done in Python. */
  readonly exercise?: PythonExercise | null
  /** Whether what to draw of each gradient is asked for, too. */
  readonly isDrawn?: boolean
  /** What is to be tried. */
  readonly trial?: PythonAttempt
}

export interface CheckedNotebook {
  readonly report: NotebookReport
  readonly drawn: readonly (Drawn | null)[]
}

export interface DrawnGrade extends GradedNotebook {
  /** Of the report's gradients; empty unless it was asked for. */
  readonly drawn: readonly (Drawn | null)[]
}

export interface NotebookReader {
  /** @throws NinjaError for a notebook that takes too long or too much; the next is read all the same. */
  check(order: Omit<NotebookOrder, 'work'>): NotebookReport
  /** The same, while this thread does something else. Of two at once the earlier one is given up: it gives null. */
  checkMeanwhile(order: Omit<NotebookOrder, 'work'>): Promise<NotebookReport | null>
  gradeMeanwhile(order: GradeOrder): Promise<DrawnGrade | null>
  draw(order: Omit<NotebookOrder, 'work'>): DrawnNotebook
  /** The verdict, and what to draw of each of its gradients. */
  examine(order: Omit<NotebookOrder, 'work'>): CheckedNotebook
  examineMeanwhile(order: Omit<NotebookOrder, 'work'>): Promise<CheckedNotebook | null>
  /** Against an exercise's blanks. Of all files it opens only those in the folder of `data`, by their plain names. */
  grade(order: GradeOrder): DrawnGrade
  /** What was typed gives. */
  try(order: Omit<NotebookOrder, 'work'> & { readonly trial: PythonAttempt }): TryAnswer
  end(): void
}

export type GradeOrder = Omit<NotebookOrder, 'work'> & { readonly exercise: PythonExercise | null }

/** Milliseconds between two looks at a thread that is waited for. */
const SLICE = 20

/** So many times what one call of a learner's function may take: a notebook is run a few times from the top. */
const RUNS = 15

/** `first`: a thread that was started before. */
export function openNotebookReader(limits: Limits, first: Thread | undefined): NotebookReader {
  const time = limits.isWish === true ? limits.time : RUNS * limits.time
  const patience = patienceOf({ time, memory: limits.memory, isWish: true })
  const open = (): Thread => startThread(programOf('room'), limits.memory, { bundle: 'notebooks' })
  const lined = (thread: Thread) => ({ thread, line: lineOver(thread.shared) })
  const given = limits.memory === USUAL_MEMORY ? fitting(first, 'notebooks') : undefined
  let side = given === undefined ? undefined : lined(given)
  const giveUp = (): void => {
    if (side !== undefined) void abandon(side.thread.worker)
    side = undefined
  }
  const begin = (order: NotebookOrder): Wire => {
    side ??= lined(open())
    patience.renew()
    patience.begin()
    try {
      side.line.say(order, turns.learner)
    } catch (error) {
      throw error instanceof RangeError ? tooLarge(order.file.name) : error
    }
    return side.line
  }
  const demandPatience = ({ file }: NotebookOrder): void => {
    const cause = patience.verdict()
    if (cause === null) return
    giveUp()
    throw stopped(cause, file.name, time)
  }
  const answer = (line: Wire): unknown => {
    const { result, internal } = line.hear() as { result?: unknown; internal?: string }
    if (result === undefined) throw new Error(internal)
    return result
  }
  const ask = (order: NotebookOrder): unknown => {
    try {
      const line = begin(order)
      while (line.wait(turns.judge, SLICE) === turns.learner) demandPatience(order)
      return answer(line)
    } catch (error) {
      giveUp() // who knows what has become of it
      throw error
    }
  }
  let asked = 0
  let isBusy = false
  const meanwhile = async <T>(order: NotebookOrder): Promise<T | null> => {
    if (isBusy) giveUp()
    const own = ++asked
    isBusy = true
    try {
      const line = begin(order)
      while (line.wait(turns.judge, 0) === turns.learner) {
        await passed(SLICE / 4)
        if (own !== asked) return null
        demandPatience(order)
      }
      return answer(line) as T
    } catch (error) {
      if (own === asked) giveUp()
      throw error
    } finally {
      if (own === asked) isBusy = false
    }
  }
  return {
    check: order => ask({ ...order, work: 'check' }) as NotebookReport,
    checkMeanwhile: order => meanwhile<NotebookReport>({ ...order, work: 'check' }),
    gradeMeanwhile: async order => received(await meanwhile<Sent<DrawnGrade>>({ ...order, work: 'grade' })),
    draw: order => drawn(ask({ ...order, work: 'draw' }) as DrawnNotebook | Failure),
    examine: order => received(ask({ ...order, work: 'examine' }) as Sent<CheckedNotebook>)!,
    examineMeanwhile: async order =>
      received(await meanwhile<Sent<CheckedNotebook>>({ ...order, work: 'examine' })),
    grade: order => received(ask({ ...order, work: 'grade' }) as Sent<DrawnGrade>)!,
    try: order => ask({ ...order, work: 'try' }) as TryAnswer,
    end() {
      asked++
      if (isBusy) giveUp()
      // One that waits listens: it need not be left behind.
      else void side?.thread.worker.terminate()
      side = undefined
    },
  }
}

/** As it comes from the thread: numbers to draw as text. */
type Sent<Examined> = Omit<Examined, 'drawn'> & { readonly drawn: string }

const received = <Rest extends object>(sent: (Rest & { readonly drawn: string }) | null) =>
  sent === null ? null : { ...sent, drawn: fromWire(sent.drawn) as CheckedNotebook['drawn'] }

const passed = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

function drawn(found: DrawnNotebook | Failure): DrawnNotebook {
  if (!('code' in found)) return found
  const { code, message, advice, reason } = found
  throw new NinjaError(code as ErrorCode, message, advice ?? undefined, reason ?? undefined)
}

function stopped(cause: Cause, file: string, time: number): NinjaError {
  if (cause === 'timeout')
    return new NinjaError(
      'timeout',
      `reading ${file} took longer than ${time / 1000} s`,
      'take out what computes much and is no exercise, or allow more with --time-limit',
      'timeout',
    )
  return new NinjaError(
    'exercise',
    `reading ${file} took too much memory`,
    'take out what makes large tensors and is no exercise, or allow more with --memory-limit',
    'memory',
  )
}
