/** A workspace as the page sees it: exercises, the learner's files, verdicts at every save. */
import { realpathSync, statSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { mainCase, prepare } from '../../checker/ground.ts'
import { NinjaError } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import { readNames, setupOf } from '../../learner/files.ts'
import type {
  BatchView,
  CheckedNotebookView,
  CheckedView,
  LessonView,
  News,
  TrackView,
} from '../../page/contract.ts'
import type { TrainingTexts } from '../../page/host/open.ts'
import { lessonOf } from '../../page/lessons/lesson.ts'
import { lettersIn } from '../../page/letters.ts'
import { textsOf } from '../../page/texts.ts'
import { trackViews } from '../../page/tracks.ts'
import type { Slip } from '../../practice/practice.ts'
import { isTask } from '../../practice/task-names.ts'
import { keepAttempt } from '../../progress/attempts.ts'
import { noteHint, progressOf, setCurrent } from '../../progress/progress.ts'
import { onDisk } from '../../progress/refusal.ts'
import type { Context, Options } from '../command.ts'
import { exerciseNamed } from '../drill/drill.ts'
import { keepGuess, keepHelp } from '../drill/practice-file.ts'
import { freshExercise, isSomething, readIfThere, replaceExercise, writeFile } from '../files.ts'
import { isNotebook, LARGEST } from '../notebook-file.ts'
import { type NotebookReader, openNotebookReader } from '../notebook-thread.ts'
import { formulaProgram, layoutProgram } from '../programs.ts'
import { blankNames } from '../ready.ts'
import { settingsFrom } from '../settings.ts'
import { importsOf, watchFiles } from '../watch/files.ts'
import { allExercises, fileOf, pathIn, type Workspace } from '../workspace.ts'
import { inNotebook, notWritten } from './notebook-lesson.ts'
import { openPracticeDesk, type PracticeDesk } from './practice-desk.ts'
import { openVerdictDesk } from './verdict-desk.ts'

export interface Desk {
  tracks(): readonly TrackView[]
  lesson(id: string): LessonView
  /** The learner's file: a fresh one where there is none. From now on it is followed. */
  read(id: string): string
  /** Keeps a text in place of the one that the page has seen; another one that is there by now stays. */
  write(id: string, text: string, seen: string): WriteOutcome
  check(id: string): Promise<CheckedView>
  /** A verdict is noted a moment after it's given; now, for whoever asks what has been noted. */
  keep(): void
  hints(id: string, blank: string, more: boolean): number
  readonly practice: PracticeDesk
  /** A wrong answer to a question about a blank. */
  guessed(slip: Slip): void
  /** What the page trains with. */
  texts(id: string): TrainingTexts
  /** A notebook as text: nothing of it is kept. */
  notebook(name: string, text: string): Promise<CheckedNotebookView>
  close(): void
}

interface ExerciseView {
  readonly lesson: LessonView
  readonly letters: BatchView | null
}

/** `conflict`: what stands in the file instead. */
export type WriteOutcome = { readonly kind: 'written' } | { readonly kind: 'conflict'; readonly text: string }

/** Milliseconds for which a new text waits for its verdict: that's one drawing, and none while the judge is at work. */
const TOGETHER = 100

const comesSoon = (verdict: Promise<unknown>): Promise<boolean> => {
  const came = verdict.then(
    () => true,
    () => false,
  )
  return Promise.race([came, sleep(TOGETHER, false, { ref: false })])
}

/** `tell`: whoever looks at the page. News that comes together is drawn together. */
export function openDesk(
  context: Context,
  options: Options,
  workspace: Workspace,
  tell: (...news: readonly News[]) => void,
): Desk {
  const all = allExercises(workspace.root)
  const views = new Map<string, ExerciseView>()
  /** What the page has been told of files, and what it wrote. */
  const known = new Map<string, string>()
  /** Texts that are nobody else's: what the page itself wrote. */
  const own = new Map<string, string>()
  let current: Exercise | null = null
  let reader: NotebookReader | null = null

  const saved = (): void => void onSave().catch(complain)
  const files = watchFiles(saved, process.env.NINJA_POLL === '1', saved)
  const practice = openPracticeDesk(workspace)
  const lettersOf = (request: Request): BatchView | null => viewOf(request).letters
  const verdicts = openVerdictDesk({ context, workspace, tell, warn, lettersOf })
  const find = (id: string): Exercise => exerciseNamed(workspace.root, all, id, all[0].track)
  const requestFor = (exercise: Exercise): Request => ({
    ...settingsFrom(options, context, workspace),
    exercise,
    file: fileOf(workspace, exercise),
  })

  /** What of an exercise stays the same, whatever its file holds. */
  function viewOf({ exercise, file, seed, data }: Request): ExerciseView {
    const known = views.get(exercise.id)
    if (known !== undefined) return known
    const found = mainCase(prepare(setupOf(exercise, seed, data)))
    const crafts = { lay: layoutProgram().layout, mathOf: formulaProgram().mathOf }
    const lesson = lessonOf(exercise, found, crafts)
    const view = {
      lesson: isNotebook(file) ? inNotebook(lesson, exercise, pathIn(workspace, exercise)) : lesson,
      letters: lettersIn(found, readNames(data).vocabulary),
    }
    views.set(exercise.id, view)
    return view
  }

  function bytesOf(exercise: Exercise): Buffer | null {
    const file = fileOf(workspace, exercise)
    const refused = (what: string, advice: string): NinjaError =>
      new NinjaError('workspace', `${pathIn(workspace, exercise)} is ${what}`, advice)
    const found = onDisk('read', file, () => statSync(file, { throwIfNoEntry: false }))
    if (found === undefined) return null
    if (!isInside(realpathSync(file), realpathSync(workspace.root)))
      throw refused('a link to a file outside of the workspace', 'put the file itself there')
    if (!found.isFile()) throw refused('no file', 'move it out of the way')
    if (found.size > LARGEST)
      throw refused('too large to be shown', 'clear its outputs, or take out what is long')
    return readIfThere(file)
  }

  const isDoneInNotebook = (exercise: Exercise): boolean => isNotebook(fileOf(workspace, exercise))

  /** What the page shows of a file: a script that isn't there is a fresh one. */
  function textIn(exercise: Exercise, bytes: Buffer | null): string {
    if (isSomething(bytes)) return bytes.toString('utf8')
    return isDoneInNotebook(exercise) ? '' : freshExercise(exercise)
  }

  /** Follows the file of an exercise: from now on its saves count. */
  function follow(exercise: Exercise): void {
    const { file, data } = requestFor(exercise)
    files.follow([file, data], isNotebook(file) ? [] : importsOf(file))
    if (current === exercise) return
    current = exercise
    verdicts.prepare(requestFor(exercise))
  }

  async function onSave(): Promise<void> {
    if (current === null) return
    const exercise = current
    const bytes = bytesOf(exercise)
    // In the page a script goes on without its file, which the next key typed there brings back; a notebook is gone.
    if (bytes === null && !isDoneInNotebook(exercise)) return
    const text = bytes?.toString('utf8') ?? ''
    // The page says itself when what it writes is to be judged: not at each keystroke.
    const request = requestFor(exercise)
    if (text === own.get(exercise.id) && !verdicts.isOutdated(request)) return
    const isNew = text !== known.get(exercise.id)
    known.set(exercise.id, text)
    const before = verdicts.newest()
    const checking = verdicts.check(request)
    if (checking === before && !isNew) return
    const { id } = exercise
    const file: readonly News[] = isNew ? [{ kind: 'file', id, text }] : []
    const isQuick = await comesSoon(checking)
    if (!isQuick) tell(...file)
    const isNewest = (): boolean => verdicts.newest() === checking
    const checked = await checking.catch(error => {
      // Of one whose place was taken nobody wants to hear.
      if (verdicts.newest() === null || isNewest()) throw error
      return null
    })
    const verdict: readonly News[] = checked !== null && isNewest() ? [{ kind: 'checked', id, checked }] : []
    tell(...(isQuick ? file : []), ...verdict)
  }

  function complain(error: unknown): void {
    if (!(error instanceof NinjaError)) throw error
    tell({
      kind: 'trouble',
      trouble: { kind: 'not saved', message: sentence(error.message), advice: error.advice ?? '' },
    })
  }

  function warn(warning: string | null): void {
    if (warning !== null) complain(new NinjaError('workspace', warning))
  }

  return {
    tracks: () => trackViews(all, workspace.store.read().progress),
    lesson(id) {
      return viewOf(requestFor(find(id))).lesson
    },
    read(id) {
      const exercise = find(id)
      const bytes = bytesOf(exercise)
      const text = textIn(exercise, bytes)
      known.set(exercise.id, text)
      follow(exercise)
      verdicts.tellRehearsal(exercise.id)
      if (isTask(exercise.id)) practice.goTo(exercise.id)
      else workspace.store.update(progress => setCurrent(progress, exercise.id))
      return text
    },
    write(id, text, seen) {
      const exercise = find(id)
      const file = fileOf(workspace, exercise)
      if (isNotebook(file)) throw notWritten(pathIn(workspace, exercise))
      const before = bytesOf(exercise)
      const there = isSomething(before) ? before.toString('utf8') : null
      if (there !== null && there !== seen && there !== own.get(exercise.id)) {
        known.set(exercise.id, there)
        // Whichever of the two is chosen, the other one is kept.
        keepAttempt(workspace.root, exercise.id, Buffer.from(text), new Date())
        return { kind: 'conflict', text: there }
      }
      // What the page didn't write is kept before it is written over.
      if (there === null || there === own.get(exercise.id)) writeFile(file, text)
      else replaceExercise(workspace.root, exercise, file, { before, content: text })
      own.set(exercise.id, text)
      known.set(exercise.id, text)
      return { kind: 'written' }
    },
    check(id) {
      const exercise = find(id)
      follow(exercise)
      bytesOf(exercise)
      return verdicts.check(requestFor(exercise))
    },
    keep: verdicts.keep,
    hints(id, blank, more) {
      const exercise = find(id)
      if (!blankNames(exercise).includes(blank))
        throw new NinjaError('usage', `${id} has no blank called ${blank}`)
      const { hints } = progressOf(workspace.store.read().progress, exercise.id)
      const before = Object.hasOwn(hints, blank) ? hints[blank] : 0
      if (!more) return before
      workspace.store.update(progress => noteHint(progress, exercise.id, blank, before + 1))
      warn(keepHelp(workspace.root, exercise.id))
      return before + 1
    },
    practice,
    guessed(slip) {
      const { id } = find(slip.id)
      warn(keepGuess(workspace.root, { ...slip, id }))
    },
    texts(id) {
      const exercise = find(id)
      const { data } = requestFor(exercise)
      const handed = { text: bytesOf(exercise)?.toString('utf8') ?? '', file: `exercises/${exercise.id}.ts` }
      return { exercise: textsOf(exercise), names: readNames(data).text, handed }
    },
    async notebook(name, text) {
      const { limits, seed, data } = settingsFrom(options, context, workspace)
      reader ??= openNotebookReader(limits, undefined)
      const file = { name, path: join(workspace.root, basename(name)), text }
      const found = await reader.examineMeanwhile({ file, seed, data })
      if (found === null) throw new NinjaError('usage', `another notebook came before ${name} was judged`)
      return found
    },
    close() {
      verdicts.close()
      reader?.end()
      files.close()
    },
  }
}

const isInside = (path: string, folder: string): boolean => path.startsWith(folder + sep)

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
