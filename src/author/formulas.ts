/** Formulas in running text: where prose ends and code begins, nobody marks. */
import { type Expression, expressionsOf } from '../text/expressions.ts'

/** A formula, and from where to where it goes in its text. */
export interface Formula {
  readonly code: string
  /** Its places are those in the code in brackets: one more. */
  readonly root: Expression
  readonly start: number
  readonly end: number
}

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Every stretch of a text that can be read as an expression and is more than a name or a number. */
export function formulasIn(text: string): Formula[] {
  return runsIn(wordsIn(text)).flatMap(run => {
    const words = withoutLooseSigns(run)
    if (words.length < 3) return []
    const { start } = words[0]
    const { end } = words[words.length - 1]
    const code = inJavaScript(text.slice(start, end))
    const roots = expressionsOf(`(${code})`)
    const [root] = roots.length === 1 ? roots[0].parts : []
    return root === undefined || code.includes('...') ? [] : [{ code, root, start, end }]
  })
}

/** `x^2` is a power in running text, and binds as one. */
export const inJavaScript = (formula: string): string => formula.replaceAll('^', '**')

const wordsIn = (text: string): Word[] =>
  [...text.matchAll(/\.\.\.|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?(?:e-?\d+)?|'[^'\n]*'|\*\*|\S/g)].map(
    ({ 0: text, index }) => ({ text, start: index, end: index + text.length }),
  )

const isOperand = ({ text }: Word): boolean => /^[\w$']/.test(text)
const OPEN = '([{'
const CLOSE = ')]}'
const SIGNS = new Set('+ - * / ^ **'.split(' '))

/** The words that may belong to one expression: an operand after an operand, or a mark of punctuation, ends it. */
function runsIn(words: readonly Word[]): Word[][] {
  const runs: Word[][] = [[]]
  let open = 0
  const cut = (): void => {
    runs.push([])
    open = 0
  }
  for (const [i, word] of words.entries()) {
    const before = runs[runs.length - 1].at(-1)
    const ends = before !== undefined && (isOperand(before) || CLOSE.includes(before.text))
    const touches = before !== undefined && before.end === word.start
    if (ends && isOperand(word)) cut()
    else if (ends && OPEN.includes(word.text) && !touches) cut()
    if (isSeparator(word, words[i + 1], touches && ends, open)) {
      cut()
      continue
    }
    if (OPEN.includes(word.text)) open++
    if (CLOSE.includes(word.text)) open--
    runs[runs.length - 1].push(word)
  }
  return runs
}

function isSeparator({ text, end }: Word, next: Word | undefined, touches: boolean, open: number): boolean {
  if (isOperand({ text, start: 0, end }) || SIGNS.has(text) || OPEN.includes(text)) return false
  if (CLOSE.includes(text)) return open === 0
  if (text === '.')
    return !touches || next === undefined || next.start !== end || !/^[A-Za-z_]/.test(next.text)
  return open === 0 || !',:'.includes(text)
}

/** A dash at its beginning, or a sign with nothing behind it. */
function withoutLooseSigns(run: readonly Word[]): readonly Word[] {
  const first = run.findIndex(({ text }) => !SIGNS.has(text) || text === '-')
  const last = run.findLastIndex(({ text }) => !SIGNS.has(text))
  return first === -1 ? [] : run.slice(first, last + 1)
}

/** What stands before a place in its sentence. */
export const sentenceBefore = (text: string, place: number): string =>
  text
    .slice(0, place)
    .split(/[.;?!]\s/)
    .at(-1)!

/** Whether a sentence doesn't state, but denies or supposes, or speaks of a part only. */
export const isHedged = (sentence: string): boolean =>
  /n't\b|\b(?:no|not|never|wrong|false|would|if|unless|almost|nearly|part|term|first|second|third|way|except|without)\b/i.test(
    sentence,
  )
