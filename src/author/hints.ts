/** What hints and texts give away: a hint says more than the one before it, and none but the last comes close to the line. */
import { markdownOf, parseCells } from '../notebook/cells.ts'
import { answerOf, type BlankSpot, blanksOf } from '../notebook/solution.ts'
import { expressionsIn, expressionsOf, returnedBy } from '../text/expressions.ts'
import { canonical } from './canonical.ts'
import { type Flaw, found } from './flaw.ts'
import { formulasIn } from './formulas.ts'
import { judgeSlopes } from './slopes.ts'

/** `whole`: the solution with its parts in place. */
export function judgeHints(id: string, solution: string, whole: string): Flaw[] {
  const texts = parseCells(whole).filter(({ kind }) => kind === 'markdown')
  const prose = texts.map(markdownOf).join('\n\n')
  const text = formsIn(prose)
  const here = (message: string, wayOut: string): Flaw => found(id, 'hints', message, wayOut)
  const slopes = [prose, ...blanksOf(solution).flatMap(({ hints }) => hints)]
  const flaws = blanksOf(solution).flatMap(spot => {
    const { name, hints } = spot
    if (hints.length === 0) return [here(`${name} has no hints`, 'write "// hint: …" above its function')]
    const isAnswer = answerTo(spot, solution)
    const told = text.has(formOf(answerOf(solution, name) ?? '') ?? '')
    return [
      ...hints.flatMap((hint, i) => judgeHint(hint, i, hints, isAnswer, here, name)),
      ...(told
        ? [
            here(
              `the text of the exercise has the answer to ${name} in it`,
              'show it with other names, or other numbers',
            ),
          ]
        : []),
    ]
  })
  return [...flaws, ...slopes.flatMap(prose => judgeSlopes(id, prose))]
}

function judgeHint(
  hint: string,
  i: number,
  hints: readonly string[],
  isAnswer: (hint: string) => boolean,
  here: (message: string, wayOut: string) => Flaw,
  name: string,
): Flaw[] {
  const own = `hint ${i + 1} of ${name}`
  if (hint.trim() === '') return [here(`${own} is empty`, 'write it, or delete it')]
  const same = hints.findIndex(other => wordsOf(other) === wordsOf(hint))
  if (same < i) return [here(`${own} says what hint ${same + 1} says`, 'let each hint say a little more')]
  return i < hints.length - 1 && isAnswer(hint)
    ? [here(`${own} has the answer in it`, 'only the last hint may come close to the line')]
    : []
}

/** Upper case, marks and spaces make no other hint. */
const wordsOf = (hint: string): string => hint.toLowerCase().replace(/[\s`.,:;!?]/g, '')

/** Whether a hint has the answer in it: word for word, or in another order. */
function answerTo({ name }: BlankSpot, solution: string): (hint: string) => boolean {
  const code = answerOf(solution, name) ?? ''
  const answer = essenceOf(code)
  // The name of what several lines have made says nothing about how.
  const isLine = (line: string): boolean => line === answer || !/^\w+$/.test(line)
  const lines = [...new Set([answer, resultIn(answer)])].filter(
    line => line.length >= SHORTEST && isLine(line),
  )
  const form = formOf(code)
  return hint =>
    lines.some(line => essenceOf(hint).includes(line)) || (form !== null && formsIn(hint).has(form))
}

/** Less than this may stand in a sentence by chance. */
const SHORTEST = 6

const essenceOf = (code: string): string =>
  code
    .replace(/\/\/.*/g, '')
    .replaceAll('return ', '')
    .replace(/[\s;`]/g, '')

/** Of several lines the last. */
const resultIn = (answer: string): string => /(?:^|\})([^}]*)$/.exec(answer)?.[1] ?? answer

/** What an answer returns that is nothing but a return, in the form that all ways to write it share. */
function formOf(code: string): string | null {
  const [returned, ...others] = expressionsOf(code)
  if (returned === undefined || others.length > 0 || returnedBy(code).length !== 1) return null
  const textOf = ({ start, end }: { start: number; end: number }): string => code.slice(start, end)
  const isShort = textOf(returned).replace(/\s/g, '').length < SHORTEST
  return isShort || /^\w+$/.test(textOf(returned)) ? null : canonical(returned, textOf)
}

/** The formulas of a text and their parts, in that form. */
function formsIn(text: string): Set<string> {
  return new Set(
    formulasIn(text).flatMap(({ code, root }) =>
      expressionsIn(root).map(one => canonical(one, ({ start, end }) => code.slice(start - 1, end - 1))),
    ),
  )
}
