/** Files that are always whole: whoever reads one, whenever we are stopped, finds the old text or the new. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { isAlive, sleep, uniqueWord } from './processes.ts'
import { codeOf, ifThere, onDisk } from './refusal.ts'

/**
 * Writes a file so that it survives a crash of the program and of the machine. A link is followed, and the
 * permissions of a file that is replaced stay.
 * @throws NinjaError 'workspace' if the disk refuses; the old file is then untouched.
 */
export const writeAtomically = (path: string, content: string | Uint8Array): void =>
  writePartsAtomically(path, [content])

/** The same in parts, for a text that is longer than what one wants to have in memory. */
export function writePartsAtomically(path: string, parts: Iterable<string | Uint8Array>): void {
  onDisk('write', path, () => {
    const target = ifThere(() => realpathSync(path), path)
    const folder = dirname(target)
    sweep(folder) // first, for it may be what fills the disk
    const temporary = join(folder, `.ninja-${process.pid}-${uniqueWord()}.tmp`)
    try {
      writeSynced(temporary, parts, modeOf(target))
      replace(temporary, target)
    } catch (error) {
      discard(temporary)
      throw error
    }
    syncFolder(folder)
  })
}

/** The same without waiting for the disk, for many files that can be made again: whole, unless the machine itself stops. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  onDisk('write', path, () => {
    const temporary = join(dirname(path), `.ninja-${process.pid}-${uniqueWord()}.tmp`)
    try {
      writeFileSync(temporary, content, { flag: 'wx' })
      replace(temporary, path)
    } catch (error) {
      discard(temporary)
      throw error
    }
  })
}

/** Removes a file of ours. If that fails, there are ways to find it later: see `sweep`, and locks grow stale. */
export function discard(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
}

/** Makes a folder and all above it, unless they are there. @throws NinjaError 'workspace' if the disk refuses. */
export function makeFolder(path: string): void {
  onDisk('write', path, () => makeWithAbove(path))
}

/** As `mkdirSync` does with `recursive`; but that says ENOENT where the disk is read-only or full. */
function makeWithAbove(path: string): void {
  if (isFolder(path)) return
  if (path !== dirname(path)) makeWithAbove(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    if (!isFolder(path)) throw error // another run may have been quicker
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666) & 0o777
}

function writeSynced(path: string, parts: Iterable<string | Uint8Array>, mode: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    for (const part of parts) writeFileSync(file, part)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Windows refuses to replace a file in the moment in which a virus scanner or an editor holds it open. */
function replace(from: string, to: string): void {
  for (let tries = 1; ; tries++) {
    try {
      renameSync(from, to)
      return
    } catch (error) {
      const momentary = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')
      if (process.platform !== 'win32' || !momentary || tries === 10) throw error
      sleep(20)
    }
  }
}

/** Makes the new name itself durable. Not every platform allows it, and the file is whole without it. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch {}
}

const TEMPORARY = /^\.ninja-(\d+)-\w+\.tmp$/

/** In a folder that is shared with other machines, a number that is unknown here may be one of theirs. */
const SURELY_LEFT = 60_000

/** Removes what killed processes left. It tidies, no more: its failures are nobody's concern. */
function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const pid = TEMPORARY.exec(name)?.[1]
      if (pid === undefined || isAlive(Number(pid))) continue
      const path = join(folder, name)
      if (Date.now() - statSync(path).mtimeMs > SURELY_LEFT) discard(path)
    }
  } catch {}
}
