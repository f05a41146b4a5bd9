/** A whole check, from module texts to findings. Runs in a thread of its own: the learner's code runs here. */
import { readFileSync } from 'node:fs'
import { format } from 'node:util'
import { type Names, parseNames } from '../dataset/names.ts'
import { NinjaError } from '../errors.ts'
import { Tensor } from '../tensor/tensor.ts'
import { compare, largest } from './compare.ts'
import type { Cause, Finding } from './finding.ts'
import { type Diagnose, judge, type Stopped } from './judge.ts'
import { loadModule, type Modules } from './load.ts'
import type { Failure, Printed } from './report.ts'
import { type Backward, type Case, casesOf, type Subject, subjectOf } from './subject.ts'

/** The exercise's own side, as plain data. */
export interface Setup {
  readonly exercise: string
  /** The solution's modules, without the answers. */
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
  readonly failure: (Failure & { readonly stack: string | null }) | null
}

const nothing = { findings: [], sizes: {}, notes: [], printed: [] }

/** Told which function is about to run: its position in the job's list, -1 for the file itself, -2 for none. */
export type OnTurn = (position: number) => void

export function examine(
  ground: Ground,
  job: Job,
  onTurn: OnTurn,
  diagnose: Diagnose | null = null,
): Examined {
  if ('failure' in ground) return { ...nothing, failure: ground.failure }
  const console = recordingConsole()
  let learner: Record<string, unknown>
  onTurn(-1)
  try {
    learner = loadModule(job.modules, job.learner, job.functions, console.console)
  } catch (error) {
    onTurn(-2)
    return { ...nothing, printed: console.printed, failure: failureOf(error) }
  }
  onTurn(-2)
  console.listen(false)
  const functions = new Map<string, Backward>()
  for (const name of job.functions) {
    if (typeof learner[name] === 'function') functions.set(name.slice(1), learner[name] as Backward)
  }
  const stopped: Stopped = new Map(job.stopped.map(([name, cause]) => [name.slice(1), cause]))
  const findings = judge(
    job.functions.map(name => name.slice(1)),
    functions,
    ground.cases,
    stopped,
    {
      onTurn: name => {
        console.speaker(name === null ? null : `d${name}`)
        onTurn(name === null ? -2 : job.functions.indexOf(`d${name}`))
      },
      onChain: running => console.listen(running),
    },
    diagnose,
  )
  return {
    findings: findings.map(({ evidence: _, ...finding }) => finding),
    sizes: ground.cases[0].sizes,
    notes: ground.notes,
    printed: console.printed,
    failure: null,
  }
}

/** Where the learner's functions are tried: the exercise at every size; or why it can't be. */
export type Ground =
  | { readonly cases: readonly Case[]; readonly notes: readonly string[] }
  | { readonly failure: NonNullable<Examined['failure']> }

/** Runs the exercise's own side: its module, its data, its forward pass. */
export function prepare({ exercise, modules, solution, seed, data }: Setup): Ground {
  const fail = (code: string, message: string, advice: string | null = null): Ground => ({
    failure: { code, message, advice, line: null, stack: null },
  })
  try {
    const subject = subjectOf(loadModule(modules, solution, [], globalThis.console), exercise)
    const cases = casesOf(subject, seed, readNames(data))
    return { cases, notes: agreement(subject, cases[0]) }
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

/** A console that keeps what the learner's functions print while they run on their own gradients, and only then. */
function recordingConsole() {
  const printed: Printed[] = []
  let by: string | null = null
  let listening = true
  const write = (...values: unknown[]): void => {
    if (listening) printed.push({ by, text: format(...values) })
  }
  return {
    printed,
    console: {
      ...globalThis.console,
      log: write,
      info: write,
      warn: write,
      error: write,
      debug: write,
      dir: write,
      table: write,
    },
    speaker: (name: string | null) => {
      by = name
    },
    listen: (on: boolean) => {
      listening = on
    },
  }
}
