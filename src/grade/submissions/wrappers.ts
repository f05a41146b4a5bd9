/** Whether the one folder that all is in is a class's, or a student's: without a roster nothing else says so. */
import { nameIn, versionIn } from './names.ts'
import { platformName } from './platforms.ts'
import { isArchive } from './tree.ts'

/**
 * 1 where all is in one folder that is a class's, as whoever packs a folder gets it; else 0. `all`: every path's parts.
 *
 * It is a student's where anything in it is called like an exercise. Else it's a class's where two folders, archives or
 * files in it may be students', and they are more than those that are called as people call their work.
 */
export function wrapperOf(all: readonly (readonly string[])[]): number {
  if (!all.every(([top, ...rest]) => top === all[0][0] && rest.length > 0)) return 0
  const below = all.map(([, part]) => part)
  if (below.length > 0 && below.every(part => platformName(part) !== null)) return 1
  if (below.length === 0 || isArchive(all[0][0]) || below.some(isWork)) return 0
  const graded = all.filter(parts => KINDS.test(parts[parts.length - 1]))
  const units = graded.map(([, part, ...rest]) => versionIn(nameIn(part, rest.length === 0)).base)
  const unique = [...new Set(units)]
  const people = unique.filter(unit => !isThing(unit)).length
  return people > 1 && people > unique.length - people ? 1 : 0
}

/** What may have something in it to grade: others have no say. */
const KINDS = /\.(?:ts|ipynb|py|zip)$/i

/** Whether something is called like an exercise; a long number is a student's. */
export const isWork = (name: string): boolean =>
  name === 'exercises' || /^(?:ex(?:ercise)?)?[ _-]?\d{1,2}(?!\d)/i.test(name)

/** What people call their work, or a part of it, and never themselves. */
const THINGS: ReadonlySet<string> = new Set(
  `my the old new final first last draft backup copy kopie untitled unbenannt test tests main index src
  lib data img image images figures plot plots doc docs note notes script scripts util utils helper
  helpers common model train readme answer answers solution solutions homework hw hausaufgabe aufgabe
  assignment submission exercise notebook notebooks part task question lab attempt makemore micrograd
  layers checkpoint checkpoints outputs output code scratch version`.split(/\s+/),
)
const isThing = (name: string): boolean =>
  THINGS.has(/^\p{L}*/u.exec(name.toLowerCase().replace(/^(?:hw|homework)[ _-]?\d+[ _-]+/, ''))![0])
