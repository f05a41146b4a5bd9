/** Whose each file is, by its path: a platform's name for it, else the folder or the file that is called like a student. */
import type { Student } from '../record.ts'
import { nameIn, piecesOf, versionIn } from './names.ts'
import { shownPath } from './paths.ts'
import { type Match, matchOf, type People, peopleOf } from './people.ts'
import { type PlatformName, platformName } from './platforms.ts'
import { isWork, wrapperOf } from './wrappers.ts'

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
  const people = roster === null ? null : peopleOf(roster)
  const level = people === null ? wrapperOf(all) : levelOf(all, people)
  const find = people === null ? anybodyIn(all, level) : somebodyOf(people, all, level)
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

const somebodyOf = (people: People, all: readonly (readonly string[])[], level: number): Find => {
  const naming = namingBy(people, besidesAt(all, level))
  return (part, isFile) => ownedBy(naming(part, isFile))
}

/** The first level at which somebody of the class is named. */
function levelOf(all: readonly (readonly string[])[], people: People): number {
  const levels = all.reduce((most, { length }) => Math.max(most, length), 0)
  for (let level = 0; level < levels; level++) {
    const naming = namingBy(people, besidesAt(all, level))
    const isNamed = (parts: readonly string[]): boolean =>
      level < parts.length && naming(parts[level], level === parts.length - 1).match.kind !== 'nobody'
    if (all.some(isNamed)) return level
  }
  return 0
}

/** What there is at one level. */
interface Besides {
  readonly names: ReadonlySet<string>
  readonly starts: readonly string[]
}

const besidesAt = (all: readonly (readonly string[])[], level: number): Besides => ({
  names: namesAt(all, level),
  starts: startsAt(all, level),
})

const namesAt = (all: readonly (readonly string[])[], level: number): Set<string> =>
  new Set(
    all.filter(({ length }) => length > level).map(parts => nameIn(parts[level], level === parts.length - 1)),
  )

/** What all folders there begin with, up to a sign: `hw2-` of GitHub Classroom's `hw2-ada` and `hw2-bob`. */
function startsAt(all: readonly (readonly string[])[], level: number): string[] {
  const folders = [...new Set(all.flatMap(parts => (level < parts.length - 1 ? [parts[level]] : [])))].sort()
  if (folders.length < 2) return []
  const [first, last] = [folders[0], folders[folders.length - 1]]
  const starts = [...first].flatMap((char, i) => (/[-_]/.test(char) ? [first.slice(0, i + 1)] : []))
  return starts.filter(start => last.startsWith(start))
}

function namingBy(people: People, { names, starts }: Besides): Naming {
  return (part, isFile) => {
    const platform = platformName(part)
    if (platform !== null) {
      const match = people.exported(platform)
      const more = { rest: restOf(platform), platform, version: 0 }
      if (match.kind !== 'nobody') return { match, name: part, more }
    }
    const name = nameIn(part, isFile)
    const match = people.called(name)
    if (match.kind !== 'nobody') return { match, name, more: NOTHING_ELSE }
    const { base, version } = versionIn(name)
    // Alone, `smith-2` is as well somebody who isn't in the roster.
    const isVersion = version > 0 && (name.endsWith(')') || names.has(base))
    const versioned = isVersion ? people.called(base) : match
    if (versioned.kind !== 'nobody') return { match: versioned, name, more: { ...NOTHING_ELSE, version } }
    const ending = isFile ? part.slice(name.length) : ''
    return {
      match,
      name,
      more: NOTHING_ELSE,
      ...(partly(people, name, ending) ?? startless(people, name, starts)),
    }
  }
}

function startless(people: People, name: string, starts: readonly string[]): Pick<Named, 'match'> | null {
  for (const start of starts) {
    const left = name.startsWith(start) ? name.slice(start.length) : ''
    const match = people.called(left)
    // The 1 and 2 of `week-1` and `week-2` are nobody.
    if (match.kind !== 'nobody' && !/^\d{0,2}$/.test(left)) return { match }
  }
  return null
}

/** Where a part of a name is somebody's. `ending`: of the file. */
function partly(people: People, name: string, ending: string): Pick<Named, 'match' | 'more'> | null {
  const found = new Map<string, Student>()
  let work = ''
  for (const piece of piecesOf(name, ending !== '')) {
    const match = people.called(piece.person)
    if (match.kind === 'nobody') continue
    if (found.size === 0) work = piece.work
    for (const student of match.kind === 'one' ? [match.student] : match.students)
      found.set(student.id, student)
  }
  const students = [...found.values()]
  if (students.length === 0) return null
  const rest = ending === '' || work === '' ? [] : [work + ending]
  return { match: matchOf(students), more: { ...NOTHING_ELSE, rest } }
}

function anybodyIn(all: readonly (readonly string[])[], level: number): Find {
  const names = namesAt(all, level)
  return (part, isFile) => {
    const platform = platformName(part)
    if (platform !== null) {
      const { number, person } = platform
      const student = { id: number, name: person === '' ? null : person, email: null, section: null }
      return { student, rest: restOf(platform), platform, version: 0 }
    }
    const name = nameIn(part, isFile)
    const { base, version } = versionIn(name)
    // Several people's `07.ts` in one folder are renamed to the same.
    const isVersion = version > 0 && names.has(base) && !isWork(base)
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
