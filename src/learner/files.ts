/** The files that a check reads: the learner's own, and those of the exercise, as scripts for a room. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import vm from 'node:vm'
import type { Exercise } from '../catalogue/catalogue.ts'
import type { Setup } from '../checker/ground.ts'
import {
  type OpenFile,
  partsBeside,
  type Read,
  readText,
  setupIn,
  tooLongToRead,
} from '../checker/opening.ts'
import { type Names, parseNames } from '../dataset/names.ts'
import { NinjaError } from '../errors.ts'
import { type Compile, pathFrom } from '../room/loading.ts'
import { processorTime } from './patience.ts'

/** Runs the exercise's own modules in this realm. */
export const compile: Compile = (js, path) => new vm.Script(js, { filename: path }).runInThisContext()

/** The exercise's own side of a check. `data`: the file with the list of names. */
export const setupOf = (exercise: Exercise, seed: number, data: string): Setup =>
  setupIn(
    { compile, limit: work => patiently(KNOWN, work), names: () => readList(data), origin: data },
    exercise,
    seed,
  )

/** Milliseconds of processor time for a row of a check with a known mistake in it: with other numbers it may never end. */
const KNOWN = 2000

/** A list of names. Throws what is wrong with it. */
export const readNames = (path: string): Names => parseNames(readList(path), path)

function readList(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { message } = error as Error
    throw new NinjaError('data', `cannot read ${path}: ${message}`, 'give another with --data FILE')
  }
}

/** A learner's file for an exercise, read. */
export const openFile = (exercise: Exercise, path: string): OpenFile =>
  openText(exercise, readExerciseFile(resolve(path)), resolve(path))

/** A text for an exercise, as if it stood in a file. */
export const openText = (exercise: Exercise, text: string, path: string): OpenFile =>
  inTime(() => readText(exercise, text, path, besideLearner(exercise, path)), path)

/** Milliseconds of processor time for reading a file; one that a person wrote takes a thirtieth of that. */
const READING = 3000
/** So many times as long may be waited for it, on a machine that does other things as well. */
const BUSY = 4

/** Throws where it takes too long: there are short texts that keep a parser busy for hours. */
export function inTime<T>(work: () => T, path: string): T {
  try {
    return patiently(READING, work)
  } catch (error) {
    if (!isOver(error)) throw error
    throw tooLongToRead(path)
  }
}

/** Throws an error of V8's where it takes more than so many milliseconds of processor time. */
function patiently<T>(limit: number, work: () => T): T {
  const since = processorTime()
  try {
    return within(limit, work)
  } catch (error) {
    if (!isOver(error) || processorTime() - since > limit / 2) throw error
    return within(BUSY * limit, work)
  }
}

/** The same, by the clock. */
function within<T>(timeout: number, work: () => T): T {
  const name = 'backprop-ninja works'
  Reflect.set(globalThis, name, work)
  try {
    return vm.runInThisContext(`globalThis['${name}']()`, { timeout })
  } finally {
    Reflect.deleteProperty(globalThis, name)
  }
}

const isOver = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'

/** Files beside the learner's, else the parts of the exercise. */
function besideLearner(exercise: Exercise, learner: string): Read {
  const parts = partsBeside(exercise, learner)
  return path => {
    if (!path.startsWith(pathFrom(learner, './'))) return null
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFile() !== true) return parts(path)
    if (found.size <= LARGEST) return readFileSync(path, 'utf8')
    throw new NinjaError('exercise', `${path} is too large for an exercise`, undefined, 'too large')
  }
}

/** Bytes: ten times what the longest exercise has. */
const LARGEST = 2 ** 18

/** The learner's file as text. Throws what is the matter with it. */
export function readExerciseFile(file: string): string {
  let bytes: Buffer
  try {
    const found = statSync(file)
    if (found.isDirectory()) throw new NinjaError('exercise', `${file} is a folder`, TEXT, 'not text')
    if (!found.isFile()) throw new NinjaError('exercise', `${file} is not a file`, TEXT, 'not text')
    if (found.size > LARGEST)
      throw new NinjaError('exercise', `${file} is too large for an exercise`, undefined, 'too large')
    bytes = readFileSync(file)
  } catch (error) {
    if (error instanceof NinjaError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new NinjaError('exercise', `there is no file ${file}`, undefined, 'missing')
    throw new NinjaError('exercise', `cannot read ${file} (${code})`, TEXT)
  }
  return textIn(bytes, file)
}

/** What was read of a file called `name`, as text. Throws what is the matter with it. */
export function textIn(bytes: Uint8Array, name: string): string {
  if (bytes.length > LARGEST)
    throw new NinjaError('exercise', `${name} is too large for an exercise`, undefined, 'too large')
  if (isUtf16(bytes)) {
    const advice = 'save it as UTF-8: your editor may call that the encoding'
    throw new NinjaError('exercise', `${name} is saved as UTF-16`, advice, 'not text')
  }
  if (bytes.includes(0)) throw new NinjaError('exercise', `${name} is not a text file`, undefined, 'not text')
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new NinjaError('exercise', `${name} is empty`, undefined, 'empty')
  return text
}

const TEXT = 'an exercise is a text file'

/** As PowerShell's `>` and some editors write text. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
