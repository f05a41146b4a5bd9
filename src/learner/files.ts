/** The files that a check reads: the learner's own, and those of the exercise, as scripts for a room. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import vm from 'node:vm'
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { type ReadFile, readingFrom } from '../checker/check.ts'
import type { Setup } from '../checker/ground.ts'
import type { Submission } from '../checker/text/submission.ts'
import { type Names, parseNames } from '../dataset/names.ts'
import { type ErrorCode, NinjaError } from '../errors.ts'
import { blanksOf, hasCheck, includedIn, toWhole, withoutAnswers } from '../notebook/solution.ts'
import { wrongLinesOf } from '../notebook/wrong.ts'
import { once } from '../once.ts'
import { type Compile, isExported, type Modules, pathFrom } from '../room/loading.ts'
import type { Fault } from '../text/fault.ts'
import { LIBRARY } from '../text/library.ts'
import { modulesIn, scriptOf } from '../text/script.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { processorTime } from './patience.ts'

/** Runs the exercise's own modules in this realm. */
export const compile: Compile = (js, path) => new vm.Script(js, { filename: path }).runInThisContext()

/** The exercise's own side of a check. `data`: the file with the list of names. */
export function setupOf(exercise: Exercise, seed: number, data: string): Setup {
  const text = readSolution(exercise)
  const { files } = exercise.pack
  // The answers are put into the learner's file, which has its parts in place.
  const whole = hasCheck(text) ? parsed(toWhole(text, partReader(exercise)), exercise.solution) : null
  const source = whole ?? parsed(withoutAnswers(text), exercise.solution)
  return {
    exercise: exercise.id,
    modules: scriptsOf(source, exercise),
    solution: exercise.solution,
    whole,
    wrong: once(() => wrongLinesOf(text)),
    besides: CELLS,
    seed,
    library: {
      origin: data,
      names: () => readList(data),
      table: name => {
        const path = `exercises/data/${name}.csv`
        const table = files.read(path)
        if (table === null) throw new NinjaError('pack', `there is no file ${files.path(path)}`)
        return table
      },
    },
    compile,
    limit: work => patiently(KNOWN, work),
  }
}

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

/** Gives the text of a module by its path; null where there is none. */
type Read = (path: string) => string | null

/** What stands beside a solution. */
const partsOf =
  ({ track, pack: { files } }: Exercise): Read =>
  path => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const beside = `solutions/${track}/${name}`
    return pathFrom(files.path(beside), `./${name}`) === path ? files.read(beside) : null
  }

/** The scripts of a solution, or of what is left of it, and of all that it imports. */
export function scriptsOf(source: ParsedText, exercise: Exercise): Modules {
  const { solution } = exercise
  const { script, fault } = scriptOf(source, { besides: CELLS, exports: isExported })
  if (script === null) throw unreadable('pack', solution, fault)
  return { [solution]: script.js, ...importsOf(source, solution, partsOf(exercise), 'pack') }
}

/** What a check cell defines. */
const CELLS = ['check', 'picture']

/** The scripts of all that is imported: each is read once, however many ways lead to it. */
function importsOf(source: ParsedText, path: string, read: Read, code: ErrorCode): Modules {
  const modules = new Map<string, string>()
  const open = [{ source, path }]
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const name of modulesIn(from.source)) {
      if (name === LIBRARY || !name.startsWith('.')) continue
      const wanted = pathFrom(from.path, name)
      const text = wanted === path || modules.has(wanted) ? null : read(wanted)
      if (text === null) continue
      const part = parsed(text, wanted, code)
      const { script, fault } = scriptOf(part, { exports: isExported })
      if (script === null) throw unreadable(code, wanted, fault)
      modules.set(wanted, script.js)
      open.push({ source: part, path: wanted })
    }
  }
  return Object.fromEntries(modules)
}

function parsed(text: string, path: string, code: ErrorCode = 'pack'): ParsedText {
  const source = sourceOf(text)
  if (source.program === null) throw unreadable(code, path, source.fault)
  return source
}

const unreadable = (code: ErrorCode, path: string, { line, message }: Fault): NinjaError =>
  new NinjaError(code, `${path}:${line}: ${message}`, undefined, code === 'exercise' ? 'syntax' : undefined)

export interface OpenFile {
  readonly reading: ReadFile
  /** What runs of it; null where not even parts of it can be read. */
  readonly submission: Submission | null
}

/** A learner's file for an exercise, read. */
export const openFile = (exercise: Exercise, path: string): OpenFile =>
  openText(exercise, readExerciseFile(resolve(path)), resolve(path))

/** A text for an exercise, as if it stood in a file. */
export const openText = (exercise: Exercise, text: string, path: string): OpenFile =>
  inTime(() => readText(exercise, text, path), path)

function readText(exercise: Exercise, text: string, path: string): OpenFile {
  const functions = blanksOf(readSolution(exercise)).map(({ name }) => name)
  const reading = readingFrom(text, functions)
  const { source } = reading
  if (source === null) return { reading, submission: null }
  const imports = importsOf(source, path, besideLearner(exercise, path), 'exercise')
  return { reading, submission: { source, path, imports, functions } }
}

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
    const advice = 'is there an expression in it with very many brackets? Write it in several lines'
    throw new NinjaError('exercise', `${path} takes too long to read`, advice, 'timeout')
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

/** Files beside the learner's, else the parts that the exercise is put together from: another part may hold the answers. */
function besideLearner(exercise: Exercise, learner: string): Read {
  const own = new Set(
    includedIn(readSolution(exercise)).map(name => pathFrom(exercise.solution, `./${name}`)),
  )
  const parts = partsOf(exercise)
  return path => {
    if (!path.startsWith(pathFrom(learner, './'))) return null
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFile()) {
      if (found.size <= LARGEST) return readFileSync(path, 'utf8')
      throw new NinjaError('exercise', `${path} is too large for an exercise`, undefined, 'too large')
    }
    const beside = pathFrom(exercise.solution, `./${path.slice(path.lastIndexOf('/') + 1)}`)
    return own.has(beside) ? parts(beside) : null
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
  if (isUtf16(bytes)) {
    const advice = 'save it as UTF-8: your editor may call that the encoding'
    throw new NinjaError('exercise', `${file} is saved as UTF-16`, advice, 'not text')
  }
  if (bytes.includes(0)) throw new NinjaError('exercise', `${file} is not a text file`, undefined, 'not text')
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new NinjaError('exercise', `${file} is empty`, undefined, 'empty')
  return text
}

const TEXT = 'an exercise is a text file'

/** As PowerShell's `>` and some editors write text. */
const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
