/** What a learner is asked about the gradients of a verdict: before a blank, and after it. */
import { type Judgement, passes } from '../checker/report.ts'
import type { TensorFacts } from './facts.ts'
import { guessesAt } from './guesses.ts'
import type { Quiz } from './quiz.ts'
import { whyRight } from './reasons.ts'

/** About gradients that aren't right yet: what they will be like. About those that are: why. */
export type QuizKind = 'guess' | 'why'

export interface BlankQuiz {
  readonly quiz: Quiz
  /** What it is about: an exercise and a blank in it. */
  readonly id: string
  readonly blank: string
}

/** Why nothing can be asked. */
export type Silence = 'nothing judged' | 'no gradient' | 'nothing right' | 'all right' | 'no question'

export type NextQuiz =
  /** `isOnly`: there is no other one. */
  | ({ readonly kind: 'quiz'; readonly isOnly: boolean } & BlankQuiz)
  | { readonly kind: 'silence'; readonly silence: Silence }

/** What questions are made of. */
export interface Askable {
  /** The exercise. */
  readonly id: string
  /** Of a verdict, in the order in which they are asked about. */
  readonly gradients: readonly Judgement[]
  /** By the gradient's name; null where the forward pass doesn't have its tensor. */
  readonly factsOf: (name: string) => TensorFacts | null
  /** What this learner got wrong here before, by blank: families, the latest first. */
  readonly mistakes: Readonly<Record<string, readonly string[]>>
}

/** Remembers what it asked: all questions come once before the first one comes again. */
export function openAsking(): (kind: QuizKind, askable: Askable) => NextQuiz {
  const asked = new Set<string>()
  return (kind, askable) => {
    const all = questionsIn(kind, askable)
    if (all.every(one => asked.has(keyOf(one)))) for (const one of all) asked.delete(keyOf(one))
    const next = all.find(one => !asked.has(keyOf(one)))
    if (next === undefined) return { kind: 'silence', silence: silenceIn(kind, askable) }
    asked.add(keyOf(next))
    return { kind: 'quiz', isOnly: all.length === 1, ...next }
  }
}

/** Whether there is a question of this kind. */
export const isAskable = (kind: QuizKind, askable: Askable): boolean =>
  // Each gradient has a shape to ask about.
  kind === 'guess' ? gradientsIn(askable, false).length > 0 : questionsIn(kind, askable).length > 0

const keyOf = ({ id, quiz }: BlankQuiz): string => `${id} ${quiz.text}`

const gradientsIn = ({ gradients }: Askable, areRight: boolean): Judgement[] =>
  gradients.filter(({ kind, verdict }) => kind === 'gradient' && passes(verdict) === areRight)

function questionsIn(kind: QuizKind, askable: Askable): BlankQuiz[] {
  const gradients = gradientsIn(askable, kind === 'why')
  // What was got wrong before may have to be read from a file.
  if (gradients.length === 0) return []
  const { id, factsOf, mistakes } = askable
  return gradients.flatMap(({ name, blank, zeroByAlgebra }) => {
    const facts = factsOf(name)
    if (facts === null) return []
    const before = Object.hasOwn(mistakes, blank) ? mistakes[blank] : []
    const quizzes = kind === 'guess' ? guessesAt(facts, zeroByAlgebra) : [whyRight(facts, before)]
    return quizzes.flatMap(quiz => (quiz === null ? [] : [{ quiz, id, blank }]))
  })
}

function silenceIn(kind: QuizKind, askable: Askable): Silence {
  const [right, open] = [gradientsIn(askable, true).length, gradientsIn(askable, false).length]
  if (askable.gradients.length === 0) return 'nothing judged'
  if (right + open === 0) return 'no gradient'
  if (kind === 'guess' && open === 0) return 'all right'
  return kind === 'why' && right === 0 ? 'nothing right' : 'no question'
}
