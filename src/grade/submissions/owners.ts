/** Whose each file is, by its path: a platform's name for it, else the folder or the file that is called like a student. */
import type { Student } from '../record.ts'
import { shownPath, stemOf } from './paths.ts'
import { type Match, type People, peopleOf } from './people.ts'
import { type PlatformName, platformName } from './platforms.ts'
import { isArchive } from './tree.ts'

/** Whose a file is. */
export interface Owned {
  readonly student: Student
  /** Its path below what names the student; empty where that is the file itself. */
  readonly rest: readonly string[]
  readonly platform: PlatformName | null
  /** 1 of `ada-1.ts`, where the student is `ada`. */
  readonly version: number
}

/** Whose a file is, or why that isn't known, in words that go on after its name. */
export type Ownership = Owned | string

/**
 * What finds out whose a file is. `paths`: all there are. Without a roster everybody is of this class.
 *
 * Students are named at one level of the folders: what somebody calls a file further down makes it nobody else's.
 */
export function ownersIn(
  paths: readonly string[],
  roster: readonly Student[] | null,
): (path: string) => Ownership {
  const all = paths.map(path => path.split('/'))
  const naming = roster === null ? null : namingBy(peopleOf(roster))
  const level = naming === null ? wrapperOf(all) : levelOf(all, naming)
  const find: Find = naming === null ? anybodyIn(all, level) : (part, isFile) => ownedBy(naming(part, isFile))
  return path => {
    const parts = path.split('/')
    const i = Math.min(level, parts.length - 1)
    const owned = find(parts[i], i === parts.length - 1)
    return typeof owned === 'string' ? owned : { ...owned, rest: [...owned.rest, ...parts.slice(i + 1)] }
  }
}

/** By the part of a path that names a student; `rest` has what that says of the file itself. */
type Find = (part: string, isFile: boolean) => Ownership

/** Whom of the roster a part of a path names, by which name, and what it says besides. */
interface Named {
  readonly match: Match
  readonly name: string
  readonly more: Omit<Owned, 'student'>
}

type Naming = (part: string, isFile: boolean) => Named

/** The first level at which somebody of the class is named. */
function levelOf(all: readonly (readonly string[])[], naming: Naming): number {
  const levels = all.reduce((most, { length }) => Math.max(most, length), 0)
  for (let level = 0; level < levels; level++) {
    const isNamed = (parts: readonly string[]): boolean =>
      level < parts.length && naming(parts[level], level === parts.length - 1).match.kind !== 'nobody'
    if (all.some(isNamed)) return level
  }
  return 0
}

function namingBy(people: People): Naming {
  return (part, isFile) => {
    const platform = platformName(part)
    if (platform !== null) {
      const match = people.exported(platform)
      const more = { rest: restOf(platform), platform, version: 0 }
      if (match.kind !== 'nobody') return { match, name: part, more }
    }
    const name = nameIn(part, isFile)
    const match = people.called(name)
    const { base, version } = versionIn(name)
    if (match.kind !== 'nobody' || version === 0) return { match, name, more: NOTHING_ELSE }
    return { match: people.called(base), name, more: { ...NOTHING_ELSE, version } }
  }
}

function anybodyIn(all: readonly (readonly string[])[], level: number): Find {
  const names = new Set(
    all.filter(({ length }) => length > level).map(parts => nameIn(parts[level], level === parts.length - 1)),
  )
  return (part, isFile) => {
    const platform = platformName(part)
    if (platform !== null) {
      const { number, person } = platform
      const student = { id: number, name: person === '' ? null : person, email: null, section: null }
      return { student, rest: restOf(platform), platform, version: 0 }
    }
    const name = nameIn(part, isFile)
    const { base, version } = versionIn(name)
    const isVersion = version > 0 && names.has(base)
    const id = (isVersion ? base : name).normalize('NFC').trim()
    if (id === '') return 'has no name that says whose it is'
    const student = { id, name: null, email: null, section: null }
    return { ...NOTHING_ELSE, student, version: isVersion ? version : 0 }
  }
}

const NOTHING_ELSE = { rest: [], platform: null, version: 0 }

const restOf = ({ file }: PlatformName): string[] => (file === '' ? [] : [file])

function ownedBy({ match, name, more }: Named): Ownership {
  if (match.kind === 'one') return { student: match.student, ...more }
  if (match.kind === 'nobody')
    return `is of nobody in the roster: no student there is called "${shownPath(name)}"`
  const ids = match.students.map(({ id }) => shownPath(id)).join(', ')
  return `could be of several students in the roster, by the name "${shownPath(name)}": ${ids}`
}

/** What a file or a folder is called after: `ada` of `ada.ts` and of `ada.zip`. */
const nameIn = (part: string, isFile: boolean): string => (isFile || isArchive(part) ? stemOf(part) : part)

/** What a download that there is already is renamed to: `07-1`, `07 (1)`. */
export function versionIn(name: string): { readonly base: string; readonly version: number } {
  const found = /^(.*?)(?:-(\d{1,3})| ?\((\d{1,3})\))$/u.exec(name)
  return found === null
    ? { base: name, version: 0 }
    : { base: found[1], version: Number(found[2] ?? found[3]) }
}

/** 1 where all is in one folder, or archive, that is not a student's, as whoever packs a folder gets it; else 0. */
function wrapperOf(all: readonly (readonly string[])[]): number {
  if (!all.every(([top, ...rest]) => top === all[0][0] && rest.length > 0)) return 0
  const below = [...new Set(all.map(([, part]) => part))]
  if (below.length > 0 && below.every(part => platformName(part) !== null)) return 1
  const isWork = (name: string): boolean => name === 'exercises' || /^(?:ex(?:ercise)?)?[ _-]?\d/i.test(name)
  return below.length > 1 && !isArchive(all[0][0]) && !below.some(isWork) ? 1 : 0
}
