/** Where a notebook sets its names; the lines that make a gradient: what sets its name, and what that reads in its cell. */
import type { CodeCell } from './cells.ts'
import type { Place } from './claim.ts'
import { nodesIn, type PyExpression, type PyStatement, parsePython, targetsOf } from './tree.ts'

/** Gives a name's lines; null where no line sets it. `others`: names whose lines are left out, as they have their own. */
export function ownLinesIn(
  cells: readonly CodeCell[],
  others: readonly string[],
): (name: string) => string | null {
  const parsed = cells.map(({ text }) => ({ lines: text.split('\n'), body: parsePython(text).body }))
  return name => {
    const cell = parsed.findLast(({ body }) => targetsOf(body).includes(name))
    if (cell === undefined) return null
    const wanted = new Set([name])
    const found: string[] = []
    for (const node of cell.body.toReversed()) {
      const set = targetsOf([node]).filter(one => wanted.has(one))
      if (set.length === 0) continue
      found.unshift(textIn(cell.lines, node))
      const isAnew = node.nodeType === 'Assign' && node.targets.every(({ nodeType }) => nodeType === 'Name')
      if (isAnew) for (const one of set) wanted.delete(one)
      for (const one of namesRead(isAnew ? node.value : node)) if (!others.includes(one)) wanted.add(one)
    }
    return found.join('\n')
  }
}

/** Where a notebook sets its names first. */
export function firstPlaces(cells: readonly CodeCell[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>()
  for (const { number, text } of cells)
    for (const node of parsePython(text).body)
      for (const name of targetsOf([node]))
        if (!found.has(name)) found.set(name, { cell: number, line: node.lineno ?? 1 })
  return found
}

const namesRead = (node: PyStatement | PyExpression): string[] =>
  [...nodesIn(node)].flatMap(one => (one.nodeType === 'Name' ? [one.id] : []))

/** As it is written, without the comment at its end. */
function textIn(lines: readonly string[], node: PyStatement): string {
  const { lineno = 1, end_lineno = lineno, end_col_offset } = node
  const own = lines.slice(lineno - 1, end_lineno)
  return [...own.slice(0, -1), (own.at(-1) ?? '').slice(0, end_col_offset)].join('\n')
}
