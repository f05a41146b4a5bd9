/** For tests: the page with a host whose answers come from the test, which runs the real judge. */
import type { Host, News } from './contract.ts'
import { show } from './main.tsx'
import { fromWire, toWire } from './wire.ts'

declare global {
  /** The test's. Values cross as text. */
  var ask: (what: string, given: string) => Promise<string>
  var tell: (news: string) => void
  var library: readonly string[]
}

const asked =
  <T,>(what: string) =>
  async (...given: readonly unknown[]): Promise<T> =>
    fromWire(await globalThis.ask(what, toWire(given))) as T

let listener: ((news: News) => void) | null = null
globalThis.tell = news => listener?.(fromWire(news) as News)

const host: Host = {
  kind: 'site',
  current: decodeURIComponent(location.hash.slice(1)) || 'makemore/02_softmax',
  library: globalThis.library,
  tracks: asked('tracks'),
  lesson: asked('lesson'),
  read: asked('read'),
  write: asked('write'),
  check: asked('check'),
  hints: asked('hints'),
  notebook: asked('notebook'),
  async train(_, steps, report) {
    const views = (await asked<Parameters<typeof report>[0][]>('training')(steps)) ?? []
    for (const view of views) report(view)
    return asked<Awaited<ReturnType<Host['train']>>>('trained')()
  },
  practice: {
    look: asked('look'),
    begin: asked('begin'),
    end: asked('end'),
    mistakes: asked('mistakes'),
    guessed: asked('guessed'),
  },
  archive: { save: async () => new Blob([]), load: async () => [] },
  aside: null,
  listen: own => {
    listener = own
  },
}

show(host, document.getElementById('page')!)
