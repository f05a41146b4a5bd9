/** What comes of the lines of the bank, and the one text that shows all of it. */
import { list } from '../words.ts'
import type { RightRow, WrongRow } from './lines.ts'
import { type BankVerdict, tryLine } from './trial.ts'

/** How the mistake in a wrong line was told. */
export type Naming = 'rightly' | 'not recognised' | 'wrongly'

export interface BankResult {
  readonly row: WrongRow
  readonly trial: BankVerdict
  readonly naming: Naming
}

export function resultOf(row: WrongRow): BankResult {
  const trial = tryLine(row)
  return { row, trial, naming: namingOf(row, trial) }
}

/** A verdict that is a family's name by itself needs no diagnosis. */
function namingOf({ family, says = '' }: WrongRow, trial: BankVerdict): Naming {
  const name = trial.family ?? (trial.verdict === 'not finite' ? trial.verdict : null)
  if (name === null) return 'not recognised'
  const isFamily = [family].flat().some(accepted => accepted === name)
  return isFamily && messageOf(trial).includes(says) ? 'rightly' : 'wrongly'
}

const messageOf = ({ message, told }: BankVerdict): string =>
  (message ?? told).replaceAll(/\{line \w+\}/g, '')

export const blamedRightly = ({ row, trial }: BankResult): boolean => trial.blamed.join() === row.of

export const titleOf = ({ exercise, of, slip }: WrongRow): string =>
  `${exercise === '07_whole_network' ? '' : `${exercise} `}${of}: ${slip}`

export const isAlarm = ({ trial }: { readonly row: RightRow; readonly trial: BankVerdict }): boolean =>
  trial.rejected || trial.family !== null

const HEAD = `All that ninja says about the wrong lines of this folder: the verdict, the family of the mistake and its sentence.
After a change to the diagnosis, npm run golden:diagnosis writes this file again. Read what has changed: each sentence must
be true, and be said as a friend would say it.`

/** By exercise and gradient; the lines of each by name. */
export function goldenText(results: readonly BankResult[]): string {
  const exercises = [...new Set(results.map(({ row }) => row.exercise))].sort()
  const sections = exercises.flatMap(exercise => {
    const own = new Set(results.filter(({ row }) => row.exercise === exercise).map(({ row }) => row.of))
    return [...own].sort().map(of => ({ exercise, of }))
  })
  const said = sections.flatMap(({ exercise, of }) => {
    const own = results.filter(({ row }) => row.exercise === exercise && row.of === of)
    return [`## ${exercise} ${of}`, ...own.map(entry).sort()]
  })
  return `${[HEAD, ...said].join('\n\n')}\n`
}

function entry({ row, trial }: BankResult): string {
  const { verdict, short, formula } = trial
  const family =
    trial.family ?? (verdict === 'not finite' ? null : `not recognised (${list([row.family].flat())})`)
  return [
    row.slip,
    `  ${[verdict, family, short].filter(part => part !== null).join(' · ')}`,
    ...(formula === null ? [] : [`  you computed  ${formula}`]),
    `  ${messageOf(trial)}`,
  ].join('\n')
}
