/** Markdown as a terminal can show it. What is indented by four (code, pictures) is left as it is, however wide. */
import { style, widthOf, wrap } from './style.ts'
import { table } from './table.ts'

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly mark: string; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'verbatim'; readonly lines: readonly string[] }

export function renderMarkdown(text: string, width: number): string {
  const parts: string[] = []
  let before: Block | null = null
  for (const block of parseMarkdown(text)) {
    if (before !== null) parts.push(before.kind === 'item' && block.kind === 'item' ? '\n' : '\n\n')
    parts.push(renderBlock(block, width))
    before = block
  }
  return parts.join('')
}

function renderBlock(block: Block, width: number): string {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.level, inline(block.text))
    case 'paragraph':
      return wrapped(block.text, width)
    case 'item': {
      const indent = ' '.repeat(block.mark.length + 1)
      return `${block.mark} ${wrapped(block.text, width - indent.length).replaceAll('\n', `\n${indent}`)}`
    }
    case 'table': {
      const [head, ...rows] = block.rows.map(row => row.map(inline))
      const [first, ...lines] = table([head.map(cell => style.strong(cell)), ...rows], width).map(
        keepTogether,
      )
      return [first, style.dim('─'.repeat(widest([first, ...lines]))), ...lines].join('\n')
    }
    case 'verbatim':
      return block.lines.join('\n')
  }
}

/** Underlined, so that a heading is one without colour as well. */
function renderHeading(level: number, text: string): string {
  if (level > 2) return style.strong(text)
  const look = level === 1 ? style.title : style.strong
  return `${look(text)}\n${style.dim((level === 1 ? '═' : '─').repeat(widthOf(text)))}`
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map(widthOf))

/** Stands for a space at which no line is broken: code is read in one piece. */
const TIED = '\u00a0'
const keepTogether = (line: string): string => line.replaceAll(TIED, ' ')

const wrapped = (text: string, width: number): string => keepTogether(wrap(inline(text), width))

/** Code keeps its backquotes where there is no colour to tell it from words. */
const code = (text: string): string => {
  const coloured = style.code(text)
  return (coloured === text ? `\`${text}\`` : coloured).replaceAll(' ', TIED)
}

const inline = (text: string): string =>
  text.replace(/`([^`]+)`|\*\*([^*]+)\*\*/g, (_, quoted, strong) =>
    quoted === undefined ? style.strong(strong) : code(quoted),
  )

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/
const ITEM = /^ {0,3}([-*+]|\d+[.)])\s+(.*)$/
const FENCE = /^ {0,3}(```|~~~)/
const RULE = /^\|[-:| ]*-[-:| ]*$/
const INDENTED = /^( {4}|\t)/
const EMPTY = /^\s*$/

/** Enough of Markdown for an exercise's text; what it does not know is a paragraph. */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let at = 0
  const takeWhile = (test: (line: string, i: number) => boolean): string[] => {
    const from = at
    while (at < lines.length && test(lines[at], at)) at++
    return lines.slice(from, at)
  }
  const isTable = (i: number): boolean => lines[i].startsWith('|') && RULE.test(lines[i + 1] ?? '')
  const startsBlock = (line: string, i: number): boolean =>
    EMPTY.test(line) || HEADING.test(line) || FENCE.test(line) || ITEM.test(line) || isTable(i)
  const joined = (first: string): string =>
    [first, ...takeWhile((l, i) => !startsBlock(l, i))].map(l => l.trim()).join(' ')

  while (at < lines.length) {
    const line = lines[at]
    const heading = HEADING.exec(line)
    const item = ITEM.exec(line)
    if (EMPTY.test(line)) at++
    else if (INDENTED.test(line)) {
      const picture = takeWhile((l, i) => INDENTED.test(l) || (EMPTY.test(l) && continues(lines, i)))
      blocks.push({ kind: 'verbatim', lines: picture })
    } else if (FENCE.test(line)) {
      at++
      blocks.push({ kind: 'verbatim', lines: takeWhile(l => !FENCE.test(l)) })
      at++
    } else if (isTable(at)) {
      const [head, , ...rows] = takeWhile(l => l.startsWith('|'))
      blocks.push({ kind: 'table', rows: [head, ...rows].map(cellsOf) })
    } else if (heading !== null) {
      at++
      blocks.push({ kind: 'heading', level: heading[1].length, text: heading[2] })
    } else if (item !== null) {
      at++
      blocks.push({ kind: 'item', mark: item[1], text: joined(item[2]) })
    } else {
      at++
      blocks.push({ kind: 'paragraph', text: joined(line) })
    }
  }
  return blocks
}

/** Whether a picture goes on behind the empty lines from `i`. */
function continues(lines: readonly string[], i: number): boolean {
  const next = lines.slice(i).find(line => !EMPTY.test(line))
  return next !== undefined && INDENTED.test(next)
}

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll('\\|', '|'))
