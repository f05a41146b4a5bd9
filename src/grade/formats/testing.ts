/** For tests of formats: what one student's file came to, in each of the ways that there are. */
import { once } from '../../once.ts'
import type { Assignment, GradeRecord } from '../record.ts'
import { lostRecord } from '../recording.ts'
import { fileWith, logLoss, recordOf, recordWithoutFile, right, wrong } from '../testing.ts'
import type { Format, FormatSetting } from './format.ts'

export const setting: FormatSetting = {
  env: {},
  now: Date.UTC(2026, 10, 29, 16, 0, 0, 123),
  due: Date.UTC(2026, 10, 28, 23, 59, 0),
  cameAt: () => Date.UTC(2026, 10, 29, 8, 7, 6, 5),
}

export const alone: Assignment = { exercises: [logLoss], students: [], hasRoster: false }

/** What a learner's error says: nothing of it is to be believed, or run. */
export const HOSTILE =
  '<img src=x onerror=alert(1)> ]]> & "q" ``` ~~~ @everyone \u001b[31m \u0000 \ud800 [x](y) ninja hint'

const file = (lines: Partial<typeof right>): string => fileWith({ ...right, ...lines })

export const kinds = {
  right: once(() => recordOf('ada', file({}))),
  wrong: once(() => recordOf('ada', fileWith(wrong))),
  empty: once(() => recordOf('ada', fileWith({}))),
  threw: once(() => recordOf('ada', file({ dprobs: `throw new Error(${JSON.stringify(HOSTILE)})` }))),
  unreadable: once(() => recordOf('ada', 'this is no TypeScript (')),
  missing: () => recordWithoutFile('ada'),
  held: once(() => recordOf('ada', fileWith(wrong), { status: 'held', reason: 'not read' })),
  stopped: () => lostRecord({ ...recordWithoutFile('ada'), points: logLoss.points }, 'timeout', 'thread'),
} satisfies Record<string, () => GradeRecord>

export type Kind = keyof typeof kinds
export const everyKind = Object.keys(kinds) as Kind[]

/** The one file that a format makes of these records. */
export function textOf(
  format: Format,
  records: readonly GradeRecord[],
  { assignment = alone, env = {} }: { assignment?: Assignment; env?: FormatSetting['env'] } = {},
): string {
  const [[, text]] = format.files(records, assignment, { ...setting, env })
  return text
}

/** The record with so many blanks, of which every second one is right, and all are long. */
export function longRecord(many: number, text: string): GradeRecord {
  const record = kinds.wrong()
  const [[wrongBlank], [wrongRow]] = [record.blanks, record.report!.gradients as never[]]
  const names = Array.from({ length: many }, (_, i) => `blank${i}`)
  const verdictOf = (i: number) => (i % 2 === 1 ? 'exact' : 'wrong')
  return {
    ...record,
    score: Math.floor(many / 2),
    max: many,
    blanks: names.map((blank, i) => ({ ...wrongBlank, blank, verdict: verdictOf(i), score: i % 2 })),
    report: {
      ...record.report!,
      gradients: names.map((blank, i) => ({
        ...(wrongRow as object),
        ...{ blank, name: blank, verdict: verdictOf(i), note: text, diagnosis: null },
      })),
    } as never,
  }
}
