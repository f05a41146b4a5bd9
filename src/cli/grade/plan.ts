/** What `ninja grade` was asked for. */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { type FormatName, formats } from '../../grade/formats/formats.ts'
import { type Shard, shardFrom, WHOLE_CLASS } from '../../grade/shards.ts'
import { readDue } from '../../grade/submissions/due.ts'
import type { Limits } from '../../learner/patience.ts'
import { nearest } from '../../suggest.ts'
import { demandOwnAnswers } from '../answers.ts'
import { type Context, numberOption, type Options } from '../command.ts'
import { DEFAULT_SEED, settingsFrom } from '../settings.ts'
import { exercisesNamed } from '../target-exercise.ts'
import { isInWorkspace } from '../workspace.ts'
import { exercisesAround } from './exercises.ts'

export interface GradePlan {
  readonly cwd: string
  readonly exercises: readonly Exercise[]
  /** Folder, or archive, of what was handed in; and the folder for what comes of it. */
  readonly submissions: string
  readonly out: string
  readonly shard: Shard
  readonly jobs: number
  readonly room: 'quickjs' | 'thread'
  readonly data: string
  readonly limits: Limits
  /** Null: every student has the numbers of `seed`. */
  readonly secret: Uint8Array | null
  readonly seed: number
  readonly roster: string | null
  /** Milliseconds since 1970. */
  readonly due: number | null
  readonly points: string | null
  readonly isAnonymous: boolean
  readonly format: FormatName | null
}

/** @throws NinjaError 'usage' for what can't be done. */
export function planFrom(context: Context, words: readonly string[], options: Options): GradePlan {
  const { cwd } = context
  const out = outFrom(cwd, options)
  const [names, last] = [words.slice(0, -1), words.at(-1)]
  if (last === undefined) throw new NinjaError('usage', 'which exercise, and whose files?', EXAMPLE)
  const submissions = resolve(cwd, last)
  demandSubmissions(submissions, last, names)
  demandApart(out, submissions)
  const workspace = isInWorkspace(cwd) ? context.workspace() : null
  const { seed: _, data, limits } = settingsFrom(options, context, workspace)
  return {
    ...{ cwd, submissions, out, data, limits, seed: DEFAULT_SEED },
    exercises: gradable(exercisesNamed(exercisesAround(cwd), names)),
    shard: typeof options.shard === 'string' ? shardFrom(options.shard) : WHOLE_CLASS,
    jobs: Math.round(numberOption(options, 'jobs', availableParallelism(), 1)),
    room: roomFrom(options),
    secret: secretFrom(cwd, options),
    roster: pathFrom(cwd, options.roster),
    due: typeof options.due === 'string' ? readDue(options.due).at : null,
    points: pathFrom(cwd, options.points),
    isAnonymous: options.anonymous === true,
    format: formatFrom(options),
  }
}

/** Without the answers a check knows too little to give points by it. */
function gradable(exercises: readonly Exercise[]): readonly Exercise[] {
  for (const { pack } of exercises) demandOwnAnswers(pack)
  return exercises
}

const EXAMPLE = 'for example: ninja grade 07 submissions --out graded'

export function outFrom(cwd: string, { out }: Options): string {
  if (typeof out !== 'string')
    throw new NinjaError('usage', 'where should the grades go? There is no --out', EXAMPLE)
  const path = resolve(cwd, out)
  const there = statSync(path, { throwIfNoEntry: false })
  if (there !== undefined && !there.isDirectory())
    throw new NinjaError('usage', `--out needs a folder, and ${out} is a file`, 'name another one')
  return path
}

const pathFrom = (cwd: string, written: string | boolean | undefined): string | null =>
  typeof written === 'string' ? resolve(cwd, written) : null

function demandSubmissions(path: string, written: string, names: readonly string[]): void {
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new NinjaError(
      'usage',
      `there is no folder or file ${written}`,
      names.length === 0 ? `the exercise comes first, then the files; ${EXAMPLE}` : undefined,
    )
  if (names.length === 0)
    throw new NinjaError('usage', `which exercise are the files in ${written} for?`, EXAMPLE)
}

/** What is written would be graded the next time. */
function demandApart(out: string, submissions: string): void {
  const way = relative(realpathSync(submissions), realPath(out))
  const isInside = way === '' || !(way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way)
  if (isInside)
    throw new NinjaError(
      'usage',
      `${out} is inside the folder with the submissions`,
      'name a folder elsewhere with --out: its files would be graded the next time',
    )
}

/** Of what may not be there yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path))
  }
}

function roomFrom({ isolate = 'quickjs' }: Options): 'quickjs' | 'thread' {
  if (isolate === 'thread' || isolate === 'quickjs') return isolate
  throw new NinjaError('usage', `--isolate needs quickjs or thread, not "${isolate}"`)
}

/** @throws NinjaError 'usage' for one that there is not. */
export function formatFrom({ format }: Options): FormatName | null {
  if (typeof format !== 'string') return null
  if (Object.hasOwn(formats, format)) return format as FormatName
  const names = Object.keys(formats)
  const near = nearest(format, names)
  throw new NinjaError(
    'usage',
    `there is no format "${format}"`,
    near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`,
  )
}

function secretFrom(cwd: string, { seedSecret }: Options): Uint8Array | null {
  if (typeof seedSecret !== 'string') return null
  const secret = readFor('--seed-secret', cwd, seedSecret)
  const text = secret.toString('utf8').trim()
  if (text.length > 0) return Buffer.from(text)
  throw new NinjaError(
    'usage',
    `${seedSecret} is empty, so it is no secret`,
    'write a long random word into it',
  )
}

function readFor(flag: string, cwd: string, written: string): Buffer {
  try {
    return readFileSync(resolve(cwd, written))
  } catch (error) {
    throw new NinjaError(
      'usage',
      `cannot read ${written} for ${flag} (${(error as NodeJS.ErrnoException).code})`,
    )
  }
}
