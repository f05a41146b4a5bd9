/** Which exercise a file is an attempt at: by its name, by the title in it, or because only one is asked for. */
import type { AssignedExercise } from '../record.ts'
import { versionIn } from './names.ts'
import { shownPath, stemOf } from './paths.ts'

export type Asked = Pick<AssignedExercise, 'id' | 'title'>

/** How it's known, the surest first. */
export const EVIDENCE = ['name', 'title', 'nothing else'] as const

export interface Attempt {
  readonly exercises: readonly Asked[]
  readonly evidence: (typeof EVIDENCE)[number]
}

/**
 * Or why it's an attempt at none of those that are asked for, in words that go on after its name. `path`: its path below
 * what names the student; `titlesOf` reads its headings; `tracks`: of all exercises that there are.
 */
export function attemptAt(
  path: readonly string[],
  isNotebook: boolean,
  titlesOf: () => readonly string[],
  asked: readonly Asked[],
  tracks: readonly string[],
): Attempt | string {
  const named = byName(path, isNotebook, asked, tracks)
  if (named.sure.length === 1) return { exercises: named.sure, evidence: 'name' }
  if (named.isOther === 'surely') return ELSEWHERE
  const among = named.sure.length > 1 ? named.sure : asked
  if (asked.length === 1 && isNotebook && !named.isOther)
    return { exercises: asked, evidence: 'nothing else' }
  const titles = titlesOf()
  const titled = among.filter(one => titles.some(title => isTitleOf(title, one)))
  if (titled.length > 0 && (isNotebook || titled.length === 1))
    return { exercises: titled, evidence: 'title' }
  const other = isNotebook ? undefined : titles.find(title => /^\d+\s*\u00b7/.test(title))
  if (other !== undefined && titled.length === 0)
    return `is "${shownPath(other)}" by its title, which isn't asked for`
  if (named.likely.length === 1) return { exercises: named.likely, evidence: 'name' }
  if (named.isOther) return OTHER
  if (among.length === 1) return { exercises: among, evidence: 'nothing else' }
  if (isNotebook) return { exercises: among, evidence: 'nothing else' }
  return `could be any of ${among.map(({ id }) => id).join(', ')}: neither its name nor a title in it says which`
}

export const OTHER = 'is of another exercise by its name'
/** In a workspace. */
export const ELSEWHERE = 'is another exercise of a workspace'

interface Named {
  readonly sure: readonly Asked[]
  /** Those that have its number, and another name. */
  readonly likely: readonly Asked[]
  /** Whether its name is that of an exercise which isn't asked for; `'surely'` in a workspace, where each has its place. */
  readonly isOther: boolean | 'surely'
}

const NONE: Named = { sure: [], likely: [], isOther: false }

function byName(
  path: readonly string[],
  isNotebook: boolean,
  asked: readonly Asked[],
  tracks: readonly string[],
): Named {
  if (path.length === 0) return NONE
  const folders = path.slice(0, -1).map(plain)
  const stem = plain(versionIn(stemOf(path[path.length - 1])).base).replace(COPY, '')
  const ofFile = named(stem, folders, asked, tracks)
  const above = folders[folders.length - 1]
  // Notebooks are a course's own, and so are their numbers: only 06 is one of ours, and 6 isn't.
  if (ofFile.isOther && (!isNotebook || /^(?:ex(?:ercise)?_?)?\d\d/.test(stem))) return ofFile
  if (ofFile.sure.length + ofFile.likely.length > 0 || above === undefined)
    return { ...ofFile, isOther: false }
  return { ...named(above, folders.slice(0, -1), asked, tracks), isOther: false }
}

/** What Colab, Drive and Windows call a copy. */
const COPY =
  /^(?:copy_of|kopie_von|copie_de|copia_de|c\u00f3pia_de)_|_(?:copy|kopie|copie|copia|c\u00f3pia)$/g

function named(
  stem: string,
  folders: readonly string[],
  asked: readonly Asked[],
  tracks: readonly string[],
): Named {
  // In a workspace the folder is the track.
  const track = folders[folders.lastIndexOf('exercises') + 1]
  const isWorkspace = folders.includes('exercises') && track !== undefined
  const parts = asked.map(one => ({ one, ...partsOf(one.id) }))
  const here = isWorkspace ? parts.filter(part => part.track === track) : parts
  const inTrack = here.filter(part => folders.includes(part.track))
  const among = inTrack.length > 0 ? inTrack : here
  const ones = (found: typeof among): Asked[] => found.map(({ one }) => one)
  const exact = among.filter(({ name, words, track: of }) => [name, words, `${of}_${name}`].includes(stem))
  if (exact.length > 0) return { sure: ones(exact), likely: [], isOther: false }
  // The last folder that is called like a track says whose number it is.
  const near = folders.findLast(
    folder => tracks.includes(folder) || parts.some(part => part.track === folder),
  )
  if (near !== undefined && !parts.some(part => part.track === near))
    return { ...NONE, isOther: isWorkspace ? 'surely' : true }
  const [, digits, words] = /^(?:ex(?:ercise)?_?)?(\d{1,2})(?:_(.*))?$/.exec(stem) ?? []
  if (digits === undefined) return NONE
  const numbered = among.filter(({ number }) => number === Number(digits))
  const isOther = isWorkspace ? 'surely' : numbered.length === 0
  if (numbered.length > 0 && words === undefined) return { sure: ones(numbered), likely: [], isOther: false }
  return { sure: [], likely: isWorkspace ? [] : ones(numbered), isOther }
}

/** `07_whole_network` of `07 - Whole Network`. */
const plain = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_')
    .replace(/_+/g, '_')

function partsOf(id: string): { track: string; name: string; number: number; words: string } {
  const [track, name] = id.split('/').map(plain)
  return { track, name, number: Number.parseInt(name, 10), words: name.replace(/^\d+_/, '') }
}

/** Whether a heading is the title of an exercise, or what somebody writes for it: `Exercise 7`, `07_whole_network`. */
function isTitleOf(heading: string, { id, title }: Asked): boolean {
  const { number, name, words } = partsOf(id)
  const flat = plain(heading)
  if (flat === plain(id) || flat.includes(name)) return true
  const [, digits, rest = ''] = /^(?:ex(?:ercise)?_?)?(\d{1,2})?(?:[_\u00b7:)]+|$)?(.*)$/.exec(flat)!
  if (digits !== undefined && Number(digits) !== number) return false
  const said = letters(rest)
  return said === '' ? digits !== undefined : [letters(words), letters(withoutNumber(title))].includes(said)
}

const withoutNumber = (title: string): string => title.replace(/^\d+\s*[\u00b7:.-]?\s*/, '')
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
