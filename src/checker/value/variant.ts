/** A learner's file with answers in place of some of its blanks, asked for rows of a check. */
import { NinjaError } from '../../errors.ts'
import type { Cause } from '../../room/program.ts'
import type { Room } from '../../room/room.ts'
import type { Broken } from '../../room/rows.ts'
import type { Printed } from '../report.ts'
import { type Submission, variantOf, writtenBy } from '../text/submission.ts'
import type { CheckGround, CheckRow, EarlierTrials } from './judge.ts'
import { type Expected, isRight, lostBy, lostTry, notFilledIn, type Try, valueTry } from './try-pair.ts'

/** How often the rows are drawn, with one seed more each time. */
export const DRAWS = 3

export const never: Saving['isEnough'] = () => false

/** The learner's file with some blanks replaced, tried. */
export interface VariantTrial {
  /** Whether the file runs. */
  readonly loads: boolean
  /** Whether it was enough before the end. */
  readonly isCut: boolean
  /** Why it was given up, or the only blank that is asked of. */
  readonly stopped: Cause | null
  /** Why it was given up to ask of a blank, by its name. */
  readonly halted: ReadonlyMap<string, Cause>
  readonly rows: readonly CheckRow[]
  /** For each row, with each seed; null where it was stopped. */
  readonly tries: readonly (readonly Try[] | null)[]
  readonly printed: readonly Printed[]
  readonly picture: () => string | null
}

export interface Saving {
  readonly earlier: EarlierTrials | null
  /** Whether nothing further is asked, once this has come of a row. */
  readonly isEnough: (row: CheckRow, tried: Try) => boolean
}

const untried = {
  ...{ loads: true, isCut: false, stopped: null, halted: new Map<string, Cause>() },
  ...{ printed: [], picture: () => null },
}

/** What comes of a function that says nothing but `return TODO()`. */
export const blankTrial = (ground: CheckGround, rows: readonly CheckRow[]): VariantTrial => ({
  ...untried,
  rows,
  tries: rows.map(row => {
    const pair = rowIn(ground.expected(ground.seed), row, ground.seed)
    return [lostTry(pair, ground.seed, notFilledIn)]
  }),
})

export function runVariant(
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
  const all = (cause: Cause): Map<string, Cause> => new Map(rows.map(({ blank }) => [blank, cause]))
  const base = { ...untried, rows }
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
      return {
        ...base,
        ...{ loads: false, stopped: broken.cause, halted: all(broken.cause), tries: rows.map(() => null) },
      }
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
      if (broken.kind === 'stopped')
        return { ...base, stopped: broken.cause, halted: all(broken.cause), tries: rows.map(() => null) }
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
    halted: stopped,
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
