/** Puts the results of several shards together: the same as if they had been graded in one go. */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NinjaError } from '../../errors.ts'
import type { GradeManifest } from '../../grade/manifest.ts'
import { mergedManifest } from '../../grade/merging.ts'
import { makeFolder } from '../../progress/atomic.ts'
import { readIfThere } from '../files.ts'
import { MANIFEST } from './outputs.ts'
import { mergeResults } from './results.ts'

/** @throws NinjaError 'usage' for folders that don't belong together. */
export function merge(cwd: string, words: readonly string[], out: string): GradeManifest {
  if (words.length === 0)
    throw new NinjaError(
      'usage',
      'which folders should be put together?',
      'for example: ninja grade --merge part1 part2 --out whole',
    )
  const parts = words.map(word => ({ name: word, manifest: manifestIn(resolve(cwd, word), word) }))
  const common = mergedManifest(parts)
  makeFolder(out)
  const made = mergeResults(
    words.map(word => resolve(cwd, word)),
    out,
  )
  return { ...common, ...made }
}

function manifestIn(folder: string, name: string): GradeManifest {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new NinjaError('usage', `there is no folder ${name}`)
  const text = readIfThere(join(folder, MANIFEST))?.toString('utf8')
  if (text === undefined)
    throw new NinjaError(
      'usage',
      `${name} has no ${MANIFEST}`,
      'give folders that grade wrote to; if that run was stopped, start it again first',
    )
  try {
    const manifest = JSON.parse(text)
    if (manifest?.version === 1 && Array.isArray(manifest.shards)) return manifest
  } catch {}
  throw new NinjaError('usage', `${join(name, MANIFEST)} is not what grade writes`, 'grade that part again')
}
