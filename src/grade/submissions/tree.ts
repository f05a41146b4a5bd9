/** What was submitted, as files: from a folder or an archive, the same from here on. Nothing of it is trusted. */
import { NinjaError } from '../../errors.ts'
import { entriesOf, type Packed, ZipFault, type ZipTrouble } from '../../zip.ts'
import { faultIn, shownPath } from './paths.ts'

export interface TreeFile {
  /** Below the folder of the submissions, with /; in an archive: `class.zip/ada.ts`. */
  readonly path: string
  /** Bytes, as it is said to have. */
  readonly size: number
  /** A link to another file: it is never followed. */
  readonly isLink: boolean
  /** When it was written, in milliseconds since 1970; null where that isn't known. */
  readonly written: number | null
  /** When it came: of what is in a student's archive that is the time of the archive, as its own is whatever they like. */
  readonly came: number | null
  /** What is in it. @throws NinjaError where that can't be read, or is more than `most` bytes. */
  readonly read: (most: number) => Uint8Array
}

export interface Tree {
  readonly files: readonly TreeFile[]
  /** What was found, and can't be read at all. */
  readonly refused: readonly Refused[]
}

export interface Refused {
  readonly path: string
  /** Why, in words that go on after its name. */
  readonly reason: string
}

/** Bytes that are read of a file: an exercise is short, and a notebook's pictures are long. */
export const mostOf = (path: string): number => (/\.(?:ipynb|py)$/i.test(path) ? 2 ** 26 : 2 ** 18)

export const isArchive = (path: string): boolean => /\.zip$/i.test(path)

/** How much an archive may hold. That of a class may be large; one inside of something else is one student's. */
export interface ArchiveLimits {
  /** Files and folders. */
  readonly many: number
  /** Bytes, packed and unpacked. */
  readonly packed: number
  readonly unpacked: number
}

export const CLASS_LIMITS: ArchiveLimits = { many: 0xffff, packed: 2 ** 30, unpacked: 2 ** 33 }
export const STUDENT_LIMITS: ArchiveLimits = { many: 5000, packed: 2 ** 26, unpacked: 2 ** 28 }

/**
 * The files of an archive that is all of the submissions.
 * @throws NinjaError 'data' saying what is wrong with it.
 */
export function treeOfArchive(bytes: Uint8Array, name: string): Tree {
  try {
    const entries = entriesOf(bytes, CLASS_LIMITS.many)
    return listed(entries, bytes.length, { above: '', limits: CLASS_LIMITS, again: () => entries })
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error
    throw new NinjaError('data', `${name} ${error.message}`, 'unpack it, and give the folder')
  }
}

/** The same with the files of the archives in it, and of archives in those. What can't be opened costs itself alone. */
export function withArchives(tree: Tree): Tree {
  const { files, refused } = opened(opened(tree))
  const isDeep = ({ path, isLink }: TreeFile): boolean => isArchive(path) && !isLink
  const deep = files.filter(isDeep).map(({ path }) => ({ path, reason: DEEP }))
  return { files: files.filter(file => !isDeep(file)), refused: [...refused, ...deep] }
}

const DEEP = 'is an archive in an archive in an archive: unpack it'

function opened(tree: Tree): Tree {
  const files: TreeFile[] = []
  const refused = [...tree.refused]
  // One archive's list is kept, with its bytes: whoever reads one of its files reads the next one after that.
  let [kept, last]: [Packed[], TreeFile | null] = [[], null]
  const entriesIn = (archive: TreeFile): Packed[] => {
    if (last !== archive) kept = entriesOf(archive.read(STUDENT_LIMITS.packed), STUDENT_LIMITS.many)
    last = archive
    return kept
  }
  for (const file of tree.files) {
    if (!isArchive(file.path) || file.isLink) {
      files.push(file)
      continue
    }
    try {
      const again = (): Packed[] => entriesIn(file)
      const inside = listed(again(), file.size, { above: `${file.path}/`, limits: STUDENT_LIMITS, again })
      files.push(...inside.files.map(one => ({ ...one, came: file.came })))
      refused.push(...inside.refused)
    } catch (error) {
      refused.push({ path: file.path, reason: reasonOf(error, file.path) })
    }
  }
  return { files, refused }
}

/** Why something can't be read, in words that go on after its name. */
function reasonOf(error: unknown, path: string): string {
  if (error instanceof ZipFault) return error.message
  if (error instanceof NinjaError) return error.message.replace(`${shownPath(path)} `, '')
  throw error
}

interface Listing {
  /** What is in front of its paths. */
  readonly above: string
  readonly limits: ArchiveLimits
  /** The same list once more: its bytes needn't be kept meanwhile. */
  readonly again: () => readonly Packed[]
}

/** What is in an archive of so many bytes. Throws `ZipFault` where it is too much. */
function listed(entries: readonly Packed[], bytes: number, { above, limits, again }: Listing): Tree {
  const refused: Refused[] = []
  const names = entries.map(({ path }) => path.replace(/^(?:\.\/)+/, ''))
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  const found = entries.flatMap((entry, i) => {
    if (entry.isFolder) return []
    const [name, path] = [names[i], above + names[i]]
    const fault = faultIn(name) ?? (times.get(name) === 1 ? null : 'is in its archive more than once')
    if (fault === null) return [{ entry, i, path }]
    refused.push({ path, reason: fault })
    return []
  })
  demandModest(
    found.map(({ entry }) => entry),
    bytes,
    limits,
  )
  const files = found.map(({ entry: { size, packedSize, isLink, at }, i, path }) => ({
    path,
    size,
    isLink,
    written: at,
    came: at,
    read: (most: number) => {
      demandSize(path, size, most)
      if (isBomb({ size, packedSize }))
        throw new NinjaError('exercise', `${shownPath(path)} ${BOMB}`, undefined, 'too large')
      try {
        return again()[i].unpack()
      } catch (error) {
        if (!(error instanceof ZipFault)) throw error
        throw new NinjaError('exercise', `${shownPath(path)} ${troubles[error.trouble]}`, AGAIN, 'not text')
      }
    },
  }))
  return { files, refused }
}

const BOMB = 'unpacks to far more than a person writes'
const AGAIN = 'submit the file itself'
const troubles: { readonly [T in ZipTrouble]: string } = {
  damaged: 'is damaged: it is not what its archive says',
  locked: 'is locked with a password',
  unknown: 'is packed in a way that ninja cannot unpack',
}

/** @throws NinjaError for a file of more bytes than are read. */
export function demandSize(path: string, size: number, most: number): void {
  if (size <= most) return
  const limit = most < 2 ** 20 ? `${most / 2 ** 10} KiB` : `${most / 2 ** 20} MiB`
  const message = `${shownPath(path)} is too large: it has more than ${limit}`
  throw new NinjaError('exercise', message, undefined, 'too large')
}

/** Text packs to a tenth of its size, and a notebook that repeats itself to less; nothing honest to a hundredth. */
const isBomb = ({ size, packedSize }: Pick<Packed, 'size' | 'packedSize'>): boolean =>
  size > 2 ** 20 && size > 100 * packedSize

/** Throws where all that may be unpacked is too much. */
function demandModest(entries: readonly Packed[], size: number, limits: ArchiveLimits): void {
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, one) => all + one, 0)
  if (sum(entries.map(({ packedSize }) => packedSize)) > size)
    throw new ZipFault('has files in it that share their bytes: no honest archive does')
  const read = entries.filter(entry => {
    const most = isArchive(entry.path) ? STUDENT_LIMITS.packed : mostOf(entry.path)
    return entry.size <= most && !isBomb(entry)
  })
  if (sum(read.map(entry => entry.size)) <= limits.unpacked) return
  throw new ZipFault(`unpacks to more than ${limits.unpacked / 2 ** 20} MiB`)
}
