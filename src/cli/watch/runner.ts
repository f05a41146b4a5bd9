/** Runs checks one after another, the newest only, each in a thread of its own that was made ready before. */
import { statSync } from 'node:fs'
import { check, openThread, type Request, rehearsalOf } from '../../checker/check.ts'
import { stopThread } from '../../checker/ending.ts'
import type { Job } from '../../checker/examine.ts'
import type { Report } from '../../checker/report.ts'
import { type Thread, warm } from '../../checker/thread.ts'
import { broken } from '../record.ts'

/** A thread that nothing of a learner's has run in. */
interface Spare {
  readonly thread: Thread
  /** What it was made for. */
  readonly purpose: string
  /** The warming up that goes on. False: it has ended. */
  ready: Promise<boolean>
  /** Whether a run waits for it. */
  wanted: boolean
}

/** What a thread runs often gets compiled well: only then is a verdict there at once. */
const ROUNDS = 5

export interface Runner {
  /** A report for each of these; null where a newer run, or `cancel`, came in between. */
  run(requests: readonly Request[]): Promise<readonly Report[] | null>
  /** Has a thread made ready for another run like this one. */
  prepare(request: Request): void
  cancel(): void
}

export function openRunner(): Runner {
  let spare: Spare | null = null
  let running = new AbortController()
  const rehearsals = new Map<string, Job>()

  const cancel = (): AbortSignal => {
    running.abort()
    running = new AbortController()
    return running.signal
  }
  const drop = (): void => {
    if (spare !== null) void stopThread(spare.thread)
    spare = null
  }
  const take = async (request: Request, signal: AbortSignal): Promise<Thread> => {
    if (spare !== null && spare.purpose !== purposeOf(request)) drop()
    const mine = spare
    if (mine === null) return openThread(request)
    // It stays the spare until it is ready: a newer run may come and take it.
    mine.wanted = true
    const ready = await mine.ready
    if (signal.aborted) throw signal.reason
    spare = null
    return ready ? mine.thread : openThread(request)
  }
  const judge = async (request: Request, signal: AbortSignal): Promise<Report> => {
    try {
      return await check(request, await take(request, signal), signal)
    } catch (error) {
      if (signal.aborted) throw error
      return broken(request.exercise, request.file, request.seed, error)
    }
  }
  return {
    async run(requests) {
      const signal = cancel()
      try {
        const reports: Report[] = []
        for (const request of requests) reports.push(await judge(request, signal))
        return signal.aborted ? null : reports
      } catch (error) {
        if (signal.aborted) return null
        throw error
      }
    },
    prepare(request) {
      const purpose = purposeOf(request)
      if (spare?.purpose === purpose) return
      drop()
      try {
        const job = rehearsals.get(request.exercise.id) ?? rehearsalOf(request.exercise)
        rehearsals.set(request.exercise.id, job)
        const thread = openThread(request)
        spare = { thread, purpose, ready: warm(thread, job), wanted: false }
        void keepWarming(spare, job)
      } catch {} // the run itself will say what is the matter
    },
    cancel: () => void cancel(),
  }
}

async function keepWarming(spare: Spare, job: Job): Promise<void> {
  for (let round = 1; round < ROUNDS; round++) {
    const ready = await spare.ready
    if (!ready || spare.wanted) return
    spare.ready = warm(spare.thread, job)
  }
}

/** A thread knows the exercise, its numbers and its list of names. */
function purposeOf({ exercise, seed, data }: Request): string {
  const stamp = statSync(data, { throwIfNoEntry: false })
  return [exercise.id, seed, data, stamp?.mtimeMs, stamp?.size, stamp?.ino].join('\n')
}
