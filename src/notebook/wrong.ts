/**
 * Wrong answers that a solution lists below the right one, as `// wrong (family): code`. Code of several lines stands
 * below, in lines that start with `//` and two or more spaces. They are for whoever tests the exercise. One of them may
 * be `// given (family): code`: the learner finds it in the exercise, and mends it.
 */
import { ownersIn } from '../text/definitions.ts'

const WRONG = /^\s*\/\/ (wrong|given) \((.*?)\): ?(.*)$/
const CONTINUED = /^\s*\/\/( {2,}.*)$/

export interface WrongLine {
  /** The blank that it is put into. */
  readonly blank: string
  /** The family that it is to be named as; `-`: rejecting it is enough. */
  readonly family: string
  /** What stands in place of the answer. */
  readonly code: string
  /** Of the comment, from 1. */
  readonly line: number
}

/** In the order of the file; those that are given, too. */
export const wrongLinesOf = (solution: string): WrongLine[] =>
  read(solution).map(({ isGiven: _, ...line }) => line)

/** What stands in the exercise in place of `return TODO()`, by blank. */
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
    const rest = marks.slice(i + 1, until === -1 ? undefined : until).map(mark => mark.text)
    const margin = Math.min(...rest.map(line => line.search(/\S|$/)))
    const code = [...(text === '' ? [] : [text]), ...rest.map(line => line.slice(margin))].join('\n')
    return [{ blank: owners[i], family, code, line: i + 1, isGiven: kind === 'given' }]
  })
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
