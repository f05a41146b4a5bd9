/** A question with its answers; once one is given, whether it's right, and the reason. */
import type { Quiz } from '../practice/quiz.ts'
import { type Action, keyFor } from './keys.ts'
import { sign, style, withCode, wrap } from './style.ts'

export interface QuizView {
  readonly quiz: Quiz
  /** The place of the answer that was given; null: it waits for one. */
  readonly chosen: number | null
  /** What asks another one; null: there is no other. */
  readonly again: Action | null
}

export function renderQuiz(
  { quiz: { text, choices, right, reason }, chosen, again }: QuizView,
  width: number,
): string {
  const lines = choices.map((choice, i) => {
    const mark = chosen === null ? ' ' : i === right ? sign.good : i === chosen ? sign.bad : ' '
    const look = chosen === null ? String : i === right ? style.good : i === chosen ? style.bad : style.dim
    return look(`${mark} ${style.strong(String(i + 1))}  ${wrap(withCode(choice), width - 5, '     ')}`)
  })
  const verdict = chosen === right ? style.good('Right.') : style.bad(`No, it's ${right + 1}.`)
  return [
    wrap(withCode(text), width),
    '',
    ...lines,
    '',
    ...(chosen === null
      ? [style.dim(`1 ${choices.length === 2 ? 'or' : 'to'} ${choices.length}: your answer`)]
      : reason === choices[right]
        ? [verdict]
        : [verdict, wrap(withCode(reason), width)]),
    ...(again === null ? [] : [style.dim(`${keyFor(again)}: another question`)]),
  ].join('\n')
}
