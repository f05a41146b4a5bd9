/** Practice on the static site: its schedule is kept in the browser, its tasks are made in a worker. Loaded when it's needed. */
import type { Report } from '../../checker/report.ts'
import { dayOf } from '../../practice/days.ts'
import { goneSession } from '../../practice/gone.ts'
import { mergedPractice } from '../../practice/merged.ts'
import { noteGuess, noteHelp, noteInPractice } from '../../practice/noted.ts'
import {
  emptyPractice,
  mistakesIn,
  type Practice,
  parsePractice,
  printPractice,
} from '../../practice/practice.ts'
import { drillRows, endSession, goToTask, outcomesOf, USUAL } from '../../practice/session.ts'
import type { Practising } from '../contract.ts'
import type { Judging } from '../judging.ts'
import { type KindView, practiceView, titleOf } from '../practice-view.ts'
import type { LessonFile } from './course.ts'
import type { Keeping, Taken } from './keeping.ts'

export interface PracticeParts {
  readonly kinds: readonly KindView[]
  readonly keeping: Keeping
  readonly maker: Pick<Judging, 'begin' | 'task'>
  readonly now: () => Date
  /** Hears what became of what is kept. */
  readonly kept: (taken: Taken) => void
  /** Hears of tasks that are gone. */
  readonly gone: (ids: readonly string[]) => void
}

export interface SitePractice extends Practising {
  task(id: string): Promise<LessonFile>
  goTo(id: string): void
  note(report: Report): void
  helped(id: string): void
  /** Null: nothing was practised yet. */
  all(): Practice | null
  take(other: Practice): void
}

const PRACTICE = 'practice'

export function openPractising({ kinds, keeping, maker, now, kept, gone }: PracticeParts): SitePractice {
  const made = new Map<string, Promise<LessonFile>>()
  const today = () => dayOf(now())
  const kindsFor = (family: string): string[] =>
    kinds.filter(({ mistakes }) => mistakes.includes(family)).map(({ name }) => name)
  const all = (): Practice | null => {
    const text = keeping.get(PRACTICE)
    if (text === null) return null
    const parsed = parsePractice(text)
    if (parsed.kind === 'understood') return parsed.value
    keeping.set(`aside:${PRACTICE}`, text)
    return null
  }
  const read = (): Practice => all() ?? emptyPractice()
  const keep = (practice: Practice): Practice => {
    if (practice !== read()) kept(keeping.set(PRACTICE, printPractice(practice)))
    return practice
  }
  const change = (how: (practice: Practice) => Practice): Practice => {
    const before = read()
    const after = how(before)
    return after === before ? before : keep(after)
  }
  /** Lets go of a session whose tasks can't be made again. */
  const over = (): never => {
    change(practice => ({ ...practice, session: null }))
    made.clear()
    throw goneSession(null)
  }
  const view = (practice: Practice) => practiceView(practice, kinds, today())
  return {
    look: async () => view(read()),
    async begin() {
      const seed = crypto.getRandomValues(new Uint32Array(1))[0] >>> 2
      const plan = { many: USUAL, today: today(), seed, number: 1 }
      return view(keep(await maker.begin(read(), plan)))
    },
    async end() {
      const { session } = read()
      if (session === null) return []
      const after = change(practice => endSession(practice, today()))
      made.clear()
      gone(session.tasks.map(({ id }) => id))
      return drillRows(outcomesOf(session, after), titleOf(kinds), today())
    },
    task(id) {
      const known = made.get(id)
      if (known !== undefined) return known
      const task = read().session?.tasks.find(one => one.id === id)
      if (task === undefined) return Promise.reject(new Error('this session is over'))
      const { kind, seed, mark } = task
      const file = maker.task({ id, kind, seed, mark }).then(file => ('isGone' in file ? over() : file))
      made.set(id, file)
      file.catch(() => made.delete(id))
      return file
    },
    mistakes: async id => mistakesIn(read(), id),
    guessed: async slip => void change(practice => noteGuess(practice, slip, kindsFor, today())),
    goTo: id => void change(practice => goToTask(practice, id)),
    note: report => void change(practice => noteInPractice(practice, report, kindsFor, today())),
    helped: id => void change(practice => noteHelp(practice, id, today())),
    all,
    take: other => void change(practice => mergedPractice(practice, other)),
  }
}
