/**
 * What a learner takes from one place to another: the progress file of the command line and the exercises, in a zip
 * archive. It comes from anywhere, so nothing is unpacked before all of it was looked at.
 */
import { NinjaError } from '../errors.ts'
import { type Practice, parsePractice, printPractice } from '../practice/practice.ts'
import { type Progress, parseProgress, printProgress } from '../progress/progress.ts'
import type { Parsed } from '../progress/versioned.ts'
import { entriesOf, type Packed, ZipFault, zipOf } from '../zip.ts'

export interface Archive {
  readonly progress: Progress
  /** Null: there was none yet. */
  readonly practice: Practice | null
  /** The learner's files, by the exercise's id. */
  readonly files: ReadonlyMap<string, string>
}

const PROGRESS = '.ninja/progress.json'
const PRACTICE = '.ninja/practice.json'

export const pathIn = (id: string): string => `exercises/${id}.ts`

export const archiveOf = ({ progress, practice, files }: Archive): Uint8Array =>
  zipOf(
    new Map([
      [PROGRESS, printProgress(progress)],
      ...(practice === null ? [] : [[PRACTICE, printPractice(practice)] as const]),
      ...[...files].map(([id, text]) => [pathIn(id), text] as const),
    ]),
  )

/** Of the archive, in bytes. */
export const LARGEST_ARCHIVE = 8 * 2 ** 20
/** As large as a learner's file may be. */
const LARGEST_FILE = 2 ** 18
const LARGEST_PROGRESS = 2 ** 20
const MOST_FILES = 1000

/** Throws a `data` error that says what is wrong with it; `name`: what it is called. */
export function readArchive(bytes: Uint8Array, name: string): Archive {
  const files = new Map<string, string>()
  let progress: Progress | null = null
  let practice: Practice | null = null
  try {
    if (bytes.length > LARGEST_ARCHIVE)
      throw new ZipFault(`has ${megabytes(bytes.length)}: that is no learner's progress`)
    const entries = entriesOf(bytes, MOST_FILES)
    const parts = entries.filter(({ isFolder, path }) => !(isFolder && isOurs(path)))
    for (const entry of parts) demandOurs(entry)
    for (const entry of parts) {
      if (entry.path === PROGRESS) progress = progressIn(textIn(entry))
      else if (entry.path === PRACTICE) practice = understood(parsePractice(textIn(entry)), 'practice')
      else files.set(entry.path.slice('exercises/'.length, -'.ts'.length), textIn(entry))
    }
    if (progress === null) throw new ZipFault(`has no ${PROGRESS} in it`)
    return { progress, practice, files }
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error
    throw new NinjaError('data', `${name} ${error.message}`, ADVICE)
  }
}

const ADVICE = 'give the archive as the page exported it'

/** A track and a name, as exercises are called, in the one folder that they are in. */
const EXERCISE = /^exercises\/[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*\/\d+_\w+\.ts$/u

/** A folder that something of ours can be in. */
const isOurs = (path: string): boolean =>
  /^(\.ninja|exercises)\/([\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*\/)?$/u.test(path)

function demandOurs({ path, isLink, size }: Packed): void {
  const shown = JSON.stringify(path)
  if (isLink) throw new ZipFault(`has a link in it, ${shown}: only files are read`)
  if (/^[/\\]|^[A-Za-z]:|\\|\0/.test(path) || path.split('/').includes('..'))
    throw new ZipFault(`has a file in it that would lead out of your folder: ${shown}`)
  const isKept = path === PROGRESS || path === PRACTICE
  if (!isKept && !EXERCISE.test(path))
    throw new ZipFault(`has a file in it that is neither progress nor an exercise: ${shown}`)
  const most = isKept ? LARGEST_PROGRESS : LARGEST_FILE
  if (size > most) throw new ZipFault(`has a file in it that is too large: ${shown}, ${megabytes(size)}`)
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

function textIn(entry: Packed): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(entry.unpack())
  } catch (error) {
    throw error instanceof ZipFault ? error : new ZipFault(`has a file in it that is no text: ${entry.path}`)
  }
}

function progressIn(text: string): Progress {
  const parsed = parseProgress(text)
  return understood(
    parsed.kind === 'understood' ? { kind: parsed.kind, value: parsed.progress } : parsed,
    'progress',
  )
}

function understood<T>(parsed: Parsed<T>, what: 'progress' | 'practice'): T {
  if (parsed.kind === 'understood') return parsed.value
  throw new ZipFault(
    parsed.kind === 'newer'
      ? `has ${what} in it that a newer version of ninja wrote (format ${parsed.version})`
      : `has damaged ${what} in it: ${parsed.reason}`,
  )
}
