/** Who submitted what: a tree of files in, and for each student and exercise the one file that is graded. */
import { NinjaError } from '../../errors.ts'
import type { Handed, Student } from '../record.ts'
import { type Asked, type Attempt, attemptAt, EVIDENCE } from './attempts.ts'
import { type Owned, type Ownership, ownersIn, versionIn } from './owners.ts'
import { faultIn, lastOf, shownPath, stemOf } from './paths.ts'
import { titlesIn } from './titles.ts'
import { demandSize, isArchive, mostOf, type Tree, type TreeFile, withArchives } from './tree.ts'

/** Something that isn't graded. */
export interface Stray {
  /** To be shown: what would be invisible in it is written out. */
  readonly path: string
  /** Whose it is, where that's known. */
  readonly student: string | null
  /** Why, in words that go on after its name. */
  readonly reason: string
}

export interface Submissions {
  /** By student, and in the order of the exercises. */
  readonly handed: readonly Handed[]
  readonly strays: readonly Stray[]
  /** The roster's; without one everybody of whom there is a file, whether or not it's graded. */
  readonly students: readonly Student[]
}

export interface SubmissionsRequest {
  readonly tree: Tree
  /** Those that are asked for. */
  readonly exercises: readonly Asked[]
  /** Null where there is none: then everybody is of this class. */
  readonly roster: readonly Student[] | null
  /** Whose all of it is, where a platform gives one submission. */
  readonly owner?: Student
}

export function readSubmissions({ tree, exercises, roster, owner }: SubmissionsRequest): Submissions {
  const { files, refused } = withArchives(tree)
  const usable = files.filter(({ path }) => !isJunk(path)).sort((a, b) => compared(a.path, b.path))
  const ownerOf =
    owner === undefined
      ? ownersIn(
          usable.map(({ path }) => path),
          roster,
        )
      : (path: string): Ownership => ownedBy(owner, path)
  const students = new Map((roster ?? []).map(student => [student.id, student]))
  const strays: Stray[] = []
  const candidates: Candidate[] = []
  // A README beside the students' files is nobody's.
  const isTheirs = (path: string, { rest }: Owned): boolean =>
    rest.length > 0 || KINDS.test(path) || isArchive(path)
  const noted = (path: string): Ownership => {
    const owned = faultIn(path) ?? ownerOf(path)
    if (typeof owned === 'string' || !isTheirs(path, owned)) return owned
    if (!students.has(owned.student.id)) students.set(owned.student.id, owned.student)
    return owned
  }
  const studentOf = (owned: Ownership): string | null =>
    typeof owned !== 'string' && students.has(owned.student.id) ? owned.student.id : null
  for (const { path, reason } of refused) {
    const owned = noted(path)
    strays.push(stray(path, reason, studentOf(owned)))
  }
  for (const file of usable) {
    const owned = noted(file.path)
    const attempt = typeof owned === 'string' ? owned : attemptOf(file, owned.rest, exercises)
    if (typeof owned === 'string') strays.push(stray(file.path, owned, null))
    else if (typeof attempt === 'string') strays.push(stray(file.path, attempt, studentOf(owned)))
    else for (const exercise of attempt.exercises) candidates.push({ ...owned, file, exercise, attempt })
  }
  const { chosen, left } = chosenOf(candidates)
  const place = new Map(exercises.map(({ id }, i) => [id, i]))
  return {
    handed: chosen
      .map(handedOf)
      .sort((a, b) => compared(a.student, b.student) || place.get(a.exercise)! - place.get(b.exercise)!),
    strays: [...strays, ...left].sort((a, b) => compared(a.path, b.path)),
    students: [...students.values()].sort((a, b) => (roster === null ? compared(a.id, b.id) : 0)),
  }
}

const stray = (path: string, reason: string, student: string | null): Stray => ({
  path: shownPath(path),
  student,
  reason,
})

/** By code units: the same on every machine. */
const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const ownedBy = (student: Student, path: string): Owned => ({
  student,
  rest: path.split('/'),
  platform: null,
  version: 0,
})

/** What systems and editors leave behind, and what a workspace has beside its exercises. */
const isJunk = (path: string): boolean =>
  path
    .split('/')
    .some(part => /^\.|^(?:__MACOSX|node_modules|__pycache__|Thumbs\.db|desktop\.ini)$/i.test(part)) ||
  /(?:^|\/)(?:package(?:-lock)?\.json|tsconfig\.json|exercises\/data\/[^/]*)$/.test(path)

const LINK = 'is a link, and links are not followed'
const KINDS = /\.(?:ts|ipynb|py)$/i
const isTypeScript = (path: string): boolean => /\.ts$/i.test(path)

function attemptOf(file: TreeFile, rest: readonly string[], exercises: readonly Asked[]): Attempt | string {
  if (file.isLink && !KINDS.test(file.path)) return LINK
  if (isArchive(file.path)) return 'is an archive in an archive in an archive: unpack it'
  if (!KINDS.test(file.path)) return 'is none of the files that are graded: .ts, .ipynb, .py'
  return attemptAt(rest, !isTypeScript(file.path), () => titlesIn(textOf(file), file.path), exercises)
}

/** Nothing where it can't be read: whoever grades it is told why. */
function textOf(file: TreeFile): string {
  try {
    return new TextDecoder().decode(contentOf(file))
  } catch (error) {
    if (error instanceof NinjaError) return ''
    throw error
  }
}

function contentOf({ path, isLink, size, read }: TreeFile): Uint8Array {
  if (isLink)
    throw new NinjaError('exercise', `${shownPath(path)} ${LINK}`, 'ask for the file itself', 'not text')
  const most = mostOf(path)
  demandSize(path, size, most)
  return read(most)
}

/** A file that may be what one student submitted for one exercise. */
interface Candidate extends Owned {
  readonly file: TreeFile
  readonly exercise: Asked
  readonly attempt: Attempt
}

function handedOf({ file, student, exercise, platform }: Candidate): Handed {
  return {
    student: student.id,
    exercise: exercise.id,
    path: file.path,
    language: isTypeScript(file.path) ? 'typescript' : 'python',
    // The files of an export have the time of the export.
    at: platform === null ? file.came : null,
    isLate: platform?.isLate ?? null,
    read: () => contentOf(file),
  }
}

/** One for each student and exercise, and why the others are left out. */
function chosenOf(candidates: readonly Candidate[]): { chosen: Candidate[]; left: Stray[] } {
  const groups = new Map<string, Candidate[]>()
  for (const one of candidates) {
    const key = JSON.stringify([one.student.id, one.exercise.id])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  const chosen: Candidate[] = []
  const left: Stray[] = []
  for (const group of groups.values()) {
    const best = group.reduce((a, b) => (betterOf(a, b).better === b ? b : a))
    chosen.push(best)
    for (const other of group) {
      if (other === best) continue
      const { why } = betterOf(best, other)
      const reason = `is left out: ${shownPath(best.file.path)} is graded for ${best.exercise.id}, ${why}`
      left.push(stray(other.file.path, reason, other.student.id))
    }
  }
  return { chosen, left }
}

/** Which of two files of a student is graded, by the first rule that tells them apart, and why that one. */
function betterOf(a: Candidate, b: Candidate): { readonly better: Candidate; readonly why: string } {
  for (const { value, why } of RULES) {
    const [mine, theirs] = [value(a), value(b)]
    if (mine === null || theirs === null || mine === theirs) continue
    if (value === nameVersion && baseOf(a) !== baseOf(b)) continue
    return { better: mine > theirs ? a : b, why }
  }
  return {
    better: compared(a.file.path, b.file.path) <= 0 ? a : b,
    why: 'for nothing says which of them is newer',
  }
}

const nameVersion = ({ rest, version, file }: Candidate): number =>
  version + (rest.length === 0 ? 0 : versionIn(stemOf(lastOf(file.path))).version)

const baseOf = ({ rest, file }: Candidate): string =>
  rest.length === 0 ? '' : versionIn(stemOf(rest[rest.length - 1] ?? file.path)).base

/** The larger is the better one; null where nothing is known. */
const RULES: readonly { readonly value: (one: Candidate) => number | null; readonly why: string }[] = [
  {
    value: ({ attempt }) => -EVIDENCE.indexOf(attempt.evidence),
    why: 'which its name or its title says more clearly',
  },
  { value: ({ platform }) => platform?.order ?? null, why: 'which is newer by its number' },
  { value: nameVersion, why: 'which is newer by the number in its name' },
  { value: ({ file, platform }) => (platform === null ? file.written : null), why: 'which is newer' },
]
