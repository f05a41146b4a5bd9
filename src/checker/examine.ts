/** A whole check, from module texts to findings. Runs in a thread of its own: the learner's code runs here. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Names, parseNames } from '../dataset/names.ts'
import { parseTable, type Table } from '../dataset/table.ts'
import { NinjaError } from '../errors.ts'
import { transplant } from '../notebook/transplant.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import { absolve } from './blame.ts'
import {
  type Checked,
  type CheckGround,
  demandRows,
  type Explain,
  judgeChecks,
  prepareCheck,
} from './checks.ts'
import { compare, largest } from './compare.ts'
import type { Cause, Finding } from './finding.ts'
import { type Diagnose, judge, type Stopped } from './judge.ts'
import { loadModule, type Modules } from './load.ts'
import { type Recorder, recordingConsole } from './recorder.ts'
import type { Failure, Printed } from './report.ts'
import { type Backward, type Case, casesOf, type Subject, subjectOf } from './subject.ts'

/** The exercise's own side, as plain data. */
export interface Setup {
  readonly exercise: string
  /** The solution's modules, without the answers, unless a check cell needs them. */
  readonly modules: Modules
  readonly solution: string
  readonly seed: number
  /** The list of names to draw batches from. */
  readonly data: string
}

/** The learner's side, as plain data. */
export interface Job {
  readonly modules: Modules
  /** The learner's file. */
  readonly learner: string
  /** The functions to judge, in order: `dprobs`. */
  readonly functions: readonly string[]
  /** Functions that were stopped in an earlier attempt at this job, and are not to run again. */
  readonly stopped: readonly (readonly [name: string, cause: Cause])[]
}

export interface Examined {
  readonly findings: readonly Omit<Finding, 'evidence'>[]
  readonly sizes: Readonly<Record<string, number>>
  readonly notes: readonly string[]
  readonly printed: readonly Printed[]
  readonly picture: string | null
  readonly failure: (Failure & { readonly stack: string | null }) | null
}

const nothing = { findings: [], sizes: {}, notes: [], printed: [], picture: null }

/** Told which function is about to run: its position in the job's list, -1 for the file itself, -2 for none. */
export type OnTurn = (position: number) => void

export function examine(
  ground: Ground,
  job: Job,
  onTurn: OnTurn,
  diagnose: Diagnose | null = null,
  explain: Explain | null = null,
): Examined {
  if ('failure' in ground) return { ...nothing, failure: ground.failure }
  const { cases, check } = ground
  const recorder = recordingConsole()
  let learner: Record<string, unknown> = {}
  let broken: Examined['failure'] = null
  onTurn(-1)
  try {
    learner = loadModule(job.modules, job.learner, job.functions, recorder.console)
  } catch (error) {
    broken = failureOf(error)
  }
  onTurn(-2)
  const failed = (failure: Examined['failure']): Examined => ({
    ...nothing,
    printed: recorder.printed,
    failure,
  })
  // With answers in the place of some blanks, as in a check, a file may run that does not as it is.
  if (broken !== null && (check === null || cases.length > 0)) return failed(broken)
  recorder.listen(false)
  const gradients = check === null ? job.functions : job.functions.filter(name => isGradient(name, cases))
  const findings =
    gradients.length === 0 ? [] : judgeGradients(cases, job, gradients, learner, recorder, onTurn, diagnose)
  const checked = check === null ? null : judgeRest(check, job, gradients, recorder, onTurn, explain)
  if (checked !== null && 'failure' in checked) return failed(checked.failure)
  if (checked?.broken && broken !== null) return failed(broken)
  const retry = (names: readonly string[], replaced: readonly string[]): readonly Finding[] =>
    judgeBeside(cases, check!, job, names, replaced, onTurn)
  const calls = (name: string, other: string): boolean =>
    new RegExp(`\\b${other}\\s*\\(`).test(String(learner[name] ?? ''))
  const all =
    checked === null
      ? findings
      : inOrder([...absolve(findings, checked.findings, calls, retry), ...checked.findings], job.functions)
  return {
    findings: all.map(({ evidence: _, ...finding }) => finding),
    sizes: cases[0]?.sizes ?? {},
    notes: ground.notes,
    printed: recorder.printed,
    picture: checked?.picture ?? null,
    failure: null,
  }
}

function judgeGradients(
  cases: readonly Case[],
  job: Job,
  names: readonly string[],
  learner: Record<string, unknown>,
  recorder: Recorder,
  onTurn: OnTurn,
  diagnose: Diagnose | null,
): Finding[] {
  const functions = new Map<string, Backward>()
  for (const name of names) {
    if (typeof learner[name] === 'function') functions.set(name.slice(1), learner[name] as Backward)
  }
  const stopped: Stopped = new Map(job.stopped.map(([name, cause]) => [name.slice(1), cause]))
  return judge(
    names.map(name => name.slice(1)),
    functions,
    cases,
    stopped,
    {
      onTurn: name => {
        recorder.speaker(name === null ? null : `d${name}`)
        onTurn(name === null ? -2 : job.functions.indexOf(`d${name}`))
      },
      onChain: running => recorder.listen(running),
    },
    diagnose,
  )
}

/** Gradients in the learner's file with the answers in the place of some blanks; what it prints is not kept. */
function judgeBeside(
  cases: readonly Case[],
  { js }: CheckGround,
  job: Job,
  names: readonly string[],
  replaced: readonly string[],
  onTurn: OnTurn,
): readonly Finding[] {
  const recorder = recordingConsole()
  const text = transplant(job.modules[job.learner], js, replaced).js
  try {
    const modules = { ...job.modules, [job.learner]: text }
    const learner = loadModule(modules, job.learner, job.functions, recorder.console)
    return judgeGradients(cases, job, names, learner, recorder, onTurn, null)
  } catch {
    return []
  }
}

const isGradient = (name: string, cases: readonly Case[]): boolean =>
  name.startsWith('d') && cases[0]?.graph.tensors.has(name.slice(1)) === true

/** What a check cell judges: all that is no gradient. */
function judgeRest(
  check: CheckGround,
  job: Job,
  gradients: readonly string[],
  recorder: Recorder,
  onTurn: OnTurn,
  explain: Explain | null,
): Checked | { readonly failure: Examined['failure'] } {
  const blanks = job.functions.filter(name => !gradients.includes(name))
  const listen = (blank: string | null): void => {
    recorder.speaker(blank)
    recorder.listen(blank !== null)
  }
  try {
    demandRows(check, blanks)
    return judgeChecks(check, job, blanks, { onTurn, console: recorder.console, listen }, explain)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message, advice = null } = error
    return { failure: { code, message, advice, line: null, stack: null } }
  }
}

const inOrder = (findings: readonly Finding[], functions: readonly string[]): Finding[] =>
  functions.flatMap(name => findings.filter(({ blank }) => blank === name))

/** Where the learner's functions are tried: the exercise at every size; or why it can't be. */
export type Ground =
  | {
      /** None where the exercise has no gradients. */
      readonly cases: readonly Case[]
      /** Null where it has nothing else. */
      readonly check: CheckGround | null
      readonly notes: readonly string[]
    }
  | { readonly failure: NonNullable<Examined['failure']> }

/** Runs the exercise's own side: its module, its data, its forward pass. */
export function prepare({ exercise, modules, solution, seed, data }: Setup): Ground {
  const fail = (code: string, message: string, advice: string | null = null): Ground => ({
    failure: { code, message, advice, line: null, stack: null },
  })
  try {
    const load = () => loadModule(modules, solution, [], globalThis.console)
    const exports = load()
    if (typeof exports.check !== 'function') {
      const subject = subjectOf(exports, exercise)
      const cases = casesOf(subject, seed, readNames(data))
      return { cases, check: null, notes: agreement(subject, cases[0]) }
    }
    let names: Names | null = null
    const source = (seed: number) => ({
      g: generator(seed),
      get names() {
        names ??= readNames(data)
        return names
      },
      table: (name: string) => readTable(solution, name),
    })
    const check = prepareCheck(exports, { source, seed, solution, js: modules[solution], load })
    if (typeof exports.forward !== 'function') return { cases: [], check, notes: [] }
    const subject = subjectOf(exports, exercise)
    const cases = casesOf(subject, seed, source(seed).names)
    return { cases, check, notes: agreement(subject, cases[0]) }
  } catch (error) {
    if (error instanceof NinjaError && error.code !== 'tensor')
      return fail(error.code, error.message, error.advice)
    return fail(
      'pack',
      `${exercise}: its own forward pass does not run: ${error instanceof Error ? error.message : error}`,
    )
  }
}

export function readNames(path: string): Names {
  try {
    return parseNames(readFileSync(path, 'utf8'), path)
  } catch (error) {
    if (error instanceof NinjaError) throw error
    throw new NinjaError(
      'data',
      `cannot read ${path}: ${(error as Error).message}`,
      'give another with --data FILE',
    )
  }
}

/** A table that ships with the pack of a solution, `solutions/<track>/NN_name.ts`. */
function readTable(solution: string, name: string): Table {
  const path = join(dirname(solution), '..', '..', 'exercises', 'data', `${name}.csv`)
  try {
    return parseTable(readFileSync(path, 'utf8'), path)
  } catch (error) {
    if (error instanceof NinjaError) throw error
    throw new NinjaError('pack', `cannot read ${path}: ${(error as Error).message}`)
  }
}

/** Where the exercise gives another way to the same values, that they are the same. */
function agreement({ longForm }: Subject, { graph }: Case): string[] {
  if (longForm === undefined) return []
  return Object.entries(longForm(graph.values)).map(([name, other]) => {
    const value = graph.tensors.get(name)
    if (!(value instanceof Tensor) || !(other instanceof Tensor)) {
      throw new NinjaError('pack', `the long form of ${name} is not a tensor`)
    }
    const { approximate, maxdiff } = compare(other, value, largest(value))
    if (!approximate) throw new NinjaError('pack', `${name} and its long form differ by ${maxdiff}`)
    return `forward pass: ${name} equals its long form (maxdiff ${maxdiff === 0 ? '0.0' : maxdiff?.toExponential(1)})`
  })
}

function failureOf(error: unknown): NonNullable<Examined['failure']> {
  const thrown = error instanceof Error ? error : new Error(String(error))
  return {
    code: 'exercise',
    message: `the file does not run: ${thrown.name}: ${thrown.message}`,
    advice: 'code outside functions runs when the file is loaded: look at the line named',
    line: null,
    stack: thrown.stack ?? null,
  }
}
