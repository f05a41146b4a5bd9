/** A report as a person reads it: the table first, then the first mistake in full, then what to do. */
import { type Judgement, passes, type Report, type Verdict } from '../checker/report.ts'
import { formatShape } from '../tensor/shape.ts'
import { formatBool, formatMaxdiff, formatNumber } from './numbers.ts'
import { columns, sign, style, widthOf, wrap } from './style.ts'

export interface View {
  /** Columns of the terminal. */
  readonly width: number
  /** How commands are called here: `npx ninja`. */
  readonly ninja: string
}

export function renderReport(report: Report, view: View): string {
  const parts = [
    heading(report, view),
    ...report.notes.map(note => style.dim(wrap(`note: ${note}`, view.width, '      '))),
    ...printedText(report),
    ...(report.gradients.length > 0 ? [renderTable(report.gradients, view.width)] : []),
    renderOutcome(report, view),
  ]
  return `${parts.join('\n\n')}\n`
}

function heading({ exercise, sizes, seed }: Report, { width }: View): string {
  const setting = [...Object.entries(sizes).map(([name, size]) => `${name} ${size}`), `seed ${seed}`].join(', ')
  const line = `${style.title(exercise)}  ${style.dim(setting)}`
  return widthOf(line) <= width ? line : `${style.title(exercise)}\n${style.dim(setting)}`
}

function printedText({ printed }: Report): string[] {
  if (printed.length === 0) return []
  const lines = printed.map(({ by, text }) => `${style.dim(`${by ?? 'file'}:`)} ${text.replaceAll('\n', '\n  ')}`)
  return [`${style.dim('printed by your code:')}\n${lines.join('\n')}`]
}

export const looks: { readonly [V in Verdict]: { readonly sign: string; readonly colour: (text: string) => string } } = {
  exact: { sign: sign.good, colour: style.good },
  approximate: { sign: sign.good, colour: style.good },
  inherited: { sign: sign.nearly, colour: style.dim },
  coincidence: { sign: sign.bad, colour: style.bad },
  wrong: { sign: sign.bad, colour: style.bad },
  shape: { sign: sign.bad, colour: style.bad },
  'not finite': { sign: sign.bad, colour: style.bad },
  'not a tensor': { sign: sign.bad, colour: style.bad },
  threw: { sign: sign.bad, colour: style.bad },
  timeout: { sign: sign.bad, colour: style.bad },
  'out of memory': { sign: sign.bad, colour: style.bad },
  blank: { sign: sign.nothing, colour: style.warn },
}

/** The lecture's `cmp`, a row a gradient. */
export function renderTable(gradients: readonly Judgement[], width: number): string {
  const narrow = width < 74
  const pick = (cells: readonly string[]): string[] => cells.filter((_, i) => !narrow || i !== 4)
  const header = ['  gradient', 'exact', 'approximate', 'maxdiff', 'shape', 'verdict']
  const rows = gradients.map(({ name, verdict, exact, approximate, maxdiff, shape }) => {
    const empty = shape === null && maxdiff === null
    const compared = empty ? ['-', '-', '-', '-'] : [formatBool(exact), formatBool(approximate), formatMaxdiff(maxdiff), shape === null ? '-' : formatShape(shape)]
    return [`${looks[verdict].sign} ${name}`, ...compared, verdict]
  })
  const [first, ...lines] = columns([header, ...rows].map(pick))
  return [style.dim(first), ...lines.map((line, i) => looks[gradients[i].verdict].colour(line))].join('\n')
}

function renderOutcome(report: Report, view: View): string {
  const { error, gradients, exercise } = report
  if (error !== null) {
    const place = error.line === null ? '' : `  ${style.code(`${report.file}:${error.line}`)}`
    return `${style.bad(`${sign.bad} ${error.message}`)}${place}${error.advice === null ? '' : `\n  ${error.advice}`}`
  }
  if (report.passed) {
    const many = gradients.length === 1 ? 'its gradient is' : `all ${gradients.length} gradients are`
    return `${style.good(`${sign.good} ${exercise} passed: ${many} right.`)}\n  on to the next: ${style.code(`${view.ninja} next`)}`
  }
  const root = rootCause(gradients)
  return [renderCause(root, report, view), tally(gradients)].join('\n\n')
}

/** The first mistake that follows from no other; where there are only blanks, the first of them. */
export function rootCause(gradients: readonly Judgement[]): Judgement {
  const open = gradients.filter(({ verdict }) => !passes(verdict))
  return open.find(({ verdict }) => verdict !== 'blank' && verdict !== 'inherited') ?? open[0]
}

/** One gradient in full. */
export function renderCause(judgement: Judgement, { seed, exercise, file }: Report, view: View): string {
  const { name, verdict, message, advice, line, shape, expectedShape, worst, uses, zeroByAlgebra } = judgement
  const place = line === null ? file : `${file}:${line}`
  const { sign, colour } = looks[verdict]
  const rows: string[][] = []
  const usesIntro = uses.length > 1 ? `used ${uses.length} times` : 'used in'
  for (const [i, use] of uses.entries()) rows.push([i === 0 ? usesIntro : '', `${style.code(use.text)}  ${style.dim(`line ${use.line}`)}`])
  rows.push(['shape', shape === null ? `needs ${formatShape(expectedShape)}` : shapes(judgement)])
  if (worst !== null) rows.push(['worst', worstText(worst)])
  if (zeroByAlgebra) rows.push(['note', 'its true value is zero by algebra, so it is judged under other gradients from above'])
  if (verdict !== 'blank') rows.push(['replay', `${view.ninja} check ${exercise} --seed ${seed}`])
  rows.push(['hint', `${view.ninja} hint ${name}`])
  const indent = ' '.repeat(Math.max(...rows.map(([label]) => label.length)) + 4)
  const text = wrap(`${name}: ${message}${advice === null ? '' : `; ${advice}`}`, view.width - 2, '  ')
  return [
    `${colour(`${sign} ${text}`)}`,
    `  ${style.code(place)}`,
    ...columns(rows).map(row => wrap(`  ${row}`, Math.max(view.width, 60), indent)),
  ].join('\n')
}

function shapes({ shape, expectedShape, verdict }: Judgement): string {
  return verdict === 'shape'
    ? `yours ${formatShape(shape!)}, needs ${formatShape(expectedShape)}`
    : `${formatShape(shape!)}, as needed`
}

function worstText({ index, yours, expected }: NonNullable<Judgement['worst']>): string {
  const where = index.length === 0 ? '' : `at [${index.join(', ')}]: `
  const ratio = expected === 0 || !Number.isFinite(yours / expected) ? '' : `, ratio ${formatNumber(yours / expected)}`
  return `${where}yours ${formatNumber(yours)}, needs ${formatNumber(expected)}${ratio}`
}

/** `4 right, 1 wrong, 2 follow from it, 3 blank`. */
export function tally(gradients: readonly Judgement[]): string {
  const count = (test: (verdict: Verdict) => boolean): number => gradients.filter(g => test(g.verdict)).length
  const right = count(passes)
  const inherited = count(verdict => verdict === 'inherited')
  const blank = count(verdict => verdict === 'blank')
  const wrong = gradients.length - right - inherited - blank
  const parts = [
    style.good(`${right} right`),
    ...(wrong > 0 ? [style.bad(`${wrong} wrong`)] : []),
    ...(inherited > 0 ? [style.dim(`${inherited} right but fed a wrong gradient`)] : []),
    ...(blank > 0 ? [style.warn(`${blank} blank`)] : []),
  ]
  return `${parts.join(', ')}, of ${gradients.length}`
}
