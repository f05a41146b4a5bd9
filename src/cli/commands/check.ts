/** `ninja check`: read what was asked for, have it judged, write down and show what came of it. */
import { basename, dirname, resolve } from 'node:path'
import { type Exercise, pickExercise } from '../../catalogue/catalogue.ts'
import { checkHere } from '../../checker/check.ts'
import type { Report } from '../../checker/report.ts'
import { NinjaError } from '../../errors.ts'
import { emptyProgress } from '../../progress/progress.ts'
import type { Reading } from '../../progress/store.ts'
import { nearest } from '../../suggest.ts'
import { renderSummary } from '../../terminal/summary.ts'
import { renderReport } from '../../terminal/verdict.ts'
import { type Context, type Options, type Outcome, outcome } from '../command.ts'
import { exitStatus } from '../errors.ts'
import { broken, save } from '../record.ts'
import { asSeen } from '../seen.ts'
import { settingsFrom } from '../settings.ts'
import {
  allExercises,
  currentExercise,
  fileOf,
  fromStart,
  isInWorkspace,
  type Workspace,
} from '../workspace.ts'

export async function run(
  context: Context,
  [written]: readonly string[],
  options: Options,
): Promise<Outcome> {
  const { workspace, exercises, files, before, warning } = plan(context, written, options)
  const settings = settingsFrom(options, context, workspace)
  const reports: Report[] = []
  for (const [i, exercise] of exercises.entries()) {
    const report = await checkHere({ ...settings, exercise, file: files[i] }).catch(error =>
      broken(exercise, files[i], settings.seed, error),
    )
    reports.push(asSeen(report, context))
  }
  // The one that was checked stays the current one, also once it is passed: `next` goes on.
  const current = options.all === true ? null : exercises[0].id
  const saved = workspace === null ? null : save(workspace, reports, before, current)
  const status = Math.max(...reports.map(statusOf))
  return outcome(show(reports, context, options), [warning, saved], status)
}

/** What is to be checked: one exercise or all, in the workspace or in a file that was named. */
function plan(context: Context, written: string | undefined, options: Options) {
  if (typeof options.file === 'string') {
    if (options.all === true)
      throw new NinjaError('usage', '--file is one exercise and --all is all: leave one out')
    // A file of one's own can be judged anywhere; it is nobody's progress.
    const all = allExercises(isInWorkspace(context.cwd) ? context.workspace().root : null)
    const { track } = fromStart(all)[0]
    const exercise =
      written === undefined
        ? exerciseOfFile(all, options.file, context.ninja)
        : pickExercise(all, written, track)
    return {
      workspace: null,
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
  const picked = written === undefined ? now : pickExercise(all, written, now.track)
  const exercises = options.all === true ? all : [picked]
  return {
    workspace,
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
    `name it: ${ninja} check 07 --file ${file}, if it is that one`,
  )
}

/** Progress that can't be read must not cost the learner the verdict either, unless it says what to judge. */
function readProgress(workspace: Workspace, dispensable: boolean): Reading {
  try {
    return workspace.store.read()
  } catch (error) {
    if (!dispensable || !(error instanceof NinjaError)) throw error
    return { progress: emptyProgress(), warning: null } // saving it warns
  }
}

function show(reports: readonly Report[], context: Context, options: Options): string {
  const one = options.all !== true
  if (options.json === true) {
    return JSON.stringify(
      one ? reports[0] : { version: 1, passed: reports.every(({ passed }) => passed), exercises: reports },
    )
  }
  const view = { ...context, explain: explained(reports[0], options) }
  return one ? renderReport(reports[0], view) : renderSummary(reports, view)
}

/** The gradient to explain, by its own name or its tensor's. */
function explained({ gradients, exercise }: Report, { explain }: Options): string | undefined {
  if (typeof explain !== 'string' || gradients.length === 0) return undefined
  const names = [...new Set(gradients.flatMap(({ name, blank }) => [name, blank]))]
  const found = names.find(name => [explain, `d${explain}`].includes(name) || name.endsWith(`.${explain}`))
  if (found !== undefined) return found
  const near = nearest(explain, names)
  throw new NinjaError(
    'usage',
    `${exercise} has no gradient "${explain}"`,
    near === undefined ? `it has ${names.join(', ')}` : `did you mean ${near}?`,
  )
}

function statusOf({ passed, gradients, error }: Report): number {
  if (error !== null) return error.code === 'internal' ? 4 : exitStatus[error.code as keyof typeof exitStatus]
  if (gradients.some(({ verdict }) => verdict === 'timeout')) return exitStatus.timeout
  return passed ? 0 : 1
}
