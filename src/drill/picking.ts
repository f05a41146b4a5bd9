/** Forms that pick rows or single numbers, or put them together by group. */
import { arange, zeros } from '../tensor/creation.ts'
import { type FormResult, type Operand, sizeIn } from './value.ts'

/** The rows of a table, or the numbers of a list, with these numbers: `rates.index(zone_of)`. */
export function picked(x: Operand, ids: Operand, y: string): FormResult {
  const isList = x.dims.length === 1
  const what = isList ? 'number' : 'row'
  return {
    op: 'index',
    code: `${x.name}.index(${ids.name})`,
    dims: [...ids.dims, ...x.dims.slice(1)],
    range: x.range,
    run: ([table, index]) => table.index(index),
    uses: [
      {
        code: dy => `zerosLike(${x.name}).indexAdd(${ids.name}, ${dy})`,
        dims: x.dims,
        skills: ['picked'],
        hints: [
          `A ${what} of ${x.name} may be picked several times, or not at all.`,
          `What comes back goes to the ${what} that was picked. If it was picked several times, the parts add up.`,
          `Start with \`zerosLike(${x.name})\`, and add d${y} at ${ids.name}, with \`.indexAdd(...)\`.`,
        ],
      },
      null,
    ],
  }
}

/** One number of each row: `scores.index(arange(students), best)`. */
export function pickedInRows(x: Operand, columns: Operand, y: string): FormResult | null {
  const [rows] = x.dims
  if (x.dims.length !== 2 || rows !== columns.dims[0]) return null
  return {
    op: 'index in rows',
    code: `${x.name}.index(arange(${rows}), ${columns.name})`,
    dims: [rows],
    range: x.range,
    run: ([table, index], sizes) => table.index(arange(sizeIn(rows, sizes)), index),
    uses: [
      {
        code: dy => `zerosLike(${x.name}).indexAdd([arange(${rows}), ${columns.name}], ${dy})`,
        dims: x.dims,
        skills: ['picked'],
        hints: [
          `From each row one number is picked: the one in the column that ${columns.name} says.`,
          'The picked numbers get what comes back. All others get 0.',
          `Start with \`zerosLike(${x.name})\`, and add d${y} in the same places: \`.indexAdd([arange(${rows}), ...], ...)\`.`,
        ],
      },
      null,
    ],
  }
}

/** Rows, or numbers, summed by group: `zeros(zones, goods).indexAdd(zone_of, sales)`. */
export function grouped(x: Operand, ids: Operand, groups: string, y: string): FormResult | null {
  const [rows, ...rest] = x.dims
  if (rows !== ids.dims[0] || rest.includes('1') || Math.max(...x.range.map(Math.abs)) > 6) return null
  return {
    op: 'indexAdd',
    code: `zeros(${[groups, ...rest].join(', ')}).indexAdd(${ids.name}, ${x.name})`,
    dims: [groups, ...rest],
    range: [Math.min(0, x.range[0] * 4), x.range[1] * 4],
    run: ([value, index], sizes) =>
      zeros([groups, ...rest].map(dim => sizeIn(dim, sizes))).indexAdd(index, value),
    uses: [
      {
        code: dy => `${dy}.index(${ids.name})`,
        dims: x.dims,
        skills: ['grouped'],
        hints: [
          `Each ${rest.length > 0 ? 'row' : 'number'} of ${x.name} is added into one group, the one that ${ids.name} says.`,
          'The slope of a sum is 1: it gets the gradient of its group.',
          `Pick from d${y} with \`.index(...)\`.`,
        ],
      },
      null,
    ],
  }
}
