/**
 * What is no gradient is judged by the exercise's check cell. Each blank is tried alone first, in the learner's file with
 * the solution's answers in all other blanks; then all of them together, as the learner wrote them. So one mistake blames
 * one blank. The learner's part of a row is worked out in the learner's room, what is expected on this side.
 */
import { NinjaError } from '../../errors.ts'
import type { Modules } from '../../room/loading.ts'
import type { Cause } from '../../room/program.ts'
import type { Room } from '../../room/room.ts'
import type { Broken, Library } from '../../room/rows.ts'
import { definitionsIn } from '../../text/definitions.ts'
import type { ParsedText } from '../../text/source.ts'
import type { Finding } from '../gradient/finding.ts'
import { unlessItThrows } from '../gradient/judge.ts'
import type { Diagnosis, Printed } from '../report.ts'
import { type Submission, variantOf, writtenBy } from '../text/submission.ts'
import { findingOf, type Suspicion } from './finding.ts'
import { type KnownMistake, recognise } from './known.ts'
import { type Expected, isRight, lostBy, lostTry, type Try, valueTry } from './try-pair.ts'

/** The check cell of an exercise, ready to be asked. */
export interface CheckGround {
  readonly rows: readonly CheckRow[]
  /** What it says with a seed, in the order of its rows. */
  readonly expected: (seed: number) => readonly Expected[]
  /** How long the answers take for a row, in milliseconds: by its place in `expected`. */
  readonly took: (seed: number, at: number) => number
  readonly hasPicture: boolean
  readonly seed: number
  /** The solution's text, with its parts in place. */
  readonly solution: ParsedText
  /** Its script and those that it imports, for the learner's room; and which is its own. */
  readonly modules: Modules
  readonly path: string
  readonly library: Library
  /** The mistakes that its author knows, by blank. */
  readonly known: (blank: string) => readonly KnownMistake[]
}

/** A row of the table. */
export interface CheckRow {
  readonly name: string
  readonly blank: string
  /** Its place among the rows of its blank. */
  readonly nth: number
  readonly learned: string | null
  /** Whether the check itself says what is expected; else the solution's answers do. */
  readonly isGiven: boolean
}

/** How often the rows are drawn, with one seed more each time. */
const DRAWS = 3

export type Explain = (suspicion: Suspicion) => Diagnosis | null

/** Throws what is wrong with the check, as far as that shows without the learner's code. */
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
  readonly printed: readonly Printed[]
  readonly picture: string | null
  /** Where no blank could be tried because the file itself does not run. */
  readonly broken: boolean
}

/**
 * For who tries many lines in an exercise's own answers, and asks only which line is to blame. By its scripts and rows,
 * what was right before: it is not tried again.
 */
export type EarlierTrials = Map<string, VariantTrial>

/** `earlier`: see there. What the lines do together is then only asked until one is to blame; the rest is as it is alone. */
export function judgeChecks(
  ground: CheckGround,
  submission: Submission,
  blanks: readonly string[],
  room: Room,
  explain: Explain | null,
  earlier: EarlierTrials | null = null,
): Checked {
  const defined = definitionsIn(submission.source)
  const there = blanks.filter(name => defined.has(name))
  const but = (kept: readonly string[]): string[] => blanks.filter(name => !kept.includes(name))
  const rowsOf = (names: readonly string[]): CheckRow[] =>
    ground.rows.filter(({ blank }) => names.includes(blank))
  const run = (kept: readonly string[], rows: readonly CheckRow[], isEnough = never): VariantTrial =>
    runVariant(ground, submission, room, but(kept), rows, { earlier, isEnough })

  const alone = new Map(there.map(name => [name, run([name], rowsOf([name]))]))
  const isBlank = (name: string): boolean =>
    alone.get(name)?.tries.some(tries => tries?.[0]?.lost?.kind === 'blank') === true
  const able = there.filter(name => alone.get(name)!.stopped === null && !isBlank(name))
  const broken = able.length > 0 && able.every(name => !alone.get(name)!.loads)

  const culprits = able.filter(name => !alone.get(name)!.tries.every(tries => tries?.every(isRight)))
  /** A line that is wrong alone is to blame, unless it is right among all. */
  const isToBlame = (row: CheckRow, tried: Try): boolean =>
    earlier !== null && culprits.includes(row.blank) && !isRight(tried)
  const together =
    able.length === 0 ? null : blanks.length === 1 ? alone.get(able[0])! : run(able, rowsOf(able), isToBlame)
  const wholeOf = (row: CheckRow): readonly Try[] | null =>
    together === null || together.stopped !== null
      ? null
      : together.isCut
        ? (alone.get(row.blank)?.tries[row.nth] ?? null)
        : (together.tries[together.rows.indexOf(row)] ?? null)
  const isWholeRight = (row: CheckRow): boolean => wholeOf(row)?.every(isRight) === true
  const works = able.length === blanks.length && ground.rows.every(isWholeRight)
  /** A blank can be right in all that is asked of it, and spoil what is asked of another. */
  const spoils = (row: CheckRow, name: string): boolean =>
    run([name], [row]).tries[0]?.every(isRight) !== true
  const culpritsOf = (row: CheckRow): string[] => {
    if (isWholeRight(row) || culprits.includes(row.blank)) return []
    const others = able.filter(name => name !== row.blank)
    const wrong = others.filter(name => culprits.includes(name))
    const own = (wrong.length > 0 ? wrong : others).filter(name => wholeOf(row) !== null && spoils(row, name))
    return own.length > 0 ? own : wrong
  }
  const recognised = new Map(
    culprits.map(name => [name, unlessItThrows(() => recognise(ground.known(name), alone.get(name)!.tries))]),
  )
  const picture = works && ground.hasPicture ? (together?.picture() ?? null) : null
  const findings = ground.rows.map(row => {
    const own = alone.get(row.blank)
    return findingOf(
      {
        row,
        isThere: there.includes(row.blank),
        cause: own?.stopped ?? null,
        alone: own?.tries[row.nth] ?? null,
        beside: (own?.tries ?? []).filter((tries, nth) => tries !== null && nth !== row.nth) as Try[][],
        whole: wholeOf(row),
        works,
        culprits: culpritsOf(row),
        known: recognised.get(row.blank) ?? null,
      },
      explain,
    )
  })
  const leftOut = there.filter(name => !able.includes(name))
  const printed = [...leftOut.flatMap(name => alone.get(name)!.printed), ...(together?.printed ?? [])]
  return { findings, printed, picture, broken }
}

const never: Saving['isEnough'] = () => false

/** The learner's file with some blanks replaced, tried. */
export interface VariantTrial {
  /** Whether the file runs. */
  readonly loads: boolean
  /** Whether it was enough before the end. */
  readonly isCut: boolean
  /** Why it was given up, or the only blank that is asked of. */
  readonly stopped: Cause | null
  readonly rows: readonly CheckRow[]
  /** For each row, with each seed; null where it was stopped. */
  readonly tries: readonly (readonly Try[] | null)[]
  readonly printed: readonly Printed[]
  readonly picture: () => string | null
}

interface Saving {
  readonly earlier: EarlierTrials | null
  /** Whether nothing further is asked, once this has come of a row. */
  readonly isEnough: (row: CheckRow, tried: Try) => boolean
}

function runVariant(
  ground: CheckGround,
  submission: Submission,
  room: Room,
  replaced: readonly string[],
  rows: readonly CheckRow[],
  { earlier, isEnough }: Saving,
): VariantTrial {
  const { path } = submission
  const { modules, lines } = variantOf(submission, replaced, ground.solution)
  const key = earlier === null ? '' : JSON.stringify([modules, rows.map(({ name }) => name)])
  const before = earlier?.get(key)
  if (before !== undefined) return before
  const base = { loads: true, isCut: false, stopped: null, rows, printed: [], picture: () => null }
  const { broken } = room.load(modules, path, replaced.length > 0)
  const lost = (row: CheckRow, pair: Expected | null, seed: number, failing: Exclude<Broken, Stop>): Try => {
    const told = lostBy(
      failing,
      stack => isInCheck(stack, ground.path, path),
      writtenBy(submission, row.blank),
    )
    const stack = told.stack === null ? null : inOwnLines(told.stack, path, lines)
    return lostTry(pair, seed, { ...told, stack })
  }
  if (broken !== null) {
    if (broken.kind === 'stopped')
      return { ...base, loads: false, stopped: broken.cause, tries: rows.map(() => null) }
    return { ...base, loads: false, tries: rows.map(row => [lost(row, null, ground.seed, broken)]) }
  }
  const asked = room.check(ground.modules, ground.path, ground.library)
  const printed: Printed[] = []
  const stopped = new Map<string, Cause>()
  const tries: Try[][] = rows.map(() => [])
  for (let seed = ground.seed; seed < ground.seed + DRAWS; seed++) {
    const drawn = asked.draw(seed)
    if ('broken' in drawn) {
      const { broken } = drawn
      if (broken.kind === 'stopped') return { ...base, stopped: broken.cause, tries: rows.map(() => null) }
      for (const [i, row] of rows.entries()) tries[i].push(lost(row, null, seed, broken))
      continue
    }
    const expected = ground.expected(seed)
    for (const [i, row] of rows.entries()) {
      if (stopped.has(row.blank)) continue
      const pair = rowIn(expected, row, seed)
      const {
        kept,
        broken,
        printed: texts,
      } = asked.row(drawn.rows.indexOf(rowIn(drawn.rows, row, seed)), () =>
        ground.took(seed, expected.indexOf(pair)),
      )
      if (seed === ground.seed) printed.push(...texts.map(text => ({ by: row.blank, text })))
      if (broken?.kind === 'stopped') stopped.set(row.blank, broken.cause)
      else tries[i].push(broken === null ? valueTry(pair, seed, kept!) : lost(row, pair, seed, broken))
      if (!stopped.has(row.blank) && isEnough(row, tries[i].at(-1)!))
        return { ...base, isCut: true, tries: rows.map(() => null) }
    }
  }
  const only = new Set(rows.map(({ blank }) => blank)).size === 1 ? rows[0].blank : null
  const trial: VariantTrial = {
    ...base,
    stopped: only === null ? null : (stopped.get(only) ?? null),
    tries: rows.map(({ blank }, i) => (stopped.has(blank) ? null : tries[i])),
    printed,
    picture: () => asked.picture(ground.seed),
  }
  if (trial.tries.every(each => each?.every(isRight))) earlier?.set(key, { ...trial, picture: () => null })
  return trial
}

type Stop = Extract<Broken, { kind: 'stopped' }>

/** The n-th row of its blank. */
function rowIn<R extends { readonly blank: string }>(
  all: readonly R[],
  { blank, nth, name }: CheckRow,
  seed: number,
): R {
  const found = all.filter(one => one.blank === blank)[nth]
  if (found === undefined) throw new NinjaError('pack', `the check has no pair "${name}" with seed ${seed}`)
  return found
}

/** Whether what was thrown came from the check's own code, which the learner's code had no part in. */
function isInCheck(stack: string, check: string, learner: string): boolean {
  const [, first = ''] = /\n\s+at (.*)/.exec(stack) ?? []
  return first.includes(`${check}:`) && !stack.includes(`${learner}:`)
}

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
