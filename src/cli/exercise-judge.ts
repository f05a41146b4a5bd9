/** Judges the file of an exercise, whatever it is written in. Rooms and threads are opened when they are needed. */
import type { Drawn } from '../checker/drawn.ts'
import { check, openRoom, type Request, type Verdicts } from '../learner/check.ts'
import { fitting, type Thread, USUAL_MEMORY } from '../learner/starting.ts'
import type { Room } from '../room/room.ts'
import { type ExerciseVerdict, orderFor, verdictFrom } from './notebook-exercise.ts'
import { isNotebook } from './notebook-file.ts'
import { type NotebookReader, openNotebookReader } from './notebook-thread.ts'
import { broken } from './save-verdicts.ts'

export interface JudgedExercise extends ExerciseVerdict {
  readonly drawn: Verdicts['drawn']
  /** Of each of the notebook's claims, where pictures are asked for. */
  readonly drawnClaims: readonly (Drawn | null)[]
}

export interface ExerciseJudge {
  judge(request: Request): JudgedExercise
  end(): void
}

/** `isDrawn`: whether pictures are asked for; `thread`: one that was started before. */
export function openJudge(
  settings: Omit<Request, 'exercise' | 'file'>,
  cwd: string,
  isDrawn: boolean,
  thread: Thread | undefined,
): ExerciseJudge {
  let room: Room | null = null
  let reader: NotebookReader | null = null
  const inNotebook = (request: Request): JudgedExercise => {
    const order = orderFor(request, cwd, isDrawn)
    reader ??= openNotebookReader(settings.limits, thread)
    const graded = reader.grade(order)
    return { ...verdictFrom(request, graded), drawn: () => null, drawnClaims: graded.drawn }
  }
  const inScript = (request: Request): JudgedExercise => {
    const first = settings.limits.memory === USUAL_MEMORY ? fitting(thread, 'serving') : undefined
    room ??= openRoom(settings, first)
    return { ...check(request, room), notebook: null, drawnClaims: [] }
  }
  return {
    judge(request) {
      try {
        return isNotebook(request.file) ? inNotebook(request) : inScript(request)
      } catch (error) {
        const report = broken(request.exercise, request.file, request.seed, error)
        return { report, notebook: null, drawn: () => null, drawnClaims: [] }
      }
    },
    end() {
      room?.end()
      reader?.end()
    },
  }
}
