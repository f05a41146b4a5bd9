/** What the operating system says when it refuses a file, in words: what happened, and what to do. */
import { NinjaError } from '../errors.ts'

/**
 * Runs `run`, which is about the file or folder `path`.
 * @throws NinjaError 'workspace' in place of an error of the operating system; every other error as it is.
 */
export function onDisk<T>(doing: 'read' | 'write' | 'move' | 'lock', path: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw isRefusal(error) ? explainRefusal(doing, path, error) : error
  }
}

/** The error a person gets to see. The original stays in it as its `cause`. */
function explainRefusal(doing: string, path: string, refusal: NodeJS.ErrnoException): NinjaError {
  const code = codeOf(refusal) ?? 'unknown'
  const [reason, advice] = REASONS[code] ?? [refusal.message, 'Run the command again.']
  const error = new NinjaError('workspace', `cannot ${doing} ${path}: ${reason} (${code})`, advice)
  error.cause = refusal
  return error
}

/** What `run` gives, or `otherwise` if the file or folder it reads isn't there. */
export function ifThere<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return otherwise
    throw error
  }
}

/** The system's name of an error, such as `ENOENT`; null if it is none of the system's. */
export function codeOf(error: unknown): string | null {
  return isRefusal(error) ? (error.code ?? null) : null
}

function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && ('errno' in error || isDenied(error))
}

/** By Node itself, where it was started with --permission. */
export const isDenied = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === DENIED

const DENIED = 'ERR_ACCESS_DENIED'
export const PERMISSION =
  'Start Node without --permission, or allow threads, and reading and writing in this folder and in that of backprop-ninja.'

const ROOM = 'Free some space, then run the command again. What was saved before is still there.'
const ELSEWHERE = 'Copy the workspace to a folder that you can write to, and work there.'
const RIGHTS = 'Give yourself permission to read and write it, or copy the workspace to a folder of your own.'
const AGAIN = 'Close other programs that may be using it, then run the command again.'

const REASONS: Record<string, [reason: string, advice: string]> = {
  [DENIED]: ["Node's permission model doesn't allow it", PERMISSION],
  ENOSPC: ['the disk is full', ROOM],
  EDQUOT: ['your share of the disk is used up', ROOM],
  EFBIG: ['the file would be larger than is allowed here', ROOM],
  EROFS: ['the disk is read-only', ELSEWHERE],
  EACCES: ['permission denied', RIGHTS],
  EPERM: ['this is not permitted', RIGHTS],
  ENOENT: ['there is no such file or folder', 'Check whether the folder was moved or deleted.'],
  ENOTDIR: ['there is a file where a folder should be', 'Move that file out of the way.'],
  EEXIST: ['something else is in its place', 'Move that file out of the way.'],
  EISDIR: ['there is a folder where a file should be', 'Move that folder out of the way.'],
  ENAMETOOLONG: ['the name is too long', 'Move the workspace to a folder with a shorter path.'],
  EBUSY: ['another program is using it', AGAIN],
  EMFILE: ['too many files are open', AGAIN],
  ENFILE: ['too many files are open', AGAIN],
  EIO: ['the disk reports an error', 'Copy the workspace to another disk: this one may be failing.'],
}
