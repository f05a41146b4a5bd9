/** What the page asks about gradients, one question at a time: made here, of the verdict and the lesson's facts. */
import type { QuizKind } from '../practice/questions.ts'
import type { Host } from './contract.ts'
import type { Late, PageChange, PageState } from './state.ts'

export interface Asker {
  readonly ask: (asking: QuizKind) => void
  /** With the choice at this place, from 0. A wrong one counts as the mistake that it would lead to. */
  readonly answer: (place: number) => void
  readonly closeQuestion: () => void
}

/** `noted`: called once something of the learner's practice has changed. `failed`: with what went wrong. */
export function askerFor(
  host: Host,
  now: () => PageState,
  dispatch: (action: PageChange) => void,
  noted: () => Promise<void>,
  failed: (error: unknown) => void,
): Asker {
  let nextQuiz: ReturnType<Late['openAsking']> | null = null

  async function ask(asking: QuizKind): Promise<void> {
    const { lesson, place } = now()
    if (lesson === null || place !== 'exercise') return
    const { id, facts } = lesson
    const [late, mistakes] = await Promise.all([import('./late.ts'), host.practice?.mistakes(id) ?? {}])
    const { checked, chosen } = now()
    if (now().lesson !== lesson) return
    nextQuiz ??= late.openAsking()
    const gradients = checked?.report.gradients ?? []
    const isChosen = ({ name }: { name: string }): boolean => name === chosen
    const next = nextQuiz(asking, {
      ...{ id, mistakes },
      // The row that one looks at is asked about first.
      gradients: [...gradients.filter(isChosen), ...gradients.filter(one => !isChosen(one))],
      factsOf: name => (Object.hasOwn(facts, name) ? facts[name] : null),
    })
    dispatch({ kind: 'column', column: 'verdict' })
    dispatch({ kind: 'asked', asked: { asking, next, answer: null } })
  }

  /** Of a question that waits for an answer. */
  async function answer(place: number): Promise<void> {
    const { asked } = now()
    if (asked === null || asked.answer !== null || asked.next.kind !== 'quiz') return
    const { quiz, id, blank } = asked.next
    if (quiz.choices[place] === undefined) return
    dispatch({ kind: 'asked', asked: { ...asked, answer: place } })
    const family = quiz.families[place]
    if (family === null || host.practice === null) return
    await host.practice.guessed({ id, blank, family })
    await noted()
  }

  return {
    ask: asking => void ask(asking).catch(failed),
    answer: place => void answer(place).catch(failed),
    closeQuestion: () => dispatch({ kind: 'asked', asked: null }),
  }
}
