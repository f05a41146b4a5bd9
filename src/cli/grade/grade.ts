/** Grades what a class submitted: reads it, has it judged by processes, and writes down what came of it. */
import { join } from 'node:path'
import { type GradeManifest, inOrder, noCounts, strayOrder } from '../../grade/manifest.ts'
import type { GradeRecord } from '../../grade/record.ts'
import { type KnownFile, missingRecord, refreshed } from '../../grade/recording.ts'
import { shardName } from '../../grade/shards.ts'
import { makeFolder } from '../../progress/atomic.ts'
import { sha256 } from '../../progress/digest.ts'
import { holdFolder } from '../../progress/hold.ts'
import { claimFolder } from '../../progress/written.ts'
import { shown } from '../files.ts'
import { packageRoot, packageVersion } from '../workspace.ts'
import type { ClassWork } from './assignment.ts'
import { fileDigest, packDigest } from './digests.ts'
import { demandGoesOn } from './folder.ts'
import { type Identify, identifying } from './identities.ts'
import { type GradeWatcher, jobsFor } from './jobs.ts'
import { GRADER } from './orders.ts'
import type { GradePlan } from './plan.ts'
import { openPool, type Pool } from './pool.ts'
import { type Privacy, privacyFor } from './privacy.ts'
import { openResults, type Results } from './results.ts'

/** What of it all is in the folder now; null where a signal came before everything was judged. */
export async function grade(
  plan: GradePlan,
  work: ClassWork,
  watcher: GradeWatcher,
): Promise<GradeManifest | null> {
  const coming = {
    exercises: plan.exercises.map(({ id }) => id),
    shard: shardName(plan.shard),
    isAnonymous: plan.isAnonymous,
    students: () => {
      const privacy = privacyFor(plan, work.everybody)
      return work.assignment.students.map(one => privacy.student(one).id)
    },
  }
  demandGoesOn(plan.out, shown(plan.cwd, plan.out), coming)
  makeFolder(plan.out)
  const release = holdFolder(plan.out)
  claimFolder(plan.out)
  try {
    return await graded(plan, work, watcher)
  } finally {
    release()
  }
}

async function graded(
  plan: GradePlan,
  work: ClassWork,
  watcher: GradeWatcher,
): Promise<GradeManifest | null> {
  const privacy = privacyFor(plan, work.everybody)
  const identify = identifying(plan, work, privacy)
  const results = openResults(plan.out)
  const wanted = new Map<string, KnownFile>()
  const pool = openPool(jobsFor({ plan, work, identify, privacy, results, wanted, watcher }), {
    program: join(packageRoot, 'bin', 'ninja.js'),
    words: [GRADER],
    patience: patienceWith(plan),
    jobs: Math.max(1, Math.min(plan.jobs, work.handed.length)),
  })
  if (await interrupted(pool, results)) return null
  return finish(plan, work, { identify, privacy, results, wanted })
}

/** Milliseconds for one file: all that its limits allow takes less, also on a machine that does other things as well. */
const patienceWith = ({ limits }: GradePlan): number => 60 * limits.time + 60_000

/** True where a signal came before the end. What is written down stays, whatever comes. */
async function interrupted(pool: Pool, results: Results): Promise<boolean> {
  let isOver = false
  const interrupt = (): void => {
    isOver = true
    pool.stop()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    await pool.ended
    if (isOver) results.close()
    return isOver
  } catch (error) {
    results.close()
    throw error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

interface Made {
  readonly identify: Identify
  readonly privacy: Privacy
  readonly results: Results
  readonly wanted: ReadonlyMap<string, KnownFile>
}

function finish(
  plan: GradePlan,
  work: ClassWork,
  { identify, privacy, results, wanted }: Made,
): GradeManifest {
  const counts = { ...noCounts }
  const nodes = new Set<string>()
  const counted = (record: GradeRecord): GradeRecord => {
    counts[record.status]++
    if (record.status !== 'missing') nodes.add(record.node)
    return record
  }
  const missing = missingFrom(work).map(one => privacy.record(missingRecord(identify(one, null))))
  results.finish(record => {
    const about = wanted.get(record.key)
    if (about === undefined) return null
    // Where it is says whose it is.
    const file = plan.isAnonymous ? record.file : about.file
    return counted(refreshed(record, { ...about, file }))
  }, missing.map(counted))
  privacy.keep(work.assignment.students, work.strays)
  return manifestOf(plan, work, privacy, { counts, node: [...nodes].sort() })
}

function manifestOf(
  plan: GradePlan,
  { assignment, everybody, strays, due }: ClassWork,
  privacy: Privacy,
  made: Pick<GradeManifest, 'counts' | 'node'>,
): GradeManifest {
  const { exercises, hasRoster, students } = assignment
  const places = new Map(everybody.map(({ id }, place) => [id, place]))
  const placeOf = (id: string): number | null => (hasRoster && !plan.isAnonymous ? places.get(id)! : null)
  return {
    ...{ version: 1, tool: packageVersion(), node: made.node },
    exercises: exercises.map(({ id, title, points }, i) => ({
      ...{ id, title, pack: packDigest(plan.exercises[i]), points: Object.fromEntries(points) },
    })),
    room: plan.room,
    limits: { time: plan.limits.time, isWish: plan.limits.isWish === true, memory: plan.limits.memory },
    data: fileDigest(plan.data),
    secret: plan.secret === null ? null : sha256(plan.secret),
    due: due === null ? null : new Date(due).toISOString(),
    isAnonymous: plan.isAnonymous,
    shards: [shardName(plan.shard)],
    counts: made.counts,
    hasRoster,
    students: inOrder(students.map(one => ({ ...privacy.student(one), place: placeOf(one.id) }))),
    strays: strayOrder(strays.map(privacy.stray)),
  }
}

/** Who is of the class, by the roster or by another file, and submitted nothing for this exercise. */
function missingFrom({
  assignment: { exercises, students },
  handed,
}: ClassWork): { readonly student: string; readonly exercise: string }[] {
  const there = new Set(handed.map(({ student, exercise }) => `${student}\0${exercise}`))
  return students
    .flatMap(({ id }) => exercises.map(exercise => ({ student: id, exercise: exercise.id })))
    .filter(({ student, exercise }) => !there.has(`${student}\0${exercise}`))
}
