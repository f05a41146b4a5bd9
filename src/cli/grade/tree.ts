/** What was submitted, read off the disk: a folder, an archive, or one file. Links are never followed. */
import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { faultIn, shownPath } from '../../grade/submissions/paths.ts'
import {
  CLASS_LIMITS,
  demandSize,
  isArchive,
  type Refused,
  type Tree,
  type TreeFile,
  treeOfArchive,
} from '../../grade/submissions/tree.ts'
import { codeOf } from '../../progress/refusal.ts'

/**
 * The files of a folder or of an archive, or one file alone; `path` may itself be a link.
 * @throws NinjaError where there is nothing there, where it can't be read, or where there are more than `most` files.
 */
export function openTree(path: string, most = MOST): Tree {
  let found: ReturnType<typeof statSync>
  try {
    found = statSync(path)
    if (found.isDirectory()) return treeOfFolder(realpathSync(path), most)
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    const message = code === 'ENOENT' ? `there is no folder or file ${path}` : `cannot read ${path} (${code})`
    throw new NinjaError('usage', message, 'give the folder of the submissions, or a zip archive of it')
  }
  if (!found.isFile()) throw new NinjaError('usage', `${path} is neither a folder nor a file`)
  const file = fileAt(realpathSync(path), basename(path))
  return isArchive(path)
    ? treeOfArchive(file.read(CLASS_LIMITS.packed), path)
    : { files: [file], refused: [] }
}

/** Of a whole class, with all that is in their workspaces. */
const MOST = 250_000
const DEEPEST = 24
/** Folders that hold nothing of a student's own, and much else. */
const SKIPPED = /^(?:node_modules|__MACOSX|__pycache__|venv|site-packages|\$RECYCLE\.BIN|\..*)$/

function treeOfFolder(root: string, most: number): Tree {
  const files: TreeFile[] = []
  const refused: Refused[] = []
  const folders = [{ path: '', depth: 0 }]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { path: above, depth } = folder
    for (const entry of entriesIn(root, above, refused)) {
      const path = above === '' ? entry.name : `${above}/${entry.name}`
      const fault = entry.isDirectory() ? folderFault(path, depth) : faultIn(path)
      if (fault !== null) refused.push({ path, reason: fault })
      else if (entry.isDirectory()) {
        if (!SKIPPED.test(entry.name)) folders.push({ path, depth: depth + 1 })
      } else if (entry.isFile() || entry.isSymbolicLink()) noteFile(root, path, files, refused)
      else refused.push({ path, reason: 'is neither a file nor a folder' })
      if (files.length + refused.length > most) throw tooMany(root, files, most)
    }
  }
  return { files, refused }
}

const folderFault = (path: string, depth: number): string | null =>
  faultIn(path) ?? (depth >= DEEPEST ? `is more than ${DEEPEST} folders deep` : null)

function entriesIn(root: string, path: string, refused: Refused[]): Dirent[] {
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
  } catch (error) {
    const code = codeOf(error)
    if (code === null || path === '') throw error
    refused.push({ path, reason: `is a folder that cannot be opened (${code})` })
    return []
  }
}

function noteFile(root: string, path: string, files: TreeFile[], refused: Refused[]): void {
  try {
    files.push(fileAt(join(root, path), path))
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    refused.push({ path, reason: `cannot be looked at (${code})` })
  }
}

/** `path`: what it's called. */
function fileAt(onDisk: string, path: string): TreeFile {
  const found = lstatSync(onDisk)
  const at = Math.floor(found.mtimeMs)
  return {
    path,
    size: found.size,
    isLink: found.isSymbolicLink(),
    written: at,
    came: at,
    read: most => contentOf(onDisk, path, most),
  }
}

/** Looked at once more before it's opened: what was a file may be a link by now. */
function contentOf(onDisk: string, path: string, most: number): Uint8Array {
  try {
    const found = lstatSync(onDisk)
    if (!found.isFile())
      throw new NinjaError('exercise', `${shownPath(path)} is not a file`, undefined, 'not text')
    demandSize(path, found.size, most)
    return readFileSync(onDisk)
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    throw new NinjaError('exercise', `${shownPath(path)} cannot be read (${code})`)
  }
}

/** Names the folder that most of them are in. */
function tooMany(root: string, files: readonly TreeFile[], most: number): NinjaError {
  const counts = new Map<string, number>()
  for (const { path } of files) {
    const top = path.split('/')[0]
    counts.set(top, (counts.get(top) ?? 0) + 1)
  }
  const [[top, count]] = [...counts].sort(([, a], [, b]) => b - a)
  return new NinjaError(
    'usage',
    `there are more than ${most} files in ${root}`,
    `most of them, ${count}, are in ${shownPath(top)}: remove what isn't to be graded`,
  )
}
