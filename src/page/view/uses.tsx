/** Where a tensor is used: what happens to its shape on the way forward, and what comes back of it. */
import { placeText } from '../../python/claim.ts'
import type { ShapeChange, UseView } from '../contract.ts'
import type { TableRow } from '../rows.ts'
import { listText, shapeText, timesText } from '../words.ts'

interface UsesProps {
  readonly row: TableRow
  readonly uses: readonly UseView[]
  readonly missing: readonly string[]
  readonly onLine: ((line: number) => void) | undefined
}

export function Uses({ row, uses, missing, onLine }: UsesProps) {
  const name = row.name.slice(1)
  const own = uses.filter(({ from }) => from === name)
  if (own.length === 0) return null
  const title = own.length === 1 ? `Where ${name} is used` : `${name} is used ${timesText(own.length)}`
  return (
    <section class="part">
      <h3>{title}</h3>
      <ul class="uses">
        {own.map(use => {
          const found = row.judged.uses.find(one => one.name === use.to)
          const back = backOf(row, use, missing)
          return (
            <li key={use.to}>
              <Way use={use} back={back.look} />
              <p>
                <code>{use.to}</code> <span class="soft">{shapeText(use.shapes[1])}</span>
                {found !== undefined && (
                  <>
                    {', '}
                    <Place use={found} onLine={onLine} />
                  </>
                )}
                {back.text !== null && (
                  <b class={`back is-${back.look === 'guilty' ? 'wrong' : 'right'}`}>{back.text}</b>
                )}
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Place({ use, onLine }: { use: TableRow['judged']['uses'][number]; onLine: UsesProps['onLine'] }) {
  const { line } = use
  if ('cell' in use) return <span class="soft">{placeText(use)}</span>
  if (onLine === undefined) return <span class="soft">line {line}</span>
  return (
    <button type="button" class="link" onClick={() => onLine(line)}>
      line {line}
    </button>
  )
}

interface Back {
  readonly look: 'right' | 'guilty' | 'open'
  readonly text: string | null
}

/** What the way back does is told only once the line is right: before, it's the exercise. */
function backOf({ look, judged }: TableRow, { to, change }: UseView, missing: readonly string[]): Back {
  if (missing.includes(to)) return { look: 'guilty', text: '✗ missing in your line' }
  if (look === 'right') {
    const back = change.kind === 'copied' ? ' back: summed' : change.kind === 'summed' ? ' back: copied' : ''
    return { look: 'right', text: `✓${back}` }
  }
  const isTold = missing.length > 0 && (judged.verdict === 'wrong' || judged.verdict === 'coincidence')
  return isTold ? { look: 'right', text: '✓ in your line' } : { look: 'open', text: null }
}

export function changeText(change: ShapeChange): string {
  switch (change.kind) {
    case 'summed':
      return `summed over ${dimsText(change.dims)}`
    case 'copied':
      return `copied along ${dimsText(change.dims)}`
    case 'reshaped':
      return 'the same numbers, rearranged'
    case 'picked':
      return 'some are picked'
    case 'multiplied':
      return 'a matrix product'
    case 'element by element':
      return 'element by element'
    case 'other':
      return 'used'
  }
}

const dimsText = (dims: readonly number[]): string =>
  `dimension${dims.length === 1 ? '' : 's'} ${listText(dims.map(String))}`

const [HEIGHT, MIDDLE, GAP] = [46, 23, 184]

function Way({ use: { from, to, change, shapes }, back }: { use: UseView; back: Back['look'] }) {
  const [a, b] = shapes.map(boxOf)
  const right = a.width + GAP
  const [start, end] = [a.width + 10, right - 8]
  const width = right + b.width + 4
  const label = `${from} ${shapeText(shapes[0])}, ${changeText(change)}: ${to} ${shapeText(shapes[1])}`
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      <rect class="box mine" x={2} y={MIDDLE - a.height / 2} width={a.width} height={a.height} rx={1.5} />
      <rect class="box" x={right} y={MIDDLE - b.height / 2} width={b.width} height={b.height} rx={1.5} />
      <path class="thread" d={`M${start},20 H${end}`} />
      <path class="tip" d={`M${end},20 l-5,-3 v6 z`} />
      <path class={`thread is-${back}`} d={`M${start + 5},28 H${end}`} />
      <path class={`tip is-${back}`} d={`M${start},28 l6,-3.5 v7 z`} />
      <text x={(start + end) / 2} y={11} text-anchor="middle">
        {changeText(change)}
      </text>
    </svg>
  )
}

/** To scale, as far as there is room: what is left of the last dimensions as rows. */
function boxOf(shape: readonly number[]): { width: number; height: number } {
  const columns = shape.at(-1) ?? 1
  const rows = shape.slice(0, -1).reduce((all, size) => all * size, 1)
  const side = (size: number, most: number): number => Math.max(5, Math.min(most, size * 1.1))
  return { width: side(columns, 64), height: side(rows, 40) }
}
