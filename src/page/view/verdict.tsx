/** The right column: the headline, the table, and all there is to see of the chosen row. */

import { useMemo } from 'preact/hooks'
import { gutterOf } from '../gutter.ts'
import { picturedOf } from '../pictured.ts'
import { feederIn, folded, headlineOf, type TableRow } from '../rows.ts'
import type { PageSession } from '../session.ts'
import { type PageState, tableOf, tracksIn } from '../state.ts'
import { BatchPicture } from './batch.tsx'
import { Conflict } from './conflict.tsx'
import { Hints } from './hints.tsx'
import { Histogram } from './histogram.tsx'
import { MapTools } from './map-tools.tsx'
import { Maps } from './maps.tsx'
import { Notes } from './notes.tsx'
import { Askings, Question } from './question.tsx'
import { Reason } from './reason.tsx'
import { ShapeStory } from './shape-story.tsx'
import { Table } from './table.tsx'
import { Uses } from './uses.tsx'
import { WideGraph } from './wide-graph.tsx'
import { Won } from './won.tsx'
import { Words } from './words.tsx'

export interface Going {
  /** Undefined: nothing here has numbered lines. */
  readonly toLine: ((line: number) => void) | undefined
  readonly toBlank: (blank: string) => void
  readonly toTraining: () => void
}

/** Below so many elements the numbers say more than colours do. */
const FEW = 8

export function Verdict({
  session,
  going,
  isCompared,
  onCompare,
}: {
  session: PageSession
  going: Going
  isCompared: boolean
  onCompare: () => void
}) {
  const { state, dispatch } = session
  const { lesson, checked, isChecking, trouble, asked } = state
  const rows = tableOf(state)
  const report = checked?.report ?? null
  const headline = headlineOf(rows)
  const chosen = rows.find(({ key }) => key === state.chosen) ?? null
  const missing = missingIn(state)
  const choose = (key: string): void => dispatch({ kind: 'chosen', key, isByHand: true })
  const shown = folded(rows, state.chosen, state.unfolded)
  const isAboutGradients = rows.every(({ judged }) => judged.kind === 'gradient')
  const beside = isChecking
    ? 'checking …'
    : (headline.beside ?? (report === null ? '' : `seed ${report.seed}`))
  return (
    <>
      <div class={`in ${asked === null ? '' : 'is-asked'} ${isGuessing(state) ? 'guessing' : ''}`}>
        <Conflict session={session} />
        <Notes trouble={trouble} report={report} onLine={going.toLine} />
        <div class="sum">
          <h2 id="verdict" tabIndex={-1}>
            {headline.isPassed && (
              <span class="is-right" aria-hidden="true">
                ✓{' '}
              </span>
            )}
            {report === null ? 'The first verdict is on its way' : <Words text={headline.text} />}
          </h2>
          <span class="label">{beside}</span>
        </div>
        {rows.length > 0 && lesson !== null && (
          <Table
            caption={`Verdicts of ${lesson.id}${isAboutGradients ? ', from the loss backwards' : ''}`}
            noun={isAboutGradients ? 'gradient' : 'value'}
            given={lesson.given}
            shown={shown}
            gutter={gutterOf(lesson.uses, lesson.given, shown, missing)}
            chosen={state.chosen}
            feeder={feederIn(rows)}
            isFlowing={state.isFlowing}
            onChoose={choose}
            onEnter={row => going.toBlank(row.blank)}
            onUnfold={key => dispatch({ kind: 'unfolded', key })}
          />
        )}
        {rows.some(({ judged }) => judged.kind === 'gradient') && <Askings ask={session.ask} />}
        {headline.isPassed && lesson !== null && (
          <Won
            id={lesson.id}
            tracks={tracksIn(state)}
            practice={state.practice}
            picture={report?.picture ?? null}
            hasTraining={lesson.trains}
            hasAnswers={Object.keys(lesson.answers).length > 0}
            isCompared={isCompared}
            onNext={() => session.step('next')}
            onPractise={() => void session.practise()}
            onEnd={() => void session.endPractice()}
            onTrain={going.toTraining}
            onCompare={onCompare}
          />
        )}
        {chosen !== null && <Chosen {...{ session, going, row: chosen }} />}
        {lesson?.graph != null && rows.length > 0 && (
          <WideGraph
            graph={lesson.graph}
            rows={rows}
            missing={missing}
            chosen={state.chosen}
            onChoose={choose}
          />
        )}
      </div>
      <Question session={session} />
    </>
  )
}

/** What would tell is hidden until a guess is made. */
const isGuessing = ({ asked }: PageState): boolean =>
  asked?.asking === 'guess' && asked.next.kind === 'quiz' && asked.answer === null

const missingIn = ({ checked }: PageState): ReadonlyMap<string, readonly string[]> =>
  new Map([...(checked?.drawn ?? [])].map(([name, { missing }]) => [name, missing]))

function Chosen({ session, going, row }: { session: PageSession; going: Going; row: TableRow }) {
  const { state } = session
  const { lesson, checked, choices } = state
  const drawn = checked?.drawn.get(row.key)
  const pictured = useMemo(() => picturedOf(row, drawn), [row.judged, drawn])
  const isPictured =
    pictured !== null && (row.judged.kind === 'gradient' || pictured.expected.data.length > FEW)
  const batch =
    row.name === 'dlogits' && row.look === 'right' && lesson?.uses.length ? (checked?.letters ?? null) : null
  const isLecture = batch !== null && lesson?.blanks.length === 1 && drawn?.yours != null
  const hints = lesson?.hints[row.blank] ?? []
  const isInNotebook = lesson !== null && lesson.notebook !== null
  const isOpen = row.look !== 'right' && row.look !== 'rest'
  return (
    <section class="say" aria-label={row.name}>
      <Reason
        row={row}
        pictured={isPictured ? pictured : null}
        inherits={drawn?.inherits ?? []}
        isInNotebook={isInNotebook}
        onLine={going.toLine}
        onBlank={isInNotebook && !('cell' in row.judged) ? undefined : () => going.toBlank(row.blank)}
      />
      <ShapeStory row={row} pictured={pictured} />
      {isLecture && <BatchPicture numbers={drawn.yours!} batch={batch} />}
      {isPictured && (
        <>
          <Maps name={row.name} look={row.look} pictured={pictured} choices={choices} />
          <Histogram pictured={pictured} scale={choices.scale} />
          <MapTools choices={choices} choose={session.choose} />
        </>
      )}
      {lesson !== null && row.judged.kind === 'gradient' && (
        <Uses row={row} uses={lesson.uses} missing={drawn?.missing ?? []} onLine={going.toLine} />
      )}
      {isOpen && (
        <Hints
          hints={hints}
          shown={state.hints[row.blank] ?? 0}
          onMore={() => void session.hint(row.blank)}
        />
      )}
    </section>
  )
}
