/** A learner's notebook: found by its name, and read. */
import { resolve } from 'node:path'
import { NinjaError } from '../errors.ts'
import { readIfThere, shown } from './files.ts'

/** Whether a word names a notebook, or a Python file, rather than an exercise. */
export const isNotebook = (word: string | undefined): word is string =>
  word !== undefined && /\.(?:ipynb|py)$/i.test(word)

export interface NotebookFile {
  /** As it was written. */
  readonly name: string
  readonly path: string
  readonly text: string
}

/** Bytes: pictures in it are long. */
export const LARGEST = 2 ** 26

export function openNotebook(cwd: string, name: string): NotebookFile {
  const path = resolve(cwd, name)
  const bytes = readIfThere(path)
  if (bytes === null)
    throw new NinjaError('exercise', `there is no file ${name}`, 'is it in another folder?', 'missing')
  return { name, path, text: notebookTextIn(bytes, name) }
}

/** That of an exercise, whose place is known. What to do where it can't be read is for others to say. */
export function openExerciseNotebook(cwd: string, path: string): NotebookFile {
  const name = shown(cwd, path)
  const bytes = readIfThere(path)
  if (bytes === null) throw new NinjaError('exercise', `there is no file ${name}`, undefined, 'missing')
  return { name, path, text: notebookTextIn(bytes, name) }
}

export const tooLarge = (name: string): NinjaError =>
  new NinjaError('exercise', `${name} is too large for a notebook`, 'clear its outputs', 'too large')

/** What was read of a notebook called `name`, as text. Throws what is the matter with it. */
export function notebookTextIn(bytes: Uint8Array, name: string): string {
  if (bytes.length > LARGEST) throw tooLarge(name)
  if (bytes.includes(0)) throw new NinjaError('exercise', `${name} is not a text file`, undefined, 'not text')
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new NinjaError('exercise', `${name} is empty`, undefined, 'empty')
  return text
}
