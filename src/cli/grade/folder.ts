/** The folder that grades go to: only one of grade's own is written over, and only by what goes on with its results. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { type Coming, lossIn } from '../../grade/continuing.ts'
import type { GradeManifest } from '../../grade/manifest.ts'
import { isClaimed } from '../../progress/written.ts'
import { readIfThere } from '../files.ts'
import { RESULTS, recordsIn } from './results.ts'

export const MANIFEST = 'manifest.json'

/** Null where there is none; `'foreign'`: it is something else's. */
export function manifestIn(folder: string): GradeManifest | 'foreign' | null {
  const text = readIfThere(join(folder, MANIFEST))?.toString('utf8')
  if (text === undefined) return null
  try {
    const manifest = JSON.parse(text)
    const isOurs =
      manifest?.version === 1 &&
      [manifest.shards, manifest.exercises, manifest.students].every(field => Array.isArray(field))
    return isOurs ? manifest : 'foreign'
  } catch {
    return 'foreign'
  }
}

/**
 * `isShared`: a platform's own folder, which may have other things in it.
 * @throws NinjaError 'usage' for a folder in which something would be lost.
 */
export function demandOwn(out: string, written: string, isShared: boolean): void {
  const there = statSync(out, { throwIfNoEntry: false })
  if (there === undefined) return
  if (!there.isDirectory())
    throw new NinjaError('usage', `--out needs a folder, and ${written} is a file`, 'name another one')
  const manifest = manifestIn(out)
  const isOther = manifest === 'foreign' || (!isClaimed(out) && hasOtherLines(out))
  const isOwn = isClaimed(out) || manifest !== null || hasRecords(out)
  if (!isOther && (isOwn || isShared || readdirSync(out).every(name => LEFT_BEHIND.test(name)))) return
  throw new NinjaError(
    'usage',
    `there is something else in ${written}`,
    'with --out, name a folder that is new or empty, or one that grade wrote to',
  )
}

/** Of a run that was killed, and of systems. */
const LEFT_BEHIND = /^\.ninja-|^\.DS_Store$/

/** Whether there is a results.jsonl which isn't grade's: there is something in it, and no record. */
const hasOtherLines = (out: string): boolean =>
  (statSync(join(out, RESULTS), { throwIfNoEntry: false })?.size ?? 0) > 0 && !hasRecords(out)

const hasRecords = (out: string): boolean => recordsIn(out)[Symbol.iterator]().next().done !== true

/** @throws NinjaError 'usage' where the folder has results that would be lost. */
export function demandGoesOn(out: string, shown: string, coming: Coming): void {
  const there = manifestIn(out)
  const loss = there === null || there === 'foreign' ? null : lossIn(there, coming)
  if (loss === null) return
  throw new NinjaError(
    'usage',
    `${shown} ${loss}`,
    `name another folder with --out; or, if those results may go, delete ${shown}/${MANIFEST} first`,
  )
}
