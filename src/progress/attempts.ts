/**
 * The learner's saved attempts: before a file of theirs is overwritten, its exact bytes are kept in
 * `.ninja/attempts/<track>/<name>/`, named by the time; those of a notebook in `…/<name>.ipynb/`. Nothing here ever
 * deletes or changes one.
 */
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { makeFolder, writeAtomically } from './atomic.ts'
import { withLock } from './lock.ts'
import { ifThere, onDisk } from './refusal.ts'
import { STAMP, stampOf, timeOf } from './stamp.ts'

/**
 * Keeps these bytes as the newest attempt, unless the newest already has them. Call it before a file is overwritten;
 * if it throws, don't overwrite.
 * @param changedAt when the file was last changed: the attempt keeps it as its own.
 * @returns the path of the attempt that has them
 * @throws NinjaError 'workspace' if the disk refuses, 'exercise' if `id` is not the name of an exercise.
 */
export function keepAttempt(
  workspace: string,
  id: string,
  bytes: Uint8Array,
  at: Date,
  changedAt = at,
): string {
  const folder = folderOf(workspace, id)
  makeFolder(folder)
  return withLock(lockOf(folder), () => {
    const path = keep(folder, bytes, at)
    onDisk('write', path, () => utimesSync(path, changedAt, changedAt))
    return path
  })
}

/** Whether a file with these bytes was put away after that time, unchanged since before it. @throws NinjaError as `keepAttempt`. */
export function wasPutAway(workspace: string, id: string, bytes: Uint8Array, since: Date): boolean {
  return listAttempts(workspace, id).some(path => {
    if (keptAt(path) < since) return false
    const { mtime } = onDisk('read', path, () => statSync(path))
    return mtime <= since && read(path).equals(bytes)
  })
}

/** The paths of all attempts, oldest first. @throws NinjaError as `keepAttempt`. */
export function listAttempts(workspace: string, id: string): string[] {
  return list(folderOf(workspace, id))
}

/**
 * For undo. Gives the bytes of the newest attempt that differs from the current ones (null: there is no file), and
 * keeps the current ones as the newest attempt. So nothing is lost, and undoing twice is redoing. Null if there is
 * nothing to take back; then nothing is kept either.
 * @throws NinjaError as `keepAttempt`.
 */
export function takeBack(
  workspace: string,
  id: string,
  current: Uint8Array | null,
  at = new Date(),
): Uint8Array | null {
  const folder = folderOf(workspace, id)
  if (list(folder).length === 0) return null
  return withLock(lockOf(folder), () => {
    for (const path of list(folder).reverse()) {
      const bytes = read(path)
      if (current !== null && bytes.equals(current)) continue
      if (current !== null) keep(folder, current, at)
      return bytes
    }
    return null
  })
}

/** When the newest attempt was kept; null: there is none. @throws NinjaError as `keepAttempt`. */
export function newestAttempt(workspace: string, id: string): Date | null {
  const newest = listAttempts(workspace, id).at(-1)
  return newest === undefined ? null : keptAt(newest)
}

/** Only for whoever has the lock. */
function keep(folder: string, bytes: Uint8Array, at: Date): string {
  const newest = list(folder).at(-1)
  if (newest !== undefined && read(newest).equals(bytes)) return newest
  const path = join(
    folder,
    `${stampOf(notBefore(newest, at))}${extname(folder) === NOTEBOOK ? NOTEBOOK : '.ts'}`,
  )
  writeAtomically(path, bytes)
  return path
}

/** A millisecond after the newest attempt at least: names stay unique and in order, even if the clock is put back. */
function notBefore(newest: string | undefined, at: Date): Date {
  if (newest === undefined) return at
  return new Date(Math.max(at.getTime(), keptAt(newest).getTime() + 1))
}

const NOTEBOOK = '.ipynb'

const NAME = new RegExp(`^${STAMP.source}\\.(?:ts|ipynb)$`)

const keptAt = (path: string): Date => timeOf(basename(path, extname(path)))

function list(folder: string): string[] {
  const names = onDisk('read', folder, () => ifThere(() => readdirSync(folder), []))
  return names
    .filter(name => NAME.test(name))
    .sort()
    .map(name => join(folder, name))
}

const read = (path: string): Buffer => onDisk('read', path, () => readFileSync(path))

const lockOf = (folder: string): string => join(folder, 'attempts.lock')

/** A track and a name, neither of which can lead out of the folder: no `..`, no separators, no drives. */
const ID = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*\/[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u

/** Where something is kept of an exercise. */
export function folderOf(workspace: string, id: string, kind: 'attempts' | 'checked' = 'attempts'): string {
  if (ID.test(id)) return join(workspace, '.ninja', kind, ...id.split('/'))
  throw new NinjaError(
    'exercise',
    `${JSON.stringify(id)} is not the name of an exercise`,
    'A name is a track and a file, such as makemore/05_batchnorm, in letters, digits, _, - and dots.',
  )
}
