/** Whether what an answer needs has been shown before it is needed. */
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import * as door from '../index.ts'
import { answerOf, blanksOf, toExercise } from '../notebook/solution.ts'
import { Tensor } from '../tensor/tensor.ts'
import { withoutImports } from '../text/imports.ts'
import { type Flaw, found } from './flaw.ts'

const operations = new Set([
  ...Object.getOwnPropertyNames(Tensor.prototype).filter(name => name !== 'constructor'),
  ...Object.keys(door),
])

/** An operation that an answer needs, that no text or code up to here shows, and that a later exercise does show. */
export function judgeOperations(exercise: Exercise, track: readonly Exercise[]): Flaw[] {
  const at = track.findIndex(({ id }) => id === exercise.id)
  const before = new Set(track.slice(0, at + 1).flatMap(one => [...shownIn(one)]))
  const solution = readSolution(exercise)
  return blanksOf(solution).flatMap(({ name, hints }) => {
    const needed = operationsIn((answerOf(solution, name) ?? '').replace(/'[^'\n]*'/g, ''))
    const hinted = operationsIn(hints.join('\n'))
    return [...needed].flatMap(operation => {
      if (before.has(operation) || hinted.has(operation)) return []
      const later = track.slice(at + 1).find(one => shownIn(one).has(operation))
      return later === undefined
        ? []
        : [
            found(
              exercise.id,
              'operations',
              `${name} needs ${operation}, which ${later.id} is the first to show`,
              'show it in the text of this exercise, or change the order',
            ),
          ]
    })
  })
}

/** The operations that the learner's file has in its text or its code. */
function shownIn(exercise: Exercise): Set<string> {
  try {
    return operationsIn(toExercise(readSolution(exercise), partReader(exercise)))
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return new Set() // what is not well formed is told of that exercise
  }
}

/** An import shows nothing. */
const operationsIn = (text: string): Set<string> =>
  new Set((withoutImports(text).match(/[A-Za-z_]\w*/g) ?? []).filter(word => operations.has(word)))
