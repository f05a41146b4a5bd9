/** Exercise files on disk: what a fresh one holds, and writing one without losing what stood there. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Exercise } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { makeFolder, writeAtomically } from '../progress/atomic.ts'
import { keepAttempt } from '../progress/attempts.ts'
import { rescueChecked } from '../progress/checked.ts'
import { ifThere, onDisk } from '../progress/refusal.ts'
import type { ForeignFile } from '../progress/written.ts'
import { freshText } from './ready.ts'

/**
 * The exercise with its blanks empty. Always made from the solution: the files in this package's own exercises/ may
 * be filled in, where the package is a clone that somebody works in.
 */
export function freshExercise(exercise: Exercise): string {
  try {
    return freshText(exercise)
  } catch (error) {
    if (!(error instanceof NinjaError) || error.message.includes(exercise.id)) throw error
    throw new NinjaError(error.code, `${exercise.id}: ${error.message}`, error.advice)
  }
}

/** The bytes of a file, null where there is none. */
export const readIfThere = (path: string): Buffer | null =>
  onDisk('read', path, () => ifThere<Buffer | null>(() => readFileSync(path), null))

/** Writes a file, and makes the folders above it. */
export function writeFile(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path))
  writeAtomically(path, content)
}

/** By this name is kept what was in an exercise's file: of a notebook apart from what there is in TypeScript. */
export const keptAs = (id: string, path: string): string => (/\.ipynb$/.test(path) ? `${id}.ipynb` : id)

/** Writes an exercise file. What is there now is kept first; where that is nothing, the text that was checked last. */
export function replaceExercise(
  root: string,
  { id }: Exercise,
  path: string,
  { before, content }: { before: Buffer | null; content: string | Uint8Array },
): void {
  const kept = keptAs(id, path)
  if (isSomething(before)) keepAttempt(root, kept, before, new Date(), statSync(path).mtime)
  else rescueChecked(root, kept)
  writeFile(path, content)
}

/** Whether there is a file with a character in it. */
export const isSomething = (bytes: Buffer | null): bytes is Buffer =>
  bytes !== null && bytes.toString('utf8').trim() !== ''

/** What became of a file that somebody else wrote or changed; `folder`: as it is to be shown. */
export const foreignText = ({ path, movedTo }: ForeignFile, folder: string): string =>
  movedTo === null
    ? `${folder}/${path} no longer belongs here, but it isn't as ninja wrote it: it stays`
    : `${folder}/${path} wasn't as ninja wrote it: what was there is in ${folder}/${movedTo} now`

/** A path to print: short, and a click opens it. */
export const shown = (cwd: string, path: string): string => relative(cwd, path) || '.'
