/** Answers that can be read in the exercises themselves: in the text of a later one, or in hints. Build warns of them. */
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import { answerOf, blanksOf } from '../../notebook/solution.ts'
import { bodyOf } from '../../text/bodies.ts'
import { sameCode } from '../../text/tokens.ts'
import { blankVersion } from '../filled.ts'
import { isReadIn } from './leaks.ts'

export interface ShownAnswers {
  /** The exercise that asks for them. */
  readonly of: string
  /** The exercise in which they can be read; it may be the same. */
  readonly by: string
  readonly blanks: readonly string[]
}

/** Only what is worth finding out counts: an answer of one short word is shown by many. */
const SHORTEST = 20

export function shownAnswers(exercises: readonly Exercise[]): ShownAnswers[] {
  const texts = exercises.map(blankVersion)
  return exercises.flatMap(exercise => {
    const solution = readSolution(exercise)
    const answers = [...new Set(blanksOf(solution).map(({ name }) => name))].flatMap(name => {
      const answer = answerOf(solution, name)
      return answer === null ? [] : [{ name, answer }]
    })
    const own = [blankVersion(exercise), ...blanksOf(solution).flatMap(({ hints }) => hints)].join('\n')
    return exercises.flatMap((other, i) => {
      const blanks = answers.filter(({ name, answer }) => {
        if (other === exercise) return isReadIn(own, solution, name)
        if (answer.length < SHORTEST) return false
        const body = texts[i].includes(name.split('.').at(-1)!) ? bodyOf(texts[i], name) : null
        return body !== null && sameCode(body, answer)
      })
      const names = blanks.map(({ name }) => name)
      return names.length === 0 ? [] : [{ of: exercise.id, by: other.id, blanks: names }]
    })
  })
}
