/** A class in parts: each student is in one of them, whoever else there is. */
import { NinjaError } from '../errors.ts'

/** `index` of `count`, from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Everybody. */
export const WHOLE_CLASS: Shard = { index: 1, count: 1 }

/** Of `3/8`. @throws NinjaError 'usage' for anything else. */
export function shardFrom(written: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(written.trim())?.map(Number) ?? []
  if (index >= 1 && index <= count) return { index, count }
  const advice =
    index === 0 && count >= 1
      ? `shards count from 1: write 1/${count} for the first`
      : 'for the first of two: --shard 1/2'
  throw new NinjaError('usage', `--shard needs a part such as 1/2, not "${written}"`, advice)
}

/** `digest`: of the student's id alone, as hexadecimal digits. So a file that comes late moves nobody else. */
export const isIn = ({ index, count }: Shard, digest: string): boolean =>
  Number.parseInt(digest.slice(0, 12), 16) % count === index - 1

/** As a manifest has it. */
export const shardName = ({ index, count }: Shard): string => `${index}/${count}`

/** Each once, in order. Parts that make up the whole class are the whole class. */
export function joinedShards(names: readonly string[]): string[] {
  const all = [...new Set(names)].map(shardFrom)
  const isWhole = [...new Set(all.map(({ count }) => count))].some(
    count => all.filter(one => one.count === count).length === count,
  )
  return (isWhole ? [WHOLE_CLASS] : all.sort((a, b) => a.count - b.count || a.index - b.index)).map(shardName)
}

/** Those that are still to come, where these (joined ones) are there. */
export function absentFrom(names: readonly string[]): string[] {
  const all = names.map(shardFrom)
  return [...new Set(all.map(({ count }) => count))].flatMap(count =>
    Array.from({ length: count }, (_, i) => shardName({ index: i + 1, count })).filter(
      name => !names.includes(name),
    ),
  )
}
