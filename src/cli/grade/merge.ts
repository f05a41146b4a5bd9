/** Puts the results of several shards together: the same as if they had been graded in one go. */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NinjaError } from '../../errors.ts'
import type { GradeManifest } from '../../grade/manifest.ts'
import { mergedManifest } from '../../grade/merging.ts'
import { makeFolder } from '../../progress/atomic.ts'
import { claimFolder } from '../../progress/written.ts'
import { shown } from '../files.ts'
import { demandGoesOn, MANIFEST, manifestIn } from './folder.ts'
import { mergePrivate } from './privacy.ts'
import { mergeResults } from './results.ts'

/** @throws NinjaError 'usage' for folders that don't belong together. */
export function merge(cwd: string, words: readonly string[], out: string): GradeManifest {
  if (words.length === 0)
    throw new NinjaError(
      'usage',
      'which folders should be put together?',
      'for example: ninja grade --merge part1 part2 --out whole',
    )
  const parts = words.map(word => ({ name: word, manifest: partIn(resolve(cwd, word), word) }))
  const common = mergedManifest(parts)
  demandGoesOn(out, shown(cwd, out), {
    exercises: common.exercises.map(({ id }) => id),
    shard: null,
    isAnonymous: common.isAnonymous,
    students: () => common.students.map(({ id }) => id),
  })
  makeFolder(out)
  claimFolder(out)
  const folders = words.map(word => resolve(cwd, word))
  const made = mergeResults(folders, out)
  if (common.isAnonymous) mergePrivate(folders, out)
  return { ...common, ...made }
}

function partIn(folder: string, name: string): GradeManifest {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new NinjaError('usage', `there is no folder ${name}`)
  const manifest = manifestIn(folder)
  if (manifest === null)
    throw new NinjaError(
      'usage',
      `${name} has no ${MANIFEST}`,
      'give folders that grade wrote to; if that run was stopped, start it again first',
    )
  if (manifest !== 'foreign') return manifest
  throw new NinjaError('usage', `${join(name, MANIFEST)} is not what grade writes`, 'grade that part again')
}
