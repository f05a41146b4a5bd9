/** The verdict on a notebook as a person reads it: how many are right, the table, the first mistake in full. */
import type { Verdict } from '../checker/report.ts'
import { sentence } from '../checker/text/sentences.ts'
import { isRight, type NotebookGradient, type NotebookReport } from '../python/report.ts'
import { formatShape } from '../tensor/shape.ts'
import { looks } from './looks.ts'
import { formatBool, formatMaxdiff, formatNumber } from './numbers.ts'
import { columns, sign, style, tied, withCode, wrap } from './style.ts'
import { table } from './table.ts'

export interface NotebookView {
  readonly width: number
  /** The gradient to show in full, where that is not the first mistake. */
  readonly explain?: string | undefined
  /** The command that gives a hint for a gradient; null where there is none. */
  readonly hintFor?: ((gradient: string) => string | null) | undefined
  /** Pictures of a claim, below it; null where there are none. */
  readonly pictureOf?: ((claim: NotebookGradient) => string | null) | undefined
  /** What is said where all is right, instead of just that. */
  readonly passed?: string | undefined
}

type Verdicts = NotebookGradient['verdict']

const nothing = { sign: sign.nothing, colour: style.warn }

const look = ({ verdict, numbers }: NotebookGradient) => {
  if (verdict === 'unfinished' || verdict === 'from autograd' || verdict === 'not read') return nothing
  if (verdict === 'shape' && numbers === 'right') return { sign: sign.bad, colour: style.warn }
  return looks[verdict as Verdict]
}

export function renderNotebook(report: NotebookReport, view: NotebookView): string {
  const { gradients, notes, error } = report
  const parts = [
    `${style.title(report.file)}  ${style.dim(headline(gradients))}`,
    ...notes.map(note => style.dim(wrap(`note: ${note}`, view.width, '      '))),
    ...(gradients.length === 0 ? [] : [renderGradients(gradients, view.width)]),
    error === null
      ? renderEnd(report, view)
      : `${style.bad(`${sign.bad} ${error.message}`)}${error.advice === null ? '' : `\n  ${wrap(error.advice, view.width - 2, '  ')}`}`,
  ]
  return `${parts.join('\n\n')}\n`
}

/** `26 claims: 23 right, 2 shapes, 1 wrong` */
export function headline(gradients: readonly NotebookGradient[]): string {
  if (gradients.length === 0) return 'no claims'
  const count = (test: (one: NotebookGradient) => boolean): number => gradients.filter(test).length
  const is = (...verdicts: readonly Verdicts[]) => count(({ verdict }) => verdicts.includes(verdict))
  const shapes = is('shape')
  const [right, blank, follows] = [
    count(({ verdict }) => isRight(verdict)),
    is('blank', 'unfinished'),
    is('inherited'),
  ]
  const [unread, taken] = [is('not read'), is('from autograd')]
  const wrong = gradients.length - right - shapes - blank - follows - unread - taken
  const parts = [
    `${right} right`,
    ...(shapes > 0 ? [`${shapes} ${shapes === 1 ? 'shape' : 'shapes'}`] : []),
    ...(wrong > 0 ? [`${wrong} wrong`] : []),
    ...(follows > 0 ? [`${follows} fed a wrong gradient`] : []),
    ...(blank > 0 ? [`${blank} blank`] : []),
    ...(taken > 0 ? [`${taken} from autograd`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
  ]
  return `${gradients.length} ${gradients.length === 1 ? 'claim' : 'claims'}: ${parts.join(', ')}`
}

function renderGradients(gradients: readonly NotebookGradient[], width: number): string {
  const isNarrow = width < 74
  const pick = (cells: readonly string[]): string[] =>
    cells.filter((_, i) => !isNarrow || ![2, 3, 5].includes(i))
  const header = ['  gradient', 'cell:line', 'exact', 'approximate', 'maxdiff', 'shape', 'verdict']
  const rows = gradients.map(one => {
    const isCompared = one.shape !== null && one.maxdiff !== null
    return [
      `${look(one).sign} ${one.name}`,
      `${one.cell}:${one.line}`,
      ...(isCompared
        ? [formatBool(one.exact), formatBool(one.approximate), formatMaxdiff(one.maxdiff)]
        : ['-', '-', '-']),
      one.shape === null ? '-' : formatShape(one.shape),
      one.verdict,
    ]
  })
  const [first, ...lines] = columns([header, ...rows].map(pick))
  const body = lines.flatMap((line, i) => {
    const { diagnosis, note, verdict } = gradients[i]
    const remark = diagnosis?.short ?? (verdict === 'exact' && note === null ? null : note)
    return [
      look(gradients[i]).colour(line),
      ...(remark === null ? [] : [style.dim(`    ${wrap(withCode(remark), width - 4, '    ')}`)]),
    ]
  })
  return [style.dim(first), ...body].join('\n')
}

function renderEnd(report: NotebookReport, view: NotebookView): string {
  const { gradients, passed, file } = report
  const asked = view.explain === undefined ? undefined : askedFor(view.explain, gradients)
  if (asked !== undefined) return renderCause(asked, view)
  if (passed && view.passed !== undefined) return view.passed
  if (passed)
    return style.good(
      `${sign.good} ${file}: ${gradients.length === 1 ? 'its gradient is' : `all ${gradients.length} gradients are`} right.`,
    )
  return renderCause(rootCause(gradients), view)
}

/** By its name, its tensor's, what comes after its function's (`dx`), or its place (`10:26`). */
export const askedFor = (
  asked: string,
  gradients: readonly NotebookGradient[],
): NotebookGradient | undefined =>
  gradients.find(({ name }) => name === asked || name === `d${asked}`) ??
  gradients.find(({ name, cell, line }) => name.endsWith(`: ${asked}`) || `${cell}:${line}` === asked)

/** The first mistake that follows from no other; a wrong value comes before a shape alone, or what is missing above it. */
export function rootCause(gradients: readonly NotebookGradient[]): NotebookGradient {
  const open = gradients.filter(({ verdict }) => !isRight(verdict))
  const isMistake = ({ verdict }: NotebookGradient): boolean =>
    !['blank', 'unfinished', 'inherited', 'from autograd', 'not read'].includes(verdict)
  const isMissing = ({ verdict }: NotebookGradient): boolean =>
    verdict === 'blank' || verdict === 'unfinished'
  const isAny = open.some(isMistake)
  return (
    open.find(one => isMistake(one) && one.numbers !== 'right') ??
    open.find(one => isMistake(one) || (isAny && isMissing(one))) ??
    open.find(({ verdict }) => verdict !== 'inherited') ??
    open[0]
  )
}

function renderCause(gradient: NotebookGradient, { width, hintFor, pictureOf }: NotebookView): string {
  const picture = pictureOf?.(gradient) ?? null
  const hint = isRight(gradient.verdict) ? null : (hintFor?.(gradient.name) ?? null)
  const { name, verdict, cell, line, text } = gradient
  const { sign: mark, colour } = look(gradient)
  const said = withCode(`  ${wrap(explanation(gradient), width - 2, '  ')}`)
  return [
    `${colour(`${mark} ${name}: ${verdict}`)}  cell ${cell}, line ${line}`,
    ...(text === '' ? [] : ['', `    ${style.code(text)}`]),
    '',
    said,
    '',
    ...table([...factsOf(gradient), ...(hint === null ? [] : [['hint', tied(hint)]])], width - 2).map(
      row => `  ${row}`,
    ),
    ...(picture === null ? [] : ['', picture]),
  ].join('\n')
}

const EQUALS = "PyTorch's == broadcasts, so the lecture's cmp says exact: True here."

/** Of what a backward function gives, whose name comes before: there is no `cmp`. */
const ALLCLOSE = "allclose broadcasts, so it doesn't see this."

/** What is the matter with a gradient, in full. */
export function explanation({
  name,
  message,
  advice,
  diagnosis,
  verdict,
  numbers,
  note,
  ...shapes
}: NotebookGradient): string {
  const parts = [
    diagnosis?.message ?? (advice === null ? sentence(message) : `${sentence(message)} ${sentence(advice)}`),
    ...(verdict === 'wrong' && diagnosis === null && advice === null && note === null
      ? ["ninja doesn't recognise this mistake."]
      : []),
    ...(numbers === 'right' && isRepeated(shapes.shape!, shapes.expectedShape!)
      ? [name.includes(': ') ? ALLCLOSE : EQUALS]
      : []),
    ...(note === null ? [] : [sentence(note)]),
  ]
  return parts.join(' ')
}

/** Whether `==` repeats yours until it has the needed shape: with the right numbers it is then true everywhere. */
function isRepeated(yours: readonly number[], needed: readonly number[]): boolean {
  const missing = needed.length - yours.length
  return yours.every((size, i) => size === 1 || size === needed[i + missing])
}

function factsOf({ diagnosis, uses, shape, expectedShape, worst }: NotebookGradient): string[][] {
  const computed = diagnosis?.formula ?? null
  return [
    ...(computed === null ? [] : [['you computed', style.code(computed)]]),
    ...uses.map((use, i) => [
      i === 0 ? 'used in' : '',
      `${style.code(use.text)}  ${style.dim(`cell ${use.cell}, line ${use.line}`)}`,
    ]),
    ...(shape === null || expectedShape === null
      ? []
      : [
          [
            'shape',
            shape.join() === expectedShape.join()
              ? `${formatShape(shape)}, as needed`
              : `yours ${formatShape(shape)}, needs ${formatShape(expectedShape)}`,
          ],
        ]),
    ...(worst === null
      ? []
      : [
          [
            'worst',
            `at [${worst.index.join(', ')}]: yours ${formatNumber(worst.yours)}, needs ${formatNumber(worst.expected)}`,
          ],
        ]),
  ]
}
