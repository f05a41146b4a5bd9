/**
 * The text of each exercise that was checked last, in `.ninja/checked/<track>/<name>.ts` (or `.ipynb`). Where the learner's own file is
 * deleted, moved away or emptied, it is all that is left of what they had.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { discard, makeFolder, writeAtomically } from './atomic.ts'
import { folderOf, keepAttempt, newestAttempt } from './attempts.ts'
import { ifThere, onDisk } from './refusal.ts'

/** @throws NinjaError as `keepAttempt`. */
export function keepChecked(workspace: string, id: string, text: Uint8Array): void {
  const path = pathOf(workspace, id)
  if (read(path)?.equals(text) === true) return
  makeFolder(dirname(path))
  writeAtomically(path, text)
}

/** Whether this is the text that was checked last. @throws NinjaError as `keepAttempt`. */
export const wasChecked = (workspace: string, id: string, text: Uint8Array): boolean =>
  read(pathOf(workspace, id))?.equals(text) === true

/** What undo would find where the file is gone: the text that was checked last, or what was kept since, or nothing. */
export type LastText = 'checked' | 'kept' | null

/** @throws NinjaError as `keepAttempt`. */
export function leftOf(workspace: string, id: string): LastText {
  const path = pathOf(workspace, id)
  const newest = newestAttempt(workspace, id)
  const checkedAt = onDisk('read', path, () => statSync(path, { throwIfNoEntry: false }))?.mtime
  if (checkedAt === undefined || (newest !== null && newest > checkedAt))
    return newest === null ? null : 'kept'
  return 'checked'
}

/**
 * Makes the text that was checked last an attempt, unless something was kept since. For whoever finds nothing of the
 * learner's in the file, and is about to write something else there.
 * @throws NinjaError as `keepAttempt`.
 */
export function rescueChecked(workspace: string, id: string, at = new Date()): void {
  if (leftOf(workspace, id) !== 'checked') return
  const path = pathOf(workspace, id)
  const text = read(path)
  if (text !== null) keepAttempt(workspace, id, text, at, statSync(path).mtime)
  discard(path)
}

/** Of an exercise that there is no longer. @throws NinjaError as `keepAttempt`. */
export const dropChecked = (workspace: string, id: string): void => discard(pathOf(workspace, id))

const pathOf = (workspace: string, id: string): string =>
  `${folderOf(workspace, id, 'checked')}${id.endsWith('.ipynb') ? '' : '.ts'}`

const read = (path: string): Buffer | null =>
  onDisk('read', path, () => ifThere<Buffer | null>(() => readFileSync(path), null))
