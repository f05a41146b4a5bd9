/** The files that are still to be judged, one at a time, and what becomes of their verdicts. */
import type { JudgedFile } from '../../grade/judged.ts'
import { unpacked } from '../../grade/received.ts'
import type { GradeRecord, Handed, RoomName } from '../../grade/record.ts'
import { judgedRecord, type KnownFile, lostRecord } from '../../grade/recording.ts'
import { standingOf } from '../../grade/scoring.ts'
import { sha256 } from '../../progress/digest.ts'
import { broken } from '../save-verdicts.ts'
import type { ClassWork } from './assignment.ts'
import type { Identify } from './identities.ts'
import type { JudgeOrder } from './orders.ts'
import type { GradePlan } from './plan.ts'
import type { PoolJob } from './pool.ts'
import type { Privacy } from './privacy.ts'
import type { Results } from './results.ts'
import { trialOf } from './trial.ts'

export interface GradeWatcher {
  /** `done` of `total` files have a verdict; `fresh` of them since this run began. */
  readonly show: (done: number, total: number, fresh: number) => void
}

interface JobSource {
  readonly plan: GradePlan
  readonly work: ClassWork
  readonly identify: Identify
  readonly privacy: Privacy
  readonly results: Results
  /** Where each file is noted that was come across, by its key. */
  readonly wanted: Map<string, KnownFile>
  readonly watcher: GradeWatcher
}

export async function* jobsFor(source: JobSource): AsyncGenerator<PoolJob> {
  const { plan, work, identify, privacy, results, wanted, watcher } = source
  const { handed } = work
  let done = 0
  let fresh = 0
  const keep = (record: GradeRecord): void => {
    results.add(privacy.record(record))
    watcher.show(++done, handed.length, ++fresh)
  }
  const rooms = new Map<string, JudgeOrder['room']>()
  for (const one of handed) {
    const found = contentOf(one)
    const about = identify(one, 'bytes' in found ? sha256(found.bytes) : null)
    wanted.set(about.key, about)
    if (results.has(about.key)) watcher.show(++done, handed.length, fresh)
    else if ('error' in found) keep(judgedRecord(about, unreadable(about, one, found.error, plan)))
    else {
      if (one.language === 'typescript' && !rooms.has(one.exercise)) {
        const trial = trialOf(one.exercise, plan)
        if (trial.job !== null) yield trial.job
        rooms.set(one.exercise, await trial.room)
      }
      yield jobFor(one, found.bytes, about, { ...plan, room: rooms.get(one.exercise) ?? plan.room }, keep)
    }
  }
}

function contentOf({ read }: Handed): { readonly bytes: Uint8Array } | { readonly error: unknown } {
  try {
    return { bytes: read() }
  } catch (error) {
    return { error }
  }
}

function jobFor(
  { exercise, language, path }: Handed,
  bytes: Uint8Array,
  about: KnownFile,
  { cwd, data, limits, room }: GradePlan,
  keep: (record: GradeRecord) => void,
): PoolJob {
  const lostIn: RoomName = language === 'python' ? 'python' : room
  return {
    order: { cwd, exercise, language, name: path, bytes, seed: about.seed, data, limits, room },
    done(answer) {
      const judged = typeof answer === 'string' ? answer : unpacked(answer.json, about)
      if (judged === null) keep(lostRecord(about, 'crash', lostIn))
      else keep(typeof judged === 'string' ? lostRecord(about, judged, lostIn) : judgedRecord(about, judged))
    },
  }
}

function unreadable(
  { exercise, seed }: KnownFile,
  { path, language }: Handed,
  error: unknown,
  { room }: GradePlan,
): JudgedFile {
  const report = broken({ id: exercise }, path, seed, error)
  return {
    ...{ report, ...standingOf(report), blanks: [], traits: [] },
    ...{ room: language === 'python' ? 'python' : room, ms: 0, cpu: 0 },
  }
}
