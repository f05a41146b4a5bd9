/** One at a time: a lock between processes that share a folder. It is a file, and who made it has it. */
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { NinjaError } from '../errors.ts'
import { discard } from './atomic.ts'
import { isAlive, sleep, uniqueWord } from './processes.ts'
import { codeOf, onDisk } from './refusal.ts'

/** How long to wait for others, in milliseconds. */
const PATIENCE = 3_000

/** Nobody holds a lock for so long: its process number must have passed to some other program. */
const TOO_OLD = 10_000

/** Between a lock's making and its signing lie microseconds: one without signature was left by a crash. */
const TOO_OLD_UNSIGNED = 2_000

/**
 * Runs `run` while no other process is inside `withLock` for the same path, and gives its result. Not for use
 * inside itself.
 * @throws NinjaError 'workspace' if others don't let go in time, or if the disk refuses the file.
 */
export function withLock<T>(path: string, run: () => T, patience = PATIENCE): T {
  const signature = acquire(path, patience)
  try {
    return run()
  } finally {
    release(path, signature)
  }
}

function acquire(path: string, patience: number): string {
  const signature = `${process.pid} ${hostname()} ${uniqueWord()}`
  const deadline = performance.now() + patience
  while (!create(path, signature)) {
    if (isStale(path)) removeStale(path, patience)
    else if (performance.now() < deadline) sleep(1 + 9 * Math.random())
    else throw heldTooLong(path)
  }
  return signature
}

/** False if somebody else has it. */
function create(path: string, signature: string): boolean {
  return onDisk('lock', path, () => {
    let file: number
    try {
      file = openSync(path, 'wx')
    } catch (error) {
      if (isTaken(error)) return false
      throw error
    }
    try {
      writeFileSync(file, signature)
    } catch (error) {
      discard(path)
      throw error
    } finally {
      closeSync(file)
    }
    return true
  })
}

/** Windows answers EPERM or EACCES while a deleted file is not quite gone. */
function isTaken(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'EEXIST' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'))
}

/** Leaves a lock alone that is no longer ours. One that can't be removed grows stale by itself. */
function release(path: string, signature: string): void {
  try {
    if (readFileSync(path, 'utf8') === signature) discard(path)
  } catch {}
}

function isStale(path: string): boolean {
  const held = inspect(path)
  if (held === null) return false
  if (held.age > TOO_OLD) return true
  if (held.signature === '') return held.age > TOO_OLD_UNSIGNED
  return hostOf(held.signature) === hostname() && !isAlive(pidOf(held.signature))
}

/**
 * Of several who find the same stale lock, the first removes it and makes its own; the second must not remove that
 * one. So removing has a lock of its own, and looks again inside it. (Had that lock been left by a crash too, it is
 * removed in the same way.)
 */
function removeStale(path: string, patience: number): void {
  const removing = () => {
    if (isStale(path)) onDisk('lock', path, () => rmSync(path, { force: true }))
  }
  withLock(`${path}.stale`, removing, patience)
}

/** Null if it has just been released. A lock from the future is as wrong as an old one: the clock was changed. */
function inspect(path: string): { signature: string; age: number } | null {
  try {
    const age = Math.abs(Date.now() - statSync(path).mtimeMs)
    return { signature: readFileSync(path, 'utf8'), age }
  } catch {
    return null
  }
}

const pidOf = (signature: string): number => Number(signature.split(' ')[0])
const hostOf = (signature: string): string | undefined => signature.split(' ')[1]

function heldTooLong(path: string): NinjaError {
  const signature = inspect(path)?.signature ?? ''
  const holder = signature === '' ? 'another process' : `process ${pidOf(signature)} on ${hostOf(signature)}`
  return new NinjaError(
    'workspace',
    `cannot lock ${path}: it is held by ${holder}`,
    'Stop the other ninja, or wait ten seconds, then run the command again.',
  )
}
