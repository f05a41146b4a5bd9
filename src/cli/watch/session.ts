/** One run of watch: hands what happens to the state, and does what comes of it. */
import { type Exercise, shortName } from '../../catalogue/catalogue.ts'
import type { Report } from '../../checker/report.ts'
import { NinjaError } from '../../errors.ts'
import type { Request } from '../../learner/check.ts'
import { once } from '../../once.ts'
import type { NotebookReport } from '../../python/report.ts'
import { called } from '../../terminal/calls.ts'
import type { Lesson } from '../../terminal/lesson.ts'
import { picturesFrom } from '../../terminal/pictures.ts'
import { stripColour } from '../../terminal/style.ts'
import { renderSummary } from '../../terminal/summary.ts'
import { takeOffer } from '../../terminal/taking.ts'
import { rootCause } from '../../terminal/verdict.ts'
import { pairsIn, pairsOf } from '../answers.ts'
import { type CommandResult, type Context, type Options, textWidth } from '../command.ts'
import { openQuizzes } from '../drill/quizzes.ts'
import { shown } from '../files.ts'
import { freshFile } from '../fresh-file.ts'
import { isNotebook } from '../notebook-file.ts'
import { readOwn } from '../reading.ts'
import { save, textsOf } from '../save-verdicts.ts'
import { asSeen } from '../seen.ts'
import { settingsFrom } from '../settings.ts'
import { tracksOf } from '../standing.ts'
import { blanksAlike } from '../take-offer.ts'
import { fileOf, type Workspace } from '../workspace.ts'
import { isInstalled, opened, openingOf } from './editor.ts'
import { importsOf, watchFiles } from './files.ts'
import { freshCells } from './fresh.ts'
import { openJudges } from './judges.ts'
import { pictured, possibleWith } from './possible.ts'
import type { Onward, Route } from './route.ts'
import { begin, type Effect, type Event, type State, step, type WatchPlace } from './state.ts'
import type { Listener, Terminal } from './terminal.ts'

/** A check that takes longer is said to run. */
const NOTICEABLE = 150

export interface Session {
  /** What came last, and the status to end with. */
  readonly ended: Promise<{ state: State; status: number }>
  readonly end: (status: number) => void
  readonly say: (notice: string) => void
}

export function openSession(
  context: Context,
  options: Options,
  workspace: Workspace,
  route: Route,
  first: Exercise,
  openTerminal: (listener: Listener) => Terminal,
): Session {
  let exercise = route.all().find(({ id }) => id === first.id)!
  let asGiven = once(() => freshFile(workspace, first).content)
  let state = begin(placeOf(exercise))
  /** What the last run was about: of that there are pictures. */
  let judged: Exercise | null = null
  /** The exercise for which it was said what could be taken over. */
  let offered = ''
  let end: Session['end'] = () => {}
  const ended = new Promise<{ state: State; status: number }>(resolve => {
    end = status => {
      end = () => {} // closing the terminal may say once more that it is gone
      files.close()
      runner.close()
      terminal.close()
      resolve({ state, status })
    }
  })
  const runner = openJudges(workspace.root, context.cwd)
  const quizzes = openQuizzes(workspace, context)
  const files = watchFiles(() => void checkCurrent().catch(complain), process.env.NINJA_POLL === '1')
  const terminal = openTerminal({
    onKey: (key, extent) => happen({ kind: 'key', key, extent }),
    onGone: () => end(0),
  })

  function placeOf(one: Exercise): WatchPlace {
    return {
      id: one.id,
      name: shortName(route.all(), one, one.track),
      file: shown(context.cwd, fileOf(workspace, one)),
    }
  }
  function happen(event: Event): void {
    const [next, ...effects] = step(state, event)
    state = next
    terminal.draw(state)
    for (const effect of effects) void perform(effect).catch(complain)
  }
  /** What went wrong must not end watch, unless it is a mistake of ours. */
  function complain(error: unknown): void {
    if (!(error instanceof NinjaError)) throw error
    happen({
      kind: 'notice',
      text: called(`${error.message}${error.advice ? `: ${error.advice}` : ''}`, here()),
    })
  }

  const requestFor = (one: Exercise): Request => ({
    ...settingsFrom(options, context, workspace),
    exercise: one,
    file: fileOf(workspace, one),
  })
  const named = (report: Report): Report => asSeen(report, here(), workspace)

  async function checkCurrent(): Promise<void> {
    if (state.ending !== null) return
    const request = requestFor(exercise)
    // Before they are read: a save that comes while they are must not be missed.
    files.follow([request.file, request.data], isNotebook(request.file) ? [] : importsOf(request.file))
    const noticed = setTimeout(() => happen({ kind: 'busy' }), NOTICEABLE)
    const texts = textsOf([request.file])
    judged = exercise
    try {
      const running = runner.run([request])
      const given = asGiven() // meanwhile
      const verdicts = await running
      if (verdicts === null) return
      const [{ report, notebook }] = verdicts
      const lesson = report.passed ? lessonOf(notebook) : null
      const fresh = freshCells(report, notebook, given, texts[0])
      const at = new Date().toTimeString().slice(0, 8)
      const verdict = { kind: 'verdict', report: named(report), notebook, lesson, fresh, at } as const
      happen({ kind: 'verdict', verdict, possible: possibleWith(judged, report, quizzes) })
      note([report], texts)
      runner.prepare(request)
      if (fresh !== null) offer()
    } finally {
      clearTimeout(noticed)
    }
  }
  /** Once for each exercise. */
  function offer(): void {
    if (offered === exercise.id || state.notice !== null) return
    offered = exercise.id
    const { progress } = workspace.store.read()
    const many = blanksAlike(exercise, { workspace, all: route.all(), progress })
    if (many > 0) happen({ kind: 'notice', text: takeOffer(many) })
  }
  function note(reports: readonly Report[], texts: ReturnType<typeof textsOf>): void {
    const warning = save(workspace, reports, texts, null, null)
    if (warning !== null) happen({ kind: 'notice', text: warning })
  }
  const lessonOf = (notebook: NotebookReport | null): Lesson => ({
    pairs: (notebook === null ? pairsOf : pairsIn)(exercise, readOwn(workspace, exercise, here())),
    ...route.standing(exercise),
  })

  async function go(to: Exercise, notice: string | null = null): Promise<void> {
    exercise = to
    asGiven = once(() => freshFile(workspace, to).content)
    happen({ kind: 'place', place: placeOf(to), notice })
    const checked = checkCurrent()
    try {
      route.arrive(to)
    } catch (error) {
      complain(error)
    }
    await checked
  }

  const here = (): Context => ({ ...context, byKeys: true, width: textWidth(process.stdout.columns) })
  /** The first line of what a command that writes a file says. */
  function tell({ text, status }: CommandResult, id: string): void {
    const isOfFile = status === 0 && id === exercise.id
    happen({ kind: 'notice', text: stripColour(text).split('\n')[0], isOfFile })
  }

  async function perform(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'quit':
        return end(effect.status)
      case 'suspend':
        return terminal.suspend()
      case 'redraw':
        return terminal.redraw()
      case 'check':
        return checkCurrent()
      case 'check all':
        return checkAll()
      case 'next':
        return follow(route.next(exercise))
      case 'previous':
        return follow(route.previous(exercise))
      case 'go':
        return go(route.all().find(({ id }) => id === effect.id)!)
      case 'list': {
        const { progress } = workspace.store.read()
        return happen({ kind: 'list', tracks: tracksOf(route.all(), progress, workspace, context.cwd) })
      }
      case 'reset': {
        const { run } = await import('../commands/reset.ts')
        return tell(run(here(), [effect.id], {}), effect.id)
      }
      case 'command':
        return runCommand(effect.command)
      case 'edit':
        return edit()
      case 'picture':
        return showPicture()
      case 'guess':
      case 'why':
        return happen(quizzes.ask(effect.kind, exercise, state.verdict?.report ?? null))
      case 'answer': {
        const warning = quizzes.answer(effect.quiz, effect.place)
        if (warning !== null) happen({ kind: 'notice', text: warning })
      }
    }
  }
  async function follow(onward: Onward): Promise<void> {
    if (onward.kind === 'go') return go(onward.to, onward.notice)
    if (onward.kind === 'over') files.follow([], [])
    happen(onward)
  }

  async function runCommand(command: (Effect & { kind: 'command' })['command']): Promise<void> {
    const { id } = exercise
    if (command === 'undo' || command === 'take') {
      const { run } =
        command === 'undo' ? await import('../commands/undo.ts') : await import('../commands/take.ts')
      return tell(run(here(), [id], {}), id)
    }
    const page =
      command === 'hint'
        ? (await import('../commands/hint.ts')).run(here(), [], { exercise: id })
        : (await import('../commands/show.ts')).run(here(), [id])
    happen({ kind: 'page', text: page.text })
    for (const warning of page.warnings) happen({ kind: 'notice', text: warning })
  }

  async function checkAll(): Promise<void> {
    happen({ kind: 'busy' })
    const requests = route.all().map(requestFor)
    judged = null
    const texts = textsOf(requests.map(({ file }) => file))
    const verdicts = await runner.run(requests)
    if (verdicts === null) return
    const reports = verdicts.map(({ report }) => report)
    const text = renderSummary(reports.map(named), here())
    happen({ kind: 'page', text })
    note(reports, texts)
    runner.prepare(requestFor(exercise))
  }

  async function showPicture(): Promise<void> {
    if (judged !== exercise) await checkCurrent()
    const drawn = await runner.draw()
    const { gradients = [] } = state.verdict?.report ?? {}
    const chosen = pictured(gradients)
    const pictures = picturesFrom(name => drawn.get(name) ?? null, here().width)
    const text = chosen === undefined ? null : pictures(chosen.name)
    if (text !== null) return happen({ kind: 'page', text })
    const isMissing = isNotebook(state.place.file) && chosen !== undefined
    const what = isMissing ? ` of ${chosen.name} here` : ': what is judged here is no tensor'
    happen({ kind: 'notice', text: `there is nothing to draw${what}` })
  }

  async function edit(): Promise<void> {
    if (isNotebook(state.place.file))
      return happen({ kind: 'notice', text: `open ${state.place.file} in Jupyter or VS Code` })
    const report = state.verdict?.report
    const open = report === undefined || report.passed ? null : (report.error ?? rootCause(report.gradients))
    const line = open?.line ?? 1
    const opening = openingOf(process.env, fileOf(workspace, exercise), line, isInstalled)
    if (opening === null) {
      const text = `open ${state.place.file}:${line} in your editor; to open it from here, quit, set NINJA_EDITOR (for example: export NINJA_EDITOR=nano) and start again`
      return happen({ kind: 'notice', text })
    }
    const run = () =>
      opened(opening, message => happen({ kind: 'notice', text: `cannot open the editor: ${message}` }))
    await (opening.inTerminal ? terminal.lend(run) : run())
  }

  terminal.draw(state)
  void checkCurrent().catch(complain)
  return { ended, end: status => end(status), say: text => happen({ kind: 'notice', text }) }
}
