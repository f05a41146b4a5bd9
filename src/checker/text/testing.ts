/** For tests: what a whole check says of a function, with the learner's side in this very realm. */
import { fileURLToPath } from 'node:url'
import { pickExercise } from '../../catalogue/catalogue.ts'
import { freshExercise } from '../../cli/files.ts'
import { allExercises } from '../../cli/workspace.ts'
import { explainers } from '../../diagnosis/explainers.ts'
import { compile, openText, setupOf } from '../../learner/files.ts'
import { openOwnRoom, unwatched } from '../../room/own-realm.ts'
import { definitionsIn, lineOfBlank } from '../../text/definitions.ts'
import { readable } from '../../text/salvage.ts'
import { notesOn, reportOn } from '../check.ts'
import { examine } from '../examine.ts'
import { type Ground, prepare } from '../ground.ts'
import type { Judgement, Report } from '../report.ts'

const data = fileURLToPath(new URL('../../../exercises/data/names.txt', import.meta.url))
const grounds = new Map<string, Ground>()

/** The exercise with other lines in place of `return TODO()` in one function. `above`: put in front of the file. */
export function exerciseWith(id: string, name: string, lines: string, above = ''): string {
  const text = freshExercise(pickExercise(allExercises(null), id, 'makemore'))
  const blank = lineOfBlank(definitionsIn(readable(text).source!).get(name)!.code!)!
  const filled = text
    .split('\n')
    .flatMap((line, i) =>
      i === blank - 1 ? lines.split('\n').map(own => line.replace(/\S.*/, () => own)) : [line],
    )
  return `${above}${filled.join('\n')}`
}

/** What a check of a text says. */
export function reported(id: string, text: string): Report {
  const exercise = pickExercise(allExercises(null), id, 'makemore')
  const ground = grounds.get(exercise.id) ?? prepare(setupOf(exercise, 42, data))
  grounds.set(exercise.id, ground)
  const path = `/learner/${exercise.id}.ts`
  const { reading, submission } = openText(exercise, text, path)
  const examined =
    submission === null ? null : examine(ground, submission, openOwnRoom(compile, unwatched).room, explainers)
  const { readPart, solution } = { readPart: () => null, solution: freshExercise(exercise) }
  return reportOn(
    { id: exercise.id, file: path, path, seed: 42 },
    reading,
    notesOn(reading, solution, readPart as never),
    examined,
  )
}

/** What is said of a function with these lines in it. */
export const judgementOf = (id: string, name: string, lines: string, above = ''): Judgement =>
  reported(id, exerciseWith(id, name, lines, above)).gradients.find(({ blank }) => blank === name)!

/** All of it, as one text. */
export function saidOf({ message, advice, diagnosis }: Judgement): string {
  return diagnosis?.message ?? [message, advice].filter(one => one !== null).join(' | ')
}
