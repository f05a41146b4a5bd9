/** A page of tables, or those of its rows that somebody looks for. */
import { type Block, parseMarkdown } from '../notebook/markdown.ts'
import { nearest } from '../suggest.ts'
import { renderBlocks } from './markdown.ts'

/** `words`: what every row shown has in it; none: all is shown. Null where nothing is found. */
export function renderReference(text: string, words: readonly string[], width: number): string | null {
  const blocks = parseMarkdown(text)
  if (words.length === 0) return renderBlocks(blocks, width)
  const found = foundIn(blocks, words)
  return found.length === 0 ? null : renderBlocks(found, width)
}

/** The tables with the rows that have all of the words, each below its heading. */
function foundIn(blocks: readonly Block[], words: readonly string[]): Block[] {
  let heading: Block | null = null
  return blocks.flatMap(block => {
    if (block.kind === 'heading') heading = block
    if (block.kind !== 'table') return []
    const [head, ...rows] = block.rows
    const own = rows.filter(row => words.every(word => hasIn(row, word)))
    if (own.length === 0) return []
    const table = { ...block, rows: [head, ...own] }
    return heading === null ? [table] : [heading, table]
  })
}

const hasIn = (row: readonly string[], word: string): boolean =>
  row.join(' ').toLowerCase().includes(word.toLowerCase())

/** The word of the page that is nearest to one that isn't in it. */
export function nearestIn(text: string, word: string): string | undefined {
  const names = new Set(text.match(/[A-Za-z_]{2,}/g))
  return nearest(word, names)
}
