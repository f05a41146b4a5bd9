/** Judges a line of the bank in an otherwise right notebook: the Python twin of its exercise. */
import { readFileSync } from 'node:fs'
import { partReader, pickExercise, pythonInputs, readSolution } from '../../catalogue/catalogue.ts'
import { twinFor } from '../../cli/twin.ts'
import { allExercises } from '../../cli/workspace.ts'
import type { WrongRow } from '../../diagnosis/bank/lines.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import { hasCheck, toWhole } from '../../notebook/solution.ts'
import { type ParsedText, sourceOf } from '../../text/source.ts'
import { type JudgedNotebook, judgeNotebook, withoutStarts } from '../judging.ts'
import { type NotebookReport, reportOn } from '../report.ts'
import { answerInPython } from '../twin.ts'
import { lineInPython } from './lines.ts'

const names = readFileSync(new URL('../../../exercises/data/names.txt', import.meta.url), 'utf8')
  .split('\n')
  .slice(0, 120)
const texts = {
  all: () => `${names.join('\n')}\n`,
  fewLetters: () => `${names.filter(name => /^[a-l]+$/.test(name)).join('\n')}\n`,
}

const exercises = allExercises(null)

/** Of the exercises, those that have a twin. */
export const twins: readonly string[] = exercises
  .filter(one => pythonInputs(one) !== null && !hasCheck(readSolution(one)))
  .map(({ id }) => id)

const known = new Map<string, (name: string) => string>()

/** The answers of an exercise in Python, by the names of its blanks. */
export function answersOf(id: string): (name: string) => string {
  const before = known.get(id)
  if (before !== undefined) return before
  const exercise = pickExercise(exercises, id, 'makemore')
  const whole = sourceOf(toWhole(readSolution(exercise), partReader(exercise))) as ParsedText
  const found = (name: string): string => answerInPython(whole, name)
  known.set(id, found)
  return found
}

/** The twin with these answers, judged. */
export function judged(id: string, answer: (name: string) => string | null): JudgedNotebook {
  const cells = twinFor(pickExercise(exercises, id, 'makemore'), answer).filter(({ kind }) => kind === 'code')
  const code = cells.map(({ text }, i) => ({ number: i + 1, text, above: 0 }))
  return withoutStarts(judgeNotebook(code, { seed: 42, texts, diagnose }))
}

export interface PythonTrial {
  readonly row: WrongRow
  readonly code: string
  readonly judged: JudgedNotebook
  readonly report: NotebookReport
}

export function tryInPython(row: WrongRow): PythonTrial {
  const answer = answersOf(row.exercise)
  const code = lineInPython(row, answer(row.of))
  const found = judged(row.exercise, name => (name === row.of ? code : answer(name)))
  return { row, code, judged: found, report: reportOn(found, 'homework.py', 42) }
}
