/**
 * What is no gradient is judged by the exercise's check cell. Each blank is tried alone first, in the learner's file with
 * the solution's answers in all other blanks; then all of them together, as the learner wrote them. So one slip blames
 * one blank.
 */
import type { Check, CheckSource, Pair } from '../catalogue/exercise.ts'
import { NinjaError } from '../errors.ts'
import { definitionOf } from '../notebook/functions.ts'
import { transplant } from '../notebook/transplant.ts'
import type { Job } from './examine.ts'
import type { Cause, Finding } from './finding.ts'
import { type Exports, loadModule } from './load.ts'
import { isRight, lostTry, type Try, tryPair } from './pairs.ts'
import type { Diagnosis } from './report.ts'
import { findingOf, type Suspicion } from './rows.ts'
import { inWhole, PICTURE, turnsOf, WHOLE } from './turns.ts'

/** The check cell of an exercise, ready to be asked. */
export interface CheckGround {
  /** Runs the cell anew: what a learner's code did to what an earlier one made is gone. */
  readonly anew: () => Check<object>
  readonly picture: ((learner: object, source: CheckSource) => unknown) | null
  readonly rows: readonly Row[]
  readonly source: (seed: number) => CheckSource
  readonly seed: number
  /** The solution's file and what runs of it. */
  readonly solution: string
  readonly js: string
}

/** A row of the table. */
export interface Row {
  readonly name: string
  readonly blank: string
  /** Its place among the rows of its blank. */
  readonly nth: number
  readonly learned: string | null
}

/** How often the pairs are drawn, with one seed more each time. */
const DRAWS = 3

export type Explain = (suspicion: Suspicion) => Diagnosis | null

export interface Listener {
  /** Told whose code is about to run: its position in `turnsOf`, -2 for nobody's. */
  readonly onTurn: (position: number) => void
  readonly console: object
  /** Whose printing is to be kept from now on; null: nobody's. */
  readonly listen: (blank: string | null) => void
}

/** Null for a solution without a check cell. Throws what is wrong with the cell. */
export function prepareCheck(
  exports: Exports,
  given: Omit<CheckGround, 'anew' | 'picture' | 'rows'> & { readonly load: () => Exports },
): CheckGround | null {
  const { check, picture } = exports
  if (typeof check !== 'function') return null
  const pairs = (check as Check<object>)(exports, given.source(given.seed))
  if (!Array.isArray(pairs)) throw new NinjaError('pack', 'the check gives no list of pairs')
  const count = new Map<string, number>()
  const rows = pairs.map(({ name, blank, learned }: Pair): Row => {
    const nth = count.get(blank) ?? 0
    count.set(blank, nth + 1)
    return { name, blank, nth, learned: learned ?? null }
  })
  return {
    ...given,
    anew: () => given.load().check as Check<object>,
    picture: typeof picture === 'function' ? (picture as CheckGround['picture']) : null,
    rows,
  }
}

/** Throws what is wrong with the check, as far as that shows without running it again. */
export function demandRows({ rows }: CheckGround, blanks: readonly string[]): void {
  const stray = rows.find(({ blank }) => !blanks.includes(blank))
  if (stray !== undefined)
    throw new NinjaError('pack', `the check is about "${stray.blank}", which is no blank of this exercise`)
  const forgotten = blanks.find(name => !rows.some(({ blank }) => blank === name))
  if (forgotten !== undefined) throw new NinjaError('pack', `the check has no pair about ${forgotten}`)
  const names = rows.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new NinjaError('pack', `the check has two pairs called "${twice}"`)
}

export interface Checked {
  readonly findings: readonly Finding[]
  readonly picture: string | null
  /** Where no blank could be tried because the file itself does not run. */
  readonly broken: boolean
}

export function judgeChecks(
  ground: CheckGround,
  job: Job,
  blanks: readonly string[],
  listener: Listener,
  explain: Explain | null,
): Checked {
  const stopped = new Map<string, Cause>(job.stopped)
  const turns = turnsOf(job.functions)
  const run = runner(ground, job, listener)
  const learner = job.modules[job.learner]
  const there = blanks.filter(name => definitionOf(learner, name) !== null)

  const alone = new Map<string, Variant>()
  for (const name of there.filter(name => !stopped.has(name))) {
    const others = blanks.filter(other => other !== name)
    const rows = ground.rows.filter(({ blank }) => blank === name)
    const turn = turns.indexOf(name)
    alone.set(name, run({ replaced: others, rows, turn, turnOf: () => turn, print: false }))
  }
  const isBlank = (name: string): boolean =>
    alone.get(name)?.tries.some(tries => tries[0].lost?.kind === 'blank') === true
  const able = there.filter(name => alone.has(name) && !isBlank(name))
  const broken = able.length > 0 && able.every(name => alone.get(name)!.exports === null)

  const together =
    able.length === 0 || stopped.has(WHOLE)
      ? null
      : run({
          replaced: blanks.filter(name => !able.includes(name)),
          rows: ground.rows.filter(({ blank }) => able.includes(blank) && !stopped.has(inWhole(blank))),
          turn: turns.indexOf(WHOLE),
          turnOf: blank => turns.indexOf(inWhole(blank)),
          print: true,
        })
  const wholeOf = (row: Row): readonly Try[] | null => {
    const at = together?.rows.indexOf(row) ?? -1
    return at === -1 ? null : together!.tries[at]
  }
  const culprits = able.filter(name => !alone.get(name)!.tries.every(tries => tries.every(isRight)))
  const works =
    able.length === blanks.length && ground.rows.every(row => wholeOf(row)?.every(isRight) === true)
  /** A blank can be right in all that is asked of it, and spoil what is asked of another. */
  const spoils = (row: Row, name: string): boolean => {
    const replaced = blanks.filter(other => other !== name)
    const turn = turns.indexOf(inWhole(row.blank))
    return !run({ replaced, rows: [row], turn, turnOf: () => turn, print: false }).tries[0].every(isRight)
  }
  const culpritsOf = (row: Row): string[] => {
    const whole = wholeOf(row)
    if (whole?.every(isRight) === true || culprits.includes(row.blank)) return []
    const others = able.filter(name => name !== row.blank)
    const wrong = others.filter(name => culprits.includes(name))
    const own = (wrong.length > 0 ? wrong : others).filter(name => whole !== null && spoils(row, name))
    return own.length > 0 ? own : wrong
  }
  const findings = ground.rows.map(row =>
    findingOf(
      {
        row,
        isThere: there.includes(row.blank),
        cause: stopped.get(row.blank) ?? null,
        alone: alone.get(row.blank)?.tries[row.nth] ?? null,
        beside: alone.get(row.blank)?.tries.filter((_, nth) => nth !== row.nth) ?? [],
        whole: wholeOf(row),
        works,
        culprits: culpritsOf(row),
      },
      explain,
    ),
  )
  const mayDraw = works && together?.exports != null && !stopped.has(PICTURE)
  const picture = mayDraw ? drawn(ground, together.exports, turns.indexOf(PICTURE), listener) : null
  return { findings, picture, broken }
}

/** The learner's file with some blanks replaced, tried. */
interface Variant {
  /** Null where the file does not run. */
  readonly exports: Exports | null
  readonly rows: readonly Row[]
  /** For each row, with each seed. */
  readonly tries: readonly (readonly Try[])[]
}

interface Run {
  readonly replaced: readonly string[]
  readonly rows: readonly Row[]
  /** Whose turn it is while the file and the check themselves run. */
  readonly turn: number
  readonly turnOf: (blank: string) => number
  readonly print: boolean
}

function runner(ground: CheckGround, job: Job, { onTurn, console, listen }: Listener) {
  return ({ replaced, rows, turn, turnOf, print }: Run): Variant => {
    const { js, lines } = transplant(job.modules[job.learner], ground.js, replaced)
    // What the check's own code throws that the learner's code called is the learner's.
    const inCheck = (stack: string): boolean =>
      firstFrame(stack).includes(`${ground.solution}:`) && !stack.includes(`${job.learner}:`)
    const own = (tried: Try): Try =>
      tried.lost?.stack == null
        ? tried
        : { ...tried, lost: { ...tried.lost, stack: inOwnLines(tried.lost.stack, job.learner, lines) } }
    const tries: Try[][] = rows.map(() => [])
    const all = (thrown: unknown, seed: number): void => {
      for (const tried of tries) tried.push(own(lostTry(thrown, seed, inCheck)))
    }
    onTurn(turn)
    const check = ground.anew()
    try {
      let exports: Exports
      try {
        exports = loadModule({ ...job.modules, [job.learner]: js }, job.learner, job.functions, console)
      } catch (thrown) {
        all(thrown, ground.seed)
        return { exports: null, rows, tries }
      }
      for (let seed = ground.seed; seed < ground.seed + DRAWS; seed++) {
        onTurn(turn)
        let pairs: readonly Pair[]
        try {
          pairs = check(exports, ground.source(seed))
        } catch (thrown) {
          all(thrown, seed)
          continue
        }
        for (const [i, { blank, nth, name }] of rows.entries()) {
          const pair = pairs.filter(pair => pair.blank === blank)[nth]
          if (pair === undefined)
            throw new NinjaError('pack', `the check has no pair "${name}" with seed ${seed}`)
          onTurn(turnOf(blank))
          if (print && seed === ground.seed) listen(blank)
          tries[i].push(own(tryPair(pair, seed, inCheck)))
          listen(null)
        }
      }
      return { exports, rows, tries }
    } finally {
      onTurn(-2)
    }
  }
}

const firstFrame = (stack: string): string => /\n\s+at (.*)/.exec(stack)?.[1] ?? ''

/** A stack with the lines of the learner's own file; what ran of the solution's is no line of it. */
function inOwnLines(stack: string, path: string, lines: readonly number[]): string {
  return stack.replaceAll(
    new RegExp(`${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}:(\\d+)`, 'g'),
    (_, line: string) => {
      const own = lines[Number(line) - 1] ?? 0
      return own === 0 ? 'the answer' : `${path}:${own}`
    },
  )
}

/** The exercise's picture of what the learner's code does; null where it cannot be drawn. */
function drawn({ picture, source, seed }: CheckGround, exports: Exports, turn: number, { onTurn }: Listener) {
  if (picture === null) return null
  onTurn(turn)
  try {
    const text = picture(exports, source(seed))
    return typeof text === 'string' ? text : null
  } catch {
    return null
  } finally {
    onTurn(-2)
  }
}
