/** The questions that watch asks: what to guess before a blank, and why a gradient is right. */
import type { Graph } from '../../autograd/graph.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { Report } from '../../checker/report.ts'
import { factsOf } from '../../practice/facts.ts'
import { mistakesIn } from '../../practice/practice.ts'
import {
  type Askable,
  type BlankQuiz,
  isAskable,
  openAsking,
  type QuizKind,
  type Silence,
} from '../../practice/questions.ts'
import type { Quiz } from '../../practice/quiz.ts'
import type { Context } from '../command.ts'
import { caseOf } from '../run-forward.ts'
import type { Workspace } from '../workspace.ts'
import { keepGuess, openPractice } from './practice-file.ts'

/** A question, and what asks another one (null: there is no other); or why there is none. */
export type AskedQuiz =
  | { readonly kind: 'quiz'; readonly quiz: Quiz; readonly again: QuizKind | null }
  | { readonly kind: 'notice'; readonly text: string }

export interface Quizzes {
  /** One question after another. `report`: null: there is none yet. */
  ask(kind: QuizKind, exercise: Exercise, report: Report | null): AskedQuiz
  /** The kinds of which there are questions. */
  possible(exercise: Exercise, report: Report): QuizKind[]
  /** A wrong answer counts as the mistake that it would lead to. Gives a warning, if any. */
  answer(quiz: Quiz, place: number): string | null
}

const NOTICES: Readonly<Record<Silence, string>> = {
  'nothing judged': 'there is no verdict to ask about yet',
  'no gradient': 'there is no gradient to ask about here',
  'all right': 'every gradient here is right; w asks why',
  'nothing right': 'no gradient is right yet; g asks you to guess',
  'no question': 'there is no question about these gradients',
}

export function openQuizzes(workspace: Workspace, context: Context): Quizzes {
  const next = openAsking()
  const graphs = new Map<string, Graph | null>()
  /** What the last question was about. */
  let about: BlankQuiz | null = null

  const graphOf = (exercise: Exercise): Graph | null => {
    const { id } = exercise
    if (!graphs.has(id)) graphs.set(id, caseOf(exercise, workspace, context)?.graph ?? null)
    return graphs.get(id)!
  }
  const askableIn = (exercise: Exercise, report: Report | null): Askable => ({
    id: exercise.id,
    gradients: report?.gradients ?? [],
    get mistakes() {
      return mistakesIn(openPractice(workspace.root).read().value, exercise.id)
    },
    factsOf(name) {
      const graph = graphOf(exercise)
      return graph?.tensors.has(name.slice(1)) === true ? factsOf(graph, name.slice(1)) : null
    },
  })

  return {
    ask(kind, exercise, report) {
      const asked = next(kind, askableIn(exercise, report))
      if (asked.kind === 'silence') return { kind: 'notice', text: NOTICES[asked.silence] }
      about = asked
      return { kind: 'quiz', quiz: asked.quiz, again: asked.isOnly ? null : kind }
    },
    possible(exercise, report) {
      const askable = askableIn(exercise, report)
      return (['guess', 'why'] as const).filter(kind => isAskable(kind, askable))
    },
    answer(quiz, place) {
      const family = quiz.families[place]
      return about === null || family === null || family === undefined
        ? null
        : keepGuess(workspace.root, { id: about.id, blank: about.blank, family })
    },
  }
}
