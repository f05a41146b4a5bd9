/**
 * Wrong answers that a solution lists below the right one, as `// wrong (family): code`. Code of several lines follows
 * in lines that start with `//` and two or more spaces. Last come lines of the form `//   > text`: what a learner is
 * told whose function behaves as this one does. One of them may be `// given (family): code`: the learner finds it in
 * the exercise, and fixes it.
 */
import { ownersIn } from '../text/definitions.ts'

const WRONG = /^\s*\/\/ (wrong|given) \((.*?)\): ?(.*)$/
const CONTINUED = /^\s*\/\/( {2,}.*)$/
const MESSAGE = /^\s*> ?/
/** What an answer is between. */
export const ANSWER = /^(\s*)\/\/ answer(?: (\(.*\)))?\s*$/
export const END = /^\s*\/\/ end answer\s*$/

export interface WrongLine {
  /** The blank that it is put into. */
  readonly blank: string
  /** The family that it is to be named as; `-`: rejecting it is enough. */
  readonly family: string
  /** What replaces the answer. */
  readonly code: string
  /** What a learner is told who makes this mistake; null: nothing of its own. */
  readonly message: string | null
  /** Of the comment, from 1. */
  readonly line: number
}

/** In the order of the file; those that are given, too. */
export const wrongLinesOf = (solution: string): WrongLine[] =>
  read(solution).map(({ isGiven: _, ...line }) => line)

/** What the exercise has instead of `return TODO()`, by blank. */
export const givenIn = (solution: string): ReadonlyMap<string, string> =>
  new Map(
    read(solution)
      .filter(({ isGiven }) => isGiven)
      .map(({ blank, code }) => [blank, code]),
  )

function read(solution: string): (WrongLine & { readonly isGiven: boolean })[] {
  const text = solution.replace(/\r\n/g, '\n')
  const lines = text.split('\n')
  const owners = ownersIn(text)
  const marks = marksOf(lines)
  return marks.flatMap(({ kind, text, family }, i) => {
    if (kind !== 'wrong' && kind !== 'given') return []
    const until = marks.findIndex((mark, j) => j > i && mark.kind !== 'continued')
    const below = marks.slice(i + 1, until === -1 ? undefined : until).map(mark => mark.text)
    const told = below.findIndex(line => MESSAGE.test(line))
    const rest = told === -1 ? below : below.slice(0, told)
    const message = told === -1 ? null : messageIn(below.slice(told))
    const margin = Math.min(...rest.map(line => line.search(/\S|$/)))
    const code = [...(text === '' ? [] : [text]), ...rest.map(line => line.slice(margin))].join('\n')
    return [{ blank: owners[i], family, code, message, line: i + 1, isGiven: kind === 'given' }]
  })
}

const messageIn = (lines: readonly string[]): string =>
  lines.map(line => line.replace(MESSAGE, '').trim()).join(' ')

/** The text with this instead of a blank's answer; the marks of the answer stay. */
export function withAnswer(text: string, blank: string, code: string): string {
  const owners = ownersIn(text)
  return replaceAnswer(text, code, line => owners[line] === blank)
}

/** The text with this instead of its first answer that begins in such a line, counted from 0. */
export function replaceAnswer(text: string, code: string, isWanted: (line: number) => boolean): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line, i) => ANSWER.test(line) && isWanted(i))
  const end = lines.findIndex((line, i) => i > start && END.test(line))
  return [...lines.slice(0, start + 1), code, ...lines.slice(end)].join('\n')
}

/** The text without them. */
export function withoutWrong(text: string): string {
  const lines = text.split('\n')
  const wrong = isOfWrong(lines)
  return lines.filter((_, i) => !wrong[i]).join('\n')
}

/** For each line, whether it belongs to one of them. */
export const isOfWrong = (lines: readonly string[]): boolean[] =>
  marksOf(lines).map(({ kind }) => kind !== 'none')

interface Mark {
  readonly kind: 'wrong' | 'given' | 'continued' | 'none'
  readonly family: string
  readonly text: string
}

function marksOf(lines: readonly string[]): Mark[] {
  let before: Mark['kind'] = 'none'
  return lines.map(line => {
    const first = WRONG.exec(line)
    const continued = before === 'none' ? null : CONTINUED.exec(line)
    before = first !== null ? (first[1] as 'wrong' | 'given') : continued !== null ? 'continued' : 'none'
    return { kind: before, family: first?.[2] ?? '', text: first?.[3] ?? continued?.[1] ?? '' }
  })
}
