/** Who submitted what: a tree of files in, and for each student and exercise the one file that is graded. */
import { NinjaError } from '../../errors.ts'
import { compareText } from '../ordering.ts'
import type { Handed, Student } from '../record.ts'
import { type Asked, type Attempt, attemptAt, ELSEWHERE, OTHER } from './attempts.ts'
import { type Candidate, chosenOf } from './choices.ts'
import { type Owned, type Ownership, ownersIn } from './owners.ts'
import { faultIn, lastOf, shownPath } from './paths.ts'
import { platformName, RECEIPT } from './platforms.ts'
import { type Stray, stray } from './strays.ts'
import { titlesIn } from './titles.ts'
import {
  demandSize,
  isArchive,
  mostOf,
  type Refused,
  type Tree,
  type TreeFile,
  withArchives,
} from './tree.ts'

export interface Submissions {
  /** By student, and in the order of the exercises. */
  readonly handed: readonly Handed[]
  readonly strays: readonly Stray[]
  /** The roster's, or the owner; without either everybody of whom there is a file, whether or not it's graded. */
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
  /** Of all exercises that there are: a folder that is called so says what is in it. */
  readonly tracks?: readonly string[]
}

export function readSubmissions({
  tree,
  exercises,
  roster,
  owner,
  tracks = [],
}: SubmissionsRequest): Submissions {
  const { files, refused } = withArchives(tree)
  const usable = files.filter(({ path }) => !isJunk(path)).sort((a, b) => compareText(a.path, b.path))
  const ownerOf =
    owner === undefined
      ? ownersIn(
          usable.map(({ path }) => path),
          roster,
        )
      : (path: string): Ownership => ownedBy(owner, path)
  const students = new Map(
    (owner === undefined ? (roster ?? []) : [owner]).map(student => [student.id, student]),
  )
  const strays: Stray[] = []
  const shut: Shut[] = []
  const elsewhere: Elsewhere[] = []
  const candidates: Candidate[] = []
  // A README beside the students' files is nobody's.
  const isTheirs = (path: string, { rest }: Owned): boolean =>
    rest.length > 0 || KINDS.test(path) || isArchive(path) || PACKED.test(path)
  const noted = (path: string): Ownership => {
    const owned = faultIn(path) ?? ownerOf(path)
    if (typeof owned === 'string' || !isTheirs(path, owned)) return owned
    if (!students.has(owned.student.id)) students.set(owned.student.id, owned.student)
    return owned
  }
  const studentOf = (owned: Ownership): string | null =>
    typeof owned !== 'string' && students.has(owned.student.id) ? owned.student.id : null
  const unopened = usable
    .filter(({ path }) => PACKED.test(path))
    .map(({ path }) => ({ path, reason: UNOPENED }))
  for (const { path, reason } of [...refused, ...unopened]) {
    const owned = noted(path)
    strays.push(stray(path, reason, studentOf(owned)))
    if ((isArchive(path) || PACKED.test(path)) && typeof owned !== 'string')
      shut.push({ ...owned, path, reason })
  }
  for (const file of usable) {
    if (PACKED.test(file.path)) continue
    const owned = noted(file.path)
    const attempt = typeof owned === 'string' ? owned : attemptOf(file, owned.rest, exercises, tracks)
    if (typeof owned === 'string') strays.push(stray(file.path, owned, null))
    else if (attempt === ELSEWHERE) elsewhere.push({ path: file.path, student: owned.student.id })
    else if (typeof attempt === 'string') strays.push(stray(file.path, attempt, studentOf(owned)))
    else for (const exercise of attempt.exercises) candidates.push({ ...owned, file, exercise, attempt })
  }
  const { chosen, left } = chosenOf(candidates)
  const handedIn = new Set(chosen.map(({ student }) => student.id))
  const isNews = ({ path, student }: Stray): boolean =>
    student === null || !handedIn.has(student) || platformName(lastOf(path))?.file !== RECEIPT
  const place = new Map(exercises.map(({ id }, i) => [id, i]))
  return {
    handed: [...chosen.map(handedOf), ...handedShut(shut, chosen, exercises)].sort(
      (a, b) => compareText(a.student, b.student) || place.get(a.exercise)! - place.get(b.exercise)!,
    ),
    strays: [...strays.filter(isNews), ...left, ...foldersOf(elsewhere)].sort((a, b) =>
      compareText(a.path, b.path),
    ),
    students: [...students.values()].sort((a, b) => (roster === null ? compareText(a.id, b.id) : 0)),
  }
}

/** Of the other exercises of a workspace only how many there are: everybody has dozens of them. */
type Elsewhere = Pick<Stray, 'path' | 'student'>

function foldersOf(files: readonly Elsewhere[]): Stray[] {
  const folders = new Map<string, Elsewhere[]>()
  for (const file of files) {
    const folder = /^(?:.*\/)?exercises(?=\/)/i.exec(file.path)?.[0] ?? file.path
    folders.set(folder, [...(folders.get(folder) ?? []), file])
  }
  return [...folders].map(([folder, inside]) =>
    inside.length === 1
      ? stray(inside[0].path, OTHER, inside[0].student)
      : stray(folder, `has ${inside.length} files of exercises that aren't asked for`, inside[0].student),
  )
}

const ownedBy = (student: Student, path: string): Owned => ({
  student,
  rest: path.split('/'),
  platform: null,
  version: 0,
})

/** Archives of other kinds. */
const PACKED = /\.(?:rar|7z|tar|tgz|tar\.gz|tar\.bz2|tar\.xz)$/i
const UNOPENED = 'is an archive that is not opened: only .zip is'

/** What systems and editors leave behind, and what a workspace has beside its exercises. */
const isJunk = (path: string): boolean =>
  path
    .split('/')
    .some(
      (part, i, { length }) =>
        JUNK.test(part) || (part.startsWith('.') && !(i === length - 1 && HIDDEN.test(part))),
    ) || /(?:^|\/)(?:package(?:-lock)?\.json|tsconfig\.json|exercises\/data\/[^/]*)$/.test(path)

const JUNK =
  /^(?:__MACOSX|node_modules|__pycache__|venv|site-packages|Thumbs\.db|ehthumbs\.db|desktop\.ini|\$RECYCLE\.BIN|~\$.*|\.[_#].*)$/i
/** A file that would be graded but for the dot in front; `._ada.ts` and `.#ada.ts` are what macOS and Emacs leave. */
const HIDDEN = /(?:^|\/)\.(?![_#])[^/]*\.(?:ts|ipynb|py)$/i

const LINK = 'is a link, and links are not followed'
/** Declarations of types have no answers in them. */
const KINDS = /(?<!\.d)\.(?:ts|ipynb|py)$/i
const isTypeScript = (path: string): boolean => /\.ts$/i.test(path)

/** An archive that can't be opened, with whose it is. */
type Shut = Refused & Owned

/** Who submitted such an archive, and nothing else, submitted something that can't be graded. */
function handedShut(
  archives: readonly Shut[],
  chosen: readonly Candidate[],
  exercises: readonly Asked[],
): Handed[] {
  const keyOf = ({ id }: Student, exercise: Asked): string => JSON.stringify([id, exercise.id])
  const done = new Set(chosen.map(({ student, exercise }) => keyOf(student, exercise)))
  return archives.flatMap(({ path, reason, student, platform }) =>
    exercises.flatMap(exercise => {
      if (done.has(keyOf(student, exercise))) return []
      done.add(keyOf(student, exercise))
      const read = (): never => {
        throw new NinjaError(
          'exercise',
          `${shownPath(path)} ${reason}`,
          'submit the files themselves',
          'not text',
        )
      }
      const times = { at: null, isLate: platform?.isLate ?? null }
      return { ...times, student: student.id, exercise: exercise.id, path, language: 'typescript', read }
    }),
  )
}

function attemptOf(
  file: TreeFile,
  rest: readonly string[],
  exercises: readonly Asked[],
  tracks: readonly string[],
): Attempt | string {
  if (file.isLink && !KINDS.test(file.path)) return LINK
  if (HIDDEN.test(file.path)) return 'is hidden: its name begins with a dot'
  if (!KINDS.test(file.path)) return 'is none of the files that are graded: .ts, .ipynb, .py'
  return attemptAt(rest, !isTypeScript(file.path), () => titlesIn(textOf(file), file.path), exercises, tracks)
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
    throw new NinjaError('exercise', `${shownPath(path)} ${LINK}`, 'submit the file itself', 'not text')
  const most = mostOf(path)
  demandSize(path, size, most)
  return read(most)
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
