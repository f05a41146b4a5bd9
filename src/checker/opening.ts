/** What a check starts from: an exercise's own side, and a learner's text, read. Where files are is the caller's business. */
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { type ErrorCode, NinjaError } from '../errors.ts'
import { blanksOf, hasCheck, hasRecipe, includedIn, toWhole, withoutAnswers } from '../notebook/solution.ts'
import { wrongLinesOf } from '../notebook/wrong.ts'
import { once } from '../once.ts'
import { isExported, type Modules, pathFrom } from '../room/loading.ts'
import type { Fault } from '../text/fault.ts'
import { LIBRARY } from '../text/library.ts'
import { modulesIn, scriptOf } from '../text/script.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { type ReadFile, readingFrom } from './check.ts'
import type { Setup } from './ground.ts'
import type { Submission } from './text/submission.ts'
import { rowsFile, rowsFrom } from './value/recorded.ts'

/** What an exercise's own side needs of the place where it runs. */
export interface SetupMeans extends Pick<Setup, 'compile' | 'limit'> {
  /** The list of names, and what it is called. */
  readonly names: () => string
  readonly origin: string
}

/** The exercise's own side of a check. */
export function setupIn(
  { compile, limit, names, origin }: SetupMeans,
  exercise: Exercise,
  seed: number,
): Setup {
  const text = readSolution(exercise)
  const { files, blankOnly } = exercise.pack
  const isBlankOnly = blankOnly !== null
  const rows = rowsFile(exercise.id)
  // The answers are put into the learner's file, which has its parts in place.
  const needsAnswers = hasCheck(text) || hasRecipe(text)
  const whole = needsAnswers ? parsed(toWhole(text, partReader(exercise)), exercise.solution) : null
  const source = whole ?? parsed(withoutAnswers(text), exercise.solution)
  return {
    exercise: exercise.id,
    modules: scriptsOf(source, exercise),
    solution: exercise.solution,
    whole,
    recorded: isBlankOnly && hasCheck(text) ? rowsFrom(files.read(rows), files.path(rows)) : null,
    isBlankOnly,
    wrong: once(() => (isBlankOnly ? [] : wrongLinesOf(text))),
    besides: CELLS,
    seed,
    library: {
      origin,
      names,
      table: name => {
        const path = `exercises/data/${name}.csv`
        const table = files.read(path)
        if (table === null) throw new NinjaError('pack', `there is no file ${files.path(path)}`)
        return table
      },
    },
    compile,
    limit,
  }
}

/** Gives the text of a module by its path; null where there is none. */
export type Read = (path: string) => string | null

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

/** A learner's text; `beside`: what it may import. */
export function readText(exercise: Exercise, text: string, path: string, beside: Read): OpenFile {
  const functions = blanksOf(readSolution(exercise)).map(({ name }) => name)
  const reading = readingFrom(text, functions)
  const { source } = reading
  if (source === null) return { reading, submission: null }
  return {
    reading,
    submission: { source, path, imports: importsOf(source, path, beside, 'exercise'), functions },
  }
}

/** The parts that the exercise is put together from, as files beside the learner's: another part may hold the answers. */
export function partsBeside(exercise: Exercise, learner: string): Read {
  const own = new Set(
    includedIn(readSolution(exercise)).map(name => pathFrom(exercise.solution, `./${name}`)),
  )
  const parts = partsOf(exercise)
  return path => {
    if (!path.startsWith(pathFrom(learner, './'))) return null
    const beside = pathFrom(exercise.solution, `./${path.slice(path.lastIndexOf('/') + 1)}`)
    return own.has(beside) ? parts(beside) : null
  }
}

/** What is said of a text that keeps a parser busy for too long. */
export const tooLongToRead = (path: string): NinjaError =>
  new NinjaError(
    'exercise',
    `${path} takes too long to read`,
    'is there an expression in it with very many brackets? Write it in several lines',
    'timeout',
  )
