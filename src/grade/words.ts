/** What a learner reads of their own file on somebody else's platform: the words of a check, without its colours. */
import { passes, type Report } from '../checker/report.ts'
import { sentence } from '../checker/text/sentences.ts'
import { isRight, type NotebookReport } from '../python/report.ts'
import { shortened } from '../room/thrown.ts'
import { called } from '../terminal/calls.ts'
import { explanation } from '../terminal/cause.ts'
import { explanation as claimExplanation, rootCause as notebookCause } from '../terminal/notebook-report.ts'
import { stripColour } from '../terminal/style.ts'
import { rootCause, tally } from '../terminal/verdict.ts'
import { legible } from './legible.ts'
import type { BlankGrade, GradeRecord, GradeStatus } from './record.ts'
import { earns } from './scoring.ts'

/** What a check says of one blank. */
export interface BlankWords {
  /** Of the row that is told of, with its verdict and its place: `dprobs: wrong, line 12`. */
  readonly heading: string
  readonly explanation: string
  /** What the line computes, as a formula, where that is known. */
  readonly formula: string | null
  /** Where to get help; null where there is none. */
  readonly hint: string | null
}

/** Characters of a text; an error that somebody throws may be any text. */
const LONGEST = 4000

/** Of a blank that a report judges: of several rows, one that has the verdict that was graded. */
export function wordsOn(report: GradeRecord['report'], grade: GradedVerdict): BlankWords {
  const found = report === null ? null : isOfNotebook(report) ? ofClaim(report, grade) : ofRow(report, grade)
  const words = found ?? nothingFor(grade)
  return {
    heading: toText(words.heading),
    explanation: toText(words.explanation),
    formula: words.formula === null ? null : toText(words.formula),
    hint: words.hint === null ? null : toText(words.hint),
  }
}

type GradedVerdict = Pick<BlankGrade, 'blank' | 'verdict'>

const nothingFor = ({ blank, verdict }: GradedVerdict): BlankWords => ({
  heading: `${blank}: ${verdict}`,
  explanation: `ninja found nothing for ${blank} in your file.`,
  ...{ formula: null, hint: null },
})

const rowsFor = <R extends GradedVerdict>(
  gradients: readonly R[],
  { blank, verdict }: GradedVerdict,
): R[] => {
  const all = gradients.filter(row => row.blank === blank)
  const same = all.filter(row => row.verdict === verdict)
  return same.length > 0 ? same : all
}

export const isOfNotebook = (report: Report | NotebookReport): report is NotebookReport =>
  'language' in report

function ofRow({ gradients, exercise }: Report, grade: GradedVerdict): BlankWords | null {
  const rows = rowsFor(gradients, grade)
  if (rows.length === 0) return null
  const isPassed = rows.every(({ verdict }) => passes(verdict))
  const row = isPassed ? rows[0] : rootCause(rows)
  const { name, blank, verdict, line, diagnosis } = row
  return {
    heading: `${verdict === 'blank' ? blank : name}: ${verdict}${line === null ? '' : `, line ${line}`}`,
    explanation: explanation(advised(row)),
    formula: diagnosis?.formula ?? null,
    hint: isPassed ? null : `npx ninja hint ${blank} --exercise ${exercise}`,
  }
}

function ofClaim({ gradients }: NotebookReport, grade: GradedVerdict): BlankWords | null {
  const claims = rowsFor(gradients, grade)
  if (claims.length === 0) return null
  const claim = claims.every(({ verdict }) => isRight(verdict)) ? claims[0] : notebookCause(claims)
  const { name, verdict, cell, line, diagnosis } = claim
  return {
    heading: `${name}: ${verdict}, cell ${cell}, line ${line}`,
    explanation: claimExplanation(advised(claim)),
    formula: diagnosis?.formula ?? null,
    hint: null,
  }
}

/** All of it, in lines. */
export const blankText = (words: BlankWords): string => `${words.heading}\n${adviceText(words)}`

/** All but the heading. */
export const adviceText = ({ explanation, formula, hint }: BlankWords): string =>
  [
    explanation,
    ...(formula === null ? [] : [`You computed: ${formula}`]),
    ...(hint === null ? [] : [`Hint: ${hint}`]),
  ].join('\n')

/** What is said of the file as a whole, a line each. */
export function fileWords(record: GradeRecord): string[] {
  const { status, reason, report, seed, exercise } = record
  if (report === null || status === 'missing') return [whyOpen(status, reason)]
  const { notes } = report
  const error = report.error === null ? null : advised(report.error)
  // A notebook may have more in it than this exercise.
  const verdict = isOfNotebook(report) ? countText(record) : stripColour(tally(report.gradients))
  return [
    ...(error === null ? [verdict] : [sentence(error.message)]),
    ...(error === null || error.advice === null ? [] : [sentence(error.advice)]),
    ...(status === 'held' ? [whyOpen(status, reason)] : []),
    // Of a file that can't be judged they are no help.
    ...(error === null ? notes.map(note => `note: ${note}`) : []),
    ...(error !== null || isOfNotebook(report)
      ? []
      : [`To see this again: npx ninja check ${exercise} --seed ${seed}`]),
  ].map(toText)
}

const countText = ({ blanks }: GradeRecord): string =>
  `${blanks.filter(({ verdict }) => earns(verdict)).length} right, of ${blanks.length}`

const WHY: { readonly [S in GradeStatus]: string } = {
  graded: 'Your file was judged.',
  missing: 'There is no file for this exercise.',
  ungradable: "Your file can't be judged.",
  held: 'Part of your file could not be read, so a person will look at it.',
  stopped: 'Judging your file took too long, or too much memory.',
}

/** Why a file has no verdict, or not all of it. */
export const whyOpen = (status: GradeStatus, reason: string | null): string =>
  status === 'stopped' && reason === 'crash' ? 'The program that judged your file crashed.' : WHY[status]

const toText = (text: string): string => legible(shortened(text, LONGEST))

/** With the commands in its advice as one types them. */
const advised = <T extends { readonly advice: string | null }>(one: T): T =>
  one.advice === null ? one : { ...one, advice: called(one.advice, { ninja: 'npx ninja' }) }
