import { type Exercise, hasAnswers, readSolution } from '../catalogue/catalogue.ts'
import type { Pack } from '../catalogue/pack.ts'
import { NinjaError } from '../errors.ts'
import { answerOf } from '../notebook/solution.ts'
import { codeCellsOf } from '../python/cells.ts'
import { ownLinesIn } from '../python/own-lines.ts'
import type { PairView } from '../terminal/answers.ts'
import { bodyOf } from '../text/bodies.ts'
import { sameCode } from '../text/tokens.ts'
import { blankNames } from './ready.ts'
import { pythonLinesOf } from './twin.ts'

/** Throws for an exercise whose pack went out without them. */
export function demandAnswers(exercise: Exercise): void {
  if (hasAnswers(exercise)) return
  throw new NinjaError(
    'usage',
    `there are no answers to ${exercise.id}: the pack ${exercise.pack.name} is homework, made without them`,
    'your instructor has them',
  )
}

/** Throws for a pack that went out without its answers. */
export function demandOwnAnswers({ name, blankOnly }: Pack): void {
  if (blankOnly === null) return
  throw new NinjaError(
    'usage',
    `the pack ${name} has no answers: it was made for homework`,
    'do this in the pack that it was made of',
  )
}

/** The lines that answer a gradient. */
export function answerTo(exercise: Exercise, name: string): string {
  const answer = answerOf(readSolution(exercise), name)
  if (answer === null)
    throw new NinjaError('pack', `${exercise.id}: the solution's function ${name} cannot be read`)
  return answer
}

/** The learner's lines, from the text of their file, beside the answers; none where there are no answers. */
export const pairsOf = (exercise: Exercise, text: string): PairView[] =>
  (hasAnswers(exercise) ? blankNames(exercise) : []).map(name => {
    const yours = bodyOf(text, name)
    const answer = answerTo(exercise, name)
    return { name, yours, answer, same: yours !== null && sameCode(yours, answer) }
  })

/** The same for a notebook. */
export function pairsIn(exercise: Exercise, notebook: string): PairView[] {
  const { answer } = pythonLinesOf(exercise)
  const blanks = blankNames(exercise)
  const linesOf = ownLinesIn(codeCellsOf(notebook, `${exercise.id}.ipynb`), blanks)
  return (hasAnswers(exercise) ? blanks : []).map(name => {
    const yours = linesOf(name)
    const right = answer(name)
    return { name, yours, answer: right, same: yours !== null && packed(yours) === packed(right) }
  })
}

const packed = (code: string): string => code.replace(/#.*$|\s/gm, '')
