/** A check as its caller sees it: an exercise and a learner's file in, a report out, whatever is in the file. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { type ErrorCode, NinjaError } from '../errors.ts'
import { blanksOf, hasCheck, toExercise, toWhole, withoutAnswers } from '../notebook/solution.ts'
import { loadCached } from '../start/cached.ts'
import { endThread } from './ending.ts'
import type { Examined, Job, Setup } from './examine.ts'
import { lineInStack, type Modules, relativeImports } from './load.ts'
import { isPlain } from './plain.ts'
import { readingOf } from './reading.ts'
import { type Diagnosis, type Judgement, passes, type Report, type Verdict } from './report.ts'
import {
  changesIn,
  lineOfBlank,
  lineOfReturn,
  type Places,
  placesIn,
  type Readable,
  readable,
} from './source.ts'
import { parse, strip } from './strip.ts'
import { supervise } from './supervise.ts'
import { defaultLimits, type Limits, startThread, type Thread, tell } from './thread.ts'

export interface Request {
  readonly exercise: Exercise
  readonly file: string
  readonly seed: number
  /** The list of names. */
  readonly data: string
  readonly limits: Limits
  /** The program of the thread that the learner's code runs in. */
  readonly program: string
  /** The bundle with `judgeHere`; null where nothing is bundled. */
  readonly judges: string | null
}

const setupOf = ({ exercise, seed, data }: Pick<Request, 'exercise' | 'seed' | 'data'>): Setup => ({
  exercise: exercise.id,
  modules: modulesOf(exercise),
  solution: exercise.solution,
  seed,
  data,
})

/** A thread that knows the exercise and waits for a learner's file. */
export function openThread({ exercise, seed, data, limits, program }: Omit<Request, 'file'>): Thread {
  const thread = startThread(program, limits)
  try {
    tell(thread, { kind: 'setup', setup: setupOf({ exercise, seed, data }) })
    return thread
  } catch (error) {
    // A thread that waits for a word keeps the program from ending.
    endThread(thread)
    throw error
  }
}

/** With a signal, it can be called off: the thread is ended, whatever it does, and the signal's reason thrown. */
export async function check(
  request: Request,
  thread = openThread(request),
  signal?: AbortSignal,
): Promise<Report> {
  const { exercise, limits } = request
  try {
    const { job, look } = openFile(exercise, request.file)
    if (job === null) return reportOn(request, look(), null)
    const examining = supervise(job, thread, limits, () => openThread(request), signal)
    // Unread, a failure that comes early would count as unhandled.
    examining.catch(() => {})
    const places = look()
    return reportOn(request, places, await examining)
  } finally {
    endThread(thread)
  }
}

/**
 * A check without a thread where none is needed: what is plain runs here, and is through before a thread would have
 * started. The same functions judge it, so the report is the same.
 */
export async function checkHere(request: Request): Promise<Report> {
  const { exercise, file, limits, judges } = request
  const usual = limits.time === defaultLimits.time && limits.memory === defaultLimits.memory
  const able = judges !== null && usual && !hasCheck(readSolution(exercise))
  if (!able || !isPlain(readExerciseFile(resolve(file)))) return check(request)
  const { job, look } = openFile(exercise, file)
  const examined = job && (loadCached(judges, 'all').judgeHere(setupOf(request), job) as Examined)
  return reportOn(request, look(), examined)
}

export interface OpenFile {
  /** What runs of it; null where not even parts of it can be read. */
  readonly job: Job | null
  /** What stands where in it. Does not decide the verdict, and so can wait until a thread works. */
  readonly look: () => Looks
}

/** A learner's file for an exercise, read. */
export function openFile(exercise: Exercise, path: string): OpenFile {
  const file = resolve(path)
  const text = readExerciseFile(file)
  const solution = readSolution(exercise)
  const readPart = partReader(exercise)
  const functions = blanksOf(solution).map(({ name }) => name)
  const source = readable(text, file, functions)
  const look = (): Looks => {
    // Putting includes in place moves lines, so only where there are any.
    const whole = /^\/\/ %% include /m.test(text) ? toWhole(text, readPart) : text
    const lines = text.split('\n')
    const notes = changesIn(whole, toExercise(solution, readPart), functions)
    return { functions, source, lines, places: placesIn(lines), notes }
  }
  if (source.js === null) return { job: null, look }
  const modules = gather(file, source.js, exercise.solution)
  return { job: { modules, learner: file, functions, stopped: [] }, look }
}

/** The learner's file as text. Throws what is the matter with it. */
export function readExerciseFile(file: string): string {
  const again = 'ninja reset brings the exercise back; what you had is kept'
  let bytes: Buffer
  try {
    if (statSync(file).size > 2 ** 22)
      throw new NinjaError('exercise', `${file} is too large for an exercise`, again)
    bytes = readFileSync(file)
  } catch (error) {
    if (error instanceof NinjaError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new NinjaError('exercise', `there is no file ${file}`, again)
    throw new NinjaError('exercise', `cannot read ${file} (${code})`, 'an exercise is a text file')
  }
  if (bytes.includes(0)) throw new NinjaError('exercise', `${file} is not a text file`, again)
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new NinjaError('exercise', `${file} is empty`, again)
  return text
}

/** The exercise's own modules: what runs of its solution (a check needs the answers too), and what that imports. */
export function modulesOf(exercise: Exercise): Modules {
  const { solution } = exercise
  // The answers are put into the learner's file, which has its parts in place.
  const needed = (text: string): string =>
    hasCheck(text) ? toWhole(text, partReader(exercise)) : withoutAnswers(text)
  return gather(solution, stripOwn(solution, 'pack', needed), solution)
}

/** A job to warm a thread up with: the answers, one of them spoilt so that there is a mistake to recognise. */
export function rehearsalOf(exercise: Exercise): Job {
  const { solution } = exercise
  const functions = blanksOf(readSolution(exercise)).map(({ name }) => name)
  const spoil = functions
    .slice(0, 1)
    .filter(name => name.startsWith('d'))
    .map(name => `{ const right = ${name}; ${name} = s => right(s).mul(2) }`)
  const js = `${stripOwn(solution, 'pack')}\n${spoil}`
  return { modules: gather(solution, js, solution), learner: solution, functions, stopped: [] }
}

/** A job to judge a text that is in no file: it is taken to stand beside the solution. */
export function jobOf({ solution }: Exercise, text: string): Job {
  const path = join(dirname(solution), 'yours.ts')
  const { js, fault } = strip(text)
  if (js === null) throw new NinjaError('exercise', `line ${fault.line}: ${fault.message}`)
  const functions = blanksOf(readSolution({ solution })).map(({ name }) => name)
  return { modules: gather(path, js, solution), learner: path, functions, stopped: [] }
}

/** The module at `path` and all it imports by relative paths: looked for beside it, then beside the solution. */
function gather(path: string, js: string, solution: string): Modules {
  const modules: Record<string, string> = { [path]: js }
  for (const name of relativeImports(js)) {
    const wanted = join(dirname(path), name)
    const found = [wanted, join(dirname(solution), name)].find(exists)
    if (found === undefined || modules[wanted] !== undefined) continue
    Object.assign(modules, gather(wanted, stripOwn(found, path === solution ? 'pack' : 'exercise'), solution))
  }
  return modules
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function stripOwn(path: string, code: ErrorCode, part = (text: string): string => text): string {
  const text = part(readFileSync(path, 'utf8'))
  // Where there is a check, answers are taken out of it.
  const { js, fault } = hasCheck(text) ? parse(text) : strip(text)
  if (js === null) throw new NinjaError(code, `${path}:${fault.line}: ${fault.message}`)
  return js
}

export interface Looks {
  readonly functions: readonly string[]
  readonly lines: readonly string[]
  readonly places: Places
  readonly source: Readable
  readonly notes: readonly string[]
}

/** Findings put together with the places in the learner's file; without findings, why there are none. */
export function reportOn(
  { exercise, file, seed }: Pick<Request, 'exercise' | 'file' | 'seed'>,
  { functions, lines, places, source, notes }: Looks,
  examined: Examined | null,
): Report {
  const path = resolve(file)
  const gradients = (examined?.findings ?? []).map(({ stack, users, ...finding }): Judgement => {
    const defined = places.functions.get(finding.blank) ?? null
    const thrown = lineInStack(stack, path)
    const place = defined === null ? null : lineFor(finding.verdict, lines, defined)
    const uses = users.map(user => places.statements.get(user)).filter(use => use !== undefined)
    const fault = source.faults.get(finding.blank)
    const diagnosis = finding.diagnosis === null ? null : placed(finding.diagnosis, places)
    const judgement = { ...finding, diagnosis, line: thrown ?? place, uses }
    return fault === undefined
      ? read(judgement, lines, defined, places)
      : {
          ...judgement,
          verdict: 'threw',
          line: fault.line,
          message: `SyntaxError: ${fault.message}`,
          advice: null,
        }
  })
  const failure = examined === null ? syntaxFailure(source) : locate(examined.failure, path)
  return {
    version: 1,
    exercise: exercise.id,
    file,
    passed:
      failure === null &&
      functions.every(name => gradients.some(({ blank }) => blank === name)) &&
      gradients.every(({ verdict }) => passes(verdict)),
    seed,
    sizes: examined?.sizes ?? {},
    gradients,
    notes: [...notes, ...(examined?.notes ?? [])],
    printed: examined?.printed ?? [],
    picture: examined?.picture ?? null,
    error: failure,
  }
}

/** With what the text of the function tells, where that is more than its value does. */
function read(judgement: Judgement, lines: readonly string[], defined: number | null, { functions }: Places) {
  const { kind, verdict } = judgement
  if (kind === 'gradient' || defined === null || passes(verdict) || verdict === 'inherited') return judgement
  const advice = readingOf(judgement, lines, defined, functions.keys())
  return advice === null ? judgement : { ...judgement, advice, diagnosis: null }
}

const returned: ReadonlySet<Verdict> = new Set([
  'wrong',
  'coincidence',
  'shape',
  'not finite',
  'not a tensor',
])

/** Where to look in a function: where a mistake was returned, at its `return`, else at its beginning. */
function lineFor(verdict: Verdict, lines: readonly string[], defined: number): number {
  if (verdict === 'blank') return lineOfBlank(lines, defined)
  return returned.has(verdict) ? lineOfReturn(lines, defined) : defined
}

/** A diagnosis with the lines of the learner's own file in it. */
function placed(diagnosis: Diagnosis, { statements }: Places): Diagnosis {
  const withLines = diagnosis.message.replace(/\{line (\w+)\}/g, (_, name: string) => {
    const statement = statements.get(name)
    return statement === undefined ? '' : ` (line ${statement.line})`
  })
  return { ...diagnosis, message: withLines }
}

function syntaxFailure({ fault }: Readable): Report['error'] {
  if (fault === null) return null
  return {
    code: 'exercise',
    message: `SyntaxError: ${fault.message}`,
    advice: 'mend the line that is named',
    line: fault.line,
  }
}

function locate(failure: Examined['failure'], path: string): Report['error'] {
  if (failure === null) return null
  const { stack, ...rest } = failure
  return { ...rest, line: lineInStack(stack, path) }
}
