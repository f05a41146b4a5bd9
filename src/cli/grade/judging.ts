/** Judges strangers' files one after another: each in a room of its own, with the exercise's own side kept. */
import { type Exercise, partReader, readSolution } from '../../catalogue/catalogue.ts'
import { notesOn, reportOn } from '../../checker/check.ts'
import { examine } from '../../checker/examine.ts'
import { type Ground, prepare } from '../../checker/ground.ts'
import { type OpenFile, partsBeside, readText } from '../../checker/opening.ts'
import type { Report } from '../../checker/report.ts'
import { explainers } from '../../diagnosis/explainers.ts'
import { NinjaError } from '../../errors.ts'
import { type JudgedFile, textsIn } from '../../grade/judged.ts'
import { inTime, setupOf, textIn } from '../../learner/files.ts'
import { startThread, type Thread } from '../../learner/starting.ts'
import { openThreadRoom } from '../../learner/thread.ts'
import type { Room } from '../../room/room.ts'
import { broken } from '../save-verdicts.ts'
import { programOf } from '../settings.ts'
import { exercisesAround } from './exercises.ts'
import type { GradeOrder } from './orders.ts'

export interface Grader {
  /** @throws NinjaError 'pack' or 'data' where no file at all can be judged. */
  judge(order: GradeOrder): JudgedFile
  end(): void
}

/** The exercise's own side, and how long this program takes for it. */
interface Prepared {
  readonly purpose: string
  readonly ground: Ground
  readonly took: number
}

export function openGrader(): Grader {
  let prepared: Prepared | null = null
  let spare: Thread | null = null
  const exercises = new Map<string, Exercise>()

  const exerciseOf = ({ cwd, exercise }: GradeOrder): Exercise => {
    if (exercises.size === 0) for (const one of exercisesAround(cwd)) exercises.set(one.id, one)
    return exercises.get(exercise)!
  }
  const groundFor = (exercise: Exercise, { seed, data }: GradeOrder): Prepared => {
    const purpose = JSON.stringify([exercise.id, seed, data])
    if (prepared?.purpose === purpose) return prepared
    const since = performance.now()
    const ground = prepare(setupOf(exercise, seed, data))
    prepared = { purpose, ground, took: performance.now() - since }
    return prepared
  }
  /** A thread that no learner's code was in. The next one gets ready meanwhile. */
  const roomFor = ({ limits }: GradeOrder): Room => {
    const program = programOf('room')
    const first = spare ?? startThread(program, limits.memory)
    spare = startThread(program, limits.memory)
    return openThreadRoom(program, limits, first)
  }
  const reportFor = (order: GradeOrder, exercise: Exercise, opened: OpenFile): Report => {
    const { name, seed } = order
    const { reading, submission } = opened
    const solution = readSolution(exercise)
    const notes = notesOn(reading, solution, partReader(exercise))
    const about = { id: exercise.id, file: name, path: placeOf(exercise), seed }
    if (submission === null) return reportOn(about, reading, notes, null)
    const { ground, took } = groundFor(exercise, order)
    const room = roomFor(order)
    try {
      room.begin(() => took)
      return reportOn(about, reading, notes, examine(ground, submission, room, explainers))
    } finally {
      room.end()
    }
  }
  return {
    judge(order) {
      const since = performance.now()
      const exercise = exerciseOf(order)
      const { room } = order
      const done = (report: Report, texts: ReadonlyMap<string, string>): JudgedFile => ({
        report,
        texts,
        traits: [],
        room,
        ms: Math.round(performance.now() - since),
      })
      try {
        const text = textIn(order.bytes, order.name)
        const opened = inTime(() => openText(exercise, text), order.name)
        const report = reportFor(order, exercise, opened)
        demandUsable(report)
        return done(report, textsIn(opened.reading))
      } catch (error) {
        if (error instanceof NinjaError && OURS.includes(error.code)) throw error
        return done(broken(exercise, order.name, order.seed, error), new Map())
      }
    },
    end() {
      void spare?.worker.terminate()
    },
  }
}

/** Nothing beside a stranger's file is read: what it may import are the exercise's own parts. */
function openText(exercise: Exercise, text: string): OpenFile {
  const path = placeOf(exercise)
  return readText(exercise, text, path, partsBeside(exercise, path))
}

/** What every file is called in the engine's stacks, so that no stranger's file name gets there. */
const placeOf = ({ id }: Exercise): string => `/${id.split('/')[1]}.ts`

const OURS: readonly string[] = ['pack', 'data']

function demandUsable({ error }: Report): void {
  if (error?.code === 'pack' || error?.code === 'data')
    throw new NinjaError(error.code, error.message, error.advice ?? undefined)
}
