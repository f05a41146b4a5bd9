/** Whose each file is, by its path: a platform's name for it, else the folder or the file that is called like a student. */
import type { Student } from '../record.ts'
import { lastOf, shownPath, stemOf } from './paths.ts'
import { type Match, peopleOf } from './people.ts'
import { type PlatformName, platformName } from './platforms.ts'
import { isArchive, type TreeFile } from './tree.ts'

/** A file with whose it is. */
export interface OwnedFile {
  readonly file: TreeFile
  readonly student: Student
  /** Its path below what names the student; empty where that is the file itself. */
  readonly rest: readonly string[]
  readonly platform: PlatformName | null
  /** 1 of `ada-1.ts`, where the student is `ada`. */
  readonly version: number
}

/** Whose a file is, or why that isn't known, in words that go on after its name. */
export type Ownership = OwnedFile | string

/** What finds out whose a file is. `files`: all there are. Without a roster everybody is of this class. */
export function ownersIn(
  files: readonly TreeFile[],
  roster: readonly Student[] | null,
): (file: TreeFile) => Ownership {
  const people = roster === null ? null : peopleOf(roster)
  const skipped = people === null ? wrapperOf(files) : 0
  const tops = new Set(files.map(({ path }) => topOf(path, skipped)))

  const exported = (
    file: TreeFile,
    parts: readonly string[],
    i: number,
    platform: PlatformName,
  ): Ownership => {
    const rest = [...(platform.file === '' ? [] : [platform.file]), ...parts.slice(i + 1)]
    const owned = (student: Student): OwnedFile => ({ file, student, rest, platform, version: 0 })
    if (people !== null) return owner(people.exported(platform), parts[i], owned)
    const { number, person } = platform
    return owned({ id: number, name: person === '' ? null : person, email: null, section: null })
  }

  const ofRoster = (file: TreeFile, parts: readonly string[]): Ownership => {
    for (const [i, part] of parts.entries()) {
      const name = nameIn(part, i === parts.length - 1)
      const { base, version } = versionIn(name)
      const tries = [{ name, version: 0 }, ...(version === 0 ? [] : [{ name: base, version }])]
      for (const one of tries) {
        const match = people!.called(one.name)
        if (match.kind === 'nobody') continue
        const rest = parts.slice(i + 1)
        const owned = (student: Student): OwnedFile => ({
          file,
          student,
          rest,
          platform: null,
          version: one.version,
        })
        return owner(match, one.name, owned)
      }
    }
    return `is of nobody in the roster: no part of its name is a student's id, name or e-mail address`
  }

  const ofAnybody = (file: TreeFile, parts: readonly string[]): Ownership => {
    const [part, ...rest] = parts.slice(Math.min(skipped, parts.length - 1))
    const name = nameIn(part, rest.length === 0)
    const { base, version } = versionIn(name)
    const isVersion = version > 0 && tops.has(base)
    const id = (isVersion ? base : name).normalize('NFC')
    const student = { id, name: null, email: null, section: null }
    return { file, student, rest, platform: null, version: isVersion ? version : 0 }
  }

  return file => {
    const parts = file.path.split('/')
    for (const [i, part] of parts.entries()) {
      const platform = platformName(part)
      if (platform !== null) return exported(file, parts, i, platform)
    }
    return people === null ? ofAnybody(file, parts) : ofRoster(file, parts)
  }
}

function owner(match: Match, name: string, owned: (student: Student) => OwnedFile): Ownership {
  if (match.kind === 'one') return owned(match.student)
  if (match.kind === 'nobody') return 'is of nobody in the roster'
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

function topOf(path: string, skipped: number): string {
  const parts = path.split('/')
  const i = Math.min(skipped, parts.length - 1)
  return nameIn(parts[i], i === parts.length - 1)
}

/** 1 where all is in one folder that is not a student's, as whoever packs a folder gets it; else 0. */
function wrapperOf(files: readonly TreeFile[]): number {
  const parts = files.map(({ path }) => path.split('/'))
  const isOne = parts.every(([top, ...rest]) => top === parts[0][0] && rest.length > 0)
  if (!isOne || isArchive(parts[0]?.[0] ?? '')) return 0
  const below = new Set(parts.map(([, part]) => part))
  const isWork = (name: string): boolean =>
    name === 'exercises' || /^(?:ex(?:ercise)?)?[ _-]?\d/i.test(lastOf(name))
  return below.size > 1 && ![...below].some(isWork) ? 1 : 0
}
