/** What is known of a student's file before it is judged, and the key that its verdict is kept by. */
import { identityText } from '../../grade/identity.ts'
import type { Handed } from '../../grade/record.ts'
import type { KnownFile } from '../../grade/recording.ts'
import { lateOf } from '../../grade/submissions/due.ts'
import { packageVersion } from '../workspace.ts'
import type { ClassWork } from './assignment.ts'
import { fileDigest, packDigest, secretSeed } from './digests.ts'
import type { GradePlan } from './plan.ts'
import type { Privacy } from './privacy.ts'

export type Identify = (
  one: Pick<Handed, 'student' | 'exercise'> & Partial<Handed>,
  /** Null where there is no file, or none that can be read. */
  sha256: string | null,
) => KnownFile

export function identifying(
  plan: GradePlan,
  { assignment: { exercises }, due }: ClassWork,
  privacy: Privacy,
): Identify {
  const { limits, secret, room } = plan
  const data = fileDigest(plan.data)
  const packs = new Map(plan.exercises.map(exercise => [exercise.id, packDigest(exercise)]))
  const points = new Map(exercises.map(({ id, points }) => [id, points]))
  const tool = packageVersion()
  return ({ student, exercise, path = null, at = null, isLate = null, language }, sha256) => {
    const pack = packs.get(exercise)!
    const seed = secret === null ? plan.seed : secretSeed(secret, student, exercise)
    const key = privacy.keyFor(
      identityText({
        ...{ student, exercise, sha256, pack, data, tool, seed },
        room: language === 'python' ? 'python' : room,
        ...{ time: limits.time, isWish: limits.isWish === true, memory: limits.memory },
      }),
    )
    return {
      ...{ key, student, exercise, late: lateOf({ at, isLate }, due), seed, file: path, sha256 },
      ...{ tool, node: process.version, pack, points: points.get(exercise)! },
    }
  }
}
