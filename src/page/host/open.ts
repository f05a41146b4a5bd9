/** The page's host where `ninja open` serves it: the program judges, and the files are on disk. */
import type {
  CheckedNotebookView,
  CheckedView,
  DrillRow,
  Host,
  LessonView,
  News,
  PracticeView,
  TrackView,
  Trained,
  TrainingView,
  Trouble,
} from '../contract.ts'
import type { ExerciseTexts, HandedIn } from '../judge/messages.ts'
import { fromWire, openReceiver } from '../wire.ts'
import { latest } from './latest.ts'

/** What training needs beside the learner's file: see `Job`. */
export interface TrainingTexts {
  readonly exercise: ExerciseTexts
  readonly names: string
  readonly handed: HandedIn
}

export type TrainWith = (
  texts: TrainingTexts,
  steps: number,
  report: (training: TrainingView) => void,
  signal: AbortSignal,
) => Promise<Trained>

type Method = 'GET' | 'PUT' | 'POST'

/** Milliseconds for which the program may be away before that is said: a laptop wakes up, a port comes back. */
const AWAY = 1500

/** `trainWith`: trains with an exercise's texts, once all in it is right. */
export async function openHost(trainWith: TrainWith): Promise<Host> {
  const { current, library } = (await call('GET', 'start')) as {
    current: string
    library: readonly string[]
  }
  /** What the page knows each file to hold. */
  const seen = new Map<string, string>()
  const listeners: ((news: News) => void)[] = []
  const tell = (news: News): void => {
    if (news.kind === 'file') seen.set(news.id, news.text)
    for (const listener of listeners) listener(news)
  }
  const saving = new Map<string, Promise<Trouble | null>>()
  const writers = new Map<string, (text: string) => Promise<Trouble | null>>()
  async function write(id: string, text: string): Promise<Trouble | null> {
    try {
      const written = (await call('PUT', `file/${id}`, { text, seen: seen.get(id) ?? '' })) as
        | { readonly kind: 'written' }
        | { readonly kind: 'conflict'; readonly text: string }
      if (written.kind === 'written') {
        seen.set(id, text)
        return null
      }
      tell({ kind: 'file', id, text: written.text })
      return changedOnDisk(id)
    } catch (error) {
      return error instanceof Refused ? notSaved(error) : ended
    }
  }
  const verdictOn = (id: string) => call('POST', `check/${id}`, {}) as Promise<CheckedView>
  follow(tell)
  return {
    kind: 'open',
    current,
    library,
    tracks: () => call('GET', 'tracks') as Promise<readonly TrackView[]>,
    lesson: id => call('GET', `lesson/${id}`) as Promise<LessonView>,
    async read(id) {
      const text = (await call('GET', `file/${id}`)) as string
      seen.set(id, text)
      return text
    },
    // Of what is typed while a text is on its way, only the newest follows.
    write: (id, text) => {
      if (!writers.has(id))
        writers.set(
          id,
          latest(text => write(id, text)),
        )
      const written = writers.get(id)!(text)
      saving.set(id, written)
      return written
    },
    async check(id) {
      await saving.get(id)
      return verdictOn(id)
    },
    hints: (id, blank, more) =>
      call('POST', `hints/${id}`, { blank, more: more ? 'yes' : 'no' }) as Promise<number>,
    notebook: (name, text) => call('POST', 'notebook', { name, text }) as Promise<CheckedNotebookView>,
    async train(id, steps, report, signal) {
      const [{ report: verdict }, texts] = await Promise.all([
        verdictOn(id),
        call('GET', `texts/${id}`) as Promise<TrainingTexts>,
      ])
      if (verdict.passed) return trainWith(texts, steps, report, signal)
      return {
        kind: 'refused',
        message: `training can't start: everything in ${id} must be right first`,
      }
    },
    practice: {
      look: () => call('GET', 'practice') as Promise<PracticeView>,
      begin: () => call('POST', 'practice/begin', {}) as Promise<PracticeView>,
      end: () => call('POST', 'practice/end', {}) as Promise<readonly DrillRow[]>,
      mistakes: id => call('GET', `mistakes/${id}`) as Promise<Record<string, string[]>>,
      async guessed({ id, blank, family }) {
        await call('POST', `guess/${id}`, { blank, family })
      },
    },
    archive: null,
    aside: null,
    listen: listener => void listeners.push(listener),
  }
}

/** Files and verdicts as the program tells of them, and whether it is still there. */
function follow(tell: (news: News) => void): void {
  const events = new EventSource('api/events')
  let receive = openReceiver()
  let away: ReturnType<typeof setTimeout> | undefined
  let isGone = false
  events.addEventListener('message', ({ data }) => {
    for (const news of receive(data) as readonly News[]) tell(news)
  })
  events.addEventListener('error', () => {
    away ??= setTimeout(() => {
      isGone = true
      tell({ kind: 'trouble', trouble: ended })
    }, AWAY)
  })
  events.addEventListener('open', () => {
    receive = openReceiver()
    clearTimeout(away)
    away = undefined
    if (isGone) tell({ kind: 'trouble', trouble: null })
    isGone = false
  })
}

/** What the program refuses, in its own words. */
class Refused extends Error {
  readonly advice: string
  constructor({ message, advice }: { readonly message: string; readonly advice: string | null }) {
    super(message)
    this.advice = advice ?? ''
  }
}

async function call(method: Method, path: string, fields?: object): Promise<unknown> {
  const response = await fetch(`api/${path}`, {
    method,
    ...(fields === undefined
      ? {}
      : { body: JSON.stringify(fields), headers: { 'Content-Type': 'application/json' } }),
  })
  const text = await response.text()
  if (response.ok) return fromWire(text)
  if (response.status === 400) throw new Refused(JSON.parse(text))
  throw new Refused({ message: text.trim(), advice: null })
}

const ended: Trouble = {
  kind: 'ended',
  message: '`ninja open` has ended.',
  advice: 'Start it again and open the address that it prints.',
}

const changedOnDisk = (id: string): Trouble => ({
  kind: 'changed on disk',
  message: `exercises/${id}.ts was changed outside of this page.`,
  advice: 'Choose the text that you want to keep; the other one stays in .ninja/attempts/.',
})

const notSaved = ({ message, advice }: Refused): Trouble => ({
  kind: 'not saved',
  message: `Your file was not saved: ${message}.`,
  advice,
})
