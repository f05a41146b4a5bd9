/** What the name of a file or a folder says: of whom, of which version, of what. */
import { stemOf } from './paths.ts'
import { isArchive } from './tree.ts'

/** What a file or a folder is called after: `ada` of `ada.ts` and of `ada.zip`. */
export const nameIn = (part: string, isFile: boolean): string =>
  isFile || isArchive(part) ? stemOf(part) : part

/** What a download that there is already is renamed to: `07-1`, `07 (1)`. */
export function versionIn(name: string): { readonly base: string; readonly version: number } {
  const found = /^(.*?)(?:-(\d{1,3})| ?\((\d{1,3})\))$/u.exec(name)
  return found === null
    ? { base: name, version: 0 }
    : { base: found[1], version: Number(found[2] ?? found[3]) }
}

/** A part of a name that may be a person's, and what the rest says of an exercise; empty where that's nothing. */
export interface NamePiece {
  readonly person: string
  readonly work: string
}

/** Of `Ada Lovelace - 07`, `Lovelace, Ada(ada)`, `ada_07_whole_network`, `hw2-ada`: all that may be a person. */
export function piecesOf(name: string, isFile: boolean): NamePiece[] {
  if (name.length > LONGEST) return []
  const dashed = name.split(' - ').map(part => part.trim())
  const inBrackets = /^(.+?) ?\(([^()]+)\)$/u.exec(name)?.slice(1) ?? []
  const [, before, after = ''] =
    /^(.+?)(?:[ _-]+((?:(?:ex(?:ercise)?|hw|homework)[ _-]?\d{1,2}|\d\d)(?:[ _-].*)?)| \d)$/iu.exec(name) ??
    []
  const [, number, person] = /^((?:ex(?:ercise)?|hw|homework)?[ _-]?\d{1,2})[ _-]+(.+)$/iu.exec(name) ?? []
  return [
    ...(dashed.length < 2
      ? []
      : dashed.map((person, i) => ({ person, work: dashed.at(i === dashed.length - 1 ? -2 : -1)! }))),
    ...inBrackets.map(person => ({ person, work: '' })),
    // A file's number is held against the exercise; that of a folder may belong to the name.
    ...(before === undefined || (!isFile && /^\d/.test(after))
      ? []
      : [{ person: before, work: numberIn(after) }]),
    ...(person === undefined ? [] : [{ person, work: numberIn(number) }]),
  ]
}

/** The patterns take the square of a name's length. */
const LONGEST = 200

/** Exercises have two digits; `hw2` is a course's own, and `ada 2` a copy. */
const numberIn = (text: string): string => (/^(?:ex(?:ercise)?[ _-]?)?\d\d/i.test(text) ? text : '')
