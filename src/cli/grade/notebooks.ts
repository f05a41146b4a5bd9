/** Judges notebooks against the blanks of an exercise. They are read, in a thread of their own, and run nowhere. */
import type { Failure } from '../../checker/report.ts'
import { type JudgedFile, packed } from '../../grade/judged.ts'
import { standingOf } from '../../grade/scoring.ts'
import { traitsOf } from '../../grade/traits.ts'
import { inTime } from '../../learner/files.ts'
import { failedReport } from '../../python/report.ts'
import { problemOf } from '../errors.ts'
import { notebookTextIn } from '../notebook-file.ts'
import { type NotebookReader, openNotebookReader } from '../notebook-thread.ts'
import type { Subjects } from './exercises.ts'
import { answered, type JudgeFile, timer, tried } from './judging.ts'
import type { JudgeOrder } from './orders.ts'

export function notebookJudge(subjects: Subjects): JudgeFile {
  let reader: NotebookReader | null = null
  const findings = (order: JudgeOrder): Omit<JudgedFile, 'room' | 'ms' | 'cpu'> => {
    const { name, seed, data, limits } = order
    const exercise = subjects.exercise(order)
    try {
      const text = notebookTextIn(order.bytes, name)
      reader ??= openNotebookReader(limits, undefined)
      const file = { name, path: name, text }
      const asked = { file, seed, data, exercise: subjects.python(exercise) }
      const { blanks, drawn: _, ...graded } = reader.grade(asked)
      const traits = tried(() => inTime(() => traitsOf(text, subjects.given(exercise), 'python'), name))
      return { ...graded, blanks: graded.status === 'ungradable' ? [] : blanks, traits }
    } catch (error) {
      const report = failedReport(name, seed, failureOf(error))
      return { report, ...standingOf(report), blanks: [], traits: [] }
    }
  }
  return order =>
    answered(() => {
      const begun = timer()
      return packed({ ...findings(order), room: 'python', ...begun() })
    })
}

function failureOf(error: unknown): Failure {
  const { code, message, advice, reason } = problemOf(error)
  return { code, message, advice, reason, line: null }
}
