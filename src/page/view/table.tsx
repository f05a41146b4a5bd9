/** The verdicts, a row each, with the graph in the gutter. Rows are one stop of the Tab key; arrows go from one to the next. */
import type { Gutter, Knot, Strand } from '../gutter.ts'
import { useNarrow } from '../look.ts'
import type { Folded, TableRow } from '../rows.ts'

export interface TableProps {
  readonly caption: string
  /** What a row is about. */
  readonly noun: string
  readonly given: readonly string[]
  readonly shown: readonly Folded[]
  readonly gutter: Gutter
  readonly chosen: string | null
  /** By whom rows below are fed something wrong. */
  readonly feeder: string | null
  readonly isFlowing: boolean
  readonly onChoose: (key: string) => void
  readonly onEnter: (row: TableRow) => void
  readonly onUnfold: (key: string) => void
}

export function Table(props: TableProps) {
  const { shown, given, gutter, caption, noun, chosen, isFlowing } = props
  const isClaims = shown.some(one => !('run' in one) && one.place !== null)
  const lane = useNarrow() ? 13 : 18
  const hasGraph = gutter.threads.length > 0
  const rail = hasGraph ? gutter.lanes * lane + 6 : 0
  const hasShapes = shown.some(one => {
    const { judged } = 'run' in one ? one.run[0] : one
    return judged.kind === 'gradient' || (judged.shape?.length ?? 0) > 0
  })
  const isNothingChosen = !shown.some(one => !('run' in one) && one.key === chosen)
  return (
    <table
      class={`verdicts ${hasGraph ? 'has-graph' : ''} ${isFlowing ? 'flow' : ''}`}
      style={{ '--rail': `${rail}px` }}
      onKeyDown={event => arrowed(event)}
    >
      <caption class="sr">{caption}</caption>
      <thead>
        <tr>
          <td class="rail" />
          <th scope="col" class="first">
            {noun}
          </th>
          {isClaims && (
            <th scope="col" class="num">
              cell, line
            </th>
          )}
          {!isClaims && (
            <>
              <th scope="col" class="wide">
                exact
              </th>
              <th scope="col" class="wide">
                approximate
              </th>
            </>
          )}
          <th scope="col" class="num">
            maxdiff
          </th>
          {hasShapes && (
            <th scope="col" class="shape">
              shape
            </th>
          )}
          <th scope="col">verdict</th>
        </tr>
      </thead>
      <tbody>
        {given.map((name, i) => (
          <tr key={name} class="given dim">
            <td class="rail">{i === 0 && hasGraph && <Rail {...{ gutter, lane, isFlowing }} />}</td>
            <th scope="row" class="first mono">
              {name}
            </th>
            <td class="wide" />
            <td class="wide" />
            <td />
            {hasShapes && <td class="shape" />}
            <td>given</td>
          </tr>
        ))}
        {shown.map((one, i) => {
          const graph = i === 0 && given.length === 0 && hasGraph && <Rail {...{ gutter, lane, isFlowing }} />
          return 'run' in one ? (
            <Run
              key={one.run[0].key}
              run={one.run}
              feeder={props.feeder}
              rail={graph}
              onUnfold={props.onUnfold}
            />
          ) : (
            <Row
              key={one.key}
              {...{ row: one, isClaims, hasShapes, rail: graph }}
              isChosen={one.key === chosen}
              isStop={one.key === chosen || (isNothingChosen && i === 0)}
              onChoose={props.onChoose}
              onEnter={props.onEnter}
            />
          )
        })}
      </tbody>
    </table>
  )
}

/** The focus goes to the next row, or to the one before: what it reaches is chosen. */
function arrowed(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || event.ctrlKey || event.altKey || event.metaKey) return
  const table = event.currentTarget as HTMLElement
  const buttons = [...table.querySelectorAll<HTMLElement>('tbody button')]
  const to = buttons[buttons.indexOf(event.target as HTMLElement) + step]
  if (to === undefined) return
  event.preventDefault()
  to.focus()
  if (to.dataset.row !== undefined) to.click()
}

interface RowProps {
  readonly row: TableRow
  readonly rail: preact.ComponentChildren
  readonly isChosen: boolean
  readonly isStop: boolean
  readonly isClaims: boolean
  readonly hasShapes: boolean
  readonly onChoose: (key: string) => void
  readonly onEnter: (row: TableRow) => void
}

function Row({ row, rail, isChosen, isStop, isClaims, hasShapes, onChoose, onEnter }: RowProps) {
  const isQuiet = row.look === 'rest' || row.look === 'blank'
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey) return
    event.preventDefault()
    onEnter(row)
  }
  return (
    <tr class={`row ${isChosen ? 'on' : ''} ${isQuiet ? 'dim' : ''}`} onClick={() => onChoose(row.key)}>
      <td class="rail">{rail}</td>
      <th scope="row" class="first">
        <button
          type="button"
          data-row={row.key}
          tabIndex={isStop ? 0 : -1}
          aria-current={isChosen ? 'true' : undefined}
          onKeyDown={onKeyDown}
        >
          <span class={`sign is-${row.look}`} aria-hidden="true">
            {row.sign}
          </span>
          <span class="mono">{row.name}</span>
        </button>
      </th>
      {isClaims && <td class="num">{row.place}</td>}
      {!isClaims && (
        <>
          <td class="wide">{row.exact}</td>
          <td class="wide">{row.approximate}</td>
        </>
      )}
      <td class="num">{row.maxdiff}</td>
      {hasShapes && <td class="shape mono">{row.shape}</td>}
      <td class={`word is-${row.look}`}>{row.word}</td>
    </tr>
  )
}

interface RunProps {
  readonly run: readonly TableRow[]
  readonly feeder: string | null
  readonly rail: preact.ComponentChildren
  readonly onUnfold: (key: string) => void
}

function Run({ run, feeder, rail, onUnfold }: RunProps) {
  const [first] = run
  const what =
    first.look === 'right'
      ? 'right'
      : first.look === 'blank'
        ? 'to do'
        : feeder === null
          ? 'right but fed a wrong gradient'
          : null
  return (
    <tr class="row dim" onClick={() => onUnfold(first.key)}>
      <td class="rail">{rail}</td>
      <th scope="row" colSpan={6} class="first">
        <button type="button" aria-expanded="false" tabIndex={-1}>
          <span class={`sign is-${first.look}`} aria-hidden="true">
            {first.sign}
          </span>
          {run.length}{' '}
          {what ?? (
            <>
              right but fed by <span class="mono">{feeder}</span>
            </>
          )}
          <span class="wide">
            : <span class="mono">{first.name}</span> to <span class="mono">{run.at(-1)!.name}</span>
          </span>
        </button>
      </th>
    </tr>
  )
}

const RADIUS = 4.5

/** Drawn once for all rows, from the first of them down. */
function Rail({ gutter, lane, isFlowing }: { gutter: Gutter; lane: number; isFlowing: boolean }) {
  const x = (knot: Knot): number => 9 + lane * knot.lane
  return (
    <svg width={gutter.lanes * lane + 6} height={gutter.height} aria-hidden="true">
      {gutter.threads.map((thread, i) => (
        <path
          key={i}
          class={`thread is-${thread.look}`}
          d={wayOf(thread, x)}
          pathLength={isFlowing ? 1 : undefined}
          style={{ '--at': gutter.knots.indexOf(thread.to) }}
        />
      ))}
      {gutter.knots.map((knot, i) => (
        <circle
          key={knot.name}
          class={`knot is-${knot.look}`}
          cx={x(knot)}
          cy={knot.y}
          r={RADIUS}
          style={{ '--at': i }}
        />
      ))}
    </svg>
  )
}

/** In the outer lane of its two ends, bent beside the inner one. */
function wayOf({ from, to }: Strand, x: (knot: Knot) => number): string {
  const [x1, x2, y1, y2] = [x(from), x(to), from.y + 5, to.y - 5]
  if (x1 === x2) return `M${x1},${y1} L${x2},${y2}`
  if (x1 < x2)
    return `M${x1},${y1} C${x1},${y1 + 14} ${x2},${y1 + 6} ${x2},${Math.min(y2, y1 + 24)} L${x2},${y2}`
  return `M${x1},${y1} L${x1},${Math.max(y1, y2 - 24)} C${x1},${y2 - 6} ${x2},${y2 - 14} ${x2},${y2}`
}
