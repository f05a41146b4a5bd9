/** Runs checks one after another in rooms that were made ready before. */
import { statSync } from 'node:fs'
import { filledIn } from '../../author/filled.ts'
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import type { Drawn } from '../../checker/drawn.ts'
import type { Report } from '../../checker/report.ts'
import {
  type CheckPlace,
  check,
  checkedFor,
  judgeIn,
  openPlace,
  openRoom,
  type Request,
  type Verdicts,
} from '../../learner/check.ts'
import { openFile, openText } from '../../learner/files.ts'
import { type Thread, USUAL_MEMORY } from '../../learner/starting.ts'
import { blanksOf } from '../../notebook/solution.ts'
import type { Room } from '../../room/room.ts'
import { broken } from '../save-verdicts.ts'

/** A place that nothing of a learner's has run in. */
interface Spare {
  readonly place: CheckPlace
  /** What it was made for. */
  readonly purpose: string
}

/** What runs often gets compiled well: only then is a verdict there at once. */
const ROUNDS = 5

/** A verdict on a text that nobody wrote: one of its lines is wrong. */
export interface Rehearsed {
  readonly text: string
  readonly report: Report
  readonly drawn: ReadonlyMap<string, Drawn>
}

export interface Runner {
  /** A report for each of these. */
  run(requests: readonly Request[]): readonly Report[]
  /** What to draw of the last report, by the gradient's name: of all that there is something to draw of. */
  draw(): ReadonlyMap<string, Drawn>
  /**
   * Makes a place ready for another run like this one, as long as nothing else is to be done. `onRehearsed` is given what
   * was judged for that, and what there is to draw of it.
   */
  prepare(request: Request, onRehearsed?: (rehearsed: Rehearsed) => void): void
}

/** `thread`: one that was started before. */
export function openRunner(thread: Thread | undefined): Runner {
  let early = thread
  let spare: Spare | null = null
  let warming: NodeJS.Immediate | undefined
  /** For all that is judged in one go. */
  let shared: Room | null = null
  let last: Verdicts | null = null
  const rehearsals = new Map<string, string>()

  const roomFor = (request: Request): Room => {
    const first = request.limits.memory === USUAL_MEMORY ? early : undefined
    if (first !== undefined) early = undefined
    return openRoom(request, first)
  }

  const judge = (request: Request): Verdicts => {
    const mine = spare
    spare = null
    try {
      if (mine === null || mine.purpose !== purposeOf(request)) {
        mine?.place.room.end()
        return check(request, (shared ??= roomFor(request)))
      }
      const opened = openFile(request.exercise, request.file)
      const examined = judgeIn(mine.place, opened)
      mine.place.room.end()
      return checkedFor(request, opened, examined)
    } catch (error) {
      return { report: broken(request.exercise, request.file, request.seed, error), drawn: () => null }
    }
  }
  const rehearse = (
    place: CheckPlace,
    request: Request,
    rounds: number,
    onRehearsed: (rehearsed: Rehearsed) => void,
  ): void => {
    if (spare?.place !== place) return
    const { exercise } = request
    const text = rehearsals.get(exercise.id) ?? rehearsalOf(exercise)
    rehearsals.set(exercise.id, text)
    // Another text each time: one that was read before isn't read again.
    const opened = openText(exercise, `${text}\n// ${rounds}`, exercise.solution)
    const verdicts = checkedFor(request, opened, judgeIn(place, opened))
    const rehearsed = { text, report: verdicts.report, drawn: drawnOf(verdicts) }
    if (rounds === 1) onRehearsed(rehearsed)
    // In between, what the one that watches has to say is heard.
    else warming = setImmediate(() => rehearse(place, request, rounds - 1, onRehearsed))
  }
  return {
    run(requests) {
      clearImmediate(warming)
      try {
        return requests.map(request => {
          last = judge(request)
          return last.report
        })
      } finally {
        shared?.end()
        shared = null
      }
    },
    draw: () => (last === null ? new Map() : drawnOf(last)),
    prepare(request, onRehearsed = () => {}) {
      const purpose = purposeOf(request)
      if (spare?.purpose === purpose) return
      spare?.place.room.end()
      spare = null
      const room = roomFor(request)
      try {
        const place = openPlace(request, room)
        spare = { place, purpose }
        rehearse(place, request, ROUNDS, onRehearsed)
      } catch {
        room.end() // the run itself will say what is the matter
      }
    },
  }
}

function drawnOf({ report, drawn }: Verdicts): ReadonlyMap<string, Drawn> {
  const all = report.gradients.map(({ name }) => [name, drawn(name)] as const)
  return new Map(all.filter((one): one is readonly [string, Drawn] => one[1] !== null))
}

/** The answers, one of them spoilt so that there is a mistake to recognise. */
function rehearsalOf(exercise: Exercise): string {
  const first = blanksOf(readSolution(exercise))[0]?.name ?? ''
  const spoilt = /^d\w+$/.test(first) ? `\n{ const right = ${first}; ${first} = s => right(s).mul(2) }\n` : ''
  return filledIn(exercise) + spoilt
}

/** A place knows the exercise, its numbers and its list of names. */
function purposeOf({ exercise, seed, data }: Request): string {
  const stamp = statSync(data, { throwIfNoEntry: false })
  return [exercise.id, seed, data, stamp?.mtimeMs, stamp?.size, stamp?.ino].join('\n')
}
