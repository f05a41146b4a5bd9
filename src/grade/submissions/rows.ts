/** Tables that people hand us, as CSV (RFC 4180): from Excel, from a learning platform, by hand. */
import { NinjaError } from '../../errors.ts'

export interface CsvRow {
  /** Where it starts in the file, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * The rows that have something in them. Cells are separated by commas, semicolons or tabs: by what Excel's own first
 * line says (`sep=;`), else by what the first line has most of. `name`: of the file.
 * @throws NinjaError 'data' for a spreadsheet's own format, and for a quote that isn't closed.
 */
export function rowsIn(bytes: Uint8Array, name: string): CsvRow[] {
  if (isPacked(bytes))
    throw new NinjaError(
      'data',
      `${name} is no CSV file: it's a spreadsheet or an archive`,
      'open it in your spreadsheet, save it as CSV, and give that file',
    )
  const text = textFrom(bytes)
  const said = /^sep=(.)\n/i.exec(text)
  const separator = said?.[1] ?? separatorIn(text)
  const rows: CsvRow[] = []
  let cells: string[] = []
  const first = said === null ? 1 : 2
  let [cell, line, start, isQuoted, opened] = ['', first, first, false, 0]
  const endCell = (): void => {
    cells.push(cell.trim())
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    if (cells.some(one => one !== '')) rows.push({ line: start, cells })
    cells = []
    start = line
  }
  for (let i = said?.[0].length ?? 0; i < text.length; i++) {
    const char = text[i]
    if (char === '\n') line++
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (text[i + 1] === '"') cell += text[++i]
      else isQuoted = false
    } else if (char === '"' && cell.trim() === '') {
      cell = ''
      isQuoted = true
      opened = line
    } else if (char === separator) endCell()
    else if (char === '\n') endRow()
    else cell += char
  }
  if (isQuoted)
    throw new NinjaError('data', `${name}, line ${opened}: a cell starts with a quote that is never closed`)
  endRow()
  return rows
}

/** Whether it begins as a zip archive does, as .xlsx and .ods are, or as the .xls of old. */
const isPacked = (bytes: Uint8Array): boolean =>
  ['PK\x03\x04', '\xd0\xcf\x11\xe0'].includes(String.fromCharCode(...bytes.subarray(0, 4)))

/** UTF-8, UTF-16 as Excel's "Unicode text", or else what Windows has in Western Europe. */
function textFrom(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = isUtf16 ? new TextDecoder('utf-16le').decode(bytes) : (utf8(bytes) ?? windows(bytes))
  return text.replace(/\r\n?/g, '\n')
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const windows = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes)

function separatorIn(text: string): string {
  const first = text.slice(0, text.search(/\n|$/)).replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map(char => ({ char, count: first.split(char).length }))
  return counts.reduce((a, b) => (b.count > a.count ? b : a)).char
}
