/**
 * Markdown, as much of it as an exercise's text has, read for whoever shows it: a terminal, a page. What is indented by
 * four (code, pictures, formulas) is left as it is, however wide.
 */

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly mark: string; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  /** `tex`: the same as formulas, in TeX; none where it is no formula. */
  | { readonly kind: 'verbatim'; readonly lines: readonly string[]; readonly tex: readonly string[] }

/** A part of a line. */
export type Phrase =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string }

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)/g

export function phrasesOf(text: string): Phrase[] {
  const phrases: Phrase[] = []
  let at = 0
  for (const found of text.matchAll(SPAN)) {
    const [all, code, strong, link, to] = found
    if (found.index > at) phrases.push({ kind: 'text', text: text.slice(at, found.index) })
    if (code !== undefined) phrases.push({ kind: 'code', text: code })
    else if (strong !== undefined) phrases.push({ kind: 'strong', text: strong })
    else phrases.push({ kind: 'link', text: link, to })
    at = found.index + all.length
  }
  if (at < text.length) phrases.push({ kind: 'text', text: text.slice(at) })
  return phrases
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/
const ITEM = /^ {0,3}([-*+]|\d+[.)])\s+(.*)$/
const FENCE = /^ {0,3}(```|~~~)/
const RULE = /^\|[-:| ]*-[-:| ]*$/
const INDENTED = /^( {4}|\t)/
const EMPTY = /^\s*$/
const TEX = /^tex: ?(.*)$/
/** Fewer spaces than what is indented. */
const MORE_TEX = /^ {1,3}(\S.*)$/

/** Enough of Markdown for an exercise's text; what it does not know is a paragraph. */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split('\n')
  const tex = isOfTex(lines)
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
      const formulas = formulasIn(takeWhile((_, i) => tex[i]))
      // They say the lines right above them again: what is above an empty line is a picture.
      const above = formulas.length === 0 ? 0 : picture.findLastIndex(line => EMPTY.test(line)) + 1
      if (above > 0) blocks.push({ kind: 'verbatim', lines: picture.slice(0, above - 1), tex: [] })
      blocks.push({ kind: 'verbatim', lines: picture.slice(above), tex: formulas })
    } else if (FENCE.test(line)) {
      at++
      blocks.push({ kind: 'verbatim', lines: takeWhile(l => !FENCE.test(l)), tex: [] })
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

/** For each line, whether it is of a formula in TeX. */
export function isOfTex(lines: readonly string[]): boolean[] {
  let before = false
  return lines.map(line => {
    before = TEX.test(line) || (before && MORE_TEX.test(line))
    return before
  })
}

/** One formula for each `tex:`; it goes on in the lines below. */
function formulasIn(lines: readonly string[]): string[] {
  const formulas: string[] = []
  for (const line of lines) {
    const first = TEX.exec(line)
    if (first !== null) formulas.push(first[1])
    else formulas[formulas.length - 1] += ` ${line.trim()}`
  }
  return formulas
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
