/**
 * What is no gradient is judged by the exercise's check cell. Each blank is tried alone first, in the learner's file with
 * the solution's answers in all other blanks; then all of them together, as the learner wrote them. So one mistake blames
 * one blank. The learner's part of a row is worked out in the learner's room, what is expected on this side.
 */
import { NinjaError } from '../../errors.ts'
import type { Modules } from '../../room/loading.ts'
import type { Room } from '../../room/room.ts'
import type { Library } from '../../room/rows.ts'
import { definitionsIn } from '../../text/definitions.ts'
import { importedIn } from '../../text/imports.ts'
import { emptyIn } from '../../text/pieces.ts'
import type { ParsedText } from '../../text/source.ts'
import type { Finding } from '../gradient/finding.ts'
import { unlessItThrows } from '../gradient/judge.ts'
import type { Diagnosis, Printed } from '../report.ts'
import type { Submission } from '../text/submission.ts'
import { findingOf, type Suspicion } from './finding.ts'
import { type KnownMistake, recognise } from './known.ts'
import { judgeTogether } from './together.ts'
import { type Expected, isRight, type Try } from './try-pair.ts'
import { blankTrial, never, runVariant, type VariantTrial } from './variant.ts'

/** The check cell of an exercise, ready to be asked. */
export interface CheckGround {
  readonly rows: readonly CheckRow[]
  /** What it says with a seed, in the order of its rows. */
  readonly expected: (seed: number) => readonly Expected[]
  /** How long the answers take for a row, in milliseconds: by its place in `expected`. */
  readonly took: (seed: number, at: number) => number
  readonly hasPicture: boolean
  readonly seed: number
  /** The solution's text, with its parts in place; null where it has no answers. */
  readonly solution: ParsedText | null
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
  /** Draws with what is loaded now; null where there is no picture, or something is wrong. */
  readonly picture: () => string | null
  /** Where no blank could be tried because the file itself does not run. */
  readonly broken: boolean
}

/**
 * For who tries many lines in an exercise's own answers, and asks only which line is to blame. By its scripts and rows,
 * what was right before: it is not tried again.
 */
export type EarlierTrials = Map<string, VariantTrial>

export interface CheckTerms {
  readonly explain: Explain | null
  /** What the lines do together is then only asked until one is to blame; the rest is as it is alone. */
  readonly earlier: EarlierTrials | null
  /** Whether the file runs as the learner wrote it. */
  readonly runs: boolean
}

export function judgeChecks(
  ground: CheckGround,
  submission: Submission,
  blanks: readonly string[],
  room: Room,
  { explain, earlier, runs }: CheckTerms,
): Checked {
  const defined = definitionsIn(submission.source)
  const there = blanks.filter(name => defined.has(name))
  if (ground.solution === null) return judgeTogether(ground, submission, there, room, explain)
  const but = (kept: readonly string[]): string[] => blanks.filter(name => !kept.includes(name))
  const rowsOf = (names: readonly string[]): CheckRow[] =>
    ground.rows.filter(({ blank }) => names.includes(blank))
  const run = (kept: readonly string[], rows: readonly CheckRow[], isEnough = never): VariantTrial =>
    runVariant(ground, submission, room, but(kept), rows, { earlier, isEnough })

  // A trial takes a room of its own; what comes of this needs none.
  const untouched = runs && importedIn(submission.source).includes('TODO') ? emptyIn(submission.source) : []
  const alone = new Map(
    there.map(name => {
      const rows = rowsOf([name])
      return [name, untouched.includes(name) ? blankTrial(ground, rows) : run([name], rows)]
    }),
  )
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
  const picture = (): string | null => (works && ground.hasPicture ? (together?.picture() ?? null) : null)
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
