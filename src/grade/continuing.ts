/** Whether what is to be graded goes on with the results that a folder has, or would put others in their place. */
import type { GradeManifest } from './manifest.ts'

/** What is about to be written. */
export interface Coming {
  readonly exercises: readonly string[]
  /** Null: whichever there are. */
  readonly shard: string | null
  readonly isAnonymous: boolean
  /** Their ids, as a manifest has them. */
  readonly students: () => Iterable<string>
}

/** Why results would be lost, in words that go on after the folder's name; null where none would be. */
export function lossIn(there: GradeManifest, coming: Coming): string | null {
  const held = there.shards.join(', ')
  if (coming.shard !== null && coming.shard !== held)
    return held === '1/1'
      ? `has the results of the whole class, and this is part ${coming.shard}`
      : `has the results of part ${held}, and this is ${coming.shard === '1/1' ? 'the whole class' : `part ${coming.shard}`}`
  const exercises = there.exercises.map(({ id }) => id)
  if (exercises.toSorted().join() !== coming.exercises.toSorted().join())
    return `has the results of ${exercises.join(', ')}, and this is ${coming.exercises.join(', ')}`
  if (there.isAnonymous !== coming.isAnonymous)
    return there.isAnonymous
      ? 'has results without names, and these have names'
      : 'has results with names, and these have none'
  const now = new Set(coming.students())
  const gone = there.students.map(({ id }) => id).filter(id => !now.has(id))
  return gone.length === 0 ? null : `has results of ${shortList(gone)}, and this run has none of theirs`
}

/** `ada, bob, cho and 12 more`. */
const shortList = (ids: readonly string[]): string =>
  ids.length <= 4 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`
