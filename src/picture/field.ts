/** What a classifier says about each point of the plane, as text: its two sides, the line between them, the points. */
import { axis } from './axis.ts'
import { dots } from './dots.ts'

export interface FieldPoint {
  readonly x: number
  readonly y: number
  /** Which side it belongs to: positive or not. */
  readonly label: number
}

export interface FieldOptions {
  /** Of the whole text, in columns: 80 if left out. */
  readonly width?: number
  /** In lines: 24 if left out. */
  readonly height?: number
  /** What the two sides are called in the line below: `['positive', 'negative']` if left out. */
  readonly names?: readonly [positive: string, negative: string]
}

/**
 * Draws where `score(x, y)` is positive (dotted), where it isn't (empty), and the line between them, with the
 * points: o for a positive label, x for another, ! for a point that lies on the wrong side.
 * `score` is called for the corners of the characters, some 1,900 times at the usual size, and for each point.
 */
export function field(
  score: (x: number, y: number) => number,
  points: readonly FieldPoint[],
  { width = 80, height = 24, names = ['positive', 'negative'] }: FieldOptions = {},
): string {
  const [x, y] = [rim(points.map(point => point.x)), rim(points.map(point => point.y))]
  const page = dots(width - 2, height)
  const [across, down] = [page.width * 2, page.height * 4]
  const corners = Array.from({ length: height + 1 }, (_, row) =>
    Array.from({ length: page.width + 1 }, (_, column) =>
      score(x.from + ((x.to - x.from) * column) / page.width, y.to - ((y.to - y.from) * row) / page.height),
    ),
  )
  const above = (dotX: number, dotY: number): boolean =>
    between(corners, (dotX + 0.5) / 2, (dotY + 0.5) / 4) > 0
  for (let dotY = 0; dotY < down; dotY++)
    for (let dotX = 0; dotX < across; dotX++) {
      const side = above(dotX, dotY)
      const edge =
        (dotX + 1 < across && above(dotX + 1, dotY) !== side) ||
        (dotY + 1 < down && above(dotX, dotY + 1) !== side)
      const inside = side && dotX % 4 === (dotY % 8 < 4 ? 0 : 2) && dotY % 4 === 1
      if (edge || inside) page.dot(dotX, dotY)
    }
  let wrong = 0
  for (const point of points) {
    const right = score(point.x, point.y) > 0 === point.label > 0
    if (!right) wrong++
    page.letter(
      Math.min(across - 1, Math.floor(x.at(point.x) * across)),
      Math.min(down - 1, Math.floor((1 - y.at(point.y)) * down)),
      right ? (point.label > 0 ? 'o' : 'x') : '!',
    )
  }
  const edge = '─'.repeat(page.width)
  return [
    `┌${edge}┐`,
    ...page.rows().map(row => `│${row}│`),
    `└${edge}┘`,
    `  o ${names[0]}    x ${names[1]}${wrong === 0 ? '' : `    ! on the wrong side: ${wrong}`}    dotted: score above 0`,
  ].join('\n')
}

/** The ends of the points, with a rim around them. */
function rim(values: readonly number[]): ReturnType<typeof axis> {
  const { from, to } = axis(values)
  return axis([], { from: from - (to - from) / 12, to: to + (to - from) / 12 })
}

/** The value at (column, row), by straight lines between the four corners around it. */
function between(corners: readonly (readonly number[])[], column: number, row: number): number {
  const [left, top] = [Math.floor(column), Math.floor(row)]
  const [right, bottom] = [column - left, row - top]
  const along = (line: readonly number[]): number => line[left] * (1 - right) + line[left + 1] * right
  return along(corners[top]) * (1 - bottom) + along(corners[top + 1]) * bottom
}
