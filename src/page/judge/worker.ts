/** The program of the worker that judges exercises. It closes its realm first: a learner's code runs in it. */
import { openOwnRoom } from '../../room/own-realm.ts'
import { closeRealm } from '../../room/realm.ts'
import { checkIn, makeReady, type ReadyExercise } from './check.ts'
import { compile } from './compile.ts'
import type { ExerciseTexts } from './messages.ts'
import { serve } from './serving.ts'

serve(({ steps }) => {
  const { room, console } = openOwnRoom(compile, steps)
  closeRealm(console)
  let ready: ReadyExercise | null = null
  const readyFor = (exercise: ExerciseTexts, names: string): ReadyExercise => {
    if (ready?.exercise.id !== exercise.id) ready = makeReady({ compile, steps }, exercise, names)
    return ready
  }
  return job => {
    if (job.do === 'prepare') readyFor(job.exercise, job.names)
    return job.do === 'check'
      ? checkIn({ room, steps, compile }, readyFor(job.exercise, job.names), job.handed)
      : null
  }
})
