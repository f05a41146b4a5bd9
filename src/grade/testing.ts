/** For tests: files of a small class, judged here, and what is left of them in records. */
import { exerciseWith, reported } from '../checker/text/testing.ts'
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

/** The file of log loss with these lines. */
export const fileWith = ({ dlogprobs, dprobs }: Partial<typeof right>): string => {
  const text = exerciseWith(logLoss.id, 'dlogprobs', dlogprobs ?? 'return TODO()')
  return dprobs === undefined ? text : text.replace(/return TODO\(\)(?![\s\S]*return TODO\(\))/, dprobs)
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
    ...{ report: reported(logLoss.id, text), texts: new Map(), traits: [], room: 'thread', ms: 12 },
  }),
  ...changes,
})
