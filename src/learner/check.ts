/** A check as its caller sees it: an exercise and a learner's file in, a report out, whatever is in the file. */
import { resolve } from 'node:path'
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { notesOn, reportOn } from '../checker/check.ts'
import type { Drawn } from '../checker/drawn.ts'
import { type Examined, examine } from '../checker/examine.ts'
import { type Ground, prepare } from '../checker/ground.ts'
import type { OpenFile } from '../checker/opening.ts'
import type { Report } from '../checker/report.ts'
import { explainers } from '../diagnosis/explainers.ts'
import type { Room } from '../room/room.ts'
import { openFile, openText, setupOf } from './files.ts'
import type { Limits } from './patience.ts'
import type { Thread } from './starting.ts'
import { openThreadRoom } from './thread.ts'

export interface Request {
  readonly exercise: Exercise
  readonly file: string
  readonly seed: number
  /** The file with the list of names. */
  readonly data: string
  readonly limits: Limits
  /** The program of the thread that the learner's code runs in. */
  readonly program: string
}

/** Where a learner's functions are tried: a room that nothing of another learner's has run in, and the exercise itself. */
export interface CheckPlace {
  readonly room: Room
  readonly ground: Ground
}

/** `thread`: one that was started before. */
export const openRoom = ({ program, limits }: Pick<Request, 'program' | 'limits'>, thread?: Thread): Room =>
  openThreadRoom(program, limits, thread)

export function openPlace({ exercise, seed, data }: Omit<Request, 'file'>, room: Room): CheckPlace {
  const since = performance.now()
  const ground = prepare(setupOf(exercise, seed, data))
  const took = performance.now() - since
  room.begin(() => took)
  return { room, ground }
}

/** A verdict on a file, and what to draw of it, by the gradient's name. */
export interface Verdicts {
  readonly report: Report
  readonly drawn: (name: string) => Drawn | null
}

/** The verdict on a file. Throws what is the matter with it, if it cannot even be read. */
export function check(request: Request, room: Room): Verdicts {
  const opened = openFile(request.exercise, request.file)
  return checkedFor(request, opened, judgeIn(openPlace(request, room), opened))
}

/** The same on a text, as if it were in the file. */
export function checkText(request: Request, text: string, room: Room): Verdicts {
  const opened = openText(request.exercise, text, resolve(request.file))
  return checkedFor(request, opened, judgeIn(openPlace(request, room), opened))
}

export const checkedFor = (
  request: Parameters<typeof reportFor>[0],
  opened: OpenFile,
  examined: Examined | null,
): Verdicts => ({ report: reportFor(request, opened, examined), drawn: examined?.drawn ?? (() => null) })

/** Null where not even parts of the file can be read. */
export const judgeIn = ({ room, ground }: CheckPlace, { submission }: OpenFile): Examined | null =>
  submission === null ? null : examine(ground, submission, room, explainers)

export function reportFor(
  { exercise, file, seed }: Pick<Request, 'exercise' | 'file' | 'seed'>,
  { reading }: OpenFile,
  examined: Examined | null,
): Report {
  const notes = notesOn(reading, readSolution(exercise), partReader(exercise))
  return reportOn({ id: exercise.id, file, path: resolve(file), seed }, reading, notes, examined)
}
