/** What there is to know about processes, ours and others, when several share a folder. */
import { codeOf } from './refusal.ts'

/** Whether a process of this machine has that number. */
export function isAlive(pid: number): boolean {
  // 0 and negative numbers would mean groups of processes.
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM' // there, but another user's
  }
}

/** A word that no other call gives, in this thread or any other. */
export const uniqueWord = (): string => Math.random().toString(36).slice(2)

/** Stops this thread; the program stays synchronous. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
