/** A report as a person reads it: the table first, then the first mistake in full, then what to do. */
import { remarkOf, verdictsOf, withoutAlike } from '../checker/blanks.ts'
import { type Judgement, passes, type Report, type Verdict } from '../checker/report.ts'
import { formatShape } from '../tensor/shape.ts'
import { type Calling, call } from './calls.ts'
import { placeOf, renderCause } from './cause.ts'
import { type Closing, renderClosing } from './closing.ts'
import type { Link } from './links.ts'
import { looks } from './looks.ts'
import { formatBool, formatMaxdiff } from './numbers.ts'
import type { Pictures } from './pictures.ts'
import { columns, sign, style, widthOf, withCode, wrap } from './style.ts'
import { tableOfNames } from './table.ts'

export interface View extends Calling {
  /** Columns of the terminal. */
  readonly width: number
  /** The gradient to show in full, where that is not the first mistake. */
  readonly explain?: string | undefined
  readonly link?: Link
  /** Where all of the track is passed. */
  readonly closing?: Closing | null
  /** The command that goes on, where that isn't `next`. */
  readonly onward?: string | undefined
  /** Where the gradient that is shown in full is to be drawn, too. */
  readonly pictures?: Pictures | undefined
}

export function renderReport(report: Report, view: View): string {
  const parts = [
    heading(report, view),
    ...report.notes.map(note => style.dim(wrap(`note: ${note}`, view.width, '      '))),
    ...printedText(report),
    ...(report.gradients.length > 0
      ? [
          renderTable(
            view.explain === undefined ? withoutAlike(report.gradients) : report.gradients,
            view.width,
          ),
        ]
      : []),
    renderOutcome(report, view),
    ...(report.picture === null ? [] : [report.picture.trimEnd()]),
    ...(view.closing && report.passed && view.explain === undefined
      ? [renderClosing(view.closing, view)]
      : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function heading({ exercise, sizes, seed }: Report, { width }: View): string {
  const setting = [...Object.entries(sizes).map(([name, size]) => `${name} ${size}`), `seed ${seed}`].join(
    ', ',
  )
  const line = `${style.title(exercise)}  ${style.dim(setting)}`
  return widthOf(line) <= width ? line : `${style.title(exercise)}\n${style.dim(setting)}`
}

/** More lines than this, or longer ones, would push the verdict out of sight. */
const [MOST_PRINTED, LONGEST_PRINTED] = [60, 2000]

export function printedText({ printed }: Report): string[] {
  if (printed.length === 0) return []
  const lines = printed.flatMap(({ by, text }) =>
    `${style.dim(`${by ?? 'file'}:`)} ${text.replaceAll('\n', '\n  ')}`.split('\n'),
  )
  const shown = lines
    .slice(0, MOST_PRINTED)
    .map(line => (line.length > LONGEST_PRINTED ? `${line.slice(0, LONGEST_PRINTED)}…` : line))
  const more = lines.length - shown.length
  if (more > 0)
    shown.push(style.dim(`… and ${more} more ${more === 1 ? 'line' : 'lines'}; check --json has them all`))
  return [`${style.dim('printed by your code:')}\n${shown.join('\n')}`]
}

/** The lecture's `cmp`, a row a gradient, or a value. */
export function renderTable(gradients: readonly Judgement[], width: number): string {
  // With little room the columns go that the verdict says again: the shape first. Then long names are wrapped.
  const room = width - Math.max(0, ...gradients.map(({ name }) => widthOf(name) - USUAL_NAME))
  const shapeless = gradients.every(({ kind, shape }) => kind === 'value' && !shape?.length)
  const least = room < 54 ? 2 : room < 74 || shapeless ? 1 : 0
  const what = isAboutGradients(gradients) ? 'gradient' : 'value'
  const header = [`  ${what}`, 'exact', 'approximate', 'maxdiff', 'shape', 'verdict']
  const rows = gradients.map(({ name, verdict, exact, approximate, maxdiff, shape }) => {
    const empty = shape === null && maxdiff === null && !exact
    const compared = empty
      ? ['-', '-', '-', '-']
      : [
          formatBool(exact),
          formatBool(approximate),
          formatMaxdiff(maxdiff),
          shape === null ? '-' : formatShape(shape),
        ]
    return [`${looks[verdict].sign} ${name}`, ...compared, verdict]
  })
  const picked = HIDDEN.slice(least).map(hidden =>
    [header, ...rows].map(cells => cells.filter((_, i) => !hidden.includes(i))),
  )
  const fitting = picked.find(cells => columns(cells).every(line => widthOf(line) <= width))
  const [first, ...lines] = tableOfNames(fitting ?? picked[picked.length - 1], width)
  const table = lines.flatMap((line, i) => {
    const { verdict } = gradients[i]
    const remark = remarkOf(gradients[i])
    const short = remark === null ? [] : [style.dim(`    ${wrap(withCode(remark), width - 4, '    ')}`)]
    return [looks[verdict].colour(line), ...short]
  })
  return [style.dim(first), ...table].join('\n')
}

/** Columns to leave out: none, then more and more. */
const HIDDEN = [[], [4], [1, 2, 4]]

/** The longest name that the widths of the terminal are meant for. */
const USUAL_NAME = 15

const isAboutGradients = (rows: readonly Judgement[]): boolean =>
  rows.every(({ kind }) => kind === 'gradient')

/** `all 26 gradients are`, `both are`. */
export function manyText(rows: readonly Judgement[]): string {
  const blanks = Object.keys(verdictsOf(rows)).length
  const noun = isAboutGradients(rows) ? 'gradient' : blanks < rows.length ? 'blank' : 'value'
  const one = noun === 'gradient' ? 'its gradient is' : 'it is'
  return [one, `both ${noun}s are`][blanks - 1] ?? `all ${blanks} ${noun}s are`
}

function renderOutcome(report: Report, view: View): string {
  const { error, gradients } = report
  if (error !== null) {
    const place = error.line === null ? '' : `  ${placeOf(report.file, error.line, view)}`
    const advice = error.advice === null ? '' : `\n  ${wrapLines(error.advice, view.width - 2)}`
    return `${style.bad(`${sign.bad} ${wrapLines(error.message, view.width - 2)}`)}${place}${advice}`
  }
  const asked = explainedRow(gradients, view.explain)
  if (asked !== undefined) return inFull(asked, report, view).join('\n\n')
  if (report.passed) return passedLine(report, view)
  return [...inFull(rootCause(gradients), report, view), tally(gradients)].join('\n\n')
}

function inFull(row: Judgement, report: Report, view: View): string[] {
  const pictures = view.pictures?.(row.name) ?? null
  return [renderCause(row, report, view), ...(pictures === null ? [] : [pictures])]
}

function passedLine({ exercise, gradients }: Report, view: View): string {
  const passed = style.good(`${sign.good} ${exercise} passed: ${manyText(gradients)} right.`)
  return view.closing ? passed : `${passed}${nextLine(view)}`
}

/** The same where a notebook is shown instead of the report, and what comes after a track. */
export const renderPassed = (report: Report, view: View): string =>
  [passedLine(report, view), ...(view.closing ? [renderClosing(view.closing, view)] : [])].join('\n\n')

const nextLine = (view: View): string =>
  `\n  on to the next: ${style.code(call(view, view.onward ?? 'next'))}`

/** A text of several lines, indented under its first. */
const wrapLines = (text: string, width: number): string =>
  text
    .split('\n')
    .map(line => wrap(line, width, '  '))
    .join('\n  ')

/** The row that was asked for by its name; by that of a function, the first of its rows that is not right. */
function explainedRow(rows: readonly Judgement[], asked: string | undefined): Judgement | undefined {
  const own = rows.filter(({ blank }) => blank === asked)
  return rows.find(({ name }) => name === asked) ?? own.find(({ verdict }) => !passes(verdict)) ?? own[0]
}

/**
 * The first mistake that follows from no other; where there are only blanks, the first of them. Of several wrong values
 * of one function, the first whose slip is known.
 */
export function rootCause(gradients: readonly Judgement[]): Judgement {
  const open = gradients.filter(({ verdict }) => !passes(verdict))
  const first = open.find(({ verdict }) => verdict !== 'blank' && verdict !== 'inherited')
  if (first?.verdict !== 'wrong') return first ?? open[0]
  const same = open.filter(({ blank, verdict }) => blank === first.blank && verdict === 'wrong')
  return [first, ...same].find(({ diagnosis, advice }) => diagnosis !== null || advice !== null) ?? first
}

/** `4 right, 1 wrong, 2 right but fed a wrong gradient, 3 blank, of 10`: of blanks, however many rows they have. */
export function tally(rows: readonly Judgement[]): string {
  const verdicts = Object.values(verdictsOf(rows))
  const count = (test: (verdict: Verdict) => boolean): number => verdicts.filter(test).length
  const right = count(passes)
  const inherited = count(verdict => verdict === 'inherited')
  const blank = count(verdict => verdict === 'blank')
  const wrong = verdicts.length - right - inherited - blank
  const fed = isAboutGradients(rows) ? 'right but fed a wrong gradient' : 'right but for the others'
  const parts = [
    style.good(`${right} right`),
    ...(wrong > 0 ? [style.bad(`${wrong} wrong`)] : []),
    ...(inherited > 0 ? [style.dim(`${inherited} ${fed}`)] : []),
    ...(blank > 0 ? [style.warn(`${blank} blank`)] : []),
  ]
  return `${parts.join(', ')}, of ${verdicts.length}`
}
