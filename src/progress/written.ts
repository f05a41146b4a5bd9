/** A folder that a command writes to again and again: it remembers what it wrote there, so that nobody else's is lost. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { discard, makeFolder, writeAtomically } from './atomic.ts'
import { sha256 } from './digest.ts'
import { linesOf, openLines } from './lines.ts'
import { ifThere, onDisk } from './refusal.ts'

/** The list of it: each line has the digest of a file, and its path. */
export const WRITTEN = '.ninja-written'

/** A file that isn't as this program wrote it, from the folder, with /. */
export interface ForeignFile {
  readonly path: string
  /** What it is called now; null where it stays as it is, and isn't written any more. */
  readonly movedTo: string | null
}

export interface OwnFiles {
  /** What somebody else wrote there, or changed, is kept beside it. */
  readonly write: (
    path: string,
    content: string | Uint8Array,
    by?: (path: string, content: string | Uint8Array) => void,
  ) => void
  /** Removes what was written here before, and not since this was opened; of that only what `isOver` says yes to. */
  readonly finish: (isOver: (path: string) => boolean) => readonly ForeignFile[]
}

/** The folder must be there. */
export function openOwnFiles(folder: string): OwnFiles {
  const list = join(folder, WRITTEN)
  const known = new Map<string, Entry>()
  for (const { text } of linesOf(list)) {
    const [digest, path] = entryIn(text) ?? []
    if (digest === undefined || path === undefined) continue
    const entry = known.get(keyOf(path)) ?? { path, digests: new Set() }
    entry.digests.add(digest)
    known.set(keyOf(path), entry)
  }
  const lines = openLines(list)
  const now = new Map<string, Entry>()
  const foreign: ForeignFile[] = []
  return {
    write(path, content, by = writeAtomically) {
      const target = join(folder, path)
      const digest = sha256(content)
      const there = digestAt(target)
      if (there !== null && there !== digest && known.get(keyOf(path))?.digests.has(there) !== true)
        foreign.push({ path, movedTo: moved(folder, path) })
      now.set(keyOf(path), { path, digests: new Set([digest]) })
      // First, so that a run that is stopped here knows its own file the next time.
      lines.add(JSON.stringify([digest, path]))
      makeFolder(dirname(target))
      by(target, content)
    },
    finish(isOver) {
      lines.close()
      for (const [key, entry] of known) {
        if (now.has(key)) continue
        const there = digestAt(join(folder, entry.path))
        if (there === null) continue
        if (!isOver(entry.path)) now.set(key, entry)
        else if (entry.digests.has(there)) discard(join(folder, entry.path))
        else foreign.push({ path: entry.path, movedTo: null })
      }
      const all = [...now.values()].flatMap(({ path, digests }) => [...digests].map(one => [one, path]))
      writeAtomically(list, all.map(entry => `${JSON.stringify(entry)}\n`).join(''))
      return foreign
    },
  }
}

/** Makes it a folder that this program writes to, also where it is stopped before the first file. */
export const claimFolder = (folder: string): void => openLines(join(folder, WRITTEN)).close()

export const isClaimed = (folder: string): boolean => existsSync(join(folder, WRITTEN))

interface Entry {
  readonly path: string
  readonly digests: Set<string>
}

/** The same for names that some file system takes for one. */
const keyOf = (path: string): string => path.normalize('NFC').toLowerCase()

function digestAt(path: string): string | null {
  return onDisk('read', path, () => ifThere(() => sha256(readFileSync(path)), null))
}

function entryIn(text: string): readonly [digest: string, path: string] | null {
  try {
    const entry = JSON.parse(text)
    const isEntry = Array.isArray(entry) && entry.length === 2 && entry.every(one => typeof one === 'string')
    return isEntry && !/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(entry[1]) ? (entry as [string, string]) : null
  } catch {
    return null
  }
}

/** `feedback/ada.edited.md` of `feedback/ada.md`; where that is taken too, `feedback/ada.edited-2.md`. */
function moved(folder: string, path: string): string {
  const [, stem, ending] = /^(.*?)(\.[^./]*)?$/s.exec(path)!
  for (let i = 1; ; i++) {
    const name = `${stem}.edited${i === 1 ? '' : `-${i}`}${ending ?? ''}`
    if (existsSync(join(folder, name))) continue
    onDisk('move', join(folder, path), () => renameSync(join(folder, path), join(folder, name)))
    return name
  }
}
