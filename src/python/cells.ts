/** What of a notebook, or of a Python file, is code: its cells, and in them what is Python. */
import { NinjaError } from '../errors.ts'

export interface CodeCell {
  /** Of the code cells, from 1. */
  readonly number: number
  /** Its Python; a line that is none is empty. */
  readonly text: string
  /** How many lines of the file come before it; 0 for a notebook, whose lines are counted in each cell. */
  readonly above: number
}

/** @throws NinjaError 'exercise' for a notebook that is damaged. */
export function codeCellsOf(text: string, name: string): CodeCell[] {
  const cells = /\.ipynb$/i.test(name) ? ofNotebook(text, name) : ofScript(text)
  return cells.map((cell, i) => ({ ...cell, number: i + 1, text: withoutMagics(cell.text) }))
}

type Cell = Omit<CodeCell, 'number'>

function ofNotebook(text: string, name: string): Cell[] {
  const damaged = (what: string): NinjaError =>
    new NinjaError(
      'exercise',
      `${name} is not a notebook: ${what}`,
      'open it in Jupyter and save it again',
      'not text',
    )
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    throw damaged('it is not JSON')
  }
  const { cells, worksheets } = (found ?? {}) as { cells?: unknown; worksheets?: { cells?: unknown }[] }
  const list = Array.isArray(cells)
    ? cells
    : Array.isArray(worksheets)
      ? worksheets.flatMap(one => one?.cells ?? [])
      : null
  if (list === null) throw damaged('it has no cells')
  return list
    .filter(cell => cell?.cell_type === 'code')
    .map(cell => ({ text: withoutIndent(joined(cell.source ?? cell.input)), above: 0 }))
}

/** As Jupyter runs it: where the first line of a cell is indented, all lines lose that much. */
export function withoutIndent(text: string): string {
  const [, indent] = /^(?:[ \t]*\n)*([ \t]+)\S/.exec(text) ?? []
  if (indent === undefined) return text
  const lines = text.split('\n')
  return lines.map(line => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n')
}

const joined = (source: unknown): string =>
  [source]
    .flat()
    .filter(part => typeof part === 'string')
    .join('')
    .replace(/\r\n?/g, '\n')

const MARKER = /^#\s*(?:%%|In\s*\[)/
const MARIMO = /^@app\.cell\b/

function ofScript(text: string): Cell[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const isMarimo = lines.some(line => MARIMO.test(line))
  const starts = lines.flatMap((line, i) => ((isMarimo ? MARIMO : MARKER).test(line) ? [i] : []))
  if (starts.length === 0) return [{ text: lines.join('\n'), above: 0 }]
  const bounds = [...(starts[0] > 0 && !isMarimo ? [0] : []), ...starts]
  return bounds
    .map((start, i) => ({ lines: lines.slice(start, bounds[i + 1] ?? lines.length), above: start }))
    .filter(({ lines: own }) => !/^#\s*%%\s*\[markdown\]/.test(own[0]))
    .map(({ lines: own, above }) => ({ text: (isMarimo ? marimoBody(own) : own).join('\n'), above }))
}

/** The body of a cell's function, its lines where they were. */
function marimoBody(lines: readonly string[]): string[] {
  let inside = false
  let isOver = false
  return lines.map(line => {
    const head = /^(?:async )?def \w+\(/.test(line) || MARIMO.test(line)
    if (head) {
      inside = true
      return ''
    }
    if (inside && /^\S/.test(line) && !/^\)/.test(line)) isOver = true
    if (!inside || isOver || /^\)/.test(line) || isEnd(line)) return ''
    return line.replace(/^ {4}/, '')
  })
}

/** The last line of a marimo cell's function: it hands its names to the other cells. */
const isEnd = (line: string): boolean => line.startsWith('    ') && line.slice(4).split(/\W/)[0] === 'return'

/** The magics behind which a cell has something else than Python. */
const FOREIGN =
  /^%%(?:bash|sh|script|html|javascript|js|latex|markdown|svg|writefile|file|perl|ruby|R|cython)\b/i

/** Lines of IPython's own are none of Python's: their places stay. */
function withoutMagics(text: string): string {
  const lines = text.split('\n')
  const first = lines.find(line => line.trim() !== '') ?? ''
  if (FOREIGN.test(first.trim())) return lines.map(() => '').join('\n')
  const quoted = insideTripleQuotes(lines)
  return lines
    .map((line, i) => {
      if (quoted[i]) return line
      const [, margin, code] = /^(\s*)(.*)$/.exec(line)!
      const timed = /^%{1,2}(?:time|timeit|prun)\b(?:\s+-\w+\s*\d*)*\s*(.*)$/.exec(code)
      if (timed !== null) return timed[1] === '' ? '' : `${margin}${timed[1]}`
      if (/^[%!?]/.test(code)) return margin === '' ? '' : `${margin}pass`
      if (/^[\w.]+\?{1,2}$/.test(code)) return `${margin}pass`
      if (/^[\w, ]+=\s*[!%]/.test(code)) return `${margin}${code.slice(0, code.indexOf('=') + 1)} __shell__`
      return line
    })
    .join('\n')
}

/** For each line, whether it begins inside of a text in triple quotes. */
function insideTripleQuotes(lines: readonly string[]): boolean[] {
  let open: string | null = null
  return lines.map(line => {
    const began = open !== null
    for (const [quote] of line.matchAll(/"""|'''/g)) {
      if (open === null) open = quote
      else if (open === quote) open = null
    }
    return began
  })
}
