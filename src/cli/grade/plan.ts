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
import { codeOf } from '../../progress/refusal.ts'
import { nearest } from '../../suggest.ts'
import { demandOwnAnswers } from '../answers.ts'
import { type Context, numberOption, type Options } from '../command.ts'
import { DEFAULT_SEED, settingsFrom } from '../settings.ts'
import { exercisesNamed } from '../target-exercise.ts'
import { isInWorkspace } from '../workspace.ts'
import { exercisesAround } from './exercises.ts'
import { demandOwn } from './folder.ts'

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
  const [names, last] = [words.slice(0, -1), words.at(-1)]
  if (last !== undefined && names.length > 0) demandSubmissions(cwd, last, names)
  demandAll(cwd, words, options)
  const format = formatFrom(options)
  const out = outFrom(cwd, options)
  const submissions = resolve(cwd, last!)
  demandApart(out, submissions)
  if (format !== null) demandFor(format, options)
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
    format,
  }
}

/** What a format that takes one submission needs, and can't have. */
function demandFor(format: FormatName, { roster }: Options): void {
  formats[format].demand?.(process.env)
  if (formats[format].isSingle && roster !== undefined)
    throw new NinjaError(
      'usage',
      `--format ${format} is for one student's submission, so it takes no --roster`,
      'for a class, leave out --format, or choose nbgrader or junit',
    )
}

/** Without the answers a check knows too little to give points by it. */
function gradable(exercises: readonly Exercise[]): readonly Exercise[] {
  for (const { pack } of exercises) demandOwnAnswers(pack)
  return exercises
}

/** Whether something is there that is called so. */
const existsIn =
  (cwd: string) =>
  (written: string): boolean =>
    statSync(resolve(cwd, written), { throwIfNoEntry: false }) !== undefined

const EXAMPLE = 'for example: ninja grade 07 submissions --out graded'

/** @throws NinjaError 'usage' for one that has something else in it. */
export function outFrom(cwd: string, options: Options): string {
  const { out } = options
  if (typeof out !== 'string')
    throw new NinjaError('usage', 'where should the grades go? There is no --out', EXAMPLE)
  const format = formatFrom(options)
  demandOwn(resolve(cwd, out), out, format !== null && formats[format].isSingle)
  return resolve(cwd, out)
}

/** All that isn't there is named at once. */
function demandAll(cwd: string, words: readonly string[], { out }: Options): void {
  const [only] = words
  const isThere = existsIn(cwd)
  const needed = [
    ...(words.length === 0 || (words.length === 1 && isThere(only)) ? ['an exercise'] : []),
    ...(words.length === 0 || (words.length === 1 && !isThere(only)) ? ['the submissions'] : []),
    ...(typeof out === 'string' ? [] : ['--out with a folder for the results']),
  ]
  if (needed.length === 0) return
  const list = [needed.slice(0, -1).join(', '), needed.at(-1)].filter(part => part !== '').join(' and ')
  throw new NinjaError(
    'usage',
    words.length === 0 ? `grade needs ${list}` : `besides ${words.join(' ')}, grade needs ${list}`,
    EXAMPLE,
  )
}

const pathFrom = (cwd: string, written: string | boolean | undefined): string | null =>
  typeof written === 'string' ? resolve(cwd, written) : null

function demandSubmissions(cwd: string, written: string, names: readonly string[]): void {
  const isThere = existsIn(cwd)
  if (isThere(written)) return
  const folder = names.find(isThere)
  const others = [...names.filter(name => name !== folder), written, folder].join(' ')
  throw new NinjaError(
    'usage',
    `there is no folder or file ${written}`,
    folder === undefined ? undefined : `the exercise comes first: ninja grade ${others} --out graded`,
  )
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

/** A file that an option names. @throws NinjaError 'usage' where it can't be read. */
export function readFor(flag: string, cwd: string, written: string): Buffer {
  try {
    return readFileSync(resolve(cwd, written))
  } catch (error) {
    const code = codeOf(error)
    throw new NinjaError(
      'usage',
      code === 'ENOENT'
        ? `there is no file ${written}, which ${flag} names`
        : `cannot read ${written}, which ${flag} names (${code})`,
    )
  }
}
