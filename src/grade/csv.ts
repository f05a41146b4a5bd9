/**
 * Tables as CSV (RFC 4180), which no spreadsheet takes a formula from.
 *
 * Lines end in LF: every reader takes that, and only with it do `cut` and `awk` see the last column as it is.
 */

import { shortened } from '../room/thrown.ts'
import { legible } from './legible.ts'

/** A text, a number that stays one, or nothing. */
export type Field = string | number | boolean | null

export const toCsv = (rows: Iterable<readonly Field[]>): string => [...rows].map(toRow).join('')

export const toRow = (cells: readonly Field[]): string => `${cells.map(toField).join(',')}\n`

function toField(cell: Field): string {
  if (typeof cell === 'string') return quoted(defused(legible(shortened(cell, LONGEST))))
  return cell === null || (typeof cell === 'number' && !Number.isFinite(cell)) ? '' : String(cell)
}

/** What a cell of Excel holds: it cuts off what is longer, or lets it run into other cells. */
const LONGEST = 32_767 - '…'.length

/** `=`, `+`, `-` and `@`, in all their widths. */
const SIGNS = '=+\\-@\\u2212\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b'
/** What is between cells, or is taken away before a cell is read. */
const BETWEEN = ',;"\\s\\p{C}'

const AT_START = new RegExp(`^[${BETWEEN}]*[${SIGNS}]|^[\\t\\r\\n]`, 'u')
const FURTHER_ON = new RegExp(`(?<![${BETWEEN}])[${BETWEEN}]+(?=[${SIGNS}])`, 'gu')

/**
 * With an apostrophe in front of what would be a formula. In the middle of a text, too, where it would begin a cell for
 * a reader that divides at semicolons, as Excel does in much of Europe, or doesn't know these quotes.
 */
function defused(text: string): string {
  const inner = text.replace(FURTHER_ON, run => {
    const end = Math.max(...[...',;"\t\r\n'].map(one => run.lastIndexOf(one))) + 1
    return end === 0 ? run : `${run.slice(0, end)}'${run.slice(end)}`
  })
  return AT_START.test(inner) ? `'${inner}` : inner
}

/** Semicolons and tabs are no reason in RFC 4180; LibreOffice divides at them as well unless it is told not to. */
const quoted = (text: string): string => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
