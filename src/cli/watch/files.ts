/** Tells when files are saved, however the editor does it and whatever the file system keeps to itself. */
import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { readable } from '../../text/salvage.ts'
import { modulesIn } from '../../text/script.ts'

/** Waited for after an event: one save is often several. */
const SETTLE = 12
/** Nothing is waited for longer than this, even if the file is written all the time. */
const LONGEST = 150
/** How often files are looked at all the same: events get lost, and some file systems have none. */
const GLANCE = 400
/** The same where there are no events. */
const POLL = 200

export interface FileWatch {
  /** Follows these files, as they are now, and no others. `needed`: those that an empty or missing one of is about to be written. */
  follow(needed: readonly string[], others: readonly string[]): void
  close(): void
}

/**
 * `onSave` is called once a save is over. `poll`: without events of the system. `onWrite` is called at once, when more of
 * the same save may follow.
 */
export function watchFiles(onSave: () => void, poll: boolean, onWrite: () => void = () => {}): FileWatch {
  let needed: readonly string[] = []
  let paths: readonly string[] = []
  let seen = new Map<string, string>()
  let polling = poll
  let settling: NodeJS.Timeout | undefined
  let since = 0
  const folders = new Map<string, FSWatcher>()

  const settle = (): void => {
    settling = undefined
    const late = performance.now() - since >= LONGEST
    if (!late && (differing().length > 0 || needed.some(isHollow))) wait()
    else {
      look()
      onSave()
    }
  }
  const wait = (): void => {
    const isWritten = look() && !needed.some(isHollow)
    clearTimeout(settling)
    settling = setTimeout(settle, SETTLE)
    if (isWritten) onWrite()
  }
  const changed = (): void => {
    if (settling === undefined) since = performance.now()
    else if (performance.now() - since >= LONGEST) return
    wait()
  }
  /** Whether any has changed since the last look. */
  const look = (): boolean => {
    const before = seen
    seen = new Map(paths.map(path => [path, signature(path)]))
    return paths.some(path => seen.get(path) !== before.get(path))
  }
  const differing = (): string[] => paths.filter(path => signature(path) !== seen.get(path))

  const timer = { id: undefined as NodeJS.Timeout | undefined }
  const glance = (): void => {
    if (settling === undefined && differing().length > 0) {
      // No event told of it: the folder may be another one by now.
      if (!polling) open(true)
      changed()
    }
  }
  const pace = (): void => {
    clearInterval(timer.id)
    timer.id = setInterval(glance, polling ? POLL : GLANCE)
  }
  const fallBack = (): void => {
    polling = true
    close()
    pace()
  }
  const open = (anew: boolean): void => {
    const wanted = new Set(polling ? [] : paths.map(path => dirname(path)))
    for (const [folder, watcher] of folders) {
      if (wanted.has(folder) && !anew) continue
      watcher.close()
      folders.delete(folder)
    }
    for (const folder of wanted) {
      if (folders.has(folder) || statSync(folder, { throwIfNoEntry: false }) === undefined) continue
      try {
        const watcher = watch(folder, (_, name) => {
          if (name === null || paths.includes(join(folder, name))) changed()
        })
        watcher.on('error', fallBack)
        folders.set(folder, watcher)
      } catch {
        fallBack() // too many watches on this machine, or a file system without any
        return
      }
    }
  }
  const close = (): void => {
    for (const watcher of folders.values()) watcher.close()
    folders.clear()
  }

  pace()
  return {
    follow(now, others) {
      needed = now
      paths = [...new Set([...now, ...others])]
      // What is known of a file stays: it may have been saved since.
      seen = new Map(paths.map(path => [path, seen.get(path) ?? signature(path)]))
      open(false)
    },
    close() {
      clearTimeout(settling)
      clearInterval(timer.id)
      close()
    },
  }
}

/** The same as long as a file is. */
function signature(path: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path)
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`
  } catch {
    return ''
  }
}

/** Not there or empty: many editors empty a file before they write it, or put another in its place. */
function isHollow(path: string): boolean {
  try {
    return statSync(path).size === 0
  } catch {
    return true
  }
}

/** The files that a TypeScript file imports by relative paths, and those that they do; whether they are there or not. */
export function importsOf(file: string, found = new Set<string>()): string[] {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {}
  const { source } = readable(text)
  for (const name of source === null ? [] : modulesIn(source)) {
    if (!name.startsWith('.')) continue
    const path = join(dirname(file), name)
    if (found.has(path)) continue
    found.add(path)
    importsOf(path, found)
  }
  return [...found]
}
