/** For tests: files of a small class, judged here, and what is left of them in records. */
import { exerciseWith, reported } from '../checker/text/testing.ts'
import type { AssignedExercise, GradeRecord } from './record.ts'

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

/** The file of log loss with these lines. */
export const fileWith = ({ dlogprobs, dprobs }: Partial<typeof right>): string => {
  const text = exerciseWith(logLoss.id, 'dlogprobs', dlogprobs ?? 'return TODO()')
  return dprobs === undefined ? text : text.replace(/return TODO\(\)(?![\s\S]*return TODO\(\))/, dprobs)
}

const nothing = {
  ...({
    version: 1,
    key: '',
    status: 'missing',
    reason: null,
    score: 0,
    max: 2,
    late: null,
    seed: 42,
  } as const),
  ...({ file: null, sha256: null, tool: '0.1.0', node: '20', pack: '', room: null, ms: 0 } as const),
  ...({ blanks: [], traits: [], report: null } as const),
}

/** Of somebody who handed in nothing. */
export const recordWithoutFile = (student: string, changes: Partial<GradeRecord> = {}): GradeRecord => ({
  ...nothing,
  student,
  exercise: logLoss.id,
  ...changes,
})

/** What judging a text for log loss comes to. */
export function recordOf(student: string, text: string, changes: Partial<GradeRecord> = {}): GradeRecord {
  const report = reported(logLoss.id, text)
  const { error, gradients } = report
  const blanks = gradients.map(({ blank, verdict, diagnosis }) => ({
    ...{ blank, verdict, family: diagnosis?.family ?? null, short: diagnosis?.short ?? null, text: null },
    ...{ score: ['exact', 'approximate', 'inherited'].includes(verdict) ? 1 : 0, max: 1 },
  }))
  return recordWithoutFile(student, {
    ...{ status: error === null ? 'graded' : 'ungradable', reason: error?.reason ?? null },
    ...{ score: blanks.reduce((sum, { score }) => sum + score, 0), late: false },
    ...{ file: `${student}.ts`, sha256: '00', room: 'thread', ms: 12, blanks, report },
    ...changes,
  })
}
