/** `ninja check`: read what was asked for, have it judged, write down and show what came of it. */
import { basename, dirname, resolve } from 'node:path'
import { type Exercise, pickExercise } from '../../catalogue/catalogue.ts'
import type { Drawn } from '../../checker/drawn.ts'
import type { Report } from '../../checker/report.ts'
import { NinjaError } from '../../errors.ts'
import { isTask } from '../../practice/task-names.ts'
import { asPassed, emptyProgress } from '../../progress/progress.ts'
import type { ReadProgress } from '../../progress/store.ts'
import type { NotebookGradient, NotebookReport } from '../../python/report.ts'
import { nearest } from '../../suggest.ts'
import type { Closing } from '../../terminal/closing.ts'
import { askedFor, renderNotebook } from '../../terminal/notebook-report.ts'
import { picturesFrom, renderPictures } from '../../terminal/pictures.ts'
import { quoted } from '../../terminal/shell.ts'
import { renderOther } from '../../terminal/start.ts'
import { renderSummary } from '../../terminal/summary.ts'
import { renderPassed, renderReport } from '../../terminal/verdict.ts'
import { closingOf } from '../closing.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { demandFree, writeDocument } from '../document.ts'
import { exitStatus } from '../errors.ts'
import { type JudgedExercise, openJudge } from '../exercise-judge.ts'
import { isNotebook, openNotebook } from '../notebook-file.ts'
import { hintCallFor, hintCallIn } from '../notebook-hint.ts'
import { openNotebookReader } from '../notebook-thread.ts'
import { save, textsOf } from '../save-verdicts.ts'
import { asSeen } from '../seen.ts'
import { settingsFrom } from '../settings.ts'
import { isNew, startable, startsOf } from '../start.ts'
import { exerciseMeant, isExerciseFile } from '../target-exercise.ts'
import {
  allExercises,
  currentExercise,
  fileOf,
  fromStart,
  isInWorkspace,
  type Workspace,
} from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], options: Options): CommandResult {
  const output = typeof options.output === 'string' ? resolve(context.cwd, options.output) : null
  if (output !== null) demandFree(output)
  const notebook = typeof options.file === 'string' ? options.file : written
  if (isNotebook(notebook) && !(notebook === written && isExerciseFile(context, notebook)))
    return runOnNotebook(notebook, context, options, output)
  const { workspace, all, exercises, files, before, warning } = plan(context, written, options)
  const settings = settingsFrom(options, context, workspace)
  const texts = workspace === null ? [] : textsOf(files)
  const judge = openJudge(settings, context.cwd, options.picture === true, context.thread)
  const checked = exercises.map((exercise, i) => judge.judge({ ...settings, exercise, file: files[i] }))
  judge.end()
  const found = checked.map(({ report }) => report)
  // The one that was checked stays the current one, also once it is passed: `next` goes on.
  const isDrill = isTask(exercises[0].id)
  const current = options.all === true || isDrill ? null : exercises[0].id
  const saved = workspace === null ? null : save(workspace, found, texts, before, current)
  const reports = found.map(report => asSeen(report, context, workspace))
  const status = Math.max(...reports.map(statusOf))
  const documents = reports.map((report, i) => checked[i].notebook ?? report)
  const document = documentFor(documents, options)
  const unwritten = output === null ? null : write(output, document)
  const closing =
    before === null || options.all === true || isDrill || !reports[0].passed
      ? null
      : closingOf(all, asPassed(before, exercises[0].id), exercises[0])
  const isFirst =
    workspace !== null && written === undefined && options.all !== true && before !== null && isNew(before)
  const starts = isFirst ? startsOf(startable(workspace, all)) : []
  const other = starts.length === 0 ? '' : `\n${renderOther(starts, context.ninja, context)}\n`
  const text =
    options.json === true
      ? document
      : `${show(reports, closing, context, options, { ...checked[0], exercise: exercises[0] })}${other}`
  return outcome(
    text,
    [warning, saved, unwritten],
    Math.max(status, unwritten === null ? 0 : exitStatus.workspace),
  )
}

/** A notebook is its author's own: it belongs to no exercise, and to no progress. */
function runOnNotebook(
  name: string,
  context: Context,
  options: Options,
  output: string | null,
): CommandResult {
  const { seed, data, limits } = settingsFrom(options, context, null)
  const file = openNotebook(context.cwd, name)
  const reader = openNotebookReader(limits, context.thread)
  const { report, drawn } =
    options.picture === true
      ? reader.examine({ file, seed, data })
      : { report: reader.check({ file, seed, data }), drawn: [] }
  reader.end()
  const document = JSON.stringify(report)
  const unwritten = output === null ? null : write(output, document)
  const text =
    options.json === true
      ? document
      : renderNotebook(report, {
          width: context.width,
          explain: explainedIn(report, options),
          hintFor: hintCallFor(file, context),
          pictureOf: pictureIn(report, drawn, context),
        })
  const status = report.passed ? 0 : 1
  return outcome(text, [unwritten], Math.max(status, unwritten === null ? 0 : exitStatus.workspace))
}

/** The claim to explain. */
function explainedIn({ gradients, file }: NotebookReport, { explain }: Options): string | undefined {
  if (typeof explain !== 'string' || gradients.length === 0) return undefined
  if (askedFor(explain, gradients) === undefined) throw unknownGradient(file, explain, namesOf(gradients))
  return explain
}

/** What is to be checked: one exercise or all, in the workspace or in a file that was named. */
function plan(context: Context, written: string | undefined, options: Options) {
  if (typeof options.file === 'string') {
    if (options.all === true)
      throw new NinjaError('usage', '--file checks one exercise and --all checks them all: leave one out')
    // A file of one's own can be judged anywhere; it is nobody's progress.
    const all = allExercises(isInWorkspace(context.cwd) ? context.workspace().root : null)
    const { track } = fromStart(all)[0]
    const exercise =
      written === undefined
        ? exerciseOfFile(all, options.file, context.ninja)
        : pickExercise(all, written, track)
    return {
      workspace: null,
      all,
      exercises: [exercise],
      files: [resolve(context.cwd, options.file)],
      before: null,
      warning: null,
    }
  }
  const workspace = context.workspace()
  const all = allExercises(workspace.root)
  const { progress, warning } = readProgress(workspace, written !== undefined || options.all === true)
  const now = currentExercise(all, progress)
  const picked = written === undefined ? now : exerciseMeant(workspace.root, all, written, progress)
  const exercises = options.all === true ? all : [picked]
  return {
    workspace,
    all,
    exercises,
    files: exercises.map(exercise => fileOf(workspace, exercise)),
    before: progress,
    warning,
  }
}

function exerciseOfFile(exercises: readonly Exercise[], file: string, ninja: string): Exercise {
  const name = basename(file, '.ts')
  const track = basename(dirname(resolve(file)))
  const found = exercises.filter(({ id }) => id === `${track}/${name}` || id.endsWith(`/${name}`))
  if (found.length > 0) return found.find(({ id }) => id === `${track}/${name}`) ?? found[0]
  throw new NinjaError(
    'usage',
    `which exercise is ${file}?`,
    `name it: ${ninja} check 07 --file ${quoted(file)}, if it is that one`,
  )
}

/** Progress that can't be read must not cost the learner the verdict either, unless it says what to judge. */
function readProgress(workspace: Workspace, dispensable: boolean): ReadProgress {
  try {
    return workspace.store.read()
  } catch (error) {
    if (!dispensable || !(error instanceof NinjaError)) throw error
    return { progress: emptyProgress(), warning: null } // saving it warns
  }
}

/** A file that cannot be written must not cost the verdict: the sentence that says so is given. */
function write(path: string, document: string): string | null {
  try {
    writeDocument(path, document)
    return null
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `the verdict was not written: ${error.message}`
  }
}

const documentFor = (reports: readonly (Report | NotebookReport)[], { all }: Options): string =>
  JSON.stringify(
    all === true
      ? { version: 1, passed: reports.every(({ passed }) => passed), exercises: reports }
      : reports[0],
  )

function show(
  reports: readonly Report[],
  closing: Closing | null,
  context: Context,
  options: Options,
  { drawn, drawnClaims, notebook, exercise }: JudgedExercise & { readonly exercise: Exercise },
): string {
  const one = options.all !== true
  const pictures = options.picture === true ? picturesFrom(drawn, context.width) : undefined
  const onward = isTask(reports[0].exercise) ? 'drill' : undefined
  if (notebook !== null && one)
    return renderNotebook(notebook, {
      width: context.width,
      explain: explainedIn(notebook, options),
      hintFor: hintCallIn(exercise, context),
      pictureOf: pictureIn(notebook, drawnClaims, context),
      passed: renderPassed(reports[0], { ...context, closing, onward }),
    })
  const view = { ...context, explain: explained(reports[0], options), closing, pictures, onward }
  return one ? renderReport(reports[0], view) : renderSummary(reports, view)
}

/** `drawn`: of each of the notebook's claims, or of none. */
const pictureIn =
  ({ gradients }: NotebookReport, drawn: readonly (Drawn | null)[], { width }: Context) =>
  (claim: NotebookGradient): string | null => {
    const own = drawn[gradients.indexOf(claim)] ?? null
    return own === null ? null : renderPictures(claim.name, own, width)
  }

/** The gradient to explain, by its own name or its tensor's. */
function explained({ gradients, exercise }: Report, { explain }: Options): string | undefined {
  if (typeof explain !== 'string' || gradients.length === 0) return undefined
  const names = [...new Set(gradients.flatMap(({ name, blank }) => [name, blank]))]
  const found = names.find(name => [explain, `d${explain}`].includes(name) || name.endsWith(`.${explain}`))
  if (found !== undefined) return found
  throw unknownGradient(exercise, explain, names)
}

const namesOf = (gradients: readonly { readonly name: string }[]): string[] => [
  ...new Set(gradients.map(({ name }) => name)),
]

function unknownGradient(where: string | null, asked: string, names: readonly string[]): NinjaError {
  const near = nearest(asked, names)
  return new NinjaError(
    'usage',
    `${where} has no gradient "${asked}"`,
    near === undefined ? `it has ${names.join(', ')}` : `did you mean ${near}?`,
  )
}

function statusOf({ passed, gradients, error }: Report): number {
  if (error !== null) return error.code === 'internal' ? 4 : exitStatus[error.code as keyof typeof exitStatus]
  if (gradients.some(({ verdict }) => verdict === 'timeout')) return exitStatus.timeout
  return passed ? 0 : 1
}
