/** Forms that only rearrange numbers, or let through some of them. */
import { cat, where } from '../tensor/creation.ts'
import {
  type FormResult,
  type NamedShape,
  type Operand,
  type OperandUse,
  shapeIn,
  shapeText,
} from './value.ts'

type Hints = OperandUse['hints']

const moved = (
  x: Operand,
  back: OperandUse['code'],
  hints: Hints,
  skill: 'moved' | 'selected' | 'copied' = 'moved',
): OperandUse => ({
  code: back,
  dims: x.dims,
  skills: [skill],
  hints,
})

const SLOPE = 'No number changes, so each gets exactly what comes back from its new place.'

export function transposed(x: Operand, y: string): FormResult | null {
  if (x.dims.length !== 2 || x.dims.includes('1')) return null
  const hints: Hints = ['Rows become columns, and nothing else happens.', SLOPE, `Undo it: transpose d${y}.`]
  return {
    op: 'T',
    code: `${x.name}.T`,
    dims: x.dims.toReversed(),
    range: x.range,
    run: ([value]) => value.T,
    uses: [moved(x, dy => `${dy}.T`, hints)],
  }
}

export function flattened(x: Operand, y: string): FormResult | null {
  if (x.dims.length !== 2 || x.dims.some(dim => dim === '1' || dim.includes(' + '))) return null
  const flat = x.dims.join(' * ')
  return {
    op: 'flat',
    code: `${x.name}.view(${flat})`,
    dims: [flat],
    range: x.range,
    run: ([value]) => value.view(-1),
    uses: [
      moved(x, dy => `${dy}.view(${x.dims.join(', ')})`, [
        `The numbers keep their order. Only the shape changes, from ${shapeText(x.dims)} to ${shapeText([flat])}.`,
        SLOPE,
        `Undo it: \`d${y}.view(...)\`, with the shape of ${x.name}.`,
      ]),
    ],
  }
}

export function turned(x: Operand, dim: 0 | 1, y: string): FormResult | null {
  if (x.dims.length !== 2 || x.dims.includes('1')) return null
  return {
    op: `flip ${dim}`,
    code: `${x.name}.flip(${dim})`,
    dims: x.dims,
    range: x.range,
    run: ([value]) => value.flip(dim),
    uses: [
      moved(x, dy => `${dy}.flip(${dim})`, [
        `The order of the ${dim === 0 ? 'rows' : 'columns'} is reversed.`,
        SLOPE,
        `Undo it: reverse d${y} along the same dimension.`,
      ]),
    ],
  }
}

/** `dims`: which dimension of x each of the result is. */
export function permuted(x: Operand, dims: readonly number[], y: string): FormResult | null {
  if (x.dims.length !== 3) return null
  const inverse = dims.map((_, dim) => dims.indexOf(dim))
  return {
    op: `permute ${dims}`,
    code: `${x.name}.permute(${dims.join(', ')})`,
    dims: dims.map(dim => x.dims[dim]),
    range: x.range,
    run: ([value]) => value.permute([...dims]),
    uses: [
      moved(x, dy => `${dy}.permute(${inverse.join(', ')})`, [
        `The dimensions are in another order: ${shapeText(x.dims)} becomes ${shapeText(dims.map(dim => x.dims[dim]))}.`,
        SLOPE,
        `Undo it: \`d${y}.permute(...)\`. Say for each dimension of ${x.name} where it is in d${y}.`,
      ]),
    ],
  }
}

/** Two tables beside each other. */
export function joined(a: Operand, b: Operand, y: string): FormResult | null {
  if (a.dims.length !== 2 || b.dims.length !== 2 || a.dims[0] !== b.dims[0] || a.dims[1] === b.dims[1])
    return null
  if ([...a.dims, ...b.dims].includes('1')) return null
  const [left, right] = [a.dims[1], b.dims[1]]
  const hints = (x: Operand, which: string): Hints => [
    `The ${which} columns of ${y} are those of ${x.name}.`,
    SLOPE,
    `\`d${y}.slice(1, ...)\`: say in which column it begins, and before which it ends.`,
  ]
  return {
    op: 'cat 1',
    code: `cat([${a.name}, ${b.name}], 1)`,
    dims: [a.dims[0], `${left} + ${right}`],
    range: [Math.min(a.range[0], b.range[0]), Math.max(a.range[1], b.range[1])],
    run: ([x, other]) => cat([x, other], 1),
    uses: [
      moved(a, dy => `${dy}.slice(1, 0, ${left})`, hints(a, 'first')),
      moved(b, dy => `${dy}.slice(1, ${left}, ${left} + ${right})`, hints(b, 'last')),
    ],
  }
}

/** A column or a row, copied out by hand. */
export function copiedOut(x: Operand, dims: NamedShape, y: string): FormResult | null {
  const at = x.dims.indexOf('1')
  if (x.dims.length !== 2 || at === -1) return null
  return {
    op: `expand ${at}`,
    code: `${x.name}.expand(${dims.join(', ')})`,
    dims,
    range: x.range,
    run: ([value], sizes) => value.expand(shapeIn(dims, sizes)),
    uses: [
      {
        code: dy => `${dy}.sum(${at}, { keepdim: true })`,
        dims: x.dims,
        skills: ['copied', 'kept'],
        hints: [
          `Each number of ${x.name} has copies. Compare the shapes: ${shapeText(x.dims)} became ${shapeText(dims)}.`,
          `What was copied along dimension ${at} in the forward pass is summed along it in the backward pass.`,
          `\`d${y}.sum(...)\`, with the option that keeps the shape ${shapeText(x.dims)}.`,
        ],
      },
    ],
  }
}

/** Where a mask says so, one table, and the other elsewhere. */
export function chosen(mask: Operand, a: Operand, b: Operand, y: string): FormResult | null {
  if (a.dims.join() !== b.dims.join() || a.dims.join() !== mask.dims.join()) return null
  const hints = (isFirst: boolean): Hints => [
    `In each place, ${mask.name} says which of the two comes through.`,
    `The slope is 1 where ${mask.name} is ${isFirst ? '1' : '0'}, and 0 elsewhere.`,
    `\`where(${mask.name}, ...)\` again: d${y} in the places that came through, and 0 in the others.`,
  ]
  return {
    op: 'where',
    code: `where(${mask.name}, ${a.name}, ${b.name})`,
    dims: a.dims,
    range: [Math.min(a.range[0], b.range[0]), Math.max(a.range[1], b.range[1])],
    run: ([condition, x, other]) => where(condition, x, other),
    uses: [
      null,
      moved(a, dy => `where(${mask.name}, ${dy}, 0)`, hints(true), 'selected'),
      moved(b, dy => `where(${mask.name}, 0, ${dy})`, hints(false), 'selected'),
    ],
  }
}
