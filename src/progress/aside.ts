/** Files that something else is about to take the place of, put into a folder of their own: nothing here is deleted. */
import { existsSync, renameSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { makeFolder } from './atomic.ts'
import { onDisk } from './refusal.ts'
import { stampOf } from './stamp.ts'

/**
 * Moves those of these files that are there into a new folder in `folder`, named by when the first was last changed.
 * Gives that folder; null where the first is not there, for then there is nothing to keep.
 * @throws NinjaError 'workspace' if the disk refuses.
 */
export function putAside(folder: string, files: readonly [string, ...string[]]): string | null {
  const [first] = files
  const found = onDisk('read', first, () => statSync(first, { throwIfNoEntry: false }))
  if (found === undefined) return null
  const aside = freeName(join(folder, `run-${stampOf(found.mtime)}`))
  makeFolder(aside)
  // The first comes last: where it is still in its old place, so is all that a next attempt needs to find.
  for (const file of [...files].reverse())
    if (existsSync(file)) onDisk('move', file, () => renameSync(file, join(aside, basename(file))))
  return aside
}

function freeName(name: string): string {
  let free = name
  for (let n = 2; existsSync(free); n++) free = `${name}-${n}`
  return free
}
