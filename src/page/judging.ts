/** The page's side of the judge: starts workers, ends those that don't come to an end, and has others take over. */

import type { Practice } from '../practice/practice.ts'
import type { CheckedNotebookView, CheckedView, Trained, TrainingView } from './contract.ts'
import type { LessonFile } from './host/course.ts'
import type {
  EndedStep,
  ExerciseTexts,
  GoneTask,
  HandedIn,
  Job,
  SessionPlan,
  TaskName,
} from './judge/messages.ts'
import { type JobOutcome, type JudgeFiles, openWorkers, type Workers } from './judging-workers.ts'

export type { ExerciseTexts, HandedIn } from './judge/messages.ts'
export type { JudgeFiles } from './judging-workers.ts'

export interface Judging {
  /** Starts the judge before it is known for which exercise; comes back once it runs. */
  warm(): Promise<void>
  /** Makes ready for an exercise, so that its first verdict is quick. `names`: the list of names. */
  prepare(exercise: ExerciseTexts, names: string): void
  /** A newer request for the same exercise replaces one that waits, whose promise then gives the newer verdict. */
  check(exercise: ExerciseTexts, names: string, handed: HandedIn): Promise<CheckedView>
  notebook(handed: HandedIn, names: string): Promise<CheckedNotebookView>
  /** Checks first, and refuses what doesn't pass. Aborted, it gives what was learned so far. */
  train(
    exercise: ExerciseTexts,
    names: string,
    handed: HandedIn,
    steps: number,
    report: (training: TrainingView) => void,
    signal: AbortSignal,
  ): Promise<Trained>
  /** A session of practice. */
  begin(practice: Practice, plan: SessionPlan): Promise<Practice>
  task(task: TaskName): Promise<LessonFile | GoneTask>
  /** For good. */
  end(): void
}

/** Milliseconds after which a check gives way to a newer one. */
const PATIENT = 400
/** So many steps of one job may be ended; each is tried twice at most. */
const MOST_ENDED = 200

interface Request {
  job: Extract<Job, { do: 'check' }>
  readonly promise: Promise<CheckedView>
  readonly resolve: (view: CheckedView | Promise<CheckedView>) => void
  readonly reject: (error: unknown) => void
}

export function openJudging(files: JudgeFiles): Judging {
  const workers = openWorkers(files)
  const waiting: Request[] = []
  let current: { readonly request: Request; readonly since: number; readonly stop: AbortController } | null =
    null

  const next = async (): Promise<void> => {
    if (current !== null) return
    const request = waiting.shift()
    if (request === undefined) return
    const stop = new AbortController()
    current = { request, since: performance.now(), stop }
    try {
      const view = await done<CheckedView>(workers, request.job, { signal: stop.signal })
      if (view !== null) request.resolve(view)
    } catch (error) {
      request.reject(error)
    }
    current = null
    workers.spare('judge.js', request.job)
    void next()
  }
  const check: Judging['check'] = (exercise, names, handed) => {
    const job = { do: 'check', exercise, names, handed } as const
    const known = waiting.find(request => request.job.exercise.id === exercise.id)
    if (known !== undefined) {
      known.job = job
      return known.promise
    }
    const request = requestFor(job)
    waiting.push(request)
    const running = current
    if (running?.request.job.exercise.id === exercise.id) {
      const giveWay = (): void => {
        if (current !== running) return
        running.request.resolve(request.promise)
        running.stop.abort()
      }
      setTimeout(giveWay, Math.max(0, running.since + PATIENT - performance.now()))
    }
    void next()
    return request.promise
  }
  return {
    warm: () => workers.warm('judge.js'),
    prepare: (exercise, names) => workers.spare('judge.js', { exercise, names }),
    check,
    async notebook(handed, names) {
      const view = await done<CheckedNotebookView>(workers, { do: 'notebook', handed, names })
      return view!
    },
    async train(exercise, names, handed, steps, report, signal) {
      const { report: verdict } = await check(exercise, names, handed)
      if (!verdict.passed)
        return {
          kind: 'refused',
          message: `training can't start: everything in ${exercise.id} must be right first`,
        }
      const job = { do: 'train', exercise, names, handed, steps } as const
      const outcome = await workers.do(job, { progress: report, asked: signal })
      if (outcome.kind === 'result') return outcome.result as Trained
      return { kind: 'refused', message: refusals[outcome.kind](outcome) }
    },
    begin: async (practice, plan) => (await done<Practice>(workers, { do: 'begin', practice, plan }))!,
    task: async task => (await done<LessonFile | GoneTask>(workers, { do: 'task', task }))!,
    end: () => workers.end(),
  }
}

const refusals: { readonly [K in Exclude<JobOutcome['kind'], 'result'>]: (outcome: JobOutcome) => string } = {
  ended: outcome =>
    outcome.kind === 'ended' && outcome.step.cause === 'out of memory'
      ? 'a step used more memory than there is, and was stopped'
      : 'a step took too long and was stopped',
  failed: outcome => (outcome.kind === 'failed' ? outcome.message : ''),
  aborted: () => 'training was stopped',
}

function requestFor(job: Request['job']): Request {
  let resolve!: Request['resolve']
  let reject!: Request['reject']
  const promise = new Promise<CheckedView>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { job, promise, resolve, reject }
}

/** What comes of a job, without the steps that did not come to an end when they were tried; null: aborted. */
async function done<T>(
  workers: Workers,
  job: Job,
  { signal }: { signal?: AbortSignal } = {},
): Promise<T | null> {
  let ended: readonly EndedStep[] = []
  while (ended.length < MOST_ENDED) {
    const outcome = await workers.do(job, { ended, ...(signal === undefined ? {} : { abort: signal }) })
    if (outcome.kind === 'result') return outcome.result as T
    if (outcome.kind === 'aborted') return null
    if (outcome.kind === 'failed') throw new Error(outcome.message)
    const { step } = outcome
    const isKnown = ended.some(({ at }) => at === step.at)
    ended = [
      ...ended.filter(({ at }) => at !== step.at),
      { ...step, isDoubtful: step.isDoubtful && !isKnown },
    ]
  }
  throw new Error('too much of it does not come to an end')
}
