/** Which results belong together, and what their manifest is. */
import { NinjaError } from '../errors.ts'
import { type GradeManifest, inOrder, strayOrder } from './manifest.ts'
import { joinedShards } from './shards.ts'

/** What has to be the same everywhere, and how it is called. */
const COMMON: readonly (readonly [field: keyof GradeManifest, what: string])[] = [
  ['tool', 'versions of ninja'],
  ['exercises', 'exercises, or other points'],
  ['secret', 'secrets for the seeds'],
  ['data', 'lists of names'],
  ['room', 'rooms: see --isolate'],
  ['limits', 'limits'],
  ['due', 'due times'],
  ['isAnonymous', 'settings of --anonymous'],
  ['hasRoster', 'settings of --roster'],
]

/**
 * All but what is counted in the records. It doesn't matter in which order, or in how many steps, they are put together.
 * @throws NinjaError 'usage' naming the first two that rest on something else.
 */
export function mergedManifest(
  parts: readonly { readonly name: string; readonly manifest: GradeManifest }[],
): GradeManifest {
  const [{ name, manifest: first }, ...others] = parts
  for (const other of others)
    for (const [field, what] of COMMON)
      if (JSON.stringify(first[field]) !== JSON.stringify(other.manifest[field]))
        throw new NinjaError(
          'usage',
          `${name} and ${other.name} don't belong together: they have other ${what}`,
          'grade all parts with the same version and the same options',
        )
  const all = parts.map(({ manifest }) => manifest)
  return {
    ...first,
    shards: joinedShards(all.flatMap(({ shards }) => shards)),
    students: inOrder(
      uniqueBy(
        all.flatMap(({ students }) => students),
        ({ id }) => id,
      ),
    ),
    strays: strayOrder(
      uniqueBy(
        all.flatMap(({ strays }) => strays),
        ({ path }) => path,
      ),
    ),
  }
}

const uniqueBy = <T>(list: readonly T[], keyOf: (one: T) => string): T[] => [
  ...new Map(list.map(one => [keyOf(one), one])).values(),
]
