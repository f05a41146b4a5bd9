/** Judges strangers' files one after another: each in a room of its own, with the exercise's own side kept. */
import { type Exercise, partReader, readSolution } from '../../catalogue/catalogue.ts'
import { notesOn, reportOn } from '../../checker/check.ts'
import { examine } from '../../checker/examine.ts'
import { type Ground, prepare } from '../../checker/ground.ts'
import { type OpenFile, partsBeside, readText } from '../../checker/opening.ts'
import type { Report } from '../../checker/report.ts'
import { explainers } from '../../diagnosis/explainers.ts'
import { NinjaError } from '../../errors.ts'
import { findingsIn, packed, textsIn } from '../../grade/judged.ts'
import type { Trait } from '../../grade/record.ts'
import { traitsOf } from '../../grade/traits.ts'
import { inTime, setupOf, textIn } from '../../learner/files.ts'
import { processorTime } from '../../learner/patience.ts'
import { blanksOf } from '../../notebook/solution.ts'
import type { Room } from '../../room/room.ts'
import { broken } from '../save-verdicts.ts'
import type { Subjects } from './exercises.ts'
import type { JudgeAnswer, JudgeOrder } from './orders.ts'

/** Gives a room that nothing of another learner's was in. */
type FreshRoom = (order: JudgeOrder) => Room | Promise<Room>

export type JudgeFile = (order: JudgeOrder) => Promise<JudgeAnswer>

/** For files of TypeScript. */
export function openJudge(fresh: FreshRoom, subjects: Subjects): JudgeFile {
  const ground = keptGround()
  const reportFor = async (order: JudgeOrder, exercise: Exercise, opened: OpenFile): Promise<Report> => {
    const { name, seed } = order
    const { reading, submission } = opened
    const notes = notesOn(reading, readSolution(exercise), partReader(exercise))
    const about = { id: exercise.id, file: name, path: placeOf(exercise), seed }
    if (submission === null) return reportOn(about, reading, notes, null)
    const { own, took } = ground(exercise, order)
    const room = await fresh(order)
    try {
      room.begin(() => took)
      return reportOn(about, reading, notes, examine(own, submission, room, explainers))
    } finally {
      room.end()
    }
  }
  return order =>
    answered(async () => {
      const exercise = subjects.exercise(order)
      const { name, room } = order
      const begun = timer()
      const names = blanksOf(readSolution(exercise)).map(blank => blank.name)
      try {
        const text = textIn(order.bytes, name)
        const opened = inTime(() => openText(exercise, text), name)
        const report = await reportFor(order, exercise, opened)
        demandUsable(report)
        const traits = tried(() => inTime(() => traitsOf(text, subjects.given(exercise), 'typescript'), name))
        return packed({ ...findingsIn(report, names, textsIn(opened.reading)), traits, room, ...begun() })
      } catch (error) {
        if (error instanceof NinjaError && OURS.includes(error.code)) throw error
        const report = broken(exercise, name, order.seed, error)
        return packed({ ...findingsIn(report, names, new Map()), traits: [], room, ...begun() })
      }
    })
}

/** What comes of a file; or why no file at all can be judged. */
export async function answered(work: () => string | Promise<string>): Promise<JudgeAnswer> {
  try {
    return { kind: 'judged', json: await work() }
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message, advice = null } = error
    return { kind: 'unusable', code: code as 'pack' | 'data', message, advice }
  }
}

/** Milliseconds since it was called: by the clock, and of the processors. */
export function timer(): () => { readonly ms: number; readonly cpu: number } {
  const since = performance.now()
  const used = processorTime()
  return () => ({ ms: Math.round(performance.now() - since), cpu: Math.round(processorTime() - used) })
}

/** What is only for finding copies must not cost a verdict. */
export function tried(work: () => Trait[]): Trait[] {
  try {
    return work()
  } catch {
    return []
  }
}

/** An exercise's own side, and how long this program takes for it: made once where every student has the same seed. */
function keptGround(): (
  exercise: Exercise,
  order: JudgeOrder,
) => { readonly own: Ground; readonly took: number } {
  const kept = new Map<string, { readonly purpose: string; readonly own: Ground; readonly took: number }>()
  return (exercise, { seed, data }) => {
    const purpose = JSON.stringify([seed, data])
    const known = kept.get(exercise.id)
    if (known?.purpose === purpose) return known
    const since = performance.now()
    const own = prepare(setupOf(exercise, seed, data))
    const made = { purpose, own, took: performance.now() - since }
    kept.set(exercise.id, made)
    return made
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
