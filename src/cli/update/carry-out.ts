/** A plan carried out. Stopped at any point, it has lost nothing, and running it again does the rest. */
import { join } from 'node:path'
import { keepAttempt } from '../../progress/attempts.ts'
import { keepPristine } from '../../progress/pristine.ts'
import { demandWritable } from '../../progress/writable.ts'
import { isSomething, readIfThere, replaceExercise, writeFile } from '../files.ts'
import type { FileUpdate } from './plan.ts'

/** Gives the files as they were carried out: one that somebody changed in the meantime is left as it is. */
export function carryOut(root: string, files: readonly FileUpdate[]): FileUpdate[] {
  demandWritable([
    ...files
      .filter(({ what }) => what.kind === 'new' || what.kind === 'changed')
      .map(({ path }) => join(root, path)),
    ...['attempts', 'pristine', 'checked'].map(name => join(root, '.ninja', name, 'file')),
  ])
  return files.map(file => {
    const done = written(root, file)
    // Last: stopped before this, the next run finds the new text in the file, and that both sides say the same.
    if (['same', 'new', 'changed'].includes(done.what.kind)) keepPristine(root, file.path, file.next)
    return done
  })
}

function written(root: string, file: FileUpdate): FileUpdate {
  const { path, exercise, before, next, what } = file
  if (what.kind !== 'new' && what.kind !== 'changed') return file
  const target = join(root, path)
  const now = readIfThere(target)
  if (before === null ? now !== null : now?.equals(before) !== true)
    return { ...file, what: { kind: 'stuck', reason: 'it was saved in the meantime' } }
  if (what.kind === 'new') writeFile(target, next)
  else if (exercise !== null) replaceExercise(root, exercise, target, { before, content: what.content })
  else {
    if (isSomething(before)) keepAttempt(root, placeFor(path), before, new Date())
    writeFile(target, what.content)
  }
  return file
}

/** Where what was in a file that is no exercise is kept, among the attempts: `.vscode/settings.json` in `files/_vscode_settings.json`. */
export const placeFor = (path: string): string => `files/${path.replace(/^\./, '_').replaceAll('/', '_')}`
