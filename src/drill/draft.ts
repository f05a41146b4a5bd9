/** A forward pass while it is made: what is drawn, what is computed from it, and the names that are taken. */
import type { Chance } from '../tensor/chance.ts'
import {
  maskNames,
  resultNames,
  type SizeSet,
  type Story,
  sizeSets,
  spareNames,
  stories,
  targetNames,
  weightNames,
} from './stories.ts'
import {
  type Draw,
  type FormResult,
  type Line,
  type NamedShape,
  type NamedSizes,
  type Operand,
  shapeIn,
} from './value.ts'

export interface Draft {
  readonly chance: Chance
  readonly story: Story
  /** By name: usual, small, other. */
  readonly sizes: Readonly<Record<'usual' | 'small' | 'other', NamedSizes>>
  readonly draws: Draw[]
  readonly lines: Line[]
}

export function begin(chance: Chance): Draft {
  const story = chance.one(stories)
  const [usual, small, other] = chance.one(sizeSets).map(set => named(story, set))
  return { chance, story, sizes: { usual, small, other }, draws: [], lines: [] }
}

const named = ({ dims }: Story, set: SizeSet): NamedSizes =>
  Object.fromEntries(dims.map((dim, i) => [dim, set[i]]))

export type Sign = 'signed' | 'positive'

/** Draws an input. `weak`: for factors that many products are summed with. */
export function drawn(draft: Draft, dims: NamedShape, sign: Sign, role: Role = 'data'): Draw {
  const name = freeName(draft, namesFor(draft, dims, role))
  const list = dims.join(', ')
  const draw: Omit<Draw, 'name' | 'dims'> =
    sign === 'positive' || dims.length === 0
      ? {
          text: `g.uniform([${list}], 0.5, 2)`,
          python: `torch.rand(${tupleOf(dims)}, generator=g) * 1.5 + 0.5`,
          range: [0.5, 2],
          draw: (g, sizes) => g.uniform(shapeIn(dims, sizes), 0.5, 2),
          isFixed: false,
        }
      : {
          text: `g.randn(${list})`,
          python: `torch.randn(${tupleOf(dims)}, generator=g)`,
          range: [-3, 3],
          draw: (g, sizes) => g.randn(...shapeIn(dims, sizes)),
          isFixed: false,
        }
  return keep(draft, { name, dims, ...draw })
}

/** A shape in Python. */
const tupleOf = (dims: NamedShape): string => `(${dims.join(', ')}${dims.length === 1 ? ',' : ''})`

/** Whole numbers: for each row one of `of`, a dimension. */
export function drawnIds(draft: Draft, rows: string, of: string): Draw {
  const wanted = of === draft.story.dims[2] ? draft.story.groupOf : draft.story.bestOf
  return keep(draft, {
    name: freeName(draft, [wanted, 'which', 'places']),
    dims: [rows],
    range: [0, 0],
    text: `g.randint(0, ${of}, [${rows}])`,
    python: `torch.randint(0, ${of}, ${tupleOf([rows])}, generator=g)`,
    draw: (g, sizes) => g.randint(0, sizes[of], [sizes[rows]]),
    isFixed: true,
  })
}

/** 1 and 0, half of each. */
export function drawnMask(draft: Draft, dims: NamedShape): Draw {
  return keep(draft, {
    name: freeName(draft, maskNames),
    dims,
    range: [0, 1],
    text: `g.bernoulli(0.5, ${dims.join(', ')})`,
    python: `torch.randint(0, 2, ${tupleOf(dims)}, generator=g).bool()`,
    draw: (g, sizes) => g.bernoulli(0.5, ...shapeIn(dims, sizes)),
    isFixed: true,
  })
}

/** What an input is for. */
export type Role = 'data' | 'weights' | 'target'

function keep(draft: Draft, draw: Draw): Draw {
  draft.draws.push(draw)
  return draw
}

function namesFor({ story }: Draft, dims: NamedShape, role: Role): readonly string[] {
  if (role === 'weights') return weightNames
  if (role === 'target') return targetNames
  const [rows, cols, third] = story.dims
  const real = dims.filter(dim => dim !== '1').join()
  const pools: Readonly<Record<string, readonly string[]>> = {
    '': story.number,
    [rows]: story.perRow,
    [cols]: story.perCol,
    [third]: story.perThird,
    [`${cols},${third}`]: story.link,
    [`${third},${cols}`]: story.link,
  }
  return pools[real] ?? story.table
}

function freeName({ story, draws, lines }: Draft, wanted: readonly string[]): string {
  const taken = new Set<string>([
    ...story.dims,
    ...[...draws, ...lines].flatMap(({ name }) => [name, `d${name}`]),
  ])
  return [...wanted, ...spareNames].find(name => !taken.has(name) && !taken.has(`d${name}`))!
}

/** Adds a line; null where the form doesn't fit its operands. `word`: a key of `resultNames`. */
export function computed(
  draft: Draft,
  word: string,
  of: readonly Operand[],
  form: (name: string) => FormResult | null,
): Line | null {
  const name = word === 'loss' ? 'loss' : freeName(draft, resultNames[word])
  const made = form(name)
  if (made === null) return null
  const line: Line = { ...made, name, of }
  draft.lines.push(line)
  return line
}
