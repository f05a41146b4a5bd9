/** What came from a process in which a stranger's code ran: each field of it is looked at before it is believed. */
import type { Diagnosis, Failure, Judgement, Report, Statement, Verdict } from '../checker/report.ts'
import type { NotebookGradient, NotebookReport } from '../python/report.ts'
import { asList, asNumber, asOneOf, asRecord, asText, asWhole, orNull } from '../room/stranger.ts'
import { type JudgedFile, MANY, RECORD, TEXT } from './judged.ts'
import type { GradedBlank } from './notebook.ts'
import { type Trait, traitKinds } from './record.ts'
import { ladder } from './scoring.ts'

/** What it must be about. */
export interface ExpectedFile {
  readonly exercise: string
  readonly seed: number
  readonly points: ReadonlyMap<string, number>
}

/** Of what `packed` made; null where it is something else. */
export function unpacked(json: string, expected: ExpectedFile): JudgedFile | null {
  if (json.length > RECORD) return null
  try {
    const { report, status, reason, blanks, traits, room, ms, cpu } = asRecord(JSON.parse(json))
    const names = [...expected.points.keys()]
    return {
      report: reportFrom(asRecord(report), expected, names),
      status: asOneOf(status, ['graded', 'ungradable', 'held', 'stopped'] as const),
      reason: textOrNull(reason),
      blanks: list(blanks, one => blankFrom(asRecord(one), names)),
      traits: list(traits, traitFrom),
      room: asOneOf(room, ['quickjs', 'thread', 'python'] as const),
      ms: whole(ms),
      cpu: whole(cpu),
    }
  } catch {
    return null
  }
}

type Fields = Readonly<Record<string, unknown>>

const text = (x: unknown): string => asText(x, TEXT + 1)
const textOrNull = (x: unknown): string | null => orNull(x, text)
const list = <T>(x: unknown, read: (x: unknown) => T): T[] => asList(x, MANY).map(read)
const whole = (x: unknown): number => asWhole(x, 2 ** 33)
const wholeOrNull = (x: unknown): number | null => orNull(x, whole)
/** JSON has null for what is not finite. */
const number = (x: unknown): number => (x === null ? Number.NaN : asNumber(x))
const numberOrNull = (x: unknown): number | null => orNull(x, asNumber)
const shape = (x: unknown): number[] => list(x, whole)
const yes = (x: unknown): boolean => asOneOf(String(x), ['true', 'false'] as const) === 'true'

const blankFrom = (fields: Fields, blanks: readonly string[]): GradedBlank => ({
  blank: asOneOf(fields.blank, blanks),
  verdict: asOneOf(fields.verdict, ladder),
  family: textOrNull(fields.family),
  short: textOrNull(fields.short),
  text: textOrNull(fields.text),
})

const traitFrom = (x: unknown): Trait => {
  const { kind, text: written } = asRecord(x)
  return { kind: asOneOf(kind, traitKinds), text: text(written) }
}

function reportFrom(
  fields: Fields,
  { exercise, seed }: ExpectedFile,
  blanks: readonly string[],
): Report | NotebookReport {
  const { language, version, file, passed, notes, error, sizes, gradients, printed, picture } = fields
  const common = {
    version: version === 1 ? (1 as const) : no(),
    file: text(file),
    passed: yes(passed),
    seed: fields.seed === seed ? seed : no(),
    notes: list(notes, text),
    error: orNull(error, failureFrom),
  }
  if (language === 'python')
    return {
      ...common,
      language,
      exercise: null,
      sizes: list(sizes, sizesFrom),
      gradients: list(gradients, one => notebookGradientFrom(asRecord(one))),
    }
  return {
    ...common,
    exercise: fields.exercise === exercise ? exercise : no(),
    sizes: sizesFrom(sizes),
    gradients: list(gradients, one => judgementFrom(asRecord(one), blanks)),
    printed: list(printed, one => {
      const { by, text: said } = asRecord(one)
      return { by: textOrNull(by), text: text(said) }
    }),
    picture: textOrNull(picture),
  }
}

const no = (): never => {
  throw new Error('something else came back than what was asked for')
}

const sizesFrom = (x: unknown): Record<string, number> =>
  Object.fromEntries(Object.entries(asRecord(x)).map(([name, size]) => [name, number(size)]))

function failureFrom(x: unknown): Failure {
  const { code, message, advice, line, reason } = asRecord(x)
  return {
    ...{ code: text(code), message: text(message), advice: textOrNull(advice), line: wholeOrNull(line) },
    reason: textOrNull(reason) as Failure['reason'],
  }
}

function statementFrom(fields: Fields): Statement {
  return { name: text(fields.name), line: whole(fields.line), text: text(fields.text) }
}

function diagnosisFrom(x: unknown): Diagnosis {
  const { family, formula, short, message, tier } = asRecord(x)
  return {
    ...{ family: text(family), formula: textOrNull(formula), short: text(short) },
    ...{ message: text(message), tier: whole(tier) },
  }
}

/** What a gradient has in both languages. */
function commonOf(fields: Fields): Omit<Judgement, 'verdict' | 'blank' | 'line' | 'uses' | 'expectedShape'> {
  return {
    name: text(fields.name),
    kind: asOneOf(fields.kind, ['gradient', 'value'] as const),
    exact: yes(fields.exact),
    approximate: yes(fields.approximate),
    maxdiff: numberOrNull(fields.maxdiff),
    shape: orNull(fields.shape, shape),
    message: text(fields.message),
    advice: textOrNull(fields.advice),
    worst: orNull(fields.worst, x => {
      const { index, yours, expected } = asRecord(x)
      return { index: shape(index), yours: number(yours), expected: number(expected) }
    }),
    zeroByAlgebra: yes(fields.zeroByAlgebra),
    diagnosis: orNull(fields.diagnosis, diagnosisFrom),
    note: textOrNull(fields.note),
  }
}

const judgementFrom = (fields: Fields, blanks: readonly string[]): Judgement => ({
  ...commonOf(fields),
  blank: asOneOf(fields.blank, blanks),
  verdict: asOneOf(fields.verdict, ladder) as Verdict,
  line: wholeOrNull(fields.line),
  expectedShape: shape(fields.expectedShape),
  uses: list(fields.uses, one => statementFrom(asRecord(one))),
})

const notebookGradientFrom = (fields: Fields): NotebookGradient => ({
  ...commonOf(fields),
  blank: text(fields.blank),
  verdict: asOneOf(fields.verdict, ladder),
  cell: whole(fields.cell),
  line: whole(fields.line),
  text: text(fields.text),
  expectedShape: orNull(fields.expectedShape, shape),
  numbers: orNull(fields.numbers, x => asOneOf(x, ['right', 'wrong'] as const)),
  uses: list(fields.uses, x => {
    const use = asRecord(x)
    return { ...statementFrom(use), cell: whole(use.cell) }
  }),
})
