/** What an update would do with each file of a workspace. Nothing is changed here. */
import { isUtf8 } from 'node:buffer'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { inTime, textIn } from '../../learner/files.ts'
import { isPack } from '../../learner/packs.ts'
import {
  type Conflict,
  likeness,
  type MergedText,
  type Preference,
  sameText,
  updatedExercise,
  updatedText,
} from '../../notebook/updated.ts'
import { pristineOf, pristinePaths } from '../../progress/pristine.ts'
import { isSomething, readIfThere } from '../files.ts'
import { blankNames } from '../ready.ts'
import { starterFiles } from '../starter.ts'
import { allExercises, hasNotebook, type Workspace } from '../workspace.ts'
import { type EarlierTexts, readEarlier } from './earlier.ts'

export interface FileUpdate {
  /** From the workspace's root, with /. */
  readonly path: string
  /** Null for the data, and for settings. */
  readonly exercise: Exercise | null
  /** What is there now; null: no file. */
  readonly before: Buffer | null
  /** What this version has there. */
  readonly next: Buffer
  readonly what: FileChange
}

export type FileChange =
  /** There is nothing to take from this version. */
  | { readonly kind: 'same' }
  | { readonly kind: 'new' }
  | ChangedFile
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  /** It can't be done, and why. */
  | { readonly kind: 'stuck'; readonly reason: string }
  /** The learner deleted or emptied it. */
  | { readonly kind: 'missing' }

export interface ChangedFile {
  readonly kind: 'changed'
  readonly content: string | Buffer
  /** Whether anything in it is the learner's. */
  readonly isOwn: boolean
  /** Functions in which the learner wrote: those that stay, and those that are no longer asked for. */
  readonly kept: readonly string[]
  readonly gone: readonly string[]
  /** Functions that were not asked for until now. */
  readonly added: readonly string[]
}

export interface UpdatePlan {
  readonly files: readonly FileUpdate[]
  /** Exercises that are there and that this version doesn't have. */
  readonly over: readonly string[]
  /** How many exercises are notebooks: those stay as they are. */
  readonly notebooks: number
}

/** `only`: these exercises, and nothing else; null: all files. */
export function planUpdate(
  { root, isPython }: Workspace,
  choice: Preference,
  only: readonly Exercise[] | null,
): UpdatePlan {
  const all = allExercises(root)
  const notebooks = isPython ? (only ?? all).filter(hasNotebook) : []
  const scripts = (only ?? all).filter(one => !notebooks.includes(one))
  const earlier = readEarlier()
  const byPath = new Map(all.map(exercise => [`exercises/${exercise.id}.ts`, exercise]))
  // In the folder of a pack itself the settings are the author's.
  const starter = starterFiles(scripts, { inPackage: true, isPython: false }).filter(
    ({ path }) => byPath.has(path) || (only === null && !isPack(root)),
  )
  const files = starter.map(({ path, content }): FileUpdate => {
    const exercise = byPath.get(path) ?? null
    const before = readIfThere(join(root, path))
    const next = Buffer.from(content)
    const olds = knownTexts(root, path, earlier)
    return {
      path,
      exercise,
      before,
      next,
      what: changeOf({ root, path, exercise, before, next, olds, choice }),
    }
  })
  return {
    files,
    over: only === null ? overIn(root, new Set(byPath.keys()), earlier) : [],
    notebooks: notebooks.length,
  }
}

/** What the file may have been in the beginning: what this workspace keeps of it, then what earlier versions had. */
function knownTexts(root: string, path: string, earlier: EarlierTexts): string[] {
  const pristine = pristineOf(root, path)
  return [...(isSomething(pristine) ? [pristine.toString('utf8')] : []), ...(earlier.get(path) ?? [])]
}

interface Asked extends Omit<FileUpdate, 'what'> {
  readonly root: string
  readonly olds: readonly string[]
  readonly choice: Preference
}

function changeOf(asked: Asked): FileChange {
  const { root, path, exercise, before, next, olds } = asked
  if (before === null) {
    if (lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined)
      return { kind: 'stuck', reason: 'it is a link that leads nowhere' }
    return { kind: olds.length > 0 ? 'missing' : 'new' }
  }
  if (before.equals(next)) return { kind: 'same' }
  if (!isSomething(before)) return { kind: 'missing' }
  // A file of which nobody knows what it was in the beginning is the learner's own.
  const isNew = exercise !== null && olds.length === 0
  if (!isNew && olds.every(old => sameText(old, next.toString('utf8')))) return { kind: 'same' }
  try {
    const mine = textOf(before, path)
    return exercise === null ? changeOfText(asked, mine) : changeOfExercise(asked, exercise, mine)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return { kind: 'stuck', reason: error.message }
  }
}

/** With the mark that may be before it. Throws what is the matter with it. */
function textOf(bytes: Buffer, path: string): string {
  textIn(bytes, path)
  if (!isUtf8(bytes)) throw new NinjaError('exercise', `${path} has bytes in it that aren't UTF-8 text`)
  return bytes.toString('utf8')
}

function changeOfExercise(asked: Asked, exercise: Exercise, mine: string): FileChange {
  const next = asked.next.toString('utf8')
  if (sameText(mine, next)) return { kind: 'same' }
  const names = blankNames(exercise)
  const updated = inTime(() => {
    const old = nearestText(mine, asked.olds, names)
    return { old, ...updatedExercise({ old, mine, next }, names, asked.choice) }
  }, asked.path)
  if ('fault' in updated)
    return { kind: 'stuck', reason: `line ${updated.fault.line} can't be read: ${updated.fault.message}` }
  return changeFrom(asked, updated, mine)
}

function changeOfText(asked: Asked, mine: string): FileChange {
  const next = asked.next.toString('utf8')
  if (sameText(mine, next)) return { kind: 'same' }
  const old = nearestText(mine, asked.olds, [])
  return changeFrom(asked, { old, ...updatedText({ old, mine, next }, asked.choice) }, mine)
}

function changeFrom(
  { next }: Asked,
  { old, text, conflicts, trouble, kept, gone, added }: MergedText & { readonly old: string | null },
  mine: string,
): FileChange {
  if (conflicts.length > 0) return { kind: 'conflict', conflicts }
  if (trouble !== null) return { kind: 'stuck', reason: trouble }
  if (text === mine) return { kind: 'same' }
  const isOwn = old === null || !sameText(mine, old)
  return { kind: 'changed', content: text === next.toString('utf8') ? next : text, isOwn, kept, gone, added }
}

/** The one that has most in common with what became of it; of equals the first. */
function nearestText(mine: string, olds: readonly string[], names: readonly string[]): string | null {
  const [first = null, ...others] = olds
  const same = olds.find(old => sameText(old, mine))
  if (same !== undefined || first === null || others.length === 0) return same ?? first
  const ranked = olds.map(old => ({ old, like: likeness(mine, old, names) }))
  return ranked.reduce((best, one) => (one.like > best.like ? one : best)).old
}

function overIn(root: string, known: ReadonlySet<string>, earlier: EarlierTexts): string[] {
  const were = new Set([...pristinePaths(root), ...earlier.keys()])
  return [...were]
    .filter(path => path.startsWith('exercises/') && path.endsWith('.ts') && !known.has(path))
    .filter(path => readIfThere(join(root, path)) !== null)
    .sort()
}
