/** For tests of commands: a learner who has come some way, without a check for each step of it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Exercise, partReader, pickExercise, readSolution } from '../catalogue/catalogue.ts'
import { toWhole } from '../notebook/solution.ts'
import { noteCheck, type Progress, setCurrent } from '../progress/progress.ts'
import { openStore } from '../progress/store.ts'
import { blankNames } from './ready.ts'
import { allExercises } from './workspace.ts'

const exerciseOf = (name: string) => pickExercise(allExercises(null), name, 'makemore')

/** The learner's file of an exercise. */
export const fileIn = (workspace: string, name: string): string =>
  join(workspace, 'exercises', `${exerciseOf(name).id}.ts`)

export const update = (workspace: string, change: (progress: Progress) => Progress): Progress =>
  openStore(workspace).update(change).progress

export const makeCurrent = (workspace: string, name: string): Progress =>
  update(workspace, progress => setCurrent(progress, exerciseOf(name).id))

/** A check that found these verdicts; gradients that are not named were blank. */
export function noteVerdicts(
  workspace: string,
  name: string,
  verdicts: Readonly<Record<string, string>>,
  at = new Date(),
): void {
  const exercise = exerciseOf(name)
  const gradients = Object.fromEntries(blankNames(exercise).map(blank => [blank, verdicts[blank] ?? 'blank']))
  const passed = Object.values(gradients).every(verdict => verdict === 'exact')
  update(workspace, progress => noteCheck(progress, exercise.id, { passed, gradients, at }))
}

/** A check that found everything right. */
export function notePassed(workspace: string, name: string): void {
  const right = blankNames(exerciseOf(name)).map(blank => [blank, 'exact'])
  noteVerdicts(workspace, name, Object.fromEntries(right))
}

/** An exercise with all of it filled in. */
export const wholeText = (name: string): string => wholeTextOf(exerciseOf(name))

export function wholeTextOf(exercise: Exercise): string {
  const whole = toWhole(readSolution(exercise), partReader(exercise))
  return whole.replace(/^ *\/\/ (?:end )?answer.*\n/gm, '')
}

/** Fills in all of an exercise, with `edit` as a last touch. */
export function solve(workspace: string, name: string, edit = (text: string): string => text): void {
  writeFileSync(fileIn(workspace, name), edit(wholeText(name)))
}
