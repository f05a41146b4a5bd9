/** TypeScript, lightly coloured, a line too long for the terminal cut in two. */
import { type Stretch, stretchesOf } from '../text/tokens.ts'
import { style } from './style.ts'

/** A stretch of a line in one colour. */
interface Piece {
  readonly text: string
  readonly look: (text: string) => string
}

/** For each line of the code the lines that it takes on the screen. */
export const codeLines = (code: string, width: number): string[][] =>
  piecesOf(code).map(line => fold(squeeze(line, width), width).map(paint))

const paint = (line: readonly Piece[]): string =>
  line.map(({ text, look }) => (text === '' ? '' : look(text))).join('')

const plain = (text: string): string => text

const looks: Readonly<Record<Stretch['look'], Piece['look']>> = {
  plain,
  comment: style.dim,
  quoted: style.good,
  blank: style.warn,
  keyword: style.code,
}

function piecesOf(code: string): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const { text, look } of stretchesOf(code)) {
    for (const [i, part] of text.split('\n').entries()) {
      if (i > 0) lines.push([])
      if (part !== '') lines.at(-1)!.push({ text: part, look: looks[look] })
    }
  }
  return lines
}

const textOf = (line: readonly Piece[]): string => line.map(({ text }) => text).join('')

/** Moves a comment at the end of a line nearer, if that makes the line fit. */
function squeeze(line: readonly Piece[], width: number): readonly Piece[] {
  const over = textOf(line).length - width
  const space = line.at(-2)
  if (over <= 0 || space === undefined || !line.at(-1)!.text.startsWith('//')) return line
  const spare = /\s*$/.exec(space.text)![0].length - 1
  if (spare < over) return line
  return [...line.slice(0, -2), { ...space, text: space.text.slice(0, -over) }, line.at(-1)!]
}

function fold(line: readonly Piece[], width: number): (readonly Piece[])[] {
  const margin = /^\s*/.exec(textOf(line))![0].length + 4
  const lines: (readonly Piece[])[] = []
  let rest = line
  for (;;) {
    const at = breakIn(rest, width, margin)
    if (at === null) return [...lines, rest]
    const [head, tail] = cut(rest, at)
    lines.push(head)
    // Shapes stand at the right end of lines, so a comment that got a line of its own does too.
    const indent = isComment(tail) ? Math.max(margin, width - textOf(tail).length) : margin
    rest = [{ text: ' '.repeat(indent), look: plain }, ...tail]
  }
}

const isComment = (line: readonly Piece[]): boolean => line.length === 1 && line[0].text.startsWith('//')

/** Where to break a line that is too long: before its comment, else behind a comma, else at any space. */
function breakIn(line: readonly Piece[], width: number, margin: number): number | null {
  const text = textOf(line)
  if (text.length <= width) return null
  const last = line.at(-1)!
  const comment = last.look === style.dim ? text.length - last.text.length - 1 : text.length
  if (comment > margin && comment <= width) return comment
  const comma = text.lastIndexOf(', ', width - 1) + 1
  if (comment > width && comma > Math.max(margin, width / 3)) return comma
  const space = text.lastIndexOf(' ', width)
  return space > margin ? space : null
}

/** The line before a space, and what comes after. */
function cut(line: readonly Piece[], at: number): [Piece[], Piece[]] {
  const head: Piece[] = []
  const tail: Piece[] = []
  let position = 0
  for (const { text, look } of line) {
    const here = Math.min(Math.max(at - position, 0), text.length)
    if (here > 0) head.push({ text: text.slice(0, here), look })
    const after = tail.length === 0 ? text.slice(here).trimStart() : text.slice(here)
    if (after !== '') tail.push({ text: after, look })
    position += text.length
  }
  const last = head.pop()
  return [last === undefined ? [] : [...head, { ...last, text: last.text.trimEnd() }], tail]
}
