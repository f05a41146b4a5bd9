/** The exercise's own side of a check: its module, its data, its forward pass at every size, its check cell. */
import type { Check, CheckSource, Pair, Value } from '../catalogue/exercise.ts'
import { type Names, parseNames } from '../dataset/names.ts'
import { parseTable } from '../dataset/table.ts'
import { NinjaError } from '../errors.ts'
import type { WrongLine } from '../notebook/wrong.ts'
import { once } from '../once.ts'
import { type Compile, type Exports, loadModule, type Modules } from '../room/loading.ts'
import type { Library } from '../room/rows.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { ParsedText } from '../text/source.ts'
import { type Case, casesOf, type Subject, subjectOf } from './gradient/case.ts'
import { compare, largest } from './gradient/compare.ts'
import type { Failure } from './report.ts'
import type { CheckGround, CheckRow } from './value/judge.ts'
import { knownMistakes } from './value/known.ts'
import { expectedIn, type RecordedRows } from './value/recorded.ts'
import { marksOf } from './value/secret.ts'
import { computed, type Expected } from './value/try-pair.ts'

/** The exercise's own side. */
export interface Setup {
  readonly exercise: string
  /** The scripts of the solution and of what it imports; without the answers, unless a check cell needs them. */
  readonly modules: Modules
  /** Which of them is its own. */
  readonly solution: string
  /** Its text with its parts in place; null where it has neither a check cell nor a recipe. */
  readonly whole: ParsedText | null
  /** Of a pack without answers: what its check cell expects; null where it has none. */
  readonly recorded: RecordedRows | null
  /** Whether it is of a pack without answers. */
  readonly isBlankOnly: boolean
  /** Its wrong lines, and what the script of its check cell hands out. */
  readonly wrong: () => readonly WrongLine[]
  readonly besides: readonly string[]
  readonly seed: number
  /** Lists and tables; `origin`: what the list of names is called. */
  readonly library: Library & { readonly origin: string }
  /** For the exercise's own modules, which run here. */
  readonly compile: Compile
  /** Works on something that may not come to an end, and throws if it doesn't. */
  readonly limit: <T>(work: () => T) => T
}

/** A failure, and where it came from. */
export type FileFailure = Failure & { readonly stack: string | null }

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

/** The case that the table is about; null where there is none. */
export const mainCase = (ground: Ground): Case | null =>
  'failure' in ground ? null : (ground.cases[0] ?? null)

/** Runs the exercise's own side: its module, its data, its forward pass. */
export function prepare(setup: Setup): Ground {
  const { exercise, modules, solution, whole, recorded, isBlankOnly } = setup
  const { wrong, besides, seed, library, compile, limit } = setup
  try {
    const names = once(() => parseNames(library.names(), library.origin))
    const exports = loadModule(modules, solution, globalThis.console, compile)
    const check =
      recorded !== null
        ? recordedCheck(recorded, setup)
        : typeof exports.check === 'function'
          ? checkOf(exports, names)
          : null
    const missing = isBlankOnly ? [withoutAnswersNote(check !== null)] : []
    if (check !== null && typeof exports.forward !== 'function') return { cases: [], check, notes: missing }
    const subject = subjectOf(exports, exercise)
    const cases = casesOf(subject, seed, names())
    return { cases, check, notes: [...agreement(subject, cases[0]), ...missing] }
  } catch (error) {
    if (error instanceof NinjaError && error.code !== 'tensor') return { failure: ofNinja(error) }
    const message = `${exercise}: its own forward pass does not run: ${error instanceof Error ? error.message : error}`
    return { failure: ofNinja(new NinjaError('pack', message)) }
  }

  function checkOf(exports: Exports, names: () => Names): CheckGround {
    const source = checkSource(library, names)
    const drawWith = (exports: Exports, seed: number): readonly Pair[] =>
      (exports.check as Check<object>)(exports, source(seed))
    const draw = (seed: number): readonly Pair[] => drawWith(exports, seed)
    const expectedWith = (seed: number): Expected[] =>
      draw(seed).map((pair, at) => expectedOf(pair, () => draw(seed)[at].learner()))
    const pairs = draw(seed)
    if (!Array.isArray(pairs)) throw new NinjaError('pack', 'the check gives no list of pairs')
    const expected = new Map<number, Expected[]>()
    return {
      rows: rowsOf(pairs),
      expected: seed => {
        if (!expected.has(seed)) expected.set(seed, expectedWith(seed))
        return expected.get(seed)!
      },
      took: (seed, at) => timed(draw(seed)[at].learner),
      hasPicture: typeof exports.picture === 'function',
      seed,
      solution: whole!,
      modules,
      path: solution,
      library,
      known: knownMistakes({
        whole: whole!,
        modules,
        path: solution,
        compile,
        besides,
        limit,
        wrong,
        draw: drawWith,
      }),
    }
  }
}

/** What a check is given with a seed. */
export const checkSource =
  (library: Library, names: () => Names) =>
  (seed: number): CheckSource => ({
    g: generator(seed),
    get names() {
      return names()
    },
    table: name => parseTable(library.table(name), `exercises/data/${name}.csv`),
  })

/** The check cell of a pack without answers: what it expects is written down. */
function recordedCheck(recorded: RecordedRows, { modules, solution, library }: Setup): CheckGround {
  const rows = (seed: number) => recorded.draws[seed - recorded.seed]
  return {
    rows: rowsOf(rows(recorded.seed).map(row => ({ ...row, expected: 0 }))),
    expected: seed => rows(seed).map(expectedIn),
    took: (seed, at) => rows(seed)[at].took ?? 0,
    hasPicture: false,
    seed: recorded.seed,
    solution: null,
    modules,
    path: solution,
    library,
    known: () => [],
  }
}

/** What a check in a pack without answers can't do, in a sentence. */
const withoutAnswersNote = (hasValues: boolean): string =>
  hasValues
    ? "this homework has no answers: values are compared at fixed numbers only and known mistakes aren't recognised, so your instructor's check may find more"
    : 'this homework has no answers, and needs none for gradients: they are judged in full'

function rowsOf(pairs: readonly Pick<Pair, 'name' | 'blank' | 'learned' | 'expected'>[]): CheckRow[] {
  const count = new Map<string, number>()
  return pairs.map(({ name, blank, learned, expected }) => {
    const nth = count.get(blank) ?? 0
    count.set(blank, nth + 1)
    return { name, blank, nth, learned: learned ?? null, isGiven: expected !== undefined }
  })
}

/** `answer`: what the solution's own answers give, where the row doesn't say what is expected. */
const expectedOf = ({ name, blank, expected, secret, at, within }: Pair, answer: () => Value): Expected => ({
  name,
  blank,
  at,
  within,
  secret: secret === undefined ? undefined : marksOf(secret),
  value: once(() => computed(expected ?? answer, name)),
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

export const ofNinja = ({ code, message, advice, reason }: NinjaError): FileFailure => ({
  code,
  message,
  advice: advice ?? null,
  line: null,
  reason: reason ?? null,
  stack: null,
})
