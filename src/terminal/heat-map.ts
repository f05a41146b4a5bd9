/** A tensor as a picture of characters: two rows of numbers in each line where there are colours. */
import { colourOf, type Rgb, type Scale, strength } from '../picture/heat.ts'
import { placeOf, shownIn, type Tiles, tilesFor } from '../picture/tiles.ts'
import { hasColours, painted } from './style.ts'

/** What a picture is made of. `weight`: which element of a block is shown, the one that it's largest for. */
export interface HeatMap {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
  readonly largest: number
  /** Over some decades, unless it says `linear`. */
  readonly scale?: Scale
  readonly weight: (k: number) => number
}

/** Columns and lines of the terminal. */
export interface Area {
  readonly width: number
  readonly height: number
}

/** In cells: with colours a line has two of them, one above the other. */
export function tilesIn(shape: readonly number[], { width, height }: Area): Tiles {
  const down = hasColours() ? 2 : 1
  return tilesFor(shape, { width, height: height * down, least: 1, most: 1, gap: down, row: down, column: 2 })
}

/** Lines, all as wide as the tiles. */
export function heatMap(map: HeatMap, tiles: Tiles): string[] {
  const cells = Array.from({ length: tiles.height }, () => new Array<number | null>(tiles.width).fill(null))
  for (const k of shownIn(tiles, map.weight)) {
    const [x, y] = placeOf(tiles, k)
    for (let i = 0; i < tiles.cell[0]; i++)
      for (let j = 0; j < tiles.cell[1]; j++) cells[y + j][x + i] = map.data[k]
  }
  if (!hasColours()) return cells.map(row => row.map(x => signFor(x, map)).join(''))
  const pairs = Array.from({ length: Math.ceil(cells.length / 2) }, (_, i) => [
    cells[2 * i],
    cells[2 * i + 1] ?? [],
  ])
  return pairs.map(([above, below]) =>
    above.map((x, i) => half(inkFor(x, map), inkFor(below[i] ?? null, map))).join(''),
  )
}

/** Stronger from left to right; without colours the sign is in their kind. */
export const SHADES = { negative: '.-=≡', positive: '░▒▓█' }
const NAN = 'x'

type Range = Pick<HeatMap, 'largest' | 'scale'>

function signFor(x: number | null, { largest, scale }: Range): string {
  if (x === null) return ' '
  if (Number.isNaN(x)) return NAN
  const strong = strength(x, largest, scale)
  if (strong === 0) return ' '
  const shades = x > 0 ? SHADES.positive : SHADES.negative
  return shades[Math.min(shades.length - 1, Math.floor(strong * shades.length))]
}

const MAGENTA: Rgb = [192, 38, 127]

/** Null where nothing is drawn: the ground of a terminal may be light or dark. */
function inkFor(x: number | null, { largest, scale }: Range): Rgb | null {
  if (x === null) return null
  if (Number.isNaN(x)) return MAGENTA
  return strength(x, largest, scale) === 0 ? null : colourOf(x, largest, 'dark', scale)
}

const half = (above: Rgb | null, below: Rgb | null): string =>
  above === null ? (below === null ? ' ' : painted('▄', below)) : painted('▀', above, below)

/** What colours or signs stand for: `-0.031 ▀▀▀▀ 0 ▀▀▀▀ 0.031`. */
export function legend(largest: number, number: (x: number) => string): string {
  const parts = [1, 0.13, 0.02, 0.0025] // one of each shade
  const shade = (sign: 1 | -1): string[] =>
    parts.map(part =>
      hasColours()
        ? half(inkFor(sign * part * largest, { largest }), inkFor(sign * part * largest, { largest }))
        : signFor(sign * part * largest, { largest }),
    )
  return `${number(-largest)} ${shade(-1).join('')} 0 ${shade(1).reverse().join('')} ${number(largest)}`
}
