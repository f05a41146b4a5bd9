/** Notebooks to grade: the Python twins of the exercises, solved, and changed. */
import { readFileSync } from 'node:fs'
import { pickExercise } from '../../catalogue/catalogue.ts'
import { twinFor } from '../../cli/twin.ts'
import { allExercises } from '../../cli/workspace.ts'
import { answersOf } from '../../python/bank/trial.ts'
import { textsFrom } from '../../python/sizes.ts'
import { scriptOf } from '../../python/twin.ts'
import { courseFile, type GradedNotebook, gradeNotebook } from '../notebook.ts'
import { type PythonExercise, pythonExerciseOf } from '../python-exercise.ts'

const exercises = allExercises(null)
const named = (id: string) => pickExercise(exercises, id, 'makemore')

const names = readFileSync(new URL('../../../exercises/data/names.txt', import.meta.url), 'utf8')
export const courseTexts = textsFrom(courseFile(plain => (plain === 'names.txt' ? names : null)))

const known = new Map<string, PythonExercise | null>()

export function exerciseFor(id: string): PythonExercise | null {
  if (!known.has(id)) known.set(id, pythonExerciseOf(named(id)))
  return known.get(id)!
}

/** The notebook that `ninja notebook` writes, with these answers; without, all of them right. */
export const solved = (id: string, answer: (name: string) => string | null = answersOf(id)): string =>
  scriptOf(twinFor(named(id), answer), named(id).id)

export const graded = (id: string, text: string, seed = 42, file = 'ada.py'): GradedNotebook =>
  gradeNotebook({ text, file, seed, texts: courseTexts, exercise: exerciseFor(id) })

/** Another text in place of this one, which must be there. */
export function replaced(text: string, ...changes: readonly (readonly [string | RegExp, string])[]): string {
  return changes.reduce((now, [from, to]) => {
    const made = now.replace(from, () => to)
    if (made === now) throw new Error(`there is no ${from} in it`)
    return made
  }, text)
}

/** How many blanks have which verdict: `26 exact`; where nothing is graded, why. */
export function outcome({ status, reason, blanks }: GradedNotebook): string {
  const counts = new Map<string, number>()
  for (const { verdict } of blanks) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  const all = [...counts].map(([verdict, many]) => `${many} ${verdict}`).join(', ')
  return status === 'graded' ? all : status === 'held' ? `held: ${all}` : `${status}: ${reason}`
}
