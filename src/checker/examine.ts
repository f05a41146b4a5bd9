/** A whole check: from what a learner handed in, in a room of its own, to findings. */
import type { Check, CheckSource, Pair } from '../catalogue/exercise.ts'
import { type Names, parseNames } from '../dataset/names.ts'
import { parseTable } from '../dataset/table.ts'
import { NinjaError } from '../errors.ts'
import { once } from '../once.ts'
import { type Compile, type Exports, loadModule, type Modules } from '../room/loading.ts'
import type { Room } from '../room/room.ts'
import type { Broken, Library } from '../room/rows.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { ParsedText } from '../text/source.ts'
import { callsOf } from '../text/written.ts'
import { type Case, casesOf, type Subject, subjectOf } from './gradient/case.ts'
import { compare, largest } from './gradient/compare.ts'
import type { Finding } from './gradient/finding.ts'
import { type Diagnose, type Judged, judge } from './gradient/judge.ts'
import type { Learner } from './gradient/learner.ts'
import type { Failure, Printed } from './report.ts'
import { type Submission, variantOf, writtenBy } from './text/submission.ts'
import { absolve } from './value/blame.ts'
import {
  type Checked,
  type CheckGround,
  type CheckRow,
  demandRows,
  type Explain,
  judgeChecks,
} from './value/judge.ts'
import { computed, type Expected } from './value/try-pair.ts'

/** The exercise's own side. */
export interface Setup {
  readonly exercise: string
  /** The scripts of the solution and of what it imports; without the answers, unless a check cell needs them. */
  readonly modules: Modules
  /** Which of them is its own. */
  readonly solution: string
  /** Its text with its parts in place; null where it has no check cell. */
  readonly whole: ParsedText | null
  readonly seed: number
  /** Lists and tables; `origin`: what the list of names is called. */
  readonly library: Library & { readonly origin: string }
  /** For the exercise's own modules, which run here. */
  readonly compile: Compile
}

/** A failure, and where it came from. */
export type FileFailure = Failure & { readonly stack: string | null }

export interface Examined {
  readonly findings: readonly Omit<Finding, 'evidence'>[]
  readonly sizes: Readonly<Record<string, number>>
  readonly notes: readonly string[]
  readonly printed: readonly Printed[]
  readonly picture: string | null
  readonly failure: FileFailure | null
}

const nothing = { findings: [], sizes: {}, notes: [], printed: [], picture: null }

/** Finds out which mistakes were made. */
export interface Explainers {
  readonly diagnose: Diagnose
  readonly explain: Explain
}

export function examine(
  ground: Ground,
  submission: Submission,
  room: Room,
  explainers: Explainers | null = null,
): Examined {
  if ('failure' in ground) return { ...nothing, failure: ground.failure }
  const { cases, check } = ground
  const { functions, path } = submission
  const { broken, program, printed } = room.load(variantOf(submission, [], null).modules, path)
  const early = printed.map((text): Printed => ({ by: null, text }))
  const failed = (failure: FileFailure): Examined => ({ ...nothing, printed: early, failure })
  // With answers in place of some blanks, as in a check, a file may run that does not as it is.
  const isHopeless = broken?.kind === 'stopped' || check === null || cases.length > 0
  if (broken !== null && isHopeless) return failed(failureOf(broken))
  const written: Learner['written'] = name => writtenBy(submission, name)
  const gradients = check === null ? functions : functions.filter(name => isGradient(name, cases))
  const judged =
    gradients.length === 0
      ? { findings: [], printed: [] }
      : judgeGradients(cases, gradients, { program, written }, explainers?.diagnose ?? null)
  const rest = functions.filter(name => !gradients.includes(name))
  const checked =
    check === null ? null : judgeRest(check, submission, rest, room, explainers?.explain ?? null)
  if (checked !== null && 'failure' in checked) return failed(checked.failure)
  if (checked?.broken && broken !== null) return failed(failureOf(broken))
  const retry = (names: readonly string[], replaced: readonly string[]): readonly Finding[] => {
    const other = room.load(variantOf(submission, replaced, check!.solution).modules, path, true)
    return other.broken === null
      ? judgeGradients(cases, names, { program: other.program, written }, null).findings
      : []
  }
  const calls = (name: string, other: string): boolean => {
    const own = written(name)
    return own !== null && callsOf(own, other).length > 0
  }
  const all =
    checked === null
      ? judged.findings
      : inOrder([...absolve(judged.findings, checked.findings, calls, retry), ...checked.findings], functions)
  return {
    findings: all.map(({ evidence: _, ...finding }) => finding),
    sizes: cases[0]?.sizes ?? {},
    notes: ground.notes,
    printed: [...early, ...judged.printed, ...(checked?.printed ?? [])],
    picture: checked?.picture ?? null,
    failure: null,
  }
}

const judgeGradients = (
  cases: readonly Case[],
  names: readonly string[],
  learner: Learner,
  diagnose: Diagnose | null,
): Judged =>
  judge(
    names.map(name => name.slice(1)),
    learner,
    cases,
    diagnose,
  )

const isGradient = (name: string, cases: readonly Case[]): boolean =>
  name.startsWith('d') && cases[0]?.graph.tensors.has(name.slice(1)) === true

/** What a check cell judges: all that is no gradient. */
function judgeRest(
  check: CheckGround,
  submission: Submission,
  blanks: readonly string[],
  room: Room,
  explain: Explain | null,
): Checked | { readonly failure: FileFailure } {
  try {
    demandRows(check, blanks)
    return judgeChecks(check, submission, blanks, room, explain)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return { failure: ofNinja(error) }
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
  | { readonly failure: FileFailure }

/** Runs the exercise's own side: its module, its data, its forward pass. */
export function prepare({ exercise, modules, solution, whole, seed, library, compile }: Setup): Ground {
  try {
    const names = once(() => parseNames(library.names(), library.origin))
    const exports = loadModule(modules, solution, globalThis.console, compile)
    const check = typeof exports.check === 'function' ? checkOf(exports, names) : null
    if (check !== null && typeof exports.forward !== 'function') return { cases: [], check, notes: [] }
    const subject = subjectOf(exports, exercise)
    const cases = casesOf(subject, seed, names())
    return { cases, check, notes: agreement(subject, cases[0]) }
  } catch (error) {
    if (error instanceof NinjaError && error.code !== 'tensor') return { failure: ofNinja(error) }
    const message = `${exercise}: its own forward pass does not run: ${error instanceof Error ? error.message : error}`
    return { failure: ofNinja(new NinjaError('pack', message)) }
  }

  function checkOf(exports: Exports, names: () => Names): CheckGround {
    const source = (seed: number): CheckSource => ({
      g: generator(seed),
      get names() {
        return names()
      },
      table: name => parseTable(library.table(name), `exercises/data/${name}.csv`),
    })
    const draw = (seed: number): readonly Pair[] => (exports.check as Check<object>)(exports, source(seed))
    const pairs = draw(seed)
    if (!Array.isArray(pairs)) throw new NinjaError('pack', 'the check gives no list of pairs')
    const expected = new Map([[seed, pairs.map(expectedOf)]])
    return {
      rows: rowsOf(pairs),
      expected: seed => {
        if (!expected.has(seed)) expected.set(seed, draw(seed).map(expectedOf))
        return expected.get(seed)!
      },
      took: (seed, at) => timed(draw(seed)[at].learner),
      hasPicture: typeof exports.picture === 'function',
      seed,
      solution: whole!,
      modules,
      path: solution,
      library,
    }
  }
}

function rowsOf(pairs: readonly Pair[]): CheckRow[] {
  const count = new Map<string, number>()
  return pairs.map(({ name, blank, learned }) => {
    const nth = count.get(blank) ?? 0
    count.set(blank, nth + 1)
    return { name, blank, nth, learned: learned ?? null }
  })
}

const expectedOf = ({ name, blank, expected, at, within, slips = [] }: Pair): Expected => ({
  name,
  blank,
  at,
  within,
  slips,
  value: once(() => computed(expected, name)),
})

/** In milliseconds. */
function timed(work: () => unknown): number {
  const since = performance.now()
  work()
  return performance.now() - since
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

const ofNinja = ({ code, message, advice, reason }: NinjaError): FileFailure => ({
  code,
  message,
  advice: advice ?? null,
  line: null,
  reason: reason ?? null,
  stack: null,
})

/** Why a file does not run. */
function failureOf(broken: Broken): FileFailure {
  if (broken.kind === 'stopped') {
    const [code, reason, message] = topLevel[broken.cause]
    return {
      code,
      reason,
      message,
      advice: 'code outside functions runs when the file is loaded: remove what does not belong there',
      line: null,
      stack: null,
    }
  }
  const what =
    broken.kind === 'blank' ? 'a blank is not filled in yet' : `${broken.name ?? 'threw'}: ${broken.message}`
  return {
    code: 'exercise',
    reason: 'load',
    message: `the file does not run: ${what}`,
    advice: 'code outside functions runs when the file is loaded: look at the line named',
    line: null,
    stack: broken.kind === 'blank' ? null : broken.stack,
  }
}

const topLevel = {
  timeout: ['timeout', 'timeout', 'loading the file did not come to an end and was stopped'],
  'out of memory': ['exercise', 'memory', 'loading the file used more memory than it may and was stopped'],
  'ended the program': ['exercise', 'load', 'the file ends the program while it is loaded'],
} as const
