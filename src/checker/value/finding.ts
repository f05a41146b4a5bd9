/** The verdict on one row of a check: what came of it alone and among the learner's other lines, put together. */

import type { Kept } from '../../room/kept.ts'
import type { Cause } from '../../room/program.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { drawnFrom, type Pairing } from '../drawn.ts'
import { haltedBy } from '../gradient/call.ts'
import { largest } from '../gradient/compare.ts'
import type { Finding } from '../gradient/finding.ts'
import { unlessItThrows } from '../gradient/judge.ts'
import { type Diagnosis, passes, type Verdict } from '../report.ts'
import { gaveText, shapeOf, startText, WITHIN } from './compare.ts'
import type { CheckRow } from './judge.ts'
import { isRight, type Try } from './try-pair.ts'

/** All that is known of a row. */
export interface TriedRow {
  readonly row: CheckRow
  /** Whether the learner's file has the function. */
  readonly isThere: boolean
  /** Why it was stopped, where it was. */
  readonly cause: Cause | null
  readonly alone: readonly Try[] | null
  /** The blank's other rows, tried alone. */
  readonly beside?: readonly (readonly Try[])[]
  /** Null where it was not tried, or was stopped. */
  readonly whole: readonly Try[] | null
  /** Everything is right when all of the learner's lines run together. */
  readonly works: boolean
  /** The other blanks that are wrong alone; where none is, those that make this row wrong by themselves. */
  readonly culprits: readonly string[]
  /** The mistake that the blank's function makes, if its author knows it. */
  readonly known: Diagnosis | null
}

/** A wrong value, for whoever finds out what is wrong with it. */
export interface Suspicion {
  readonly name: string
  /** With each seed. All have a value. */
  readonly tries: readonly Valued[]
  /** Of each other row of the blank that is wrong too: what came of it. A slip that they could show and don't is none. */
  readonly beside?: readonly (readonly Valued[])[]
}

export type Valued = Try & { readonly value: Kept; readonly expected: Kept }

export function findingOf(
  tried: TriedRow,
  explain: ((suspicion: Suspicion) => Diagnosis | null) | null,
): Finding {
  const { row, isThere, cause, alone, whole, works } = tried
  if (!isThere) return missing(row)
  if (cause !== null) return finding(row, null, ...haltedBy[cause])
  if (alone === null || works) return right(row, whole)
  if (alone.every(isRight)) return whole?.every(isRight) ? right(row, whole) : inherited(tried)
  const found = wrong(row, alone)
  if (explain === null) return found
  const { known } = tried
  return { ...found, isKnown: known !== null, diagnosis: known ?? explained(tried, alone, explain) }
}

/** A finding where the other blanks, which aren't right either, may be why. `isFilled`: whether its own is filled in. */
export function besideOthers(found: Finding, isFilled: boolean, others: readonly string[]): Finding {
  if (passes(found.verdict)) return found
  const names = others.join(' and ')
  if (found.verdict === 'blank')
    return isFilled
      ? { ...found, message: 'not judged yet: it needs another blank', advice: `fill in ${names}` }
      : found
  return { ...found, advice: found.advice ?? `this may come from ${names}, not right yet either` }
}

function finding(
  row: CheckRow,
  shown: Try | null,
  verdict: Verdict,
  message: string,
  rest: Partial<Finding> = {},
): Finding {
  const compared = shown?.compared ?? null
  return {
    name: row.name,
    blank: row.blank,
    kind: 'value',
    verdict,
    exact: compared?.exact ?? false,
    approximate: compared?.approximate ?? false,
    maxdiff: compared?.maxdiff ?? null,
    shape: shown?.value == null ? null : shapeOf(shown.value),
    expectedShape: (shown?.expected == null ? null : shapeOf(shown.expected)) ?? [],
    message,
    advice: null,
    worst: compared?.worst ?? null,
    zeroByAlgebra: false,
    diagnosis: null,
    note: passes(verdict) ? row.learned : null,
    users: [],
    stack: null,
    isKnown: false,
    evidence: null,
    missing: [],
    inherits: [],
    picture: picturesOf(shown, null),
    ...rest,
  }
}

/** `bad`: a try that shows what the one in the table does not. */
function picturesOf(shown: Try | null, bad: Try | null): Finding['picture'] {
  const pair = shown === null ? null : pairingIn(shown)
  const other = bad === null ? null : pairingIn(bad)
  return pair === null ? null : () => drawnFrom(pair, other === null ? null : { ...other, sizes: {} })
}

/** Null where no tensor is expected. */
function pairingIn({ value, expected, pair }: Try): Pairing | null {
  if (!(expected instanceof Tensor)) return null
  const within = pair?.within ?? WITHIN
  return {
    yours: value instanceof Tensor ? value : null,
    expected,
    tolerance: () => within * largest(expected),
  }
}

function missing(row: CheckRow): Finding {
  const [owner, method] = row.blank.split('.')
  const what = method === undefined ? `function ${owner}` : `method ${method} in the class ${owner}`
  return finding(row, null, 'blank', `there is no ${what} in the file`, {
    advice: 'write it again, or start over with ninja reset',
  })
}

function right(row: CheckRow, tries: readonly Try[] | null): Finding {
  const shown = tries?.[0] ?? null
  return shown?.compared?.exact === false
    ? finding(row, shown, 'approximate', 'right, as near as it is asked for')
    : finding(row, shown, 'exact', 'right')
}

/** Right alone, and not among the others. */
function inherited({ row, whole, culprits }: TriedRow): Finding {
  const bad = whole?.find(each => !isRight(each)) ?? null
  const came =
    bad === null
      ? 'does not come to an end'
      : bad.lost === null
        ? 'its value is wrong'
        : `stops: ${bad.lost.message}`
  const together = whole?.[0] ?? null
  if (culprits.length > 0) {
    const message = `right by itself; together with your other lines ${came}, because of ${culprits.join(' and ')}`
    return finding(row, together, 'inherited', message, { inherits: culprits })
  }
  return finding(
    row,
    together,
    bad?.lost == null ? 'wrong' : 'threw',
    `right beside the reference's other lines, but together with your own ${came}`,
    { advice: 'do two of your functions disagree on what one hands to the other?' },
  )
}

function wrong(row: CheckRow, tries: readonly Try[]): Finding {
  const [main] = tries
  const bad = tries.find(each => !isRight(each))!
  const [verdict, message, rest] = told(row.name, bad)
  if (bad === main) return finding(row, main, verdict, message, rest)
  return finding(row, main, 'coincidence', `right with these numbers, but not with others: ${message}`, {
    ...rest,
    picture: picturesOf(main, bad),
    advice: 'Did you hard-code a number, or keep a value from an earlier call?',
  })
}

/** What is wrong with one try. */
function told(
  rowName: string,
  { pair, lost, compared, value, expected }: Try,
): [Verdict, string, Partial<Finding>] {
  if (lost !== null) return [lost.kind, lost.message, { advice: lost.advice, stack: lost.stack }]
  const { kind, message, advice, worst } = compared!
  const name = pair?.name ?? rowName
  if (kind === 'differs' || kind === 'same')
    return ['wrong', `${name} ${gaveText(value!, expected!, worst)}${startText(pair?.at)}`, { worst }]
  return [kind, `${name} ${message}`, { advice, worst }]
}

function explained(
  { row: { name }, beside = [] }: TriedRow,
  tries: readonly Try[],
  explain: (suspicion: Suspicion) => Diagnosis | null,
): Diagnosis | null {
  if (!tries.every(hasValue)) return null
  const wrong = beside.filter(
    (each): each is readonly Valued[] => each.every(hasValue) && !each.every(isRight),
  )
  return unlessItThrows(() => explain({ name, tries, beside: wrong }))
}

const hasValue = (tried: Try): tried is Valued => tried.value !== null && tried.expected !== null
