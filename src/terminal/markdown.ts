/** Markdown as a terminal can show it. */
import { type Block, parseMarkdown, phrasesOf } from '../notebook/markdown.ts'
import { style, widthOf, wrap } from './style.ts'
import { table } from './table.ts'

export const renderMarkdown = (text: string, width: number): string =>
  renderBlocks(parseMarkdown(text), width)

export function renderBlocks(blocks: readonly Block[], width: number): string {
  const parts: string[] = []
  let before: Block | null = null
  for (const block of blocks) {
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
  phrasesOf(text)
    .map(phrase => {
      if (phrase.kind === 'code') return code(phrase.text)
      if (phrase.kind === 'strong') return style.strong(phrase.text)
      return phrase.kind === 'link' ? `${phrase.text} (${phrase.to})` : phrase.text
    })
    .join('')
