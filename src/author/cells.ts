/** What must hold of a solution as a text: its cells and its blanks. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { type Cell, joinCells, parseCells } from '../notebook/cells.ts'
import { blanksOf, isLearners, titleOf } from '../notebook/solution.ts'
import { definitionsIn } from '../text/definitions.ts'
import { readable } from '../text/salvage.ts'
import { modulesIn } from '../text/script.ts'
import { sourceOf } from '../text/source.ts'
import { type Flaw, found } from './flaw.ts'

export function judgeCells({ id, number }: Exercise, solution: string): Flaw[] {
  const here = (rule: string, message: string, wayOut: string): Flaw => found(id, rule, message, wayOut)
  const cells = parseCells(solution)
  const title = titleOf(solution)
  const spots = blanksOf(solution)
  const names = spots.map(({ name }) => name)
  const odd = solution
    .split('\n')
    .flatMap((line, i) =>
      /^\s*\/\/\s?%%/.test(line) && !/^\/\/ %%(?:$| (?!\[(?!markdown\])))/.test(line)
        ? [[line, i + 1] as const]
        : [],
    )
  const own = /^\d+/.exec(title)?.[0]
  return [
    ...(title === ''
      ? [
          here(
            'cells',
            'it has no title',
            `begin its first cell with "// # ${String(number).padStart(2, '0')} · Title"`,
          ),
        ]
      : []),
    ...(own !== undefined && Number(own) !== number
      ? [
          here(
            'cells',
            `its title says ${own} and its file says ${String(number).padStart(2, '0')}`,
            'make them agree',
          ),
        ]
      : []),
    ...(cells[0].kind !== 'markdown'
      ? [here('cells', 'it does not begin with a text', 'begin it with a cell "// %% [markdown]"')]
      : []),
    ...odd.map(([line, at]) =>
      here(
        'cells',
        `line ${at}, "${line.trim()}", looks like the head of a cell and is none`,
        'write "// %% title" or "// %% [markdown]" from the first column',
      ),
    ),
    ...(spots.length === 0
      ? [here('blanks', 'it has no blanks', 'mark answers with "// answer" and "// end answer"')]
      : []),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map(name => here('blanks', `${name} has two answers`, 'one answer for each function')),
    ...spots
      .filter(({ name }) => name === '')
      .map(() =>
        here('blanks', 'an answer is outside of an exported function', 'put it into "export function …"'),
      ),
    ...(definesIn(joinCells(cells.filter(isLearners)), 'check')
      ? [
          here(
            'cells',
            'its function check is in a cell that learners get',
            'give the cell the title check: "// %% check"',
          ),
        ]
      : []),
    ...copiesIn(cells).map(name =>
      here(
        'cells',
        `its check imports ${name}, which the exercise includes: it would get a copy of its own, with other classes`,
        'take the import out: the check sees all names of the exercise',
      ),
    ),
  ]
}

/** The included files whose values a check imports. */
function copiesIn(cells: readonly Cell[]): string[] {
  const check = cells.filter(cell => !isLearners(cell)).flatMap(({ lines }) => lines)
  const source = sourceOf(check.join('\n'))
  const imported = source.program === null ? [] : modulesIn(source)
  return imported
    .map(name => name.replace(/^\.\//, ''))
    .filter(name => cells.some(({ title }) => title === `include ${name}`))
}

/** Whether a text defines a function or a constant of this name. */
function definesIn(text: string, name: string): boolean {
  const { source } = readable(text)
  return source !== null && definitionsIn(source).has(name)
}
