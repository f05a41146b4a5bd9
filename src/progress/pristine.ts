/**
 * What the files of a workspace were when ninja wrote them, in `.ninja/pristine/` under the same paths: beside it an
 * update tells what the learner changed from what a new version did.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { makeFolder, writeWhole } from './atomic.ts'
import { ifThere, onDisk } from './refusal.ts'

/**
 * Keeps what a file was in the beginning. Call it after the file is written: where only the file is, an update takes it
 * for one that the learner wrote. `path`: from the workspace's root, with /.
 * @throws NinjaError 'workspace' if the disk refuses.
 */
export function keepPristine(workspace: string, path: string, content: string | Uint8Array): void {
  if (pristineOf(workspace, path)?.equals(Buffer.from(content)) === true) return
  const target = placeOf(workspace, path)
  makeFolder(dirname(target))
  writeWhole(target, content)
}

/** Null where nothing is known of that file. @throws NinjaError as `keepPristine`. */
export function pristineOf(workspace: string, path: string): Buffer | null {
  const place = placeOf(workspace, path)
  return onDisk('read', place, () => ifThere<Buffer | null>(() => readFileSync(place), null))
}

/** The paths of all that is kept. @throws NinjaError as `keepPristine`. */
export function pristinePaths(workspace: string): string[] {
  const folder = placeOf(workspace, '')
  const entries = onDisk('read', folder, () =>
    ifThere(() => readdirSync(folder, { recursive: true, withFileTypes: true }), []),
  )
  return entries
    .filter(entry => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort()
}

const placeOf = (workspace: string, path: string): string =>
  join(workspace, '.ninja', 'pristine', ...path.split('/').filter(part => part !== ''))
