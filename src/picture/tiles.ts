/**
 * Where the elements of a tensor are in its picture: the last two dimensions are a table, those before are tables
 * beside and below one another.
 */

export interface Tiles {
  readonly shape: readonly number[]
  /** Of one table, in elements. */
  readonly rows: number
  readonly columns: number
  readonly count: number
  /** How many tables are beside one another. */
  readonly across: number
  readonly gap: number
  readonly cell: readonly [width: number, height: number]
  /** How many elements a cell shows one of, down and across: 1 and 1 where there is room for all. */
  readonly block: readonly [down: number, across: number]
  readonly width: number
  readonly height: number
}

export interface Space {
  readonly width: number
  readonly height: number
  /** The smallest and the largest side of a cell. */
  readonly least?: number
  readonly most?: number
  /** Between two tables. */
  readonly gap?: number
  /** How high a single row is, how wide a single column. */
  readonly row?: number
  readonly column?: number
}

/** Of cells with both rows and columns: the largest side beside other tables, and of a single column. */
const BESIDE = 14
const IN_COLUMN = 9

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1)

/** As large as the room allows; where even the smallest cells don't fit, a cell stands for a block of elements. */
export function tilesFor(shape: readonly number[], space: Space): Tiles {
  const { width, height, least = 2, most = 16, gap = 4 } = space
  const columns = shape.at(-1) ?? 1
  const rows = shape.at(-2) ?? 1
  const before = shape.slice(0, -2)
  const count = product(before)
  const table = { shape, rows, columns, count }
  if (count <= 1) return single(table, space)
  // With four dimensions the first goes down, the second across; with three they go on in the next line.
  const acrossFor = (cells: number, side: number): number =>
    before.length > 1
      ? before.at(-1)!
      : Math.max(1, Math.min(count, Math.floor((width + gap) / (cells * side + gap))))
  const made = (side: number, block: number): Tiles => {
    const across = acrossFor(Math.ceil(columns / block), side)
    return measured({ ...table, across, gap, cell: [side, side], block: [block, block] })
  }
  const fits = (tiles: Tiles): boolean => tiles.width <= width && tiles.height <= height
  for (let side = Math.min(most, BESIDE); side >= least; side--) if (fits(made(side, 1))) return made(side, 1)
  const largest = Math.max(rows, columns, 1)
  for (let block = 2; block < largest; block++) if (fits(made(least, block))) return made(least, block)
  return made(least, largest)
}

type Table = Pick<Tiles, 'shape' | 'rows' | 'columns' | 'count'>

function single(table: Table, space: Space): Tiles {
  const { width, height, least = 2, most = 16, row = 18, column = 14 } = space
  const { rows, columns } = table
  const side = (room: number, cells: number): number => Math.min(most, Math.floor(room / Math.max(1, cells)))
  const blockFor = (room: number, cells: number): number =>
    Math.max(1, Math.ceil(cells / Math.max(1, Math.floor(room / least))))
  const alone = { across: 1, gap: 0 }
  if (rows === 1) {
    const cell = columns === 1 ? column : Math.max(least, side(width, columns))
    const block = [1, blockFor(width, columns)] as const
    return measured({ ...table, ...alone, cell: [cell, row], block })
  }
  if (columns === 1) {
    const cell = Math.max(least, Math.min(IN_COLUMN, side(height, rows)))
    return measured({ ...table, ...alone, cell: [column, cell], block: [blockFor(height, rows), 1] })
  }
  const cell = Math.max(least, Math.min(side(width, columns), side(height, rows)))
  const block = [blockFor(height, rows), blockFor(width, columns)] as const
  return measured({ ...table, ...alone, cell: [cell, cell], block })
}

function measured(tiles: Omit<Tiles, 'width' | 'height'>): Tiles {
  const [down, along] = cellsOf(tiles)
  const { cell, gap, count, across } = tiles
  const width = across * (along * cell[0] + gap) - gap
  const height = Math.ceil(count / across) * (down * cell[1] + gap) - gap
  return { ...tiles, width: Math.max(0, width), height: Math.max(0, height) }
}

/** How many cells a table has, down and across. */
const cellsOf = ({ rows, columns, block }: Pick<Tiles, 'rows' | 'columns' | 'block'>): [number, number] => [
  Math.ceil(rows / block[0]),
  Math.ceil(columns / block[1]),
]

/** The upper left corner of the cell that element `k` is in. */
export function placeOf(tiles: Tiles, k: number): [x: number, y: number] {
  const { rows, columns, cell, gap, across, block } = tiles
  const [down, along] = cellsOf(tiles)
  const [table, inside] = [Math.floor(k / (rows * columns)), k % (rows * columns)]
  const [row, column] = [Math.floor(inside / columns), inside % columns]
  return [
    (table % across) * (along * cell[0] + gap) + Math.floor(column / block[1]) * cell[0],
    Math.floor(table / across) * (down * cell[1] + gap) + Math.floor(row / block[0]) * cell[1],
  ]
}

/** The first element of the cell at a point; null between tables and outside. */
export function elementAt(tiles: Tiles, x: number, y: number): number | null {
  const { rows, columns, cell, gap, across, block, count } = tiles
  const [down, along] = cellsOf(tiles)
  if (x < 0 || y < 0 || x >= tiles.width || y >= tiles.height) return null
  const [wide, tall] = [along * cell[0] + gap, down * cell[1] + gap]
  const table = Math.floor(y / tall) * across + Math.floor(x / wide)
  const [row, column] = [Math.floor((y % tall) / cell[1]), Math.floor((x % wide) / cell[0])]
  if (table >= count || row >= down || column >= along) return null
  return table * rows * columns + row * block[0] * columns + column * block[1]
}

/** For each cell the element that it shows: the one of its block that `weight` is largest for. */
export function shownIn(tiles: Tiles, weight: (k: number) => number): number[] {
  const { rows, columns, block, count } = tiles
  const [down, along] = cellsOf(tiles)
  const best = new Array<number>(count * down * along).fill(-1)
  const size = rows * columns
  for (let k = 0; k < count * size; k++) {
    const inside = k % size
    const row = Math.floor(Math.floor(inside / columns) / block[0])
    const cell = (Math.floor(k / size) * down + row) * along + Math.floor((inside % columns) / block[1])
    if (best[cell] < 0 || weight(k) > weight(best[cell])) best[cell] = k
  }
  return best
}

/** `[27, 2, 7]`: the place of element `k` in its tensor. */
export function indexOf(shape: readonly number[], k: number): number[] {
  const index: number[] = []
  let left = k
  for (const size of shape.toReversed()) {
    index.unshift(left % size)
    left = Math.floor(left / size)
  }
  return index
}

/** The other way. */
export const elementOf = (shape: readonly number[], index: readonly number[]): number =>
  index.reduce((k, i, dim) => k * shape[dim] + i, 0)

/** What an arrow key does to an element; null where it would leave the tensor. */
export function stepFrom(tiles: Tiles, k: number, [right, down]: readonly [number, number]): number | null {
  const { rows, columns, count } = tiles
  const size = rows * columns
  const inside = k % size
  const column = (inside % columns) + right * tiles.block[1]
  const next = right !== 0 ? (column < 0 || column >= columns ? -1 : k + right * tiles.block[1]) : k
  const moved = next < 0 ? -1 : next + down * columns * tiles.block[0]
  return moved < 0 || moved >= count * size ? null : moved
}
