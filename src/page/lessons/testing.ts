/** For tests: lessons of the built-in exercises. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Exercise, findExercises } from '../../catalogue/catalogue.ts'
import type { Case } from '../../checker/gradient/case.ts'
import { prepare } from '../../checker/ground.ts'
import { layout } from '../../graph/layout.ts'
import { setupOf } from '../../learner/files.ts'
import { readPack } from '../../learner/packs.ts'
import type { LessonView } from '../contract.ts'
import { mathOf } from './formula.ts'
import { type Crafts, lessonOf } from './lesson.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export const all = findExercises([readPack(root)])

export const exerciseOf = (id: string): Exercise => all.find(exercise => exercise.id === id)!

export function caseOf(exercise: Exercise): Case | null {
  const ground = prepare(setupOf(exercise, 42, `${root}/exercises/data/names.txt`))
  if ('failure' in ground) throw new Error(ground.failure.message)
  return ground.cases[0] ?? null
}

export const crafts: Crafts = { lay: layout, mathOf }

export const lessonFor = (id: string): LessonView => lessonOf(exerciseOf(id), caseOf(exerciseOf(id)), crafts)

export const generated = (id: string): string => readFileSync(`${root}/exercises/${id}.ts`, 'utf8')
