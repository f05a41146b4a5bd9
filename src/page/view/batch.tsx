/** `dlogits` as the lecture shows it: each row with its three letters and the one that comes next, the letters above. */
import { useRef } from 'preact/hooks'
import { colourOf, largestIn } from '../../picture/heat.ts'
import type { BatchView, Numbers } from '../contract.ts'
import { useNarrow, useTheme, useWidth } from '../look.ts'
import { numberText } from '../words.ts'
import { css } from './paint.ts'

const LEFT = 62

export function BatchPicture({ numbers, batch }: { numbers: Numbers; batch: BatchView }) {
  const box = useRef<HTMLDivElement>(null)
  const [width, theme, isNarrow] = [useWidth(box), useTheme(), useNarrow()]
  const { contexts, targets, vocabulary } = batch
  const columns = vocabulary.length
  const wide = Math.max(8, Math.min(24, Math.floor((width - LEFT - 4) / columns)))
  const tall = isNarrow ? 11 : 15
  const largest = largestIn(numbers.data)
  const size = { width: LEFT + columns * wide, height: 20 + contexts.length * tall }
  return (
    <div ref={box} class="batch">
      <svg
        {...size}
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`dlogits, ${contexts.length} rows of ${columns}: in each row the letter that comes next is negative, blue; all others are positive, orange, the more probable the darker`}
      >
        {vocabulary.map((letter, i) => (
          <text key={letter} class="mono" x={LEFT + (i + 0.5) * wide} y={10} text-anchor="middle">
            {letter}
          </text>
        ))}
        {contexts.map((context, i) => (
          <g key={i}>
            <text class="mono" x={LEFT - 8} y={27 + i * tall} text-anchor="end">
              {context} → <tspan class="next">{targets[i]}</tspan>
            </text>
            {vocabulary.map((letter, j) => {
              const value = numbers.data[i * columns + j]
              return (
                <rect
                  key={letter}
                  class="shade"
                  x={LEFT + j * wide}
                  y={16 + i * tall}
                  width={wide - 1}
                  height={tall - 1}
                  fill={css(colourOf(value, largest, theme))}
                >
                  <title>{`${context} → ${letter}: ${numberText(value)}`}</title>
                </rect>
              )
            })}
          </g>
        ))}
      </svg>
    </div>
  )
}
