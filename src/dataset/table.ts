/** A table of numbers with names above its columns, as an exercise's data: lines of numbers between commas. */
import { NinjaError } from '../errors.ts'
import { Tensor } from '../tensor/tensor.ts'

export interface Table {
  readonly columns: readonly string[]
  /** (rows, columns). */
  readonly rows: Tensor
}

/** Reads a table; throws what is wrong with it, naming the line. */
export function parseTable(content: string, origin = 'the table'): Table {
  const lines = content
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    .split('\n')
  const columns = lines[0].split(',').map(cell => cell.trim())
  const bad = (line: number, what: string): NinjaError =>
    new NinjaError('data', `${origin}, line ${line}: ${what}`, `each line has ${columns.length} numbers`)
  if (columns.some(name => !/^[A-Za-z_]\w*$/.test(name))) throw bad(1, 'the first line is no list of names')
  const numbers = lines.slice(1).flatMap((line, i) => {
    const cells = line.split(',')
    if (cells.length !== columns.length)
      throw bad(i + 2, `${cells.length} cells where there are ${columns.length} columns`)
    return cells.map(cell => {
      const value = Number(cell)
      if (cell.trim() === '' || !Number.isFinite(value)) throw bad(i + 2, `"${cell}" is not a number`)
      return value
    })
  })
  return { columns, rows: new Tensor([lines.length - 1, columns.length], Float64Array.from(numbers)) }
}
