/** For tests: files of a small class, judged here, what is left of them in records, and a reader of tables. */
import { exerciseWith, reported } from '../checker/text/testing.ts'
import { findingsIn } from './judged.ts'
import type { AssignedExercise, GradeRecord } from './record.ts'
import { judgedRecord, type KnownFile, missingRecord } from './recording.ts'

/** Two blanks: the first is above the second. */
export const logLoss: AssignedExercise = {
  id: 'makemore/01_log_loss',
  title: 'Log loss',
  points: new Map([
    ['dlogprobs', 1],
    ['dprobs', 1],
  ]),
}

export const right = {
  dlogprobs: 'return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)',
  dprobs: 'return dlogprobs.div(probs)',
}

/** Without the minus. */
export const wrong = { ...right, dlogprobs: right.dlogprobs.replace('-1', '1') }

const OPEN = 'return TODO()'

/** The file of log loss with these lines. */
export const fileWith = ({ dlogprobs, dprobs }: Partial<typeof right>): string => {
  const text = exerciseWith(logLoss.id, 'dlogprobs', dlogprobs ?? 'return TODO()')
  if (dprobs === undefined) return text
  const at = text.lastIndexOf(OPEN)
  return text.slice(0, at) + dprobs + text.slice(at + OPEN.length)
}

const known = (student: string): KnownFile => ({
  ...{
    key: `key of ${student}`,
    student,
    exercise: logLoss.id,
    late: false,
    seed: 42,
    file: `${student}.ts`,
  },
  ...{ sha256: '00', tool: '0.1.0', node: 'v20.19.0', pack: '00', points: logLoss.points },
})

/** Of somebody who gave in nothing. */
export const recordWithoutFile = (student: string, changes: Partial<GradeRecord> = {}): GradeRecord => ({
  ...missingRecord({ ...known(student), late: null, file: null, sha256: null }),
  ...changes,
})

/** What judging a text for log loss comes to. */
export const recordOf = (student: string, text: string, changes: Partial<GradeRecord> = {}): GradeRecord => ({
  ...judgedRecord(known(student), {
    ...findingsIn(reported(logLoss.id, text), [...logLoss.points.keys()], new Map()),
    ...{ traits: [], room: 'thread', ms: 12, cpu: 12 },
  }),
  ...changes,
})

/** A reader made from the grammar of RFC 4180, and no more: it stops at what is not in it. */
export function readCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = []
  let at = 0
  const field = (): string => {
    if (text[at] !== '"') {
      const from = at
      while (at < text.length && text[at] !== separator && text[at] !== '\n') {
        if (separator === ',' && /["\r]/.test(text[at])) throw new Error(`${text[at]} in a plain field`)
        at++
      }
      return text.slice(from, at)
    }
    let value = ''
    for (at++; ; at++) {
      if (at >= text.length) throw new Error('a quote that is not closed')
      if (text[at] !== '"') value += text[at]
      else if (text[at + 1] === '"') {
        value += '"'
        at++
      } else break
    }
    at++
    if (at < text.length && text[at] !== separator && text[at] !== '\n') {
      // Other readers go on as if there were no quotes.
      if (separator !== ',') return value + field()
      throw new Error('a quote in the middle')
    }
    return value
  }
  while (at < text.length) {
    const row = [field()]
    while (text[at] === separator) {
      at++
      row.push(field())
    }
    if (text[at] !== '\n') throw new Error('a line without an end')
    at++
    rows.push(row)
  }
  return rows
}

/** What a class may be called, and what else is in the place of a name. */
export const hostileNames: readonly string[] = [
  "=cmd|' /C calc'!A0",
  'a "quoted", and; divided\tname',
  'two\nlines\r\nand more',
  ']]><x>&amp;</x><!-- --',
  '<script>alert(1)</script>',
  'nul\u0000 escape\u001b[31m bell\u0007',
  'half \ud800 and \udc00 pairs',
  'not \ufffe a \uffff character',
  '\u202eright to left\u202c שלום',
  '__proto__',
  '',
]
