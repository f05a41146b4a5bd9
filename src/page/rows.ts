/** The table as it is shown: a row for each verdict, runs of them folded, and what all of them say in one sentence. */
import { isAlike, withoutAlike } from '../checker/blanks.ts'
import { type Judgement, passes, type Verdict } from '../checker/report.ts'
import { claimFor } from '../python/claim.ts'
import type { NotebookGradient } from '../python/report.ts'
import { maxdiffText, shapeText } from './words.ts'

/** How a verdict looks; the sign and the word say the same as the colour. */
export type Look = 'right' | 'wrong' | 'shape' | 'rest' | 'blank'

export type JudgedRow = Judgement | NotebookGradient

export interface TableRow {
  /** Of an exercise its name; in a notebook a name can be claimed twice. */
  readonly key: string
  readonly name: string
  readonly blank: string
  readonly look: Look
  readonly sign: string
  /** The verdict's own word, and what it doesn't say. */
  readonly word: string
  readonly exact: string
  readonly approximate: string
  readonly maxdiff: string
  readonly shape: string
  /** In a notebook: the cell and the line in it. */
  readonly place: string | null
  /** How many values say the same: `judged` is the first of them. */
  readonly many: number
  readonly judged: JudgedRow
}

const LOOKS: Partial<Record<JudgedRow['verdict'], Look>> = {
  exact: 'right',
  approximate: 'right',
  inherited: 'rest',
  shape: 'shape',
  blank: 'blank',
  unfinished: 'blank',
  'from autograd': 'blank',
  'not read': 'blank',
}
const SIGNS: Readonly<Record<Look, string>> = { right: '✓', wrong: '✗', shape: '✗', rest: '~', blank: '·' }

export const lookOf = ({ verdict }: Pick<JudgedRow, 'verdict'>): Look => LOOKS[verdict] ?? 'wrong'

/** A shape is wrong, and the numbers are known to be right. */
export const isShapeAlone = (judged: JudgedRow): boolean => 'numbers' in judged && judged.numbers === 'right'

const isTrue = (value: boolean): string => (value ? 'True' : 'False')

/** `claim`: what speaks for the row, where the exercise is done in a notebook. */
const spokenFor = (row: TableRow, claim: NotebookGradient | undefined): TableRow =>
  claim === undefined ? row : { ...rowOf(claim, row.key), name: row.name, blank: row.blank, place: null }

function rowOf(judged: JudgedRow, key: string): TableRow {
  const look = lookOf(judged)
  const { name, blank, verdict, exact, approximate, maxdiff, shape } = judged
  const isCompared = maxdiff !== null || exact || (shape !== null && !isClaim(judged))
  return {
    ...{ key, name, blank, look, judged },
    sign: isShapeAlone(judged) ? '≈' : SIGNS[look],
    word: isShapeAlone(judged) ? 'shape, numbers right' : verdict,
    exact: isCompared ? isTrue(exact) : '-',
    approximate: isCompared ? isTrue(approximate) : '-',
    maxdiff: maxdiffText(maxdiff),
    shape: shapeText(shape),
    place: isClaim(judged) ? `${judged.cell}, ${judged.line}` : null,
    many: 1,
  }
}

/**
 * Rows of one blank that say the same are one, as in the terminal: the first of them is the one to look at. `claims`: of
 * the notebook that an exercise is done in.
 */
export function rowsOf(judged: readonly JudgedRow[], claims: readonly NotebookGradient[] = []): TableRow[] {
  if (judged.some(isClaim)) return judged.map((one, i) => rowOf(one, `${i}`))
  const own = judged.filter(isOfExercise)
  return withoutAlike(own).map(one => {
    const alike = own.filter(other => isAlike(other, one))
    const row = { ...rowOf(one, alike[0].name), judged: alike[0], many: alike.length }
    return spokenFor(row, claimFor(claims, one))
  })
}

const isClaim = (one: JudgedRow): one is NotebookGradient => 'cell' in one
const isOfExercise = (one: JudgedRow): one is Judgement => !isClaim(one)

/** A run of rows with the same verdict, shown as one. */
export type Folded = TableRow | { readonly run: readonly TableRow[] }

const [LONG, RUN] = [12, 5]

/** In a long table runs of five and more become one row, unless they were unfolded or hold what is chosen. */
export function folded(
  rows: readonly TableRow[],
  chosen: string | null,
  unfolded: ReadonlySet<string>,
): Folded[] {
  if (rows.length <= LONG) return [...rows]
  const runs: TableRow[][] = []
  for (const row of rows) {
    const last = runs.at(-1)
    if (last?.[0].look === row.look) last.push(row)
    else runs.push([row])
  }
  return runs.flatMap((run): Folded[] => {
    const isShown = run.some(({ key }) => key === chosen || unfolded.has(key))
    const isQuiet = run[0].look !== 'wrong' && run[0].look !== 'shape'
    return run.length >= RUN && isQuiet && !isShown ? [{ run }] : run
  })
}

/** The first mistake that follows from no other; where there is none, null. A wrong value comes before a shape alone. */
export function firstMistake(rows: readonly TableRow[]): TableRow | null {
  const wrong = rows.filter(({ look }) => look === 'wrong' || look === 'shape')
  const first = wrong.find(({ judged }) => !isShapeAlone(judged)) ?? wrong[0]
  if (first === undefined || first.judged.verdict !== 'wrong') return first ?? null
  const same = wrong.filter(({ blank, judged }) => blank === first.blank && judged.verdict === 'wrong')
  return [first, ...same].find(({ judged }) => judged.diagnosis !== null || judged.advice !== null) ?? first
}

/** The only row that is wrong: what is right but was fed a wrong gradient was fed by it. Null where several are, or none. */
export function feederIn(rows: readonly TableRow[]): string | null {
  const wrong = rows.filter(
    one => (one.look === 'wrong' || one.look === 'shape') && !isShapeAlone(one.judged),
  )
  return wrong.length === 1 ? wrong[0].name : null
}

export interface Headline {
  readonly text: string
  readonly isPassed: boolean
  /** In small beside it; null where there is nothing to add. */
  readonly beside: string | null
}

const distinct = (rows: readonly TableRow[]): string[] => [...new Set(rows.map(({ blank }) => blank))]
const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count === 1 ? 'One' : count} ${count === 1 ? one : many}`

/** What the whole table says. Names are in backticks. */
export function headlineOf(rows: readonly TableRow[]): Headline {
  const is = (...looks: readonly Look[]): TableRow[] => rows.filter(({ look }) => looks.includes(look))
  const isClaimed = rows.some(({ place }) => place !== null)
  const isAboutGradients = rows.every(({ judged }) => judged.kind === 'gradient')
  // Of an exercise its blanks are counted, however many rows they have; in a notebook each row is a claim.
  const many = isClaimed ? rows.length : distinct(rows).length
  const noun = isAboutGradients ? 'gradient' : many < valuesIn(rows) ? 'blank' : 'value'
  const open = rows.filter(({ look }) => look !== 'right')
  const right = many - (isClaimed ? open : distinct(open)).length
  if (rows.length > 0 && open.length === 0) {
    const all = [`Your ${noun} is`, `Both ${noun}s are`][many - 1] ?? `All ${many} ${noun}s are`
    return { text: `${all} right.`, isPassed: true, beside: null }
  }
  if (rows.length === 0) return { text: 'Nothing could be judged', isPassed: false, beside: null }
  const shapes = is('shape').filter(({ judged }) => isShapeAlone(judged))
  const wrong = is('wrong', 'shape').filter(({ judged }) => !isShapeAlone(judged))
  const names = (some: readonly TableRow[]): string => {
    const all = distinct(some)
    const shown = all.slice(0, 3).map(name => `\`${name}\``)
    return `${shown.join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`
  }
  const rest = is('rest')
  const blank = distinct(is('blank')).length
  const feeder = feederIn(rows)
  const fed = feeder === null ? 'fed a wrong gradient' : `fed by ${feeder}`
  const tally = [
    ...(right > 0 ? [`${right} right`] : []),
    ...(rest.length > 0 ? [`${rest.length} right but ${isAboutGradients ? fed : 'for the others'}`] : []),
    ...(blank > 0 ? [`${blank} to do`] : []),
  ].join(' · ')
  const beside = tally === '' ? null : tally
  const thing = isAboutGradients ? 'line' : 'function'
  const mistakes = [
    ...(wrong.length > 0 ? [`${counted(distinct(wrong).length, thing)} to fix: ${names(wrong)}`] : []),
    ...(shapes.length > 0 ? [`${counted(distinct(shapes).length, 'shape')}: ${names(shapes)}`] : []),
  ]
  if (mistakes.length > 0) return { text: mistakes.join('. '), isPassed: false, beside }
  const all = distinct(rows).length
  if (isClaimed) return { text: `${blank} of ${all} claims to go`, isPassed: false, beside }
  if (blank < all) return { text: `${blank} of ${all} blanks to go`, isPassed: false, beside }
  const inOrder = all === 1 ? null : 'in any order: each line is judged by itself'
  return {
    text: all === 1 ? 'One blank to fill in' : `${all} blanks to fill in`,
    isPassed: false,
    beside: isAboutGradients ? inOrder : null,
  }
}

/** How many values they stand for. */
export const valuesIn = (rows: readonly TableRow[]): number => rows.reduce((sum, { many }) => sum + many, 0)

/** What a screen reader says of a verdict: one sentence or two. */
export function statusOf(rows: readonly TableRow[]): string {
  const { text, isPassed } = headlineOf(rows)
  const first = firstMistake(rows)
  if (isPassed || first === null) return plain(text)
  const right = valuesIn(rows.filter(({ look }) => look === 'right'))
  const short = first.judged.diagnosis?.short
  const reason = short === undefined ? '' : ` ${plain(short)}.`
  return `${first.name}: ${first.word}.${reason} ${right} of ${valuesIn(rows)} right.`
}

const plain = (text: string): string => text.replaceAll('`', '')

export const isPassedBy = (judged: readonly Pick<JudgedRow, 'verdict'>[]): boolean =>
  judged.length > 0 && judged.every(({ verdict }) => passes(verdict as Verdict))
