/** Draws a verdict where nobody sees it: what was drawn before is drawn quickly. */
import { render } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PageSession } from '../session.ts'
import { changed, type PageState } from '../state.ts'
import { LateParts } from './code.tsx'
import { openEditors } from './editors.ts'
import { Exercise } from './exercise.tsx'
import { Verdict } from './verdict.tsx'

/** The engine compiles what runs more than once. */
const ROUNDS = 3
/** Milliseconds between two drawings, for whoever is typing. */
const BREATH = 50

export function useRehearsal(session: PageSession): void {
  const { rehearsal, lesson, late } = session.state
  useEffect(() => {
    if (rehearsal === null || rehearsal.id !== lesson?.id || late === null) return
    const stage = document.createElement('div')
    const now = { ...session.state, asked: null, conflict: null }
    const saved = changed(now, { kind: 'file', text: rehearsal.text })
    const judged = changed(saved, { kind: 'checked', checked: rehearsal.checked })
    const scenes = Array.from({ length: ROUNDS }, () => [now, judged]).flat()
    let timer: ReturnType<typeof setTimeout>
    const clear = (): void => render(null, stage)
    const play = ([scene, ...rest]: readonly PageState[]): void => {
      render(<Scene session={session} state={scene} />, stage)
      timer = setTimeout(() => (rest.length > 0 ? play(rest) : clear()), BREATH)
    }
    timer = setTimeout(() => play(scenes), BREATH)
    return () => {
      clearTimeout(timer)
      clear()
    }
  }, [rehearsal, lesson, late])
}

const nowhere = { toLine: () => {}, toBlank: () => {}, toTraining: () => {} }
const editors = openEditors()

function Scene({ session, state }: { session: PageSession; state: PageState }) {
  const scene = { ...session, state, dispatch: () => {} }
  return (
    <LateParts.Provider value={state.late}>
      <Exercise session={scene} editors={editors} isCompared={false} />
      <Verdict session={scene} going={nowhere} isCompared={false} onCompare={() => {}} />
    </LateParts.Provider>
  )
}
