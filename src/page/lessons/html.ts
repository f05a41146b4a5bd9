/** An exercise's text as HTML. Formulas become MathML here, so that a page needs neither a library nor a font for them. */
import { type Block, type Phrase, parseMarkdown, phrasesOf } from '../../notebook/markdown.ts'
import type { Html } from '../contract.ts'
import type { mathOf } from './formula.ts'

/** Temml is in a program file of its own. */
export type MathOf = typeof mathOf

/** `isWrittenHere`: whether the page has something in place of commands, as where one writes and saves in it. */
export function textHtml(text: string, mathOf: MathOf, isWrittenHere = true): Html {
  const groups = grouped(parseMarkdown(text))
  return groups
    .flatMap((group, i) => {
      const isGoingOn = goesOn(groups[i + 1])
      const said = goesOn(group) ? groups[i - 1] : isGoingOn ? undefined : group
      return [groupHtml(group, mathOf), isWrittenHere && said?.kind === 'verbatim' ? instead(said.lines) : '']
    })
    .filter(html => html !== '')
    .join('\n')
}

/** A paragraph that ends the sentence before it. */
const goesOn = (group: Group | undefined): boolean => group?.kind === 'paragraph' && /^[a-z]/.test(group.text)

/** One line: a title, a hint. */
export const lineHtml = (text: string): Html => phrasesOf(text).map(phraseHtml).join('')

export const escaped = (text: string): Html =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function phraseHtml(phrase: Phrase): Html {
  const text = escaped(phrase.text)
  switch (phrase.kind) {
    case 'text':
      return text
    case 'code':
      return `<code>${text}</code>`
    case 'strong':
      return `<strong>${text}</strong>`
    case 'link':
      return isAddress(phrase.to) ? `<a href="${escaped(phrase.to)}">${text}</a>` : text
  }
}

/** What leads out of the page; a file of the repository is not beside it. */
const isAddress = (to: string): boolean => /^https?:\/\//.test(to)

type Item = Extract<Block, { kind: 'item' }>
type Group = Exclude<Block, Item> | { readonly kind: 'list'; readonly items: readonly [Item, ...Item[]] }

/** Items that follow each other are one list, if they count alike. */
function grouped(blocks: readonly Block[]): Group[] {
  const groups: Group[] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    if (block.kind !== 'item') groups.push(block)
    else if (last?.kind === 'list' && isCounted(last.items[0]) === isCounted(block))
      groups[groups.length - 1] = { kind: 'list', items: [...last.items, block] }
    else groups.push({ kind: 'list', items: [block] })
  }
  return groups
}

const isCounted = ({ mark }: Item): boolean => /^\d/.test(mark)

function groupHtml(group: Group, mathOf: MathOf): Html {
  switch (group.kind) {
    case 'heading':
      return headingHtml(group.level, lineHtml(group.text))
    case 'paragraph':
      return `<p>${lineHtml(group.text)}</p>`
    case 'list':
      return listHtml(group.items)
    case 'table':
      return tableHtml(group.rows)
    case 'verbatim':
      return group.tex.length > 0 ? formulasHtml(group.tex.map(mathOf)) : pictureHtml(group.lines)
  }
}

/** One level down: the page itself has the first. */
const headingHtml = (level: number, html: Html): Html =>
  level === 1
    ? `<h2 class="t">${html}</h2>`
    : `<h${Math.min(level + 1, 6)}>${html}</h${Math.min(level + 1, 6)}>`

function listHtml(items: readonly [Item, ...Item[]]): Html {
  const rows = items.map(({ text }) => `<li>${lineHtml(text)}</li>`).join('')
  if (!isCounted(items[0])) return `<ul>${rows}</ul>`
  const first = Number.parseInt(items[0].mark, 10)
  return `<ol${first === 1 ? '' : ` start="${first}"`}>${rows}</ol>`
}

function tableHtml([head, ...rows]: readonly (readonly string[])[]): Html {
  const heads = head.map(cell => `<th scope="col">${lineHtml(cell)}</th>`).join('')
  const body = rows.map(row => `<tr>${row.map(cell => `<td>${lineHtml(cell)}</td>`).join('')}</tr>`)
  return `<table><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

/** A wide one scrolls, and so must be reached by keys. */
const formulasHtml = (formulas: readonly Html[]): Html =>
  `<div class="formula" tabindex="0">${formulas.join('')}</div>`

function pictureHtml(lines: readonly string[]): Html {
  const margin = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.search(/\S/)))
  const text = lines.map(line => line.slice(margin)).join('\n')
  return `<pre tabindex="0">${escaped(text)}</pre>`
}

/** What the page has in place of a command of the terminal. */
const INSTEAD: Readonly<Record<string, string>> = {
  check: 'your line is saved and checked whenever you pause',
  hint: 'a button below the verdict gives hints',
  next: '`n` leads on',
  train: 'a button that trains appears when all is right',
}

/** Commands are for a terminal; who reads them in the page needs none. */
function instead(lines: readonly string[]): Html {
  const told = lines.flatMap(line => {
    // The rest of the line, after a gap, says what the command is for.
    const [typed] = line.trim().split(/\s{2,}/)
    const [npx, ninja, command] = typed.split(' ')
    return npx === 'npx' && ninja === 'ninja' ? (INSTEAD[command] ?? []) : []
  })
  if (told.length === 0) return ''
  return `<p class="note quiet">${lineHtml(`In this page you need no terminal: ${told.join('; ')}.`)}</p>`
}
