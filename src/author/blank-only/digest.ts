/** One text for all that a pack without answers is made of: where it changes, that pack is to be made again. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { type Exercise, exerciseIds } from '../../catalogue/catalogue.ts'
import type { Pack } from '../../catalogue/pack.ts'

/** Of these exercises, what stands beside them, and the data. */
export function digestOf({ root, tracks, start, files }: Pack, exercises: readonly Exercise[]): string {
  const all = new Set(exerciseIds(files, 'solutions') ?? [])
  const wanted = new Set(exercises.map(({ id }) => id))
  const isWanted = (path: string): boolean => {
    const id = path.slice('solutions/'.length).replace(/\.ts$/, '')
    return all.has(id) ? wanted.has(id) : exercises.some(({ track }) => id.startsWith(`${track}/`))
  }
  const hash = createHash('sha256').update(JSON.stringify([tracks, start]))
  for (const path of [...filesBelow(root, 'solutions').filter(isWanted), ...filesBelow(root, DATA)])
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path), 'latin1').replaceAll('\r\n', '\n'))
  return hash.digest('hex')
}

export const DATA = 'exercises/data'

/** The paths of all files in a folder and its folders, from the root, in order. */
export function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort()
}
