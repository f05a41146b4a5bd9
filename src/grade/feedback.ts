/** A learner's own report as Markdown: feedback/<student>.md, in the words of `ninja check`. It never tells an answer. */
import { type Failure, passes, type Report } from '../checker/report.ts'
import { sentence } from '../checker/text/sentences.ts'
import { isRight, type NotebookReport } from '../python/report.ts'
import { formatShape } from '../tensor/shape.ts'
import { explanation } from '../terminal/cause.ts'
import {
  rootCause as notebookCause,
  explanation as notebookExplanation,
} from '../terminal/notebook-report.ts'
import { formatNumber } from '../terminal/numbers.ts'
import { rootCause } from '../terminal/verdict.ts'
import { withoutRemarks } from './lines.ts'
import type { ManifestStray } from './manifest.ts'
import { cellCode, code, plain, table, words } from './markdown.ts'
import { earns, type GradeOutcome, outcomeOf } from './outcomes.ts'
import type { AssignedExercise, Assignment, BlankGrade, GradeRecord } from './record.ts'

const SIGNS: { readonly [O in GradeOutcome]: string } = {
  right: '✓',
  inherited: '~',
  shape: '✗',
  wrong: '✗',
  taken: '·',
  held: '·',
  blank: '·',
}

/** `records`: one student's, one an exercise. `strays`: files of theirs that aren't graded. */
export function feedbackOn(
  records: readonly GradeRecord[],
  assignment: Assignment,
  strays: readonly ManifestStray[] = [],
): string {
  const [first] = records
  if (first === undefined) return ''
  const own = assignment.exercises.flatMap(exercise => {
    const record = records.find(one => one.exercise === exercise.id)
    return record === undefined ? [] : [{ exercise, record }]
  })
  const [score, max] = [sumOf(own, 'score'), sumOf(own, 'max')]
  const parts = [
    `# Feedback for ${plain(first.student)}`,
    ...(own.length > 1 ? [`**${scoreText(score, max)}** in ${own.length} exercises.`] : []),
    ...own.flatMap(({ exercise, record }) => onExercise(exercise, record, strays)),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

const sumOf = (own: readonly { readonly record: GradeRecord }[], what: 'score' | 'max'): number =>
  Number(own.reduce((sum, { record }) => sum + record[what], 0).toFixed(6))

const scoreText = (score: number, max: number): string =>
  `${score} of ${max} ${max === 1 ? 'point' : 'points'}`

function onExercise(
  { id, title }: AssignedExercise,
  record: GradeRecord,
  strays: readonly ManifestStray[],
): string[] {
  const { status, reason, score, max, late, report, blanks } = record
  return [
    `## ${plain(title)}`,
    `**${scoreText(score, max)}** for ${code(id)}.${late === true ? ' It came late.' : ''}`,
    ...(status === 'missing' ? withoutFile(strays) : []),
    ...(report === null && (status === 'stopped' || status === 'ungradable')
      ? [
          `Your file could not be judged${reason === null ? '' : ` (${plain(reason)})`}: a person must look at it.`,
        ]
      : []),
    ...(status === 'held' ? ['Something in your file could not be read: a person must look at it.'] : []),
    ...(report === null ? [] : [list(report.notes.map(note => `Note: ${words(note)}`))]),
    ...(blanks.length === 0 || NO_TABLE.has(status) ? [] : [blanksTable(record)]),
    ...(report === null ? [] : endOf(report, record)),
  ]
}

const withoutFile = (strays: readonly ManifestStray[]): string[] =>
  strays.length === 0
    ? ['There is no file of yours for this exercise.']
    : [
        'Nothing that you submitted could be graded for this exercise:',
        list(strays.map(({ path, reason }) => `${code(path)} ${plain(reason)}`)),
      ]

/** Where nothing is known of the blanks. */
const NO_TABLE: ReadonlySet<string> = new Set(['missing', 'ungradable'])

function blanksTable({ blanks, report }: GradeRecord): string {
  return table(
    ['', 'blank', 'points', 'verdict', ''],
    blanks.map(grade => [
      SIGNS[outcomeOf(grade)],
      cellCode(grade.blank),
      `${grade.score} of ${grade.max}`,
      grade.verdict,
      cellText(remarkOn(grade, report)),
    ]),
  )
}

/** One line on a blank: the mistake in short, or what is worth knowing of a right one. */
function remarkOn({ blank, short, verdict }: BlankGrade, report: GradeRecord['report']): string {
  if (verdict === 'inherited') return short ?? 'right, but fed a wrong gradient'
  if (short !== null) return short
  const rows: readonly { readonly blank: string; readonly note: string | null }[] = report?.gradients ?? []
  return rows.find(row => row.blank === blank && row.note !== null)?.note ?? ''
}

/** Backquotes are code there, too. */
const cellText = (text: string): string => words(text).replace(/(?<!\\)\|/g, '\\|')

function endOf(report: Report | NotebookReport, record: GradeRecord): string[] {
  const { error } = report
  if (error !== null)
    return [
      `### It could not be judged`,
      words(sentence(error.message)),
      ...(error.line === null || isNamed(error.line, error) ? [] : [`Look at line ${error.line}.`]),
      ...(error.advice === null ? [] : [words(sentence(error.advice))]),
    ]
  if (record.blanks.every(grade => earns(outcomeOf(grade)))) return ['Every blank is right.']
  return 'language' in report ? inNotebook(report, record) : inFile(report, record)
}

const isNamed = (line: number, { message, advice }: Failure): boolean =>
  new RegExp(`\\bline ${line}\\b`).test(`${message} ${advice}`)

function inFile(report: Report, { seed, exercise, blanks }: GradeRecord): string[] {
  const row = rootCause(report.gradients)
  const { verdict, line, diagnosis, uses, shape, expectedShape, worst, blank, kind } = row
  const name = verdict === 'blank' ? blank : row.name
  const place = line === null ? '' : `, line ${line}`
  const isMismatch = verdict === 'shape' && shape !== null
  const written = blanks.find(grade => grade.blank === blank)?.text ?? null
  const own = verdict === 'blank' || written === null ? null : withoutRemarks(written, false)
  return [
    `### ${verdict === 'blank' ? 'To fill in' : 'The first to fix'}: ${code(name)}`,
    `${verdict}${place}. ${words(explanation(row))}`,
    list([
      own === null ? null : `Your line: ${code(own)}`,
      diagnosis?.formula == null ? null : `You computed ${code(diagnosis.formula)}`,
      ...uses.map(use => `Used in line ${use.line}: ${code(use.text)}`),
      kind === 'gradient' && isMismatch
        ? `Your shape is ${formatShape(shape)}, needed is ${formatShape(expectedShape)}`
        : null,
      worst === null || worst.index.length === 0 ? null : worstText(worst),
    ]),
    '### What to do next',
    list([
      verdict === 'blank' ? `Fill in ${code(name)}.` : `Fix ${code(name)}.`,
      ...fedOf(blanks),
      `For a hint: ${code(`npx ninja hint ${blank} --exercise ${exercise}`)}`,
      `To check again, with the same numbers: ${code(`npx ninja check ${exercise} --seed ${seed}`)}`,
      ...restOf(
        report.gradients.filter(one => !passes(one.verdict) && one.verdict !== 'inherited'),
        row,
      ),
    ]),
  ]
}

function inNotebook(report: NotebookReport, { blanks }: GradeRecord): string[] {
  const open = report.gradients.filter(({ verdict }) => !isRight(verdict))
  const file = report.file.split(/[\\/]/).at(-1)!
  const first = open.length === 0 ? null : notebookCause(report.gradients)
  const missing = blanks.filter(
    ({ blank, verdict, text }) => verdict === 'blank' && text === null && blank !== first?.blank,
  )
  const toWrite =
    missing.length === 0 ? [] : [`Still to write: ${namesText(missing.map(({ blank }) => blank))}.`]
  if (first === null) return toWrite.length === 0 ? [] : ['### What to do next', list(toWrite)]
  const { name, blank, verdict, cell, line, text, diagnosis, uses, shape, expectedShape, worst } = first
  const known = blank === name ? code(name) : `${code(blank)}, which you call ${code(name)}`
  return [
    `### ${verdict === 'blank' ? 'To fill in' : 'The first to fix'}: ${known}`,
    `${verdict}, cell ${cell}, line ${line}. ${words(notebookExplanation(first))}`,
    list([
      text === '' ? null : `Your line: ${code(text)}`,
      diagnosis?.formula == null || text.includes(diagnosis.formula)
        ? null
        : `You computed ${code(diagnosis.formula)}`,
      ...uses.map(use => `Used in cell ${use.cell}, line ${use.line}: ${code(use.text)}`),
      verdict === 'shape' && shape !== null && expectedShape !== null
        ? `Your shape is ${formatShape(shape)}, needed is ${formatShape(expectedShape)}`
        : null,
      worst === null || worst.index.length === 0 ? null : worstText(worst),
    ]),
    '### What to do next',
    list([
      `${verdict === 'blank' ? 'Fill in' : 'Fix'} ${code(name)}.`,
      ...fedOf(blanks),
      `To check it yourself: ${code(`npx ninja check ${file}`)}`,
      ...restOf(
        open.filter(one => one.verdict !== 'inherited' && one.verdict !== 'blank'),
        first,
      ),
      ...toWrite,
    ]),
  ]
}

const worstText = ({ index, yours, expected }: NonNullable<Report['gradients'][number]['worst']>): string =>
  `Furthest off at [${index.join(', ')}]: yours ${formatNumber(yours)}, needed ${formatNumber(expected)}`

/** What else is wrong in itself. */
function restOf<R extends { readonly name: string }>(open: readonly R[], first: R): string[] {
  const names = open.filter(one => one !== first).map(({ name }) => name)
  return names.length === 0 ? [] : [`After that: ${namesText(names)}.`]
}

/** Of those that are right, and have a sign of their own. */
const fedOf = (blanks: readonly BlankGrade[]): string[] =>
  blanks.some(grade => outcomeOf(grade) === 'inherited')
    ? ['What is marked ~ is right, but fed a wrong gradient: leave it as it is.']
    : []

function namesText(names: readonly string[]): string {
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : ''
  return `${names.slice(0, MOST).map(code).join(', ')}${more}`
}

/** So many names fit in a line. */
const MOST = 8

const list = (items: readonly (string | null)[]): string =>
  items
    .filter(item => item !== null)
    .map(item => `- ${item}`)
    .join('\n')
