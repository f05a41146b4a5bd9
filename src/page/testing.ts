/** For tests: the page in a real Chromium, with the real judge behind it in Node. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Exercise } from '../catalogue/catalogue.ts'
import { draw, madeFrom } from '../drill/kinds.ts'
import { checkedFor, judgeIn, openPlace, openRoom } from '../learner/check.ts'
import { openText } from '../learner/files.ts'
import { defaultLimits } from '../learner/patience.ts'
import type { Slip } from '../practice/practice.ts'
import { isTask } from '../practice/task-names.ts'
import { checkNotebook } from '../python/python.ts'
import { names } from '../python/testing.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { filledIn, openFilling } from '../text/filling.ts'
import type {
  BatchView,
  CheckedView,
  DrillRow,
  LessonView,
  PracticeView,
  TrackView,
  Trouble,
} from './contract.ts'
import { exerciseFrom } from './judge/exercise.ts'
import { lessonOf } from './lessons/lesson.ts'
import { all, caseOf, crafts, exerciseOf, root } from './lessons/testing.ts'
import { trackViews } from './tracks.ts'
import { fromWire, toWire } from './wire.ts'

export const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  path => existsSync(path),
)

const FLAGS = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking'
const MORE = '--disable-component-update --disable-sync'

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath!, args: `${FLAGS} ${MORE}`.split(' ') })

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core has against the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}

const bundled = build({
  entryPoints: [join(root, 'src/page/testing-page.tsx')],
  ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', platform: 'browser' },
  ...{ jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning' },
})

/** Its script, in bytes: with the editor, without a judge. */
const scriptOfPage = async (): Promise<Uint8Array> => (await bundled).outputFiles![0].contents

const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>backprop-ninja</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css">
</head><body><div id="page"></div><script type="module" src="/page.js"></script></body></html>`

/** What the page's host does in a test: files in memory, verdicts by the judge. */
export class FakeHost {
  readonly texts = new Map<string, string>()
  readonly shown = new Map<string, number>()
  trouble: Trouble | null = null
  /** Verdicts wait for it. */
  private gate: Promise<void> = Promise.resolve()
  passed = new Set<string>()
  checks = 0
  practice: PracticeView = { due: 3, usual: 10, session: twoTasks, current: 'drill/02_session_1' }

  /** What was got wrong before, by blank. */
  mistakes: Record<string, string[]> = {}
  readonly guessed: Slip[] = []

  answers: Record<string, (...given: never[]) => unknown> = {
    tracks: (): TrackView[] =>
      trackViews(all, noProgress).map(track => ({
        ...track,
        exercises: track.exercises.map(one => ({ ...one, isPassed: this.passed.has(one.id) })),
      })),
    lesson: lessonOnce,
    read: (id: string): string => this.textOf(id),
    write: (id: string, text: string): Trouble | null => {
      this.texts.set(id, text)
      return this.trouble
    },
    check: async (id: string): Promise<CheckedView> => {
      this.checks++
      const checked = judged(id, this.textOf(id))
      if (checked.report.passed) this.passed.add(id)
      await this.gate
      return checked
    },
    hints: (id: string, blank: string, more: boolean): number => {
      const key = `${id} ${blank}`
      const most = lessonOnce(id).hints[blank]?.length ?? 0
      const count = Math.min(most, (this.shown.get(key) ?? 0) + (more ? 1 : 0))
      this.shown.set(key, count)
      return count
    },
    notebook: (name: string, text: string) => {
      const report = checkNotebook({ text, file: name, seed: 42, texts: { names } as never })
      return { report, drawn: report.gradients.map(() => null) }
    },
    look: (): PracticeView => this.practice,
    begin: (): PracticeView => this.practice,
    end: (): DrillRow[] => [
      { title: 'Used more than once', right: 1, many: 1, days: 5 },
      { title: 'Sums and copies', right: 0, many: 1, days: 1 },
    ],
    mistakes: () => this.mistakes,
    guessed: (slip: Slip): number => this.guessed.push(slip),
    training: (steps: number) => [
      { step: steps, steps, loss: 2.1, curve: [1, 2, 3, 4, 5].map(i => [(i * steps) / 5, 3.3 - 0.24 * i]) },
    ],
    trained: () => ({ kind: 'done', losses: { train: 2.07, test: 2.12 }, names: ['mona', 'kay', 'ela'] }),
  }

  /** Keeps verdicts back until what it gives is called. */
  hold(): () => void {
    let release = (): void => {}
    this.gate = new Promise(done => {
      release = done
    })
    return release
  }

  textOf(id: string): string {
    return this.texts.get(id) ?? lessonOnce(id).text
  }

  /** Lines put into blanks: those of the solution where none are told. */
  fill(id: string, lines: Readonly<Record<string, string>>, isSolved = true): this {
    const { blanks, answers } = lessonOnce(id)
    let filling = openFilling(this.textOf(id), blanks)
    for (const blank of blanks) {
      const own = lines[blank] ?? (isSolved ? answers[blank] : undefined)
      if (own !== undefined) filling = filledIn(filling, blank, own)
    }
    this.texts.set(id, filling.text)
    return this
  }
}

const twoTasks: TrackView = {
  ...{ name: 'drill', about: '', belt: null },
  exercises: [1, 2].map(number => ({
    ...{ id: `drill/0${number}_session_1`, number, title: 'Used more than once' },
    ...{ isPassed: false, isGivenUp: false, isAgain: false },
  })),
}

const noProgress = { exercises: {}, current: null } as never

/** Tasks of the tests are all of one kind. */
function exerciseCalled(id: string): Exercise {
  if (!isTask(id)) return exerciseOf(id)
  const kind = 'several-uses'
  const { source } = madeFrom({ kind, ...draw(kind, Number(/\d+/.exec(id)), new Set()) })!
  return exerciseFrom({ id, files: { [`solutions/${id}.ts`]: source } })
}

const lessons = new Map<string, LessonView>()
export function lessonOnce(id: string): LessonView {
  const exercise = exerciseCalled(id)
  if (!lessons.has(id)) lessons.set(id, lessonOf(exercise, caseOf(exercise), crafts))
  return lessons.get(id)!
}

const program = join(root, 'dist/room.cjs')
const data = `${root}/exercises/data/names.txt`

const known = new Map<string, CheckedView>()
export function judged(id: string, text: string): CheckedView {
  const key = `${id}\n${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  const request = {
    exercise: exerciseCalled(id),
    file: `${id}.ts`,
    seed: 42,
    data,
    limits: defaultLimits,
    program,
  }
  const room = openRoom(request)
  try {
    const opened = openText(request.exercise, text, `${root}/exercises/${id}.ts`)
    const { report, drawn } = checkedFor(request, opened, judgeIn(openPlace(request, room), opened))
    const found = report.gradients.flatMap(({ name }) => {
      const one = drawn(name)
      return one === null ? [] : [[name, one] as const]
    })
    const checked = { report, drawn: new Map(found), letters: lettersOf(id), notebook: null }
    known.set(key, checked)
    return checked
  } finally {
    room.end()
  }
}

const VOCABULARY = [...'.abcdefghijklmnopqrstuvwxyz']

function lettersOf(id: string): BatchView | null {
  const values = caseOf(exerciseCalled(id))?.graph.values as { Xb?: Tensor; Yb?: Tensor } | undefined
  if (values?.Xb === undefined || values.Yb === undefined) return null
  const [rows, block] = values.Xb.shape
  const row = (i: number): string =>
    [...values.Xb!.data.slice(i * block, (i + 1) * block)].map(k => VOCABULARY[k]).join('')
  return {
    contexts: Array.from({ length: rows }, (_, i) => row(i)),
    targets: [...values.Yb.data].map(k => VOCABULARY[k]),
    vocabulary: VOCABULARY,
  }
}

export interface OpenOptions {
  readonly id?: string
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly isStill?: boolean
}

/** A page of its own, at an exercise, with its first verdict. */
export async function openPage(
  browser: Browser,
  host: FakeHost,
  { id = 'makemore/02_softmax', width = 1400, theme = 'light', isStill = true }: OpenOptions = {},
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: isStill ? 'reduce' : 'no-preference',
  })
  page.on('pageerror', error => {
    throw error
  })
  const library = ['arange', 'onesLike', 'zerosLike', 'oneHot', 'softmax', 'zeros', 'TODO']
  await page.addInitScript(`globalThis.library = ${JSON.stringify(library)}`)
  await page.exposeFunction('ask', async (what: string, given: string) =>
    toWire(await host.answers[what](...(fromWire(given) as never[]))),
  )
  const bodies: Record<string, [type: string, body: string | Buffer]> = {
    '/': ['text/html', html],
    '/page.js': ['text/javascript', Buffer.from(await scriptOfPage())],
    '/style.css': ['text/css', readFileSync(join(root, 'src/page/style.css'))],
  }
  await page.route('http://page.test/**', route => {
    const [contentType, body] = bodies[new URL(route.request().url()).pathname] ?? ['text/plain', '']
    return route.fulfill({ contentType, body })
  })
  await page.goto(`http://page.test/#${id}`)
  await page.waitForSelector('.verdicts tbody tr, .note.bad', { state: 'attached' })
  return page
}
