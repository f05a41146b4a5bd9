/** One gradient in full: what is wrong, where it is, where to look. */
import type { Judgement, Report } from '../checker/report.ts'
import { formatShape } from '../tensor/shape.ts'
import { call } from './calls.ts'
import { noLink } from './links.ts'
import { looks } from './looks.ts'
import { formatApart } from './numbers.ts'
import { style, withCode, wrap } from './style.ts'
import { table } from './table.ts'
import type { View } from './verdict.ts'

export function renderCause(judgement: Judgement, report: Report, view: View): string {
  const { name, verdict, line } = judgement
  const { sign, colour } = looks[verdict]
  const place = placeOf(report.file, line, view)
  const text = withCode(`  ${wrap(explanation(judgement), view.width - 2, '  ')}`)
  return [
    `${colour(`${sign} ${name}: ${verdict}`)}  ${place}`,
    '',
    text,
    '',
    ...table(facts(judgement, report, view), view.width - 2).map(row => `  ${row}`),
  ].join('\n')
}

function explanation({ name, verdict, message, advice, diagnosis, note, zeroByAlgebra }: Judgement): string {
  const said = message.startsWith(name) ? ended(message) : sentence(message)
  const text = diagnosis?.message ?? (advice === null ? said : `${said} ${sentence(advice)}`)
  const unknown =
    verdict === 'wrong' && diagnosis === null && advice === null
      ? ' Which slip this is, the program does not know.'
      : ''
  const zero =
    zeroByAlgebra && verdict === 'coincidence'
      ? ' (The true value is zero by algebra, whatever the numbers, so the line is judged under other gradients from above.)'
      : ''
  return `${text}${unknown}${note === null ? '' : ` ${sentence(note)}`}${zero}`
}

/** `path:line`, a link where there are links. */
export function placeOf(file: string, line: number | null, { link = noLink }: View): string {
  return link(style.code(line === null ? file : `${file}:${line}`), file, line)
}

/** With a capital at the start, unless a name stands there: `matmul: …`, `x.sum(0) …`. */
const sentence = (text: string): string =>
  ended(/^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text)

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

function facts(judgement: Judgement, { seed, exercise, file }: Report, view: View): string[][] {
  const usual = file.replaceAll('\\', '/').endsWith(`exercises/${exercise}.ts`)
  const replay = call(view, `check ${exercise} --seed ${seed}${usual ? '' : ` --file ${file}`}`)
  const { blank, verdict, shape, expectedShape, worst, uses, diagnosis } = judgement
  const isGradient = judgement.kind === 'gradient'
  const computed = diagnosis?.formula ?? null
  return [
    ...(isGradient || diagnosis === null
      ? []
      : [['result', judgement.message.replace(`${judgement.name} `, '')]]),
    ...(computed === null ? [] : [['you computed', style.code(computed)]]),
    ...uses.map((use, i) => [
      i === 0 ? 'used in' : '',
      `${style.code(use.text)}  ${style.dim(`line ${use.line}`)}`,
    ]),
    ...(isGradient
      ? [['shape', shape === null ? `needs ${formatShape(expectedShape)}` : shapes(judgement)]]
      : []),
    // Of a single number the message says the same.
    ...(worst === null || (!isGradient && worst.index.length === 0) ? [] : [['worst', worstText(worst)]]),
    ...(verdict === 'blank' ? [] : [['replay', replay]]),
    ['hint', call(view, `hint ${blank}`)],
  ]
}

function shapes({ shape, expectedShape, verdict }: Judgement): string {
  return verdict === 'shape'
    ? `yours ${formatShape(shape!)}, needs ${formatShape(expectedShape)}`
    : `${formatShape(shape!)}, as needed`
}

function worstText({ index, yours, expected }: NonNullable<Judgement['worst']>): string {
  const where = index.length === 0 ? '' : `at [${index.join(', ')}]: `
  const ratio =
    expected === 0 || !Number.isFinite(yours / expected)
      ? ''
      : `, ratio ${formatApart(yours / expected, 1)[0]}`
  const [own, needed] = formatApart(yours, expected)
  return `${where}yours ${own}, needs ${needed}${ratio}`
}
