/** The program of the worker that makes tasks to practise on. Nothing of a learner's runs in it. */
import { mainCase, prepare } from '../../checker/ground.ts'
import { setupIn } from '../../checker/opening.ts'
import { draw, kinds, madeFrom } from '../../drill/kinds.ts'
import { layout } from '../../graph/layout.ts'
import { beginSession } from '../../practice/session.ts'
import type { LessonFile } from '../host/course.ts'
import { lessonOf } from '../lessons/lesson.ts'
import { compile } from './compile.ts'
import { exerciseFrom } from './exercise.ts'
import type { GoneTask, TaskName } from './messages.ts'
import { SEED } from './seed.ts'
import { serve } from './serving.ts'
import type { WatchedSteps } from './steps.ts'

serve(({ steps }) => job => {
  if (job.do === 'begin') return beginSession(job.practice, { ...job.plan, kinds, draw })
  return job.do === 'task' ? taskFile(job.task, steps) : null
})

/** No task asks for names, but a list of none is refused. */
const UNUSED = 'anna'

function taskFile(task: TaskName, steps: WatchedSteps): LessonFile | GoneTask {
  const made = madeFrom(task)
  if (made === null) return { isGone: true }
  const files = { [`solutions/${task.id}.ts`]: made.source }
  const exercise = exerciseFrom({ id: task.id, files })
  const surroundings = { compile, limit: steps.run, names: () => UNUSED, origin: 'names.txt' }
  const ground = prepare(setupIn(surroundings, exercise, SEED))
  if ('failure' in ground) throw new Error(`${task.id}: ${ground.failure.message}`)
  const found = mainCase(ground)
  // Their texts have no formulas.
  return { lesson: lessonOf(exercise, found, { lay: layout, mathOf: tex => tex }), files }
}
