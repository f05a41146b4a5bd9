/**
 * Wrong answers that a solution lists below the right one, as `// wrong (family): code`. Code of several lines stands
 * below, in lines that start with `//` and two or more spaces. They are for whoever tests the exercise.
 */
import { ownersOf } from './owners.ts'

const WRONG = /^\s*\/\/ wrong \((.*?)\): ?(.*)$/
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

/** In the order of the file. */
export function wrongLinesOf(solution: string): WrongLine[] {
  const lines = solution.replace(/\r\n/g, '\n').split('\n')
  const owners = ownersOf(lines)
  const marks = marksOf(lines)
  return marks.flatMap(({ kind, text, family }, i) => {
    if (kind !== 'first') return []
    const until = marks.findIndex((mark, j) => j > i && mark.kind !== 'continued')
    const rest = marks.slice(i + 1, until === -1 ? undefined : until).map(mark => mark.text)
    const margin = Math.min(...rest.map(line => line.search(/\S|$/)))
    const code = [...(text === '' ? [] : [text]), ...rest.map(line => line.slice(margin))].join('\n')
    return [{ blank: owners[i], family, code, line: i + 1 }]
  })
}

/** The text without them. */
export function withoutWrong(text: string): string {
  const lines = text.split('\n')
  const marks = marksOf(lines)
  return lines.filter((_, i) => marks[i].kind === 'none').join('\n')
}

interface Mark {
  readonly kind: 'first' | 'continued' | 'none'
  readonly family: string
  readonly text: string
}

function marksOf(lines: readonly string[]): Mark[] {
  let before: Mark['kind'] = 'none'
  return lines.map(line => {
    const first = WRONG.exec(line)
    const continued = before === 'none' ? null : CONTINUED.exec(line)
    before = first !== null ? 'first' : continued !== null ? 'continued' : 'none'
    return { kind: before, family: first?.[1] ?? '', text: first?.[2] ?? continued?.[1] ?? '' }
  })
}
