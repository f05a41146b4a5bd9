/** How an exercise begins: its title and its first paragraphs, as much as leaves room for what is to be done. */
import { verdictsOf } from '../checker/blanks.ts'
import type { Report } from '../checker/report.ts'
import { type Cell, markdownOf } from '../notebook/cells.ts'
import { type Block, parseMarkdown } from '../notebook/markdown.ts'
import { call } from './calls.ts'
import { placeOf } from './cause.ts'
import { noLink } from './links.ts'
import { looks } from './looks.ts'
import { renderBlocks } from './markdown.ts'
import { style, wrap } from './style.ts'
import { inColumns } from './table.ts'
import type { View } from './verdict.ts'

/** Of its text; on a terminal of 24 rows the blanks still fit below. */
const MOST_ROWS = 8

/** '' where the exercise has no text. */
export function renderIntroduction(cells: readonly Cell[], width: number): string {
  const cell = cells.find(({ kind }) => kind === 'markdown')
  const blocks = cell === undefined ? [] : parseMarkdown(markdownOf(cell))
  const title = blocks.findIndex(({ kind }) => kind === 'heading')
  if (title === -1) return ''
  const rest = blocks.slice(title + 1)
  // Below the title there may be a heading at once.
  const text = rest[0]?.kind === 'heading' ? rest.slice(1) : rest
  return renderBlocks([blocks[title], ...firstOf(text, width)], width)
}

/**
 * An exercise in which nothing was done yet: what it is about, and what is to be done in it. What a check says of it is
 * left out: where there is a mistake to be found, one looks for it oneself first.
 */
export function renderFresh({ gradients, notes, file }: Report, cells: readonly Cell[], view: View): string {
  const verdicts = Object.entries(verdictsOf(gradients))
  const isBlank = verdicts.every(([, verdict]) => verdict === 'blank')
  const what = isBlank
    ? ['one blank to fill in', 'blanks to fill in']
    : ['one function', 'functions to look at']
  const many = verdicts.length === 1 ? what[0] : `${verdicts.length} ${what[1]}`
  const lines = gradients.flatMap(({ line }) => line ?? [])
  const link = view.link ?? noLink
  const first =
    lines.length === 0
      ? ''
      : `, ${verdicts.length === 1 ? '' : 'the first '}in ${link(`line ${lines[0]}`, file, lines[0])}`
  const { sign, colour } = looks.blank
  return [
    renderIntroduction(cells, view.width),
    wrap(
      `${style.dim('read on in')} ${placeOf(file, null, view)}${style.dim(', or here:')} ${style.code(call(view, 'show'))}`,
      view.width,
    ),
    ...notes.map(note => style.dim(wrap(`note: ${note}`, view.width, '      '))),
    [
      `${many}${first}:`,
      ...inColumns(
        verdicts.map(([name]) => colour(`${sign} ${name}`)),
        view.width,
      ),
    ].join('\n'),
    ...(isBlank ? [] : [`${style.dim('what a check says of it:')} ${style.code(call(view, 'check'))}`]),
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

/** The first block, and those after it that fit, up to the next heading. A list is taken whole. */
function firstOf(blocks: readonly Block[], width: number): Block[] {
  const end = blocks.findIndex(({ kind }) => kind === 'heading')
  const own = end === -1 ? blocks : blocks.slice(0, end)
  const rows = (many: number): number => renderBlocks(own.slice(0, many), width).split('\n').length
  let many = Math.min(1, own.length)
  while (many < own.length && rows(many + 1) <= MOST_ROWS) many++
  while (many > 1 && many < own.length && breaksOff(own[many - 1], own[many])) many--
  return own
    .slice(0, many)
    .map((block, i) => (i < own.length - 1 && i === many - 1 ? wholeSentences(block) : block))
}

/** Whether nothing is to be read of a block without the next one: an item of a list, a line such as `Their slopes:`. */
const breaksOff = (block: Block, next: Block): boolean =>
  block.kind === 'item' ? next.kind === 'item' : block.kind === 'paragraph' && !SENTENCES.test(block.text)

const SENTENCES = /^[\s\S]*[.?!][)"\u201d]*(?=\s|$)/

/** A paragraph without the end that leads to what is below it. */
const wholeSentences = (block: Block): Block =>
  block.kind === 'paragraph' ? { ...block, text: SENTENCES.exec(block.text)?.[0] ?? block.text } : block
