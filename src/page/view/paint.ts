/** A tensor's elements onto a canvas. */
import { colourOf, RAMPS, type Rgb, type Scale, strength, type Theme } from '../../picture/heat.ts'
import { placeOf, type Tiles } from '../../picture/tiles.ts'

export interface Paint {
  readonly tiles: Tiles
  /** By cell, the element that it shows. */
  readonly shown: readonly number[]
  readonly largest: number
  readonly theme: Theme
  readonly scale: Scale
  /** Whether negative cells have a dash. */
  readonly signs: boolean
}

export const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`

const NAN = '#c0267f'
/** Pixels: in a smaller cell a dash is no dash. */
const LEAST_DASH = 5
const HAIRLINE: Readonly<Record<Theme, string>> = { light: '#dddeda', dark: '#2e343a' }

export function paint(canvas: HTMLCanvasElement, data: ArrayLike<number>, how: Paint): void {
  const { tiles, shown } = how
  const dense = globalThis.devicePixelRatio || 1
  canvas.width = Math.max(1, Math.round(tiles.width * dense))
  canvas.height = Math.max(1, Math.round(tiles.height * dense))
  const draw = canvas.getContext('2d')!
  draw.scale(dense, dense)
  if (tiles.gap > 0) paintTables(draw, how)
  else paintPlain(draw, data, how)
  for (const k of shown)
    if (tiles.gap > 0 || isSpecial(data[k], how)) paintCell(draw, data[k], placeOf(tiles, k), how)
}

/** What is more than a colour. */
const isSpecial = (value: number, { signs }: Paint): boolean =>
  !Number.isFinite(value) || (signs && value < 0)

/** The colours of one table as an image with a pixel for each cell: thousands of rectangles take ten times as long. */
function paintPlain(draw: CanvasRenderingContext2D, data: ArrayLike<number>, how: Paint): void {
  const { tiles, shown, largest, theme, scale } = how
  const across = Math.round(tiles.width / tiles.cell[0])
  if (across === 0) return
  const image = new ImageData(across, shown.length / across)
  for (const [cell, k] of shown.entries()) {
    if (!Number.isFinite(data[k]) || strength(data[k], largest, scale) === 0) continue
    image.data.set(colourOf(data[k], largest, theme, scale), 4 * cell)
    image.data[4 * cell + 3] = 255
  }
  const small = new OffscreenCanvas(image.width, image.height)
  small.getContext('2d')!.putImageData(image, 0, 0)
  draw.imageSmoothingEnabled = false
  draw.drawImage(small, 0, 0, tiles.width, tiles.height)
}

/** Paper under each table, a hairline between them. */
function paintTables(draw: CanvasRenderingContext2D, { tiles, theme }: Paint): void {
  const { rows, columns, count, cell, block } = tiles
  draw.fillStyle = HAIRLINE[theme]
  draw.fillRect(0, 0, tiles.width, tiles.height)
  draw.fillStyle = css(RAMPS[theme].positive[0])
  for (let table = 0; table < count; table++) {
    const [x, y] = placeOf(tiles, table * rows * columns)
    draw.fillRect(x, y, Math.ceil(columns / block[1]) * cell[0], Math.ceil(rows / block[0]) * cell[1])
  }
}

function paintCell(
  draw: CanvasRenderingContext2D,
  value: number,
  [x, y]: [number, number],
  how: Paint,
): void {
  const { largest, theme, scale, signs } = how
  const [width, height] = how.tiles.cell
  if (Number.isNaN(value)) {
    draw.strokeStyle = NAN
    draw.lineWidth = 1.2
    draw.beginPath()
    draw.moveTo(x + 0.5, y + 0.5)
    draw.lineTo(x + width - 0.5, y + height - 0.5)
    draw.moveTo(x + width - 0.5, y + 0.5)
    draw.lineTo(x + 0.5, y + height - 0.5)
    draw.stroke()
    return
  }
  const strong = strength(value, largest, scale)
  if (strong === 0) return
  draw.fillStyle = css(colourOf(value, largest, theme, scale))
  draw.fillRect(x, y, width, height)
  if (!Number.isFinite(value)) paintTriangle(draw, value > 0, [x + width / 2, y + height / 2], how)
  if (!Number.isFinite(value) || !signs || value > 0 || Math.min(width, height) < LEAST_DASH) return
  draw.fillStyle = strong > 0.5 ? css(RAMPS[theme].positive[0]) : theme === 'light' ? '#000' : '#fff'
  draw.fillRect(x + width * 0.22, y + height / 2 - 0.6, width * 0.56, 1.2)
}

function paintTriangle(
  draw: CanvasRenderingContext2D,
  isUp: boolean,
  [x, y]: readonly [number, number],
  { tiles, theme }: Paint,
): void {
  const half = Math.min(...tiles.cell) / 2 - 1
  const down = isUp ? half : -half
  draw.fillStyle = css(RAMPS[theme].positive[0])
  draw.beginPath()
  draw.moveTo(x - half, y + down)
  draw.lineTo(x + half, y + down)
  draw.lineTo(x, y - down)
  draw.fill()
}
