/** The host of the static site: everything is in the browser, and nothing leaves it. */
import { currentExercise } from '../../catalogue/course.ts'
import { noteReport } from '../../checker/noted.ts'
import type { Report } from '../../checker/report.ts'
import { isTask } from '../../practice/task-names.ts'
import {
  emptyProgress,
  forget,
  isPassed,
  noteHint,
  type Progress,
  parseProgress,
  printProgress,
  progressOf,
  setCurrent,
} from '../../progress/progress.ts'
import type { CheckedView, Host, News } from '../contract.ts'
import type { ExerciseTexts, HandedIn, Judging } from '../judging.ts'
import { merged } from '../merged.ts'
import { viewsOfTracks } from '../tracks.ts'
import { idIn } from './address.ts'
import type { Course, LessonFile } from './course.ts'
import type { Keeping } from './keeping.ts'
import type { SitePractice } from './practising.ts'
import { judgeFailed, offline, troubleOf, twoTabs } from './troubles.ts'

/** The judge in its worker. */
export type Judge = Pick<Judging, 'prepare' | 'check' | 'notebook' | 'train' | 'begin' | 'task'>

export interface SiteParts {
  readonly course: Course
  readonly keeping: Keeping
  readonly judge: Judge
  /** Of the address: `#makemore/02`. */
  readonly hash: string
  readonly now: () => Date
  readonly network: SiteNetwork
}

export interface SiteNetwork {
  /** Whether all of the site is on this machine. */
  readonly isAllHere: () => boolean
  readonly listen: (heard: (isThere: boolean) => void) => void
}

const PROGRESS = 'progress'
const FILE = 'file:'
/** What another tab wrote, before this one wrote over it. */
const ASIDE = 'aside:'

export interface Opened {
  readonly host: Host
  /** Comes once the judge has what is on the page first: drawing the page keeps it from nothing then. Its verdict follows. */
  readonly begun: Promise<{ readonly verdict: Promise<unknown> }>
}

export function openHost({ course, keeping, judge, hash, now, network }: SiteParts): Opened {
  const { exercises, start, library, kinds } = course.index
  const listeners: ((news: News) => void)[] = []
  const tell = (news: News): void => {
    for (const listener of listeners) listener(news)
  }
  /** The text of each exercise as this tab knows it. */
  const known = new Map<string, string>()

  const progressNow = (): Progress => {
    const text = keeping.get(PROGRESS)
    if (text === null) return emptyProgress()
    const parsed = parseProgress(text)
    if (parsed.kind === 'understood') return parsed.progress
    keeping.set(ASIDE + PROGRESS, text)
    return emptyProgress()
  }
  const change = (how: (progress: Progress) => Progress): Progress => {
    const [before, after] = [progressNow(), how(progressNow())]
    if (after !== before) {
      const trouble = troubleOf(keeping.set(PROGRESS, printProgress(after)))
      if (trouble !== null) tell({ kind: 'trouble', trouble })
    }
    return after
  }
  let opened: Promise<SitePractice> | undefined
  const practice = (): Promise<SitePractice> => {
    opened ??= import('./practising.ts').then(({ openPractising }) =>
      openPractising({
        ...{ kinds, keeping, now, maker: judge },
        kept(taken) {
          const trouble = troubleOf(taken)
          if (trouble !== null) tell({ kind: 'trouble', trouble })
        },
        gone(ids) {
          for (const id of ids) keeping.drop(FILE + id)
          change(progress => forget(progress, ids))
        },
      }),
    )
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }
  const lessonFile = async (id: string): Promise<LessonFile> =>
    isTask(id) ? (await practice()).task(id) : course.lesson(id)
  const filesOf = async (id: string): Promise<ExerciseTexts> => ({
    id,
    files: (await lessonFile(id)).files,
  })
  const textOf = async (id: string): Promise<string> =>
    keeping.get(FILE + id) ?? (await lessonFile(id)).lesson.text
  const handedIn = (id: string, text: string): HandedIn => ({ text, file: `exercises/${id}.ts` })
  const keep = (id: string, text: string) => {
    const there = keeping.get(FILE + id)
    if (there !== null && there !== text && there !== known.get(id)) keeping.set(ASIDE + id, there)
    known.set(id, text)
    return troubleOf(keeping.set(FILE + id, text))
  }

  /** Requests that a newer one took the place of get its verdict: it counts once. */
  const counted = new WeakSet<CheckedView>()
  /** What was handed to the judge before the page asked for it. */
  let early: { readonly id: string; readonly text: string; readonly view: Promise<CheckedView> } | null = null
  const judged = (exercise: ExerciseTexts, names: string, text: string): Promise<CheckedView> => {
    const before = early
    early = null
    const isAsked = before?.id === exercise.id && before.text === text
    return isAsked ? before.view : judge.check(exercise, names, handedIn(exercise.id, text))
  }
  const note = async (report: Report, id: string): Promise<void> => {
    change(progress => {
      const noted = noteReport(progress, report, now())
      return isTask(id) ? noted : setCurrent(noted, id)
    })
    const isTelling = isTask(id) || report.gradients.some(({ diagnosis }) => diagnosis !== null)
    if (isTelling) (await practice()).note(report)
  }
  const check = async (id: string): Promise<CheckedView> => {
    const [exercise, names, text] = await Promise.all([filesOf(id), course.names(), textOf(id)])
    try {
      const checked = await judged(exercise, names, text)
      if (!counted.has(checked)) await note(checked.report, id)
      counted.add(checked)
      return checked
    } catch (error) {
      tell({ kind: 'trouble', trouble: judgeFailed(error instanceof Error ? error.message : String(error)) })
      throw error
    }
  }

  keeping.listen((name, text) => {
    const id = name.startsWith(FILE) ? name.slice(FILE.length) : null
    if (id === null || !known.has(id) || known.get(id) === text) return
    tell({ kind: 'trouble', trouble: twoTabs(now()) })
    tell({ kind: 'file', id, text })
  })

  network.listen(isThere => tell({ kind: 'trouble', trouble: isThere ? null : offline(network.isAllHere()) }))

  const placed = exercises.map(exercise => ({ ...exercise, pack: { start } }))
  const current = idIn(hash, exercises) ?? currentExercise(placed, progressNow()).id
  const begin = async (): Promise<{ verdict: Promise<unknown> }> => {
    const [exercise, names, text] = await Promise.all([filesOf(current), course.names(), textOf(current)])
    judge.prepare(exercise, names)
    const view = judge.check(exercise, names, handedIn(current, text))
    // Whoever asks for it hears of it.
    view.catch(() => {})
    early = { id: current, text, view }
    return { verdict: view }
  }

  const host: Host = {
    kind: 'site',
    current,
    library,
    tracks: async () => viewsOfTracks(exercises, progressNow()),
    lesson: async id => (await lessonFile(id)).lesson,
    async read(id) {
      const text = await textOf(id)
      known.set(id, text)
      if (isTask(id)) (await practice()).goTo(id)
      return text
    },
    write: async (id, text) => keep(id, text),
    check,
    async hints(id, blank, more) {
      const { hints } = (await lessonFile(id)).lesson
      const shown = progressOf(progressNow(), id).hints[blank] ?? 0
      const tiers = Math.min(shown + (more ? 1 : 0), hints[blank]?.length ?? 0)
      change(progress => noteHint(progress, id, blank, tiers))
      if (more && isTask(id)) (await practice()).helped(id)
      return tiers
    },
    notebook: async (name, text) => judge.notebook({ text, file: name }, await course.names()),
    async train(id, steps, report, signal) {
      const [exercise, names, text] = await Promise.all([filesOf(id), course.names(), textOf(id)])
      return judge.train(exercise, names, handedIn(id, text), steps, report, signal)
    },
    practice: {
      look: async () => (await practice()).look(),
      begin: async () => (await practice()).begin(),
      end: async () => (await practice()).end(),
      mistakes: async id => (await practice()).mistakes(id),
      guessed: async slip => (await practice()).guessed(slip),
    },
    archive: {
      async save() {
        const { archiveOf } = await import('../archive.ts')
        const written = exercises.flatMap(({ id }): [string, string][] => {
          const text = keeping.get(FILE + id)
          return text === null ? [] : [[id, text]]
        })
        const bytes = archiveOf({
          progress: progressNow(),
          practice: (await practice()).all(),
          files: new Map(written),
        })
        return new Blob([bytes.slice()], { type: 'application/zip' })
      },
      async load(zip) {
        const { readArchive } = await import('../archive.ts')
        const archive = readArchive(zip, 'the archive')
        if (archive.practice !== null) (await practice()).take(archive.practice)
        const ids = exercises.map(({ id }) => id)
        const brought = ids.filter(id => archive.files.has(id))
        for (const id of brought) await place(id, archive.files.get(id)!)
        const names = await course.names()
        const reports: Report[] = []
        for (const id of brought.filter(id => isPassed(archive.progress, id))) {
          const handed = handedIn(id, await textOf(id))
          reports.push((await judge.check(await filesOf(id), names, handed)).report)
        }
        const hinted = ids.filter(id => Object.keys(progressOf(archive.progress, id).hints).length > 0)
        const tiers = await Promise.all([...new Set([...brought, ...hinted])].map(tiersOf))
        change(own => merged(own, archive.progress, { tiers: new Map(tiers), reports, at: now() }))
        return brought
      },
    },
    aside: {
      has: id => {
        const text = keeping.get(ASIDE + id)
        return text !== null && text !== (keeping.get(FILE + id) ?? text)
      },
      swap(id) {
        const [there, text] = [keeping.get(FILE + id), keeping.get(ASIDE + id)]
        if (there === null || text === null) return there ?? ''
        known.set(id, text)
        const taken = [keeping.set(ASIDE + id, there), keeping.set(FILE + id, text)]
        const trouble = troubleOf(taken.find(one => one !== 'kept') ?? 'kept')
        if (trouble !== null) tell({ kind: 'trouble', trouble })
        return text
      },
    },
    listen: listener => {
      listeners.push(listener)
      const trouble = troubleOf(keeping.try())
      if (trouble !== null) listener({ kind: 'trouble', trouble })
    },
  }
  return { host, begun: begin() }

  /** An exercise in which nothing was written yet takes the place of nothing; what was there is put aside. */
  async function place(id: string, text: string): Promise<void> {
    const [there, { lesson }] = [keeping.get(FILE + id), await course.lesson(id)]
    if (text === there || (text === lesson.text && there !== null)) return
    if (there !== null && there !== lesson.text) keeping.set(ASIDE + id, there)
    known.set(id, text)
    const trouble = troubleOf(keeping.set(FILE + id, text))
    if (trouble !== null) tell({ kind: 'trouble', trouble })
    tell({ kind: 'file', id, text })
  }

  async function tiersOf(id: string): Promise<readonly [string, ReadonlyMap<string, number>]> {
    const { hints } = (await course.lesson(id)).lesson
    return [id, new Map(Object.entries(hints).map(([blank, tiers]) => [blank, tiers.length]))]
  }
}
