/** Yours, expected and the difference as pictures on one scale, and what can be said of the difference. */
import type { Drawn, Numbers } from '../checker/drawn.ts'
import { DECADES, largestIn } from '../picture/heat.ts'
import { differenceSentence } from '../picture/words.ts'
import { formatShape, sameShape } from '../tensor/shape.ts'
import { type Area, heatMap, legend, tilesIn } from './heat-map.ts'
import { formatNumber } from './numbers.ts'
import { hasColours, pad, style, tied, widthOf, wrap } from './style.ts'

/** What `renderPictures` makes of a gradient, by its name. */
export type Pictures = (name: string) => string | null

export const picturesFrom =
  (drawn: (name: string) => Drawn | null, width: number): Pictures =>
  name => {
    const found = drawn(name)
    return found === null ? null : renderPictures(name, found, width)
  }

interface Panel {
  readonly title: string
  readonly numbers: Numbers
}

const GAP = 3
/** Lines that a picture may take. */
const HEIGHT = 32

/** The pictures of one gradient, no wider than `width`; null where there is nothing to draw. */
export function renderPictures(name: string, drawn: Drawn, width: number): string | null {
  const { yours, expected } = drawn.probe ?? drawn
  if (expected === null) return null
  const difference = yours !== null && sameShape(yours.shape, expected.shape) ? minus(yours, expected) : null
  const panels: Panel[] = [
    ...(yours === null ? [] : [{ title: 'yours', numbers: yours }]),
    { title: 'expected', numbers: expected },
    ...(difference === null || isZero(difference) ? [] : [{ title: 'difference', numbers: difference }]),
  ]
  const largest = largestIn(...panels.slice(0, yours === null ? 1 : 2).map(({ numbers }) => numbers.data))
  const off = difference?.data.map(x => (Number.isNaN(x) ? Infinity : Math.abs(x)))
  const drawWith = (room: Area) =>
    panels.map(({ title, numbers }) => {
      const tiles = tilesIn(numbers.shape, room)
      const weight = (k: number): number => off?.[k] ?? Math.abs(numbers.data[k])
      const lines = heatMap({ ...numbers, largest, weight }, tiles)
      return {
        lines: [`${title} ${style.dim(formatShape([...numbers.shape]))}`, ...lines],
        block: tiles.block,
      }
    })
  const { blocks, text } = arranged(drawWith, panels.length, width)
  const remarks = [...probeWords(drawn), ...differenceWords(drawn, yours, difference), ...blockWords(blocks)]
  return [
    style.strong(name),
    text,
    ...(largest === 0 ? [] : [wrap(`${tied(legend(largest, x => formatNumber(x, 2)))}  ${SCALE}`, width)]),
    ...remarks.map(remark => wrap(remark, width)),
  ].join('\n')
}

const SCALE = `(log scale; below 1/${10 ** DECADES} of the largest is drawn as 0)`

type Drawing = { readonly lines: readonly string[]; readonly block: readonly [number, number] }

interface Arranged {
  readonly text: string
  readonly blocks: readonly Drawing['block'][]
}

/** As many beside one another as can be where each element has a cell of its own; else in blocks. */
function arranged(drawWith: (room: Area) => readonly Drawing[], count: number, width: number): Arranged {
  const ways = Array.from({ length: count }, (_, i) => count - i).map(across => {
    const drawn = drawWith({ width: Math.floor((width - GAP * (across - 1)) / across), height: HEIGHT })
    const isWhole = drawn.every(({ block }) => block[0] * block[1] === 1)
    return { ...laid(drawn, across), isWhole }
  })
  const fitting = ways.filter(({ text }) => text.split('\n').every(line => widthOf(line) <= width))
  return fitting.find(({ isWhole }) => isWhole) ?? fitting[0] ?? ways.at(-1)!
}

function laid(drawn: readonly Drawing[], across: number): Arranged {
  const rows: string[] = []
  for (let i = 0; i < drawn.length; i += across) rows.push(beside(drawn.slice(i, i + across)))
  return { text: rows.join('\n\n'), blocks: drawn.map(({ block }) => block) }
}

function beside(drawn: readonly Drawing[]): string {
  const widths = drawn.map(({ lines }) => Math.max(...lines.map(widthOf)))
  const height = Math.max(...drawn.map(({ lines }) => lines.length))
  const gap = ' '.repeat(GAP)
  return Array.from({ length: height }, (_, row) =>
    drawn
      .map(({ lines }, i) => pad(lines[row] ?? '', widths[i]))
      .join(gap)
      .trimEnd(),
  ).join('\n')
}

function probeWords({ probe }: Drawn): string[] {
  if (probe === null) return []
  const sizes = Object.entries(probe.sizes).map(([name, size]) => `${name} ${size}`)
  return [
    `With the numbers of the table the difference doesn't show. These are other numbers${sizes.length === 0 ? '' : ` (${sizes.join(', ')})`}, and random upstream gradients.`,
  ]
}

function differenceWords(drawn: Drawn, yours: Numbers | null, difference: Numbers | null): string[] {
  if (yours === null) return ['This is what should come out.']
  if (difference === null) return ['The shapes differ, so there is no difference to draw.']
  if (isZero(difference)) return ['The difference is 0 everywhere.']
  const sentence = differenceSentence(drawn.pattern, difference.data)
  return sentence === null ? [] : [sentence]
}

const blockWords = (blocks: readonly (readonly [number, number])[]): string[] => {
  const [down, across] = blocks.reduce(([a, b], [c, d]) => [Math.max(a, c), Math.max(b, d)])
  if (down * across === 1) return []
  const what = hasColours() ? 'square' : 'sign'
  return [`Each ${what} stands for up to ${down} x ${across} elements: the one that is furthest off.`]
}

const minus = (a: Numbers, b: Numbers): Numbers => ({
  shape: b.shape,
  data: a.data.map((x, i) => x - b.data[i]),
})

const isZero = ({ data }: Numbers): boolean => data.every(x => x === 0)
