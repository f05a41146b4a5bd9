/** What the page does beside drawing: it keeps each keystroke, asks for verdicts, and hears of what happens elsewhere. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { isTask } from '../practice/task-names.ts'
import { type Asker, askerFor } from './asking.ts'
import type { DrillRow, Host, Trouble } from './contract.ts'
import { failure } from './failure.ts'
import { wantsContrast } from './look.ts'
import {
  besides,
  type Choices,
  changed,
  type PageChange,
  type PageState,
  startState,
  tracksIn,
} from './state.ts'

/** Milliseconds after the last keystroke. */
const PAUSE = 400
/** A check that takes no longer than this isn't mentioned. */
const PATIENCE = 300

/** Milliseconds for the first verdict, until what comes after it comes all the same. */
const FIRST = 1000

const CHOICES = 'ninja choices'

export interface PageSession extends Asker {
  readonly state: PageState
  readonly host: Host
  readonly dispatch: (action: PageChange) => void
  readonly open: (id: string) => Promise<void>
  readonly fill: (blank: string, lines: string) => void
  readonly write: (text: string) => void
  readonly checkNow: () => void
  readonly hint: (blank: string) => Promise<void>
  readonly choose: (choices: Partial<Choices>) => void
  readonly step: (to: 'next' | 'before') => void
  /** Goes on with the session of practice, or begins one. */
  readonly practise: () => Promise<void>
  readonly endPractice: () => Promise<void>
  readonly judge: (file: File) => Promise<void>
  readonly settle: (take: 'theirs' | 'mine') => void
  /** Goes on with the text that was put aside. */
  readonly swap: () => void
}

export function useSession(host: Host): PageSession {
  const [state, show] = useState(() => startState(host.library, savedChoices()))
  const session = useMemo(() => {
    // What happens between two drawings has to see one another.
    let now = state
    const dispatch = (action: PageChange): void => {
      now = changed(now, action)
      show(now)
    }
    return { ...sessionOf(host, () => now, dispatch), dispatch }
  }, [host])
  useEffect(() => session.start(), [session])
  return { ...session, state, host }
}

function sessionOf(host: Host, now: () => PageState, dispatch: (action: PageChange) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  let text: string | null = null
  let kept: string | null = null
  /** The exercise to come back to after practice. */
  let last: string | null = null
  const idNow = (): string | null => now().lesson?.id ?? null

  const failed = (error: unknown): void => dispatch({ kind: 'trouble', trouble: failure(error) })

  let isLate = false
  /** Once: what the first verdict doesn't need, after the frame that shows it. */
  function bringLate(): void {
    if (isLate) return
    isLate = true
    const bring = (): Promise<void> =>
      import('./late.ts').then(late => dispatch({ kind: 'late', late }), failed)
    requestAnimationFrame(() => setTimeout(bring))
    void lookAtPractice().catch(failed)
  }

  async function lookAtPractice(): Promise<void> {
    if (host.practice !== null) dispatch({ kind: 'practice', practice: await host.practice.look() })
  }

  async function practise(): Promise<void> {
    if (host.practice === null) return
    try {
      const before = await host.practice.look()
      const practice = before.session === null ? await host.practice.begin() : before
      dispatch({ kind: 'practice', practice })
      if (practice.current === null) return
      await open(practice.current)
      await lookAtPractice()
      // What is said of a task that can't be opened is beside the verdict.
      if (idNow() !== practice.current) dispatch({ kind: 'place', place: 'exercise' })
    } catch (error) {
      failed(error)
    }
  }

  async function endPractice(): Promise<void> {
    if (host.practice === null) return
    try {
      const ending = await host.practice.end()
      await lookAtPractice()
      const back = last ?? now().tracks[0]?.exercises[0]?.id
      if (back !== undefined) await open(back, true, ending)
    } catch (error) {
      failed(error)
    }
  }

  async function check(): Promise<void> {
    clearTimeout(timer)
    const id = idNow()
    if (id === null) return
    const number = ++asked
    const patience = setTimeout(() => dispatch({ kind: 'checking', isChecking: true }), PATIENCE)
    try {
      const checked = await host.check(id)
      if (number !== asked || id !== idNow()) return
      dispatch({ kind: 'checked', checked })
      dispatch({ kind: 'tracks', tracks: await host.tracks() })
      if (isLate) await lookAtPractice()
    } catch (error) {
      if (number === asked) failed(error)
    } finally {
      clearTimeout(patience)
      if (number === asked) dispatch({ kind: 'checking', isChecking: false })
    }
  }

  async function keep(id: string, typed: string): Promise<void> {
    text = typed
    const trouble = await host.write(id, typed).catch(
      (error: unknown): Trouble => ({
        kind: 'not saved',
        message: error instanceof Error ? error.message : String(error),
        advice: 'Copy your text before you close the page.',
      }),
    )
    if (id !== idNow()) return
    if (trouble === null) kept = typed
    dispatch({ kind: 'trouble', trouble })
    if (trouble?.kind === 'changed on disk') dispatch({ kind: 'conflict', text: await host.read(id) })
  }

  const typed = (next: string): void => {
    const id = idNow()
    if (id === null) return
    void keep(id, next)
    clearTimeout(timer)
    timer = setTimeout(() => void check(), PAUSE)
  }

  async function open(id: string, isNew = true, ending?: readonly DrillRow[]): Promise<void> {
    clearTimeout(timer)
    asked++
    try {
      const [lesson, own] = await Promise.all([host.lesson(id), host.read(id)])
      text = kept = own
      dispatch({ kind: 'opened', lesson, text: own, ending })
      if (!isTask(id)) last = id
      // The browser's back button leads to the exercise before.
      if (isNew) history.pushState(null, '', `#${id}`)
      else history.replaceState(null, '', `#${id}`)
      setTimeout(bringLate, FIRST)
      await check()
      bringLate()
    } catch (error) {
      failed(error)
    }
  }

  const follow = (id: string, from: string): void => {
    if (id !== idNow() || from === text) return
    // What was typed here and isn't on disk yet would be gone.
    if (text !== kept) dispatch({ kind: 'conflict', text: from })
    else {
      text = kept = from
      dispatch({ kind: 'file', text: from })
    }
  }

  function start(): void {
    host.listen(news => {
      if (news.kind === 'file') follow(news.id, news.text)
      else if (news.kind === 'rehearsal') dispatch({ kind: 'rehearsal', rehearsal: news.rehearsal })
      else if (news.kind === 'trouble') dispatch({ kind: 'trouble', trouble: news.trouble })
      else if (news.id === idNow()) {
        asked++
        dispatch({ kind: 'checked', checked: news.checked })
      }
    })
    void host.tracks().then(tracks => dispatch({ kind: 'tracks', tracks }), failed)
    void open(host.current, false)
    addEventListener('hashchange', () => {
      const hash = decodeURIComponent(location.hash.slice(1))
      const named = tracksIn(now()).flatMap(({ name, exercises }) =>
        exercises.filter(
          ({ id, number }) => hash === id || hash === `${name}/${String(number).padStart(2, '0')}`,
        ),
      )
      if (named.length > 0 && named[0].id !== idNow()) void open(named[0].id, false)
    })
  }

  return {
    ...askerFor(host, now, dispatch, lookAtPractice, failed),
    start,
    open: (id: string) => open(id),
    practise,
    endPractice,
    checkNow: () => void check(),
    fill(blank: string, lines: string): void {
      dispatch({ kind: 'filled', blank, lines })
      typed(now().text)
    },
    write(next: string): void {
      dispatch({ kind: 'written', text: next })
      typed(next)
    },
    async hint(blank: string): Promise<void> {
      const id = idNow()
      if (id !== null) dispatch({ kind: 'hinted', blank, count: await host.hints(id, blank, true) })
    },
    choose(choices: Partial<Choices>): void {
      dispatch({ kind: 'choices', choices })
      saveChoices({ ...now().choices, ...choices })
    },
    step(to: 'next' | 'before'): void {
      const id = idNow()
      if (id === null) return
      const other = besides(tracksIn(now()), id)[to]
      if (other !== null) void open(other.id)
      else if (to === 'next' && isTask(id) && isEverythingPassed(now())) void endPractice()
    },
    async judge(file: File): Promise<void> {
      const notebook = {
        name: file.name,
        text: await file.text(),
        checked: null,
        chosen: null,
        failure: null,
      }
      dispatch({ kind: 'notebook', notebook })
      try {
        const checked = await host.notebook(notebook.name, notebook.text)
        dispatch({ kind: 'notebook', notebook: { ...notebook, checked } })
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error)
        dispatch({ kind: 'notebook', notebook: { ...notebook, failure } })
      }
    },
    settle(take: 'theirs' | 'mine'): void {
      const { conflict } = now()
      if (conflict === null) return
      dispatch({ kind: 'conflict', text: null })
      dispatch({ kind: 'trouble', trouble: null })
      kept = conflict
      if (take === 'mine') typed(text!)
      else {
        text = conflict
        dispatch({ kind: 'file', text: conflict })
        void check()
      }
    },
    swap(): void {
      const id = idNow()
      if (id === null || host.aside?.has(id) !== true) return
      text = kept = host.aside.swap(id)
      dispatch({ kind: 'file', text })
      void check()
    },
  }
}

const isEverythingPassed = ({ practice }: PageState): boolean =>
  practice?.session?.exercises.every(({ isPassed }) => isPassed) === true

function savedChoices(): Choices {
  const own: Choices = { scale: 'log', signs: wantsContrast(), keys: true }
  try {
    return { ...own, ...(JSON.parse(localStorage.getItem(CHOICES) ?? '{}') as Partial<Choices>) }
  } catch {
    return own
  }
}

function saveChoices(choices: Choices): void {
  try {
    localStorage.setItem(CHOICES, JSON.stringify(choices))
  } catch {
    // Where nothing may be kept they last as long as the page.
  }
}
