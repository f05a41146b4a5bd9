/** One gradient in full: what is wrong, where it is, where to look. */
import { type Judgement, passes, type Report } from '../checker/report.ts'
import { ended, sentence } from '../checker/text/sentences.ts'
import { isTask } from '../practice/task-names.ts'
import { formatShape } from '../tensor/shape.ts'
import { call } from './calls.ts'
import { noLink } from './links.ts'
import { looks } from './looks.ts'
import { formatApart } from './numbers.ts'
import { quoted } from './shell.ts'
import { style, tied, widthOf, withCode, wrap } from './style.ts'
import { table } from './table.ts'
import type { View } from './verdict.ts'

export function renderCause(judgement: Judgement, report: Report, view: View): string {
  const { verdict, line } = judgement
  // Of a function that is not filled in, all rows are blank.
  const name = verdict === 'blank' ? judgement.blank : judgement.name
  const { sign, colour } = looks[verdict]
  const place = placeOf(report.file, line, view)
  const head = `${colour(`${sign} ${name}: ${verdict}`)}  ${place}`
  const text = withCode(`  ${wrap(explanation(judgement), view.width - 2, '  ')}`)
  return [
    widthOf(head) <= view.width ? head : head.replace(`  ${place}`, `\n  ${place}`),
    '',
    text,
    '',
    ...table(facts(judgement, report, view), view.width - 2).map(row => `  ${row}`),
  ].join('\n')
}

/** What is the matter with a row, in full: what was computed, what is needed, what to do. */
export function explanation(judgement: Judgement): string {
  const { name, verdict, message, advice, diagnosis, note, zeroByAlgebra } = judgement
  const said = message.startsWith(name) ? ended(message) : sentence(message)
  const text =
    rightText(judgement) ?? diagnosis?.message ?? (advice === null ? said : `${said} ${sentence(advice)}`)
  const unknown =
    verdict === 'wrong' && diagnosis === null && advice === null && note === null
      ? " ninja doesn't recognise this mistake."
      : ''
  const zero =
    zeroByAlgebra && verdict === 'coincidence'
      ? ' (The true value is zero whatever the numbers, so your line is judged with other upstream gradients.)'
      : ''
  // A hard-coded size has an advice: that line is wrong at other sizes only.
  const chance =
    verdict === 'coincidence' && diagnosis !== null && advice === null && !zeroByAlgebra
      ? " (Here your numbers are right. With other upstream gradients they aren't, so your line is wrong.)"
      : ''
  return `${text}${unknown}${note === null ? '' : ` ${sentence(note)}`}${zero}${chance}`
}

/** What is said of a row that is right; null of another. */
function rightText({ kind, verdict }: Judgement): string | null {
  if (!passes(verdict)) return null
  const same = kind === 'gradient' ? "the same numbers as autograd's" : 'exactly what is expected'
  return verdict === 'exact'
    ? `This is right: ${same}, to the last bit.`
    : `This is right: it differs from ${kind === 'gradient' ? "autograd's result" : 'what is expected'} only by rounding.`
}

/** `path:line`, a link where there are links. */
export function placeOf(file: string, line: number | null, { link = noLink }: View): string {
  return link(style.code(line === null ? file : `${file}:${line}`), file, line)
}

function facts(judgement: Judgement, { seed, exercise, file }: Report, view: View): string[][] {
  const usual = file.replaceAll('\\', '/').endsWith(`exercises/${exercise}.ts`)
  const again = call(view, `check ${exercise} --seed ${seed}${usual ? '' : ` --file ${quoted(file)}`}`)
  const { blank, verdict, shape, expectedShape, worst, uses, diagnosis } = judgement
  const isGradient = judgement.kind === 'gradient'
  const computed = diagnosis?.formula ?? null
  // A task is never the current exercise.
  const hinted = isTask(exercise) && view.byKeys !== true ? `${blank} --exercise drill` : blank
  return [
    ...(isGradient || diagnosis === null || verdict === 'threw'
      ? []
      : [['result', judgement.message.replace(`${judgement.name} `, '')]]),
    ...(computed === null ? [] : [['you computed', style.code(computed)]]),
    ...uses.map((use, i) => [
      i === 0 ? 'used in' : '',
      `${style.code(use.text)}  ${style.dim(tied(`line ${use.line}`))}`,
    ]),
    ...(isGradient
      ? [['shape', shape === null ? `needs ${formatShape(expectedShape)}` : shapes(judgement)]]
      : []),
    // Of a single number the message says the same.
    ...(worst === null || (!isGradient && worst.index.length === 0) ? [] : [['worst', worstText(worst)]]),
    ...(verdict === 'blank' ? [] : [['check again', tied(again)]]),
    ...(passes(verdict) ? [] : [['hint', tied(call(view, `hint ${hinted}`))]]),
  ]
}

function shapes({ shape, expectedShape, verdict }: Judgement): string {
  return verdict === 'shape'
    ? `yours ${formatShape(shape!)}, needs ${formatShape(expectedShape)}`
    : `${formatShape(shape!)}, as needed`
}

function worstText({ index, yours, expected }: NonNullable<Judgement['worst']>): string {
  const where = index.length === 0 ? '' : `at [${index.join(', ')}]: `
  const [a, b] = formatApart(yours, expected)
  const quotient = yours / expected
  const ratio = expected === 0 || !Number.isFinite(quotient) ? '' : `, ratio ${formatApart(quotient, 1)[0]}`
  return `${where}yours ${a}, needs ${b}${ratio}`
}
