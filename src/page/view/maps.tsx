/** Yours, expected and the difference side by side, and what is read off them with pointer or keys. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { largestIn } from '../../picture/heat.ts'
import { elementAt, indexOf, placeOf, shownIn, stepFrom, type Tiles, tilesFor } from '../../picture/tiles.ts'
import { useNarrow, useTheme, useWidth } from '../look.ts'
import { type Pictured, summaryOf } from '../pictured.ts'
import type { Look } from '../rows.ts'
import type { Choices } from '../state.ts'
import { apart, numberText, shapeText } from '../words.ts'
import { type Paint, paint } from './paint.ts'

interface MapsProps {
  readonly name: string
  readonly look: Look
  readonly pictured: Pictured
  readonly choices: Choices
}

const TITLE = 82

export function Maps({ name, look, pictured, choices }: MapsProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [theme, isNarrow] = [useTheme(), useNarrow()]
  const [cursor, point] = useState<number | null>(null)
  const [isByKey, setByKey] = useState(false)
  const { yours, expected, difference, largest, worst } = pictured
  // Single rows are long and flat: one below the other.
  const isFlat = expected.shape.length < 2 || (expected.shape.length === 2 && expected.shape[0] === 1)
  const gap = isNarrow ? 8 : 20
  const each = isFlat ? width - (isNarrow ? 4 : TITLE + 2) : Math.floor((width - 2 * gap) / 3) - 2
  const tiles = useMemo(
    () => tilesFor(expected.shape, { width: Math.max(40, each), height: innerHeight < 760 ? 220 : 290 }),
    [expected, each],
  )
  const shown = useMemo(
    () => shownIn(tiles, k => Math.abs(difference?.[k] ?? expected.data[k])),
    [tiles, difference, expected],
  )
  const how: Paint = { tiles, shown, largest, theme, scale: choices.scale, signs: choices.signs }
  useEffect(() => point(null), [pictured])
  const isZero = difference?.every(x => x === 0) === true
  const rings = { worst: worst?.at ?? null, cursor }
  const move = (step: readonly [number, number]): void => {
    const from = cursor ?? worst?.at ?? null
    const to = cursor === null ? (from ?? 0) : stepFrom(tiles, cursor, step)
    if (to !== null) point(to)
    setByKey(true)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (step !== undefined) move(step)
    else if (event.key === 'w' && worst !== null) point(worst.at)
    else if (event.key === 'Escape' && cursor !== null) point(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPoint = (k: number | null): void => {
    setByKey(false)
    point(k)
  }
  const fits = yours !== null && shapeText(yours.shape) === shapeText(expected.shape)
  const isListed = yours !== null && yours.shape.length < expected.shape.length && look === 'shape'
  const drawable = fits || (yours !== null && yours.data.length === expected.data.length)
  const frame = { how, rings, onPoint }
  return (
    <>
      <div
        ref={box}
        class={`maps ${isFlat ? 'flat' : ''}`}
        data-maps
        tabIndex={0}
        role="group"
        aria-label={`${name}: yours, expected, difference. Arrow keys move, w goes to the worst element`}
        onKeyDown={onKeyDown}
      >
        <Frame
          {...frame}
          title="yours"
          data={drawable ? yours.data : null}
          summary={yours === null ? '' : summaryOf('yours', yours.shape, yours.data)}
          text={
            yours === null
              ? look === 'blank'
                ? 'not filled in yet'
                : 'nothing to draw'
              : drawable
                ? null
                : shapeText(yours.shape)
          }
          isOpen={isListed}
        />
        <Frame
          {...frame}
          title="expected"
          data={expected.data}
          summary={summaryOf('expected', expected.shape, expected.data)}
          text={null}
        />
        <Frame
          {...frame}
          title="difference"
          data={isZero ? null : difference}
          summary={difference === null ? '' : summaryOf('difference', expected.shape, difference)}
          text={differenceText(pictured, isZero, drawable)}
          isFull={isZero}
        />
      </div>
      <ReadOut
        pictured={pictured}
        at={cursor}
        isLive={isByKey}
        isBlocked={tiles.block[0] * tiles.block[1] > 1}
      />
    </>
  )
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}

function differenceText(
  { yours, expected, difference }: Pictured,
  isZero: boolean,
  drawable: boolean,
): string | null {
  if (isZero) return '0 everywhere'
  if (difference !== null) return null
  if (yours === null) return 'nothing to compare yet'
  const isSame = drawable && largestIn(yours.data.map((x, i) => x - expected.data[i])) === 0
  return isSame ? 'same numbers, another shape' : 'another shape'
}

interface FrameProps {
  readonly title: string
  readonly data: ArrayLike<number> | null
  readonly summary: string
  readonly text: string | null
  readonly how: Paint
  readonly rings: { readonly worst: number | null; readonly cursor: number | null }
  readonly onPoint: (k: number | null) => void
  /** A list: it has one dimension less, and goes on at its ends. */
  readonly isOpen?: boolean
  readonly isFull?: boolean
}

function Frame({ title, data, summary, text, how, rings, onPoint, isOpen, isFull }: FrameProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { tiles } = how
  // In the same frame as the verdict.
  useLayoutEffect(() => {
    if (canvas.current !== null && data !== null) paint(canvas.current, data, how)
  }, [data, ...Object.values(how)])
  const style = { width: `${tiles.width + 2}px`, height: `${tiles.height + 2}px` }
  const isEmpty = data === null && isFull !== true
  const isThin = tiles.width < 70 && data === null
  const find = (event: PointerEvent): void => {
    const place = canvas.current!.getBoundingClientRect()
    onPoint(elementIn(how, event.clientX - place.left, event.clientY - place.top))
  }
  return (
    <div class="map">
      <span class="label">{title}</span>
      <span
        class={`frame ${isOpen === true ? 'list' : ''} ${isEmpty ? 'empty' : ''} ${isThin ? 'thin' : ''}`}
        style={style}
      >
        {data !== null && (
          <canvas
            ref={canvas}
            role="img"
            aria-label={summary}
            style={{ width: `${tiles.width}px`, height: `${tiles.height}px` }}
            onPointerMove={find}
            onPointerDown={find}
            onPointerLeave={() => onPoint(null)}
          />
        )}
        {data !== null && <Ring class="worst" tiles={tiles} at={rings.worst} least={7} />}
        {data !== null && <Ring class="here" tiles={tiles} at={rings.cursor} least={5} />}
        {text !== null && <span class="text">{text}</span>}
      </span>
    </div>
  )
}

/** The element that is shown where one points. */
function elementIn({ tiles, shown }: Paint, x: number, y: number): number | null {
  const first = elementAt(tiles, x, y)
  if (first === null || tiles.block[0] * tiles.block[1] === 1) return first
  const [left, top] = placeOf(tiles, first)
  return shown.find(k => placeOf(tiles, k)[0] === left && placeOf(tiles, k)[1] === top) ?? first
}

function Ring({
  class: name,
  tiles,
  at,
  least,
}: {
  class: string
  tiles: Tiles
  at: number | null
  least: number
}) {
  if (at === null) return null
  const [x, y] = placeOf(tiles, at)
  const [width, height] = tiles.cell.map(side => Math.max(least, side))
  const style = {
    left: `${x - (width - tiles.cell[0]) / 2}px`,
    top: `${y - (height - tiles.cell[1]) / 2}px`,
    width: `${width}px`,
    height: `${height}px`,
  }
  return <i class={name} style={style} />
}

interface ReadOutProps {
  readonly pictured: Pictured
  readonly at: number | null
  readonly isLive: boolean
  readonly isBlocked: boolean
}

function ReadOut({ pictured, at, isLive, isBlocked }: ReadOutProps) {
  const { yours, expected, difference, worst, ties } = pictured
  const k = at ?? worst?.at ?? null
  const rest = isBlocked ? ' Each cell shows the element of its block that is furthest off.' : ''
  const [mine, right] =
    k === null
      ? ['', '']
      : difference === null
        ? ['-', numberText(expected.data[k])]
        : apart(yours!.data[k], expected.data[k])
  return (
    <output class="read" aria-live={isLive ? 'polite' : 'off'}>
      {k === null ? (
        <span class="soft">
          {yours === null
            ? 'This is what should come out. Point at an element to read its value.'
            : `Point at an element, or use the arrow keys, to read its value.${rest}`}
        </span>
      ) : (
        <>
          <b>
            [{indexOf(expected.shape, k).join(', ')}]{k === worst?.at ? ` ${worst.word}` : ''}
          </b>
          <span>yours {mine}</span>
          <span>expected {right}</span>
          <span>difference {difference === null ? '-' : numberText(difference[k])}</span>
          {k === worst?.at && worst.word === 'worst' && ties > 0 && (
            <span class="soft">as far off at {ties} more</span>
          )}
        </>
      )}
    </output>
  )
}
