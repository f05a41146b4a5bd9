/** Grades what a class handed in: reads it, has it judged by processes, and writes down what came of it. */
import { join } from 'node:path'
import { exerciseTitle, readSolution } from '../../catalogue/catalogue.ts'
import { identityText } from '../../grade/identity.ts'
import { type GradeManifest, noCounts } from '../../grade/manifest.ts'
import { unpacked } from '../../grade/received.ts'
import type { Assignment, GradeRecord, Handed } from '../../grade/record.ts'
import {
  judgedRecord,
  type KnownFile,
  latenessOf,
  lostRecord,
  missingRecord,
  refreshed,
} from '../../grade/recording.ts'
import { isIn, shardName } from '../../grade/shards.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { makeFolder, writeAtomically } from '../../progress/atomic.ts'
import { broken } from '../save-verdicts.ts'
import { packageRoot, packageVersion } from '../workspace.ts'
import { fileDigest, packDigest, secretSeed, sha256 } from './digests.ts'
import { GRADER } from './orders.ts'
import type { GradePlan } from './plan.ts'
import { openPool, type PoolJob } from './pool.ts'
import { openResults, type Results } from './results.ts'
import { handingsIn } from './submissions.ts'

export interface GradeRun {
  readonly manifest: GradeManifest
  readonly wasInterrupted: boolean
}

export interface GradeWatcher {
  /** `done` of `total` files have a verdict; `fresh` of them since this run began. */
  readonly show: (done: number, total: number, fresh: number) => void
}

/** Milliseconds for one file: all that its limits allow takes less, also on a machine that does other things as well. */
const patienceWith = ({ limits }: GradePlan): number => 60 * limits.time + 60_000

export async function grade(plan: GradePlan, watcher: GradeWatcher): Promise<GradeRun> {
  const { exercises, out, shard } = plan
  const { handed: all, strays } = handingsIn(
    plan.submissions,
    exercises.map(({ id }) => id),
  )
  const isOurs = (student: string): boolean => isIn(shard, sha256(student))
  const handed = all.filter(({ student }) => isOurs(student))
  const assignment = assignmentOf(plan)
  makeFolder(out)
  const results = openResults(out)
  const known = knowing(plan, assignment)
  const wanted = new Map<string, KnownFile>()
  let done = 0
  let fresh = 0
  const note = (): void => watcher.show(done, handed.length, fresh)
  const keep = (record: GradeRecord): void => {
    results.add(record)
    done++
    fresh++
    note()
  }
  function* jobs(): Generator<PoolJob> {
    for (const one of handed) {
      const bytes = bytesOf(one)
      const about = known(one, bytes instanceof Uint8Array ? sha256(bytes) : null)
      wanted.set(about.key, about)
      if (results.has(about.key)) {
        done++
        note()
      } else if (!(bytes instanceof Uint8Array)) keep(unreadable(about, bytes.error, plan.room))
      else
        yield {
          order: orderFor(plan, one, bytes, about.seed),
          done: answer => keep(recordFor(about, answer, plan)),
        }
    }
  }
  note()
  const pool = openPool(jobs(), {
    program: join(packageRoot, 'bin', 'ninja.js'),
    words: [GRADER],
    patience: patienceWith(plan),
    jobs: Math.max(1, Math.min(plan.jobs, handed.length)),
  })
  const wasInterrupted = await untilDone(pool, results)
  const manifest = finish(plan, assignment, handed, strays, results, { known, wanted }, wasInterrupted)
  return { manifest, wasInterrupted }
}

/** True where a signal came first. */
async function untilDone(pool: ReturnType<typeof openPool>, results: Results): Promise<boolean> {
  let wasInterrupted = false
  const interrupt = (): void => {
    wasInterrupted = true
    pool.stop()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    await pool.ended
  } catch (error) {
    results.close()
    throw error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
  return wasInterrupted
}

const assignmentOf = ({ exercises }: GradePlan): Assignment => ({
  exercises: exercises.map(exercise => ({
    id: exercise.id,
    title: exerciseTitle(exercise),
    points: new Map(blanksOf(readSolution(exercise)).map(({ name }) => [name, 1])),
  })),
  students: [],
  hasRoster: false,
})

type Knowing = (
  one: Pick<Handed, 'student' | 'exercise'> & Partial<Handed>,
  sha256: string | null,
) => KnownFile

/** What is known of a student's file for an exercise before it is judged. */
function knowing(plan: GradePlan, assignment: Assignment): Knowing {
  const { limits, secret, room } = plan
  const data = fileDigest(plan.data)
  const packs = new Map(plan.exercises.map(exercise => [exercise.id, packDigest(exercise)]))
  const points = new Map(assignment.exercises.map(({ id, points }) => [id, points]))
  const tool = packageVersion()
  return ({ student, exercise, path = null, at = null, isLate = null, language }, sha) => {
    const pack = packs.get(exercise)!
    const seed = secret === null ? plan.seed : secretSeed(secret, student, exercise)
    const key = sha256(
      identityText({
        ...{ student, exercise, sha256: sha, pack, data, tool, seed },
        room: language === 'python' ? 'python' : room,
        ...{ time: limits.time, isWish: limits.isWish === true, memory: limits.memory },
      }),
    )
    const late = latenessOf({ at, isLate }, plan.due)
    const node = process.version
    return {
      key,
      student,
      exercise,
      late,
      seed,
      file: path,
      sha256: sha,
      tool,
      node,
      pack,
      points: points.get(exercise)!,
    }
  }
}

/** What is in a file, or why it can't be read. */
function bytesOf({ read }: Handed): Uint8Array | { readonly error: unknown } {
  try {
    return read()
  } catch (error) {
    return { error }
  }
}

function orderFor(
  plan: GradePlan,
  { exercise, language, path }: Handed,
  bytes: Uint8Array,
  seed: number,
): PoolJob['order'] {
  const { cwd, data, limits, room } = plan
  return { cwd, exercise, language, name: path, bytes, seed, data, limits, room }
}

function recordFor(
  about: KnownFile,
  answer: Parameters<PoolJob['done']>[0],
  { room }: GradePlan,
): GradeRecord {
  if (typeof answer === 'string') return lostRecord(about, answer, room)
  const judged = unpacked(answer.json, about)
  return judged === null ? lostRecord(about, 'crash', room) : judgedRecord(about, judged)
}

function unreadable(about: KnownFile, error: unknown, room: 'quickjs' | 'thread'): GradeRecord {
  const report = broken({ id: about.exercise }, about.file ?? about.student, about.seed, error)
  return judgedRecord(about, { report, texts: new Map(), traits: [], room, ms: 0 })
}

function finish(
  plan: GradePlan,
  assignment: Assignment,
  handed: readonly Handed[],
  strays: readonly string[],
  results: Results,
  { known, wanted }: { known: Knowing; wanted: ReadonlyMap<string, KnownFile> },
  wasInterrupted: boolean,
): GradeManifest {
  const counts = { ...noCounts }
  const nodes = new Set<string>()
  const missing = missingFrom(plan, assignment, handed).map(one => missingRecord(known(one, null)))
  if (wasInterrupted) results.close()
  else
    results.finish(record => {
      const about = wanted.get(record.key)
      if (about === undefined) return null
      counts[record.status]++
      nodes.add(record.node)
      return refreshed(record, about)
    }, missing)
  counts.missing = missing.length
  const manifest: GradeManifest = {
    version: 1,
    tool: packageVersion(),
    node: [...nodes].sort(),
    exercises: plan.exercises.map((exercise, i) => ({
      id: exercise.id,
      title: assignment.exercises[i].title,
      pack: packDigest(exercise),
      points: [...assignment.exercises[i].points],
    })),
    room: plan.room,
    limits: { time: plan.limits.time, isWish: plan.limits.isWish === true, memory: plan.limits.memory },
    data: fileDigest(plan.data),
    secret: plan.secret === null ? null : sha256(plan.secret),
    due: plan.due === null ? null : new Date(plan.due).toISOString(),
    shards: [shardName(plan.shard)],
    counts,
    hasRoster: assignment.hasRoster,
    students: assignment.students,
    strays: [...strays].sort(),
  }
  if (!wasInterrupted)
    writeAtomically(join(plan.out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

/** Who is of the class, by the roster or by another exercise, and handed nothing in for this one. */
function missingFrom(
  { exercises, shard }: GradePlan,
  { students }: Assignment,
  handed: readonly Handed[],
): { readonly student: string; readonly exercise: string }[] {
  const there = new Set(handed.map(({ student, exercise }) => `${student}\0${exercise}`))
  const everybody = new Set([...students.map(({ id }) => id), ...handed.map(({ student }) => student)])
  return [...everybody]
    .filter(student => isIn(shard, sha256(student)))
    .flatMap(student => exercises.map(({ id }) => ({ student, exercise: id })))
    .filter(({ student, exercise }) => !there.has(`${student}\0${exercise}`))
}
