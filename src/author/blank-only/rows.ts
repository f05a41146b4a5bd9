/** The check of an exercise as a pack without answers has it: its cell, and what it expects as data. */
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import type { Pair } from '../../catalogue/exercise.ts'
import { checkSource, type Setup } from '../../checker/ground.ts'
import { compareValues } from '../../checker/value/compare.ts'
import type { CheckGround } from '../../checker/value/judge.ts'
import { type RecordedRow, type RecordedRows, toJson } from '../../checker/value/recorded.ts'
import { unsecret } from '../../checker/value/secret.ts'
import { DRAWS } from '../../checker/value/variant.ts'
import { parseNames } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { setupOf } from '../../learner/files.ts'
import { toBlankOnly } from '../../notebook/blank-only.ts'
import { once } from '../../once.ts'
import { keep } from '../../room/kept.ts'
import type { Exports } from '../../room/loading.ts'
import { sourceOf } from '../../text/source.ts'
import { SEED } from '../bench.ts'
import { groundFor } from '../verdicts.ts'
import {
  calledIn,
  checkCellOf,
  exportsOf,
  withCheck,
  withoutExpected,
  withoutUncalled,
  withoutUnused,
} from './check-cell.ts'

export interface BareCheck {
  readonly cell: string
  readonly rows: RecordedRows
}

const SEEDS = Array.from({ length: DRAWS }, (_, i) => SEED + i)

/** Null where an exercise has no check cell. Throws where its rows can't be made without its answers. */
export function bareCheck(exercise: Exercise, data: string): BareCheck | null {
  const solution = readSolution(exercise)
  const cell = checkCellOf(solution)
  if (cell === null) return null
  demandNoRule(exercise, cell)
  const ground = groundFor(exercise, data)
  if ('failure' in ground) throw new NinjaError('pack', `${exercise.id}: ${ground.failure.message}`)
  if (ground.check === null) throw new NinjaError('pack', `the check cell of ${exercise.id} has no check`)
  const draw = drawing(setupOf(exercise, SEED, data))
  const stripped = withoutExpected(cell)
  const called = calledIn(exercise, solution, stripped, exports => {
    for (const seed of SEEDS) for (const { learner } of draw(exports, exports, seed)) learner()
  })
  const bare = withoutUnused(withoutUncalled(stripped, i => called.has(i)))
  const check = { cell: bare, rows: recordedFrom(ground.check) }
  demandSame(exercise, check, ground.check, draw)
  return check
}

/** A gradient that is only in the check cell is needed there, and is an answer. */
function demandNoRule({ id }: Exercise, cell: string): void {
  const { program } = sourceOf(cell)
  if (program === null || program.body.every(({ type }) => type !== 'ExpressionStatement')) return
  throw new NinjaError(
    'pack',
    `${id} can't go out without its answers: its check cell has something that runs by itself, such as a gradient rule`,
    'give the rule with the operation, which learners see; or build only the other exercises, by their names',
  )
}

type Draw = (check: Exports, learner: Exports, seed: number) => readonly Pair[]

function drawing({ library }: Setup): Draw {
  const names = once(() => parseNames(library.names(), library.origin))
  const source = checkSource(library, names)
  return (check, learner, seed) =>
    (check.check as (...given: unknown[]) => readonly Pair[])(learner, source(seed))
}

function recordedFrom({ expected, took }: CheckGround): RecordedRows {
  const draws = SEEDS.map(seed =>
    expected(seed).map(({ name, blank, at, within, secret, value }, i): RecordedRow => {
      const milliseconds = took(seed, i)
      return {
        ...{ name, blank, at, within, secret, value: toJson(value()) },
        ...(milliseconds < SLOW ? {} : { took: Math.ceil(milliseconds / SLOW) * SLOW }),
      }
    }),
  )
  return { version: 1, seed: SEED, draws }
}

/** Milliseconds: what is quicker than that has time enough anyway. */
const SLOW = 50

/** With the answers in a learner's hands, what the bare cell makes is what was written down. */
function demandSame(exercise: Exercise, { cell }: BareCheck, { expected }: CheckGround, draw: Draw): void {
  const solution = readSolution(exercise)
  const answers = exportsOf(exercise, withCheck(exercise, solution, cell))
  const own = exportsOf(exercise, withCheck(exercise, toBlankOnly(solution, null), cell))
  for (const seed of SEEDS) {
    const rows = unlessBroken(exercise, '', () => draw(own, answers, seed))
    for (const [i, { name, blank, within, secret, value }] of expected(seed).entries()) {
      const row = rows[i]
      const is = row?.name === name && row.blank === blank
      const came = is ? unlessBroken(exercise, name, () => keep(row.learner())) : null
      const isSame =
        came !== null && compareValues(unsecret(came, secret, value()), value(), within).kind === 'same'
      if (!isSame) throw dependent(exercise, name, 'other numbers come')
    }
  }
}

function unlessBroken<T>(exercise: Exercise, row: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw dependent(exercise, row, error instanceof Error ? error.message : String(error))
  }
}

const dependent = ({ id }: Exercise, row: string, what: string): NinjaError =>
  new NinjaError(
    'pack',
    `the check of ${id} needs its own answers${row === '' ? '' : ` for the row "${row}"`}: without them ${what}`,
    'only `expected` may call the answers or draw from g late: everything else must do without',
  )
