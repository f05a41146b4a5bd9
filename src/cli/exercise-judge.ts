/** Judges the file of an exercise, whatever it is written in. Rooms and threads are opened when they are needed. */
import { check, openRoom, type Request, type Verdicts } from '../learner/check.ts'
import { fitting, type Thread, USUAL_MEMORY } from '../learner/starting.ts'
import type { Room } from '../room/room.ts'
import { type ExerciseVerdict, orderFor, verdictFrom } from './notebook-exercise.ts'
import { isNotebook } from './notebook-file.ts'
import { type NotebookReader, openNotebookReader } from './notebook-thread.ts'
import { broken } from './save-verdicts.ts'

export interface JudgedExercise extends ExerciseVerdict {
  readonly drawn: Verdicts['drawn']
}

export interface ExerciseJudge {
  judge(request: Request): JudgedExercise
  end(): void
}

/** `thread`: one that was started before. */
export function openJudge(
  settings: Omit<Request, 'exercise' | 'file'>,
  cwd: string,
  thread: Thread | undefined,
): ExerciseJudge {
  let room: Room | null = null
  let reader: NotebookReader | null = null
  const inNotebook = (request: Request): JudgedExercise => {
    const order = orderFor(request, cwd)
    reader ??= openNotebookReader(settings.limits, thread)
    return { ...verdictFrom(request, reader.grade(order)), drawn: () => null }
  }
  const inScript = (request: Request): JudgedExercise => {
    const first = settings.limits.memory === USUAL_MEMORY ? fitting(thread, 'serving') : undefined
    room ??= openRoom(settings, first)
    return { ...check(request, room), notebook: null }
  }
  return {
    judge(request) {
      try {
        return isNotebook(request.file) ? inNotebook(request) : inScript(request)
      } catch (error) {
        const report = broken(request.exercise, request.file, request.seed, error)
        return { report, notebook: null, drawn: () => null }
      }
    },
    end() {
      room?.end()
      reader?.end()
    },
  }
}
