/** The questions that watch asks: what to guess before a blank, and why a gradient is right. */
import type { Graph } from '../../autograd/graph.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { type Judgement, passes, type Report } from '../../checker/report.ts'
import { factsOf, type TensorFacts } from '../../practice/facts.ts'
import { guessesAt } from '../../practice/guesses.ts'
import { familiesAt } from '../../practice/practice.ts'
import type { Quiz } from '../../practice/quiz.ts'
import { whyRight } from '../../practice/reasons.ts'
import type { Context } from '../command.ts'
import { caseOf } from '../run-forward.ts'
import type { Workspace } from '../workspace.ts'
import { keepGuess, openPractice } from './practice-file.ts'

/** A question, or why there is none. */
export type AskedQuiz =
  | { readonly kind: 'quiz'; readonly quiz: Quiz }
  | { readonly kind: 'notice'; readonly text: string }

export interface Quizzes {
  /** About the gradients that aren't right yet, one question after another. `report`: null: there is none yet. */
  guess(exercise: Exercise, report: Report | null): AskedQuiz
  /** About those that are. */
  why(exercise: Exercise, report: Report | null): AskedQuiz
  /** A wrong answer counts as the mistake that it would lead to. Gives a warning, if any. */
  answer(quiz: Quiz, place: number): string | null
}

export function openQuizzes(workspace: Workspace, context: Context): Quizzes {
  const asked = new Set<Quiz['text']>()
  const graphs = new Map<string, Graph | null>()
  /** What the last question was about. */
  let about: { id: string; blank: string } | null = null

  const factsIn = (exercise: Exercise, { name, zeroByAlgebra }: Judgement): TensorFacts | null => {
    const { id } = exercise
    if (!graphs.has(id)) graphs.set(id, caseOf(exercise, workspace, context)?.graph ?? null)
    const graph = graphs.get(id) ?? null
    const tensor = name.slice(1)
    return graph?.tensors.has(tensor) === true ? factsOf(graph, tensor, zeroByAlgebra) : null
  }
  /** The first question that wasn't asked yet; after all of them, the first one again. */
  const ask = (
    exercise: Exercise,
    rows: readonly Judgement[],
    questions: (facts: TensorFacts, row: Judgement) => readonly Quiz[],
    otherwise: string,
  ): AskedQuiz => {
    const all = rows.flatMap(row => {
      const facts = factsIn(exercise, row)
      return facts === null ? [] : questions(facts, row).map(quiz => ({ quiz, blank: row.blank }))
    })
    const keyOf = (quiz: Quiz): string => `${exercise.id} ${quiz.text}`
    if (all.every(({ quiz }) => asked.has(keyOf(quiz)))) for (const { quiz } of all) asked.delete(keyOf(quiz))
    const next = all.find(({ quiz }) => !asked.has(keyOf(quiz)))
    if (next === undefined) return { kind: 'notice', text: otherwise }
    asked.add(keyOf(next.quiz))
    about = { id: exercise.id, blank: next.blank }
    return { kind: 'quiz', quiz: next.quiz }
  }
  const gradientsOf = (report: Report | null, right: boolean): Judgement[] =>
    report?.gradients.filter(row => row.kind === 'gradient' && passes(row.verdict) === right) ?? []

  return {
    guess(exercise, report) {
      const isRight = gradientsOf(report, true).length > 0
      return ask(
        exercise,
        gradientsOf(report, false),
        guessesAt,
        isRight ? 'every gradient here is right; w asks why' : NO_GRADIENT,
      )
    },
    why(exercise, report) {
      const practice = openPractice(workspace.root).read().value
      const rows = gradientsOf(report, true)
      return ask(
        exercise,
        rows,
        (facts, { blank }) =>
          [whyRight(facts, familiesAt(practice, exercise.id, blank))].filter(quiz => quiz !== null),
        rows.length > 0
          ? 'there is no question about these gradients'
          : gradientsOf(report, false).length > 0
            ? 'no gradient is right yet; g asks you to guess'
            : NO_GRADIENT,
      )
    },
    answer(quiz, place) {
      const family = quiz.families[place]
      return about === null || family === null || family === undefined
        ? null
        : keepGuess(workspace.root, { ...about, family })
    },
  }
}

const NO_GRADIENT = 'there is no gradient to ask about here'
