/** A check in a page's worker: an exercise and a learner's text in, a verdict and what to draw of it out. */
import { type Exercise, partReader, readSolution } from '../../catalogue/catalogue.ts'
import { notesOn, reportOn } from '../../checker/check.ts'
import type { Drawn } from '../../checker/drawn.ts'
import { examine } from '../../checker/examine.ts'
import { type Ground, mainCase, prepare } from '../../checker/ground.ts'
import { type OpenFile, partsBeside, readText, setupIn, tooLongToRead } from '../../checker/opening.ts'
import type { Report } from '../../checker/report.ts'
import { parseNames } from '../../dataset/names.ts'
import { explainers } from '../../diagnosis/explainers.ts'
import { NinjaError } from '../../errors.ts'
import type { Compile } from '../../room/loading.ts'
import type { Onlooker } from '../../room/own-realm.ts'
import type { Room } from '../../room/room.ts'
import { Stopped } from '../../room/side.ts'
import type { BatchView, CheckedView } from '../contract.ts'
import { lettersIn } from '../letters.ts'
import { exerciseFrom } from './exercise.ts'
import type { ExerciseTexts, HandedIn } from './messages.ts'
import { SEED } from './seed.ts'

export interface JudgingPlace {
  readonly room: Room
  readonly steps: Onlooker
  readonly compile: Compile
}

/** An exercise made ready, and how long that took in milliseconds. */
export interface ReadyExercise {
  readonly exercise: Exercise
  readonly ground: Ground
  readonly letters: BatchView | null
  readonly took: number
}

export function makeReady(
  { compile, steps }: Omit<JudgingPlace, 'room'>,
  texts: ExerciseTexts,
  names: string,
): ReadyExercise {
  const since = performance.now()
  const exercise = exerciseFrom(texts)
  const surroundings = { compile, limit: steps.run, names: () => names, origin: 'names.txt' }
  const ground = prepare(setupIn(surroundings, exercise, SEED))
  const took = performance.now() - since
  return { exercise, ground, letters: lettersIn(mainCase(ground), parseNames(names).vocabulary), took }
}

export function checkIn(
  { room, steps }: JudgingPlace,
  { exercise, ground, letters, took }: ReadyExercise,
  handed: HandedIn,
): CheckedView {
  const { text, file } = handed
  room.begin(() => took)
  const about = { id: exercise.id, file, path: file, seed: SEED }
  const opened = unlessFailed(() => openText(steps, exercise, text, file))
  if ('code' in opened)
    return { report: failedReport(about, opened), drawn: new Map(), letters, notebook: null }
  const { reading, submission } = opened
  const examined = submission === null ? null : examine(ground, submission, room, explainers)
  const notes = notesOn(reading, readSolution(exercise), partReader(exercise))
  const report = withoutOptions(reportOn(about, reading, notes, examined))
  const drawn = report.gradients.flatMap(({ name }): [string, Drawn][] => {
    const own = examined?.drawn(name) ?? null
    return own === null ? [] : [[name, own]]
  })
  return { report, drawn: new Map(drawn), letters, notebook: null }
}

/** A page has no options of a command. */
export const withoutOptions = (report: Report): Report => ({
  ...report,
  gradients: report.gradients.map(row => ({
    ...row,
    advice: row.advice === null ? null : withoutOption(row.advice),
  })),
})

const withoutOption = (advice: string): string =>
  advice
    .split(/(?<=[.?]) /)
    .filter(sentence => !/ --[a-z]/.test(sentence))
    .join(' ')

/** Throws what is the matter with it. */
export function openText(steps: Onlooker, exercise: Exercise, text: string, file: string): OpenFile {
  if (text.trim() === '') throw new NinjaError('exercise', `${file} is empty`, undefined, 'empty')
  if (text.length > LARGEST)
    throw new NinjaError('exercise', `${file} is too large for an exercise`, undefined, 'too large')
  try {
    return steps.run(() => readText(exercise, text, file, partsBeside(exercise, file)))
  } catch (error) {
    throw error instanceof Stopped ? tooLongToRead(file) : error
  }
}

/** Characters: ten times what the longest exercise has. */
const LARGEST = 2 ** 18

function unlessFailed<T>(work: () => T): T | NinjaError {
  try {
    return work()
  } catch (error) {
    if (error instanceof NinjaError) return error
    throw error
  }
}

const failedReport = (
  about: Pick<Report, 'file' | 'seed'> & { readonly id: string },
  { code, message, advice, reason }: NinjaError,
): Report => ({
  version: 1,
  exercise: about.id,
  file: about.file,
  passed: false,
  seed: about.seed,
  sizes: {},
  gradients: [],
  notes: [],
  printed: [],
  picture: null,
  error: { code, message, advice: advice ?? null, line: null, reason: reason ?? null },
})
