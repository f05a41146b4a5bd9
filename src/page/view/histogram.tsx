/** The colour scale, and how many elements have which colour: the bar is the histogram's axis. */
import { useRef } from 'preact/hooks'
import {
  ABOUT_ZERO,
  BINS,
  colourOf,
  histogramOf,
  middleOf,
  RAMPS,
  type Scale,
  ticksOf,
} from '../../picture/heat.ts'
import { useTheme, useWidth } from '../look.ts'
import type { Pictured } from '../pictured.ts'
import { tickText } from '../words.ts'
import { css } from './paint.ts'

/** The bars' foot, how tall they are, the bar of colours, all of it. */
const [FOOT, TALL, BAR, HEIGHT] = [46, 42, 10, 74]

export function Histogram({ pictured, scale }: { pictured: Pictured; scale: Scale }) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box) || 600
  const theme = useTheme()
  const { expected, yours, largest } = pictured
  const [asked, own] = [expected.data, yours?.data ?? null].map(data =>
    data === null ? null : histogramOf(data, largest, scale),
  )
  const most = Math.sqrt(Math.max(1, ...asked!, ...(own ?? [])))
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(1.5, (Math.sqrt(count) / most) * TALL))
  const bin = width / BINS
  const outline = own?.map(
    (count, i) => `L${i * bin},${FOOT - tall(count)} L${(i + 1) * bin},${FOOT - tall(count)}`,
  )
  const ticks = ticksOf(largest, scale).filter(
    ({ at }, i, all) =>
      width > 420 || all[i] === undefined || at === 0 || at === BINS || at === ABOUT_ZERO + 0.5,
  )
  const about = `about 0: ${own == null ? '' : `yours ${own[ABOUT_ZERO]}, `}expected ${asked![ABOUT_ZERO]}, of ${expected.data.length}`
  return (
    <div ref={box} class="histogram">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`How many elements have which value. ${about}`}
      >
        {asked!.map((count, i) => (
          <rect
            key={i}
            class="bar"
            x={i * bin + 0.5}
            y={FOOT - tall(count)}
            width={Math.max(0, bin - 1)}
            height={tall(count)}
          />
        ))}
        {outline !== undefined && (
          <path class="outline" d={`M0,${FOOT} ${outline.join(' ')} L${width},${FOOT}`} />
        )}
        {asked!.map((_, i) => (
          <rect
            key={i}
            class="shade"
            x={i * bin}
            y={FOOT + 1}
            width={bin + 0.5}
            height={BAR}
            fill={css(
              i === ABOUT_ZERO
                ? RAMPS[theme].positive[0]
                : colourOf(middleOf(i, largest, scale), largest, theme, scale),
            )}
          />
        ))}
        <rect class="edge" x={0.5} y={FOOT + 0.5} width={Math.max(0, width - 1)} height={BAR + 1} />
        {largest > 0 &&
          ticks.map(({ at, value }) => (
            <text
              key={at}
              x={at * bin}
              y={HEIGHT - 3}
              text-anchor={at === 0 ? 'start' : at === BINS ? 'end' : 'middle'}
            >
              {tickText(value)}
            </text>
          ))}
      </svg>
      <p class="label">
        elements by value: {own === null ? '' : 'line yours, '}bars expected · {about}
      </p>
    </div>
  )
}
