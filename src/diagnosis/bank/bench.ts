/**
 * How good the diagnosis is, on lines that it was not written for:
 *
 *     npm run bench:diagnosis [-- --list] [-- --rows FILE]
 *
 * FILE exports `wrong` and `right`, rows as in this folder.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { bodyOf } from '../../text/bodies.ts'
import type { RightRow, WrongRow } from './lines.ts'
import { type BankResult, blamedRightly, isAlarm, resultOf } from './results.ts'
import { type BankVerdict, tryLine } from './trial.ts'

interface Bank {
  readonly wrong: readonly WrongRow[]
  readonly right: readonly RightRow[]
}

const { values: options } = parseArgs({ options: { list: { type: 'boolean' }, rows: { type: 'string' } } })
const bank = await load(options.rows)
const results = bank.wrong.map(resultOf)
const rights = bank.right.map(row => ({ row, trial: tryLine(row) }))

if (options.list) for (const result of results) console.log(told(result))
section('not rejected', results.filter(({ trial }) => !trial.rejected).map(told))
section('blamed elsewhere', results.filter(result => !blamedRightly(result)).map(told))
section('named wrongly', results.filter(({ naming }) => naming === 'wrongly').map(told))
section('not recognised', results.filter(({ naming }) => naming === 'not recognised').map(told))
const alarms = rights.filter(isAlarm)
section(
  'false alarms on right lines',
  alarms.map(({ row, trial }) => `${row.of}: ${row.form}\n${lineOf(row.line)}${answer(trial)}`),
)
const crashes = [...results, ...rights].flatMap(({ row, trial }) =>
  trial.crash === null ? [] : [`${row.of}\n${lineOf(row.line)}    ${trial.crash}`],
)
section('the diagnosis threw', crashes)

const byHand = results.filter(({ row }) => !row.made)
summary('all', results)
if (byHand.length < results.length) summary('written by hand', byHand)
console.log(`\nright lines ${rights.length}, false alarms ${alarms.length}, crashes ${crashes.length}`)
families()
const times = [...results, ...rights].flatMap(({ trial }) => trial.milliseconds ?? []).sort((a, b) => a - b)
const milliseconds = (at: number): string => `${times[Math.floor(at * (times.length - 1))]?.toFixed(1)} ms`
console.log(
  `\ntime per diagnosis: median ${milliseconds(0.5)}, 95 % ${milliseconds(0.95)}, worst ${milliseconds(1)}`,
)

// What isn't recognised is listed above; the committed bank has its names in bank.test.ts.
const faults = results.filter(
  result => !result.trial.rejected || !blamedRightly(result) || result.naming === 'wrongly',
)
process.exitCode = faults.length + alarms.length + crashes.length === 0 ? 0 : 1

async function load(path: string | undefined): Promise<Bank> {
  if (path !== undefined) return (await import(pathToFileURL(resolve(path)).href)) as Bank
  const banks = [import('./wrong.ts'), import('./gpt/wrong.ts')] as const
  const forms = [import('./right.ts'), import('./gpt/right.ts')] as const
  return {
    wrong: (await Promise.all(banks)).flatMap(({ wrong }) => wrong),
    right: (await Promise.all(forms)).flatMap(({ right }) => right),
  }
}

/** The share of the rows for which this holds. */
function count<Row>(rows: readonly Row[], holds: (row: Row) => boolean): number {
  return rows.length === 0 ? 1 : rows.filter(holds).length / rows.length
}

function summary(title: string, rows: readonly BankResult[]): void {
  const line = (what: string, holds: (result: BankResult) => boolean): string => {
    const number = rows.filter(holds).length
    return `  ${what.padEnd(28)}${String(number).padStart(5)}  ${(100 * count(rows, holds)).toFixed(1).padStart(5)} %`
  }
  console.log(
    [
      `\nwrong lines, ${title}: ${rows.length}`,
      line('rejected', ({ trial }) => trial.rejected),
      line('blamed on exactly that line', blamedRightly),
      line('named rightly', ({ naming }) => naming === 'rightly'),
      line('not recognised', ({ naming }) => naming === 'not recognised'),
      line('named wrongly', ({ naming }) => naming === 'wrongly'),
    ].join('\n'),
  )
}

function families(): void {
  const first = ({ row }: BankResult): string => [row.family].flat()[0]
  const all = [...new Set(results.map(first))].sort()
  console.log('\nby the first of the families that fit:')
  for (const family of all) {
    const rows = results.filter(result => first(result) === family)
    const named = rows.filter(({ naming }) => naming === 'rightly').length
    console.log(`  ${family.padEnd(36)}${String(named).padStart(4)} of ${rows.length}`)
  }
}

function section(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n## ${title}: ${lines.length}\n\n${lines.join('\n')}`)
}

function told({ row, trial, naming }: BankResult): string {
  const mark = { rightly: '✓', 'not recognised': '·', wrongly: '✗' }[naming]
  const blamed = blamedRightly({ row, trial, naming })
    ? ''
    : `    blamed: ${trial.blamed.join(', ') || 'none'}\n`
  return `${mark} ${row.of}: ${row.slip} [${[row.family].flat().join(' | ')}]\n${lineOf(row.line)}${blamed}${answer(trial)}`
}

function answer({ verdict, told, family, message }: BankVerdict): string {
  return family === null ? `    ${verdict}: ${told}\n` : `    ${verdict}, ${family}: ${message}\n`
}

/** The text of the line, without the types and the scope's own first line. */
function lineOf(line: { toString(): string }): string {
  const text = bodyOf(`const line = ${line}`, 'line') ?? line.toString()
  return `${text
    .replace(/\s+/g, ' ')
    .replace(/^(.{220}).*$/, '$1 …')
    .replace(/^/, '    ')}\n`
}
