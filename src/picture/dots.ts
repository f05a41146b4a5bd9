/** A page of braille dots, two across and four down in each character, on which lines and letters are put. */

export interface Dots {
  /** In characters. */
  readonly width: number
  readonly height: number
  /** Sets the dot at x of `2 * width` from the left, y of `4 * height` from the top; outside, it does nothing. */
  dot(x: number, y: number): void
  line(fromX: number, fromY: number, toX: number, toY: number): void
  /** A letter instead of dots, in the character that the dot (x, y) lies in. */
  letter(x: number, y: number, letter: string): void
  /** The rows, all as wide as the page. */
  rows(): string[]
}

/** Which bit of a braille character stands for the dot: by row, then by column. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

export function dots(width: number, height: number): Dots {
  const cells = new Uint8Array(width * height)
  const letters = new Map<number, string>()
  const cellOf = (x: number, y: number): number =>
    x >= 0 && y >= 0 && x < width * 2 && y < height * 4 ? (y >> 2) * width + (x >> 1) : -1

  function dot(x: number, y: number): void {
    const cell = cellOf(x, y)
    if (cell >= 0) cells[cell] |= bits[y & 3][x & 1]
  }

  function line(fromX: number, fromY: number, toX: number, toY: number): void {
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1)
    for (let step = 0; step <= steps; step++)
      dot(
        Math.round(fromX + ((toX - fromX) * step) / steps),
        Math.round(fromY + ((toY - fromY) * step) / steps),
      )
  }

  function letter(x: number, y: number, text: string): void {
    const cell = cellOf(x, y)
    if (cell >= 0) letters.set(cell, text)
  }

  const character = (cell: number): string =>
    letters.get(cell) ?? (cells[cell] === 0 ? ' ' : String.fromCharCode(0x2800 + cells[cell]))
  const rows = (): string[] =>
    Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (_, column) => character(row * width + column)).join(''),
    )
  return { width, height, dot, line, letter, rows }
}
