/** The questions that watch asks: what to guess before a blank, and why a gradient is right. */
import type { Graph } from '../../autograd/graph.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { type Judgement, passes, type Report } from '../../checker/report.ts'
import { once } from '../../once.ts'
import { factsOf, type TensorFacts } from '../../practice/facts.ts'
import { guessesAt } from '../../practice/guesses.ts'
import { familiesAt } from '../../practice/practice.ts'
import type { Quiz } from '../../practice/quiz.ts'
import { whyRight } from '../../practice/reasons.ts'
import type { Context } from '../command.ts'
import { caseOf } from '../run-forward.ts'
import type { Workspace } from '../workspace.ts'
import { keepGuess, openPractice } from './practice-file.ts'

/** A question, and what asks another one (null: there is no other); or why there is none. */
export type AskedQuiz =
  | { readonly kind: 'quiz'; readonly quiz: Quiz; readonly again: QuizKind | null }
  | { readonly kind: 'notice'; readonly text: string }

/** What to guess of the gradients that aren't right yet, and why those are that are. */
export type QuizKind = 'guess' | 'why'

export interface Quizzes {
  /** One question after another. `report`: null: there is none yet. */
  ask(kind: QuizKind, exercise: Exercise, report: Report | null): AskedQuiz
  /** The kinds of which there are questions. */
  possible(exercise: Exercise, report: Report): QuizKind[]
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
  const questionsOn = (kind: QuizKind, exercise: Exercise, report: Report | null): Question[] => {
    const practice = once(() => openPractice(workspace.root).read().value)
    return gradientsOf(report, kind === 'why').flatMap(row => {
      const { blank } = row
      const facts = factsIn(exercise, row)
      if (facts === null) return []
      if (kind === 'guess') return guessesAt(facts).map(quiz => ({ quiz, blank }))
      const quiz = whyRight(facts, familiesAt(practice(), exercise.id, blank))
      return quiz === null ? [] : [{ quiz, blank }]
    })
  }

  return {
    ask(kind, exercise, report) {
      const all = questionsOn(kind, exercise, report)
      const keyOf = ({ quiz }: Question): string => `${exercise.id} ${quiz.text}`
      // After all of them, the first one again.
      if (all.every(one => asked.has(keyOf(one)))) for (const one of all) asked.delete(keyOf(one))
      const next = all.find(one => !asked.has(keyOf(one)))
      if (next === undefined) return { kind: 'notice', text: noneText(kind, report) }
      asked.add(keyOf(next))
      about = { id: exercise.id, blank: next.blank }
      return { kind: 'quiz', quiz: next.quiz, again: all.length > 1 ? kind : null }
    },
    possible: (exercise, report) => [
      // Each gradient has a shape to ask about.
      ...(gradientsOf(report, false).length > 0 ? (['guess'] as const) : []),
      ...(questionsOn('why', exercise, report).length > 0 ? (['why'] as const) : []),
    ],
    answer(quiz, place) {
      const family = quiz.families[place]
      return about === null || family === null || family === undefined
        ? null
        : keepGuess(workspace.root, { ...about, family })
    },
  }
}

interface Question {
  readonly quiz: Quiz
  readonly blank: string
}

const gradientsOf = (report: Report | null, right: boolean): Judgement[] =>
  report?.gradients.filter(row => row.kind === 'gradient' && passes(row.verdict) === right) ?? []

function noneText(kind: QuizKind, report: Report | null): string {
  const has = (right: boolean): boolean => gradientsOf(report, right).length > 0
  if (has(kind === 'why')) return 'there is no question about these gradients'
  if (!has(kind === 'guess')) return 'there is no gradient to ask about here'
  return kind === 'guess'
    ? 'every gradient here is right; w asks why'
    : 'no gradient is right yet; g asks you to guess'
}
