/** All exercises of all tracks, how far one has come, and what can be taken along. */
import { useRef, useState } from 'preact/hooks'
import type { TrackView } from '../contract.ts'
import type { PageSession } from '../session.ts'
import { numberOf } from './header.tsx'
import { Drop } from './notebook.tsx'
import { Practice } from './practice.tsx'
import { Belt } from './won.tsx'

export function List({ session }: { session: PageSession }) {
  const { tracks, lesson } = session.state
  const open = (event: Event, id: string): void => {
    event.preventDefault()
    void session.open(id)
  }
  return (
    <div class="page">
      <div class="in">
        <h2 class="title">All exercises</h2>
        <p class="soft lead">
          Never taken a derivative, or not for a long time? Begin with derivatives. You know the chain rule?
          Begin with makemore. Nothing is locked. Have you written a backward pass in Python? Drop your
          notebook anywhere on this page: each gradient in it is judged.
        </p>
        {tracks.map(track => (
          <Track key={track.name} track={track} current={lesson?.id ?? null} onOpen={open} />
        ))}
        {session.host.practice !== null && <Practice session={session} />}
        <section class="track" aria-labelledby="track-notebook">
          <div>
            <h2 id="track-notebook">Your own notebook</h2>
          </div>
          <Drop session={session} />
        </section>
        {session.host.archive !== null && <Archive session={session} archive={session.host.archive} />}
      </div>
    </div>
  )
}

type Reached = Pick<TrackView['exercises'][number], 'isPassed' | 'isGivenUp' | 'isAgain'>

/** As the terminal's list has it. */
function markOf({ isPassed, isGivenUp, isAgain }: Reached): { look: string; sign: string; said: string } {
  if (isAgain) return { look: 'soft', sign: '↻', said: 'passed, to be done again' }
  if (isPassed) return { look: 'is-right', sign: '✓', said: 'passed' }
  if (isGivenUp) return { look: 'soft', sign: '↷', said: 'given up' }
  return { look: 'soft', sign: '·', said: '' }
}

interface TrackProps {
  readonly track: TrackView
  readonly current: string | null
  readonly onOpen: (event: Event, id: string) => void
}

function Track({ track, current, onOpen }: TrackProps) {
  const { name, about, exercises, belt } = track
  const passed = exercises.filter(({ isPassed }) => isPassed).length
  const text = `${passed} of ${exercises.length} passed`
  return (
    <section class="track" aria-labelledby={`track-${name}`}>
      <div>
        <h2 id={`track-${name}`}>{name}</h2>
        <p class="soft">{about}</p>
        <div class="meter" role="img" aria-label={text}>
          {exercises.map(({ id, isPassed }) => (
            <i key={id} class={isPassed ? 'on' : ''} />
          ))}
        </div>
        <p class="label">
          {text} {belt !== null && <Belt belt={belt} />}
        </p>
      </div>
      <ol>
        {exercises.map(({ id, number, title, ...reached }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'page' : undefined}
              onClick={event => onOpen(event, id)}
            >
              <span class={markOf(reached).look} aria-hidden="true">
                {markOf(reached).sign}
              </span>
              <span class="soft mono">{numberOf(number)}</span>
              <span>
                {title}
                {markOf(reached).said !== '' && <span class="sr">, {markOf(reached).said}</span>}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Archive({
  session,
  archive,
}: {
  session: PageSession
  archive: NonNullable<PageSession['host']['archive']>
}) {
  const input = useRef<HTMLInputElement>(null)
  const [said, say] = useState('')
  const save = async (): Promise<void> => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await archive.save())
    link.download = 'backprop-ninja.zip'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const load = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    try {
      const files = await archive.load(new Uint8Array(await file.arrayBuffer()))
      say(files.length === 1 ? 'One file was imported.' : `${files.length} files were imported.`)
      session.dispatch({ kind: 'tracks', tracks: await session.host.tracks() })
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <section class="track" aria-labelledby="track-progress">
      <div>
        <h2 id="track-progress">Your progress</h2>
      </div>
      <div>
        <p class="soft">
          It is kept in this browser only. Take it with you as the same files that <code>ninja</code> uses on
          your machine.
        </p>
        <p class="row">
          <button type="button" class="button" onClick={() => void save()}>
            Export
          </button>
          <button type="button" class="button" onClick={() => input.current!.click()}>
            Import
          </button>
          <input
            ref={input}
            type="file"
            accept=".zip"
            hidden
            onChange={event => void load(event.currentTarget.files?.[0])}
          />
          <span role="status">{said}</span>
        </p>
      </div>
    </section>
  )
}
