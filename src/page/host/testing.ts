/** For tests: a browser's storage, shared by tabs, that can be full or forbidden; a course and a judge of a few lines. */
import type { Report } from '../../checker/report.ts'
import type { CheckedView, LessonView, News } from '../contract.ts'
import type { Course } from './course.ts'
import { keepingIn } from './keeping.ts'
import { type Judge, openHost, type SiteNetwork } from './site.ts'

export interface Disk {
  readonly texts: Map<string, string>
  /** Characters that fit. */
  room: number
  /** Whether asking for it throws. */
  isForbidden: boolean
  readonly tabs: EventTarget[]
}

export const newDisk = (): Disk => ({ texts: new Map(), room: 5_000_000, isForbidden: false, tabs: [] })

/** The storage as one tab sees it: the others hear of what it writes. */
export function tabOf(disk: Disk) {
  const own = new EventTarget()
  disk.tabs.push(own)
  const storage = {
    get length() {
      return disk.texts.size
    },
    key: (i: number) => [...disk.texts.keys()][i] ?? null,
    getItem: (key: string) => disk.texts.get(key) ?? null,
    removeItem: (key: string) => disk.texts.delete(key),
    setItem(key: string, text: string) {
      const others = [...disk.texts].filter(([name]) => name !== key)
      const used = others.reduce((sum, [name, other]) => sum + name.length + other.length, 0)
      if (used + key.length + text.length > disk.room) throw new DOMException('no room', 'QuotaExceededError')
      disk.texts.set(key, text)
      for (const tab of disk.tabs)
        if (tab !== own) tab.dispatchEvent(Object.assign(new Event('storage'), { key, newValue: text }))
    },
  }
  const open = (): Storage => {
    if (disk.isForbidden) throw new DOMException('no', 'SecurityError')
    return storage as unknown as Storage
  }
  return keepingIn(open, own)
}

export const ONE = 'makemore/01_log_loss'
export const TWO = 'makemore/02_softmax'

const lesson = (id: string): LessonView =>
  ({ id, text: `fresh ${id}`, hints: { dprobs: ['a', 'b', 'c'] } }) as unknown as LessonView

export const course: Course = {
  index: {
    exercises: [
      { id: 'derivatives/01_slope', track: 'derivatives', number: 1, title: 'Slope' },
      { id: ONE, track: 'makemore', number: 1, title: 'Log loss' },
      { id: TWO, track: 'makemore', number: 2, title: 'Softmax' },
    ],
    start: 'makemore',
    library: [],
    kinds: [{ name: 'uses', title: 'Used more than once', mistakes: ['a use forgotten'] }],
  },
  lesson: async id => ({ lesson: lesson(id), files: { [`solutions/${id}.ts`]: 'answers' } }),
  names: async () => 'emma\n',
}

/** A text with "right" in it passes. */
export const reportOn = (id: string, text: string): Report =>
  ({
    exercise: id,
    passed: text.includes('right'),
    gradients: [{ blank: 'dprobs', verdict: text.includes('right') ? 'exact' : 'wrong', diagnosis: null }],
  }) as unknown as Report

export function judgeBeside(judged: string[]): Judge {
  return {
    prepare() {},
    async check({ id }, _, { text }): Promise<CheckedView> {
      judged.push(`${id}: ${text}`)
      return { report: reportOn(id, text), drawn: new Map(), letters: null, notebook: null }
    },
    notebook: async () => Promise.reject(new Error('no notebooks here')),
    begin: async () => Promise.reject(new Error('no practice here')),
    task: async () => Promise.reject(new Error('no practice here')),
    train: async () => ({ kind: 'refused', message: 'no training here' }),
  }
}

export function openTab(disk: Disk, hash = '') {
  const news: News[] = []
  const judged: string[] = []
  let changed: (isThere: boolean) => void = () => {}
  const network: SiteNetwork = {
    isAllHere: () => true,
    listen: heard => {
      changed = heard
    },
  }
  const now = (): Date => new Date(2026, 10, 29, 14, 2)
  const { host, begun } = openHost({
    course,
    keeping: tabOf(disk),
    judge: judgeBeside(judged),
    hash,
    now,
    network,
  })
  host.listen(one => news.push(one))
  return { host, begun, news, judged, setNetwork: (isThere: boolean) => changed(isThere) }
}
