/** `ninja train`: the learner's own gradients train the network, if they are right. */
import { availableParallelism } from 'node:os'
import { relative, resolve } from 'node:path'
import { lineInStack } from '../../checker/check.ts'
import { nothing } from '../../checker/examine.ts'
import { drawnIn, foundIn } from '../../checker/gradient/finding.ts'
import { variantOf } from '../../checker/text/submission.ts'
import { invariant } from '../../errors.ts'
import { check, openRoom, reportFor } from '../../learner/check.ts'
import { openFile } from '../../learner/files.ts'
import type { Limits } from '../../learner/patience.ts'
import { USUAL_MEMORY } from '../../learner/starting.ts'
import { sign, style } from '../../terminal/style.ts'
import { count, renderReplaced, renderStopped, runCommand } from '../../terminal/training.ts'
import { renderReport } from '../../terminal/verdict.ts'
import { pairMemoryFor, THREADS } from '../../training/pair.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { exitStatus } from '../errors.ts'
import { shown } from '../files.ts'
import { readOwn } from '../reading.ts'
import { save, textsOf } from '../save-verdicts.ts'
import { asSeen } from '../seen.ts'
import { settingsFrom } from '../settings.ts'
import { type Inspection, openInspection } from '../train/inspection.ts'
import type { End, PairOrder } from '../train/messages.ts'
import { type Plan, planFrom } from '../train/plan.ts'
import { openSitting, type Sitting } from '../train/sitting.ts'
import { type Cut, openTraining } from '../train/supervise.ts'
import { ownWordsIn } from '../train/typed.ts'

/** Seconds that one step may take, and bytes that it and all else may have in use. */
const LIMIT = 10
const memoryFor = ({ settings, trainable: { recipe } }: Plan): number =>
  USUAL_MEMORY + TENSORS * recipe.largest(settings) * 8

/** So many of the largest there may be in a step. */
const TENSORS = 100

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

export async function run(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const plan = planFrom(context, ownWordsIn(words), options)
  const { kept, settings, way } = plan
  if (kept !== null && kept.snapshot.step >= settings.steps && kept.result !== null) {
    const sample = runCommand('sample', { ...plan, ninja: context.ninja })
    return outcome(
      `this run is complete: ${count(settings.steps)} steps; names from it: ${style.code(sample)}`,
    )
  }
  const refusal = way === 'by hand' ? refusalOf(context, options, plan) : null
  return refusal ?? train(context, plan)
}

/** The verdict, if it is not that all is right: then nothing is trained. */
function refusalOf(
  context: Context,
  options: Options,
  { workspace, exercise, file, settings, data }: Plan,
): CommandResult | null {
  const { seed } = settings
  const request = { ...settingsFrom({}, context, workspace), exercise, file, seed, data: data.path }
  readOwn(workspace, exercise, context) // says now how to get a file back that is gone
  const texts = textsOf([file])
  const room = openRoom(request)
  const { report } = check(request, room)
  room.end()
  const warning = save(workspace, [report], texts, null, null)
  const told = asSeen(report, context, workspace)
  if (report.passed) return null
  invariant(options.autograd !== true, 'autograd needs no check')
  const why = style.bad(`${sign.bad} training can't start: everything in ${exercise.id} must be right first.`)
  return outcome(`${renderReport(told, context)}\n${why}`, [warning], 1)
}

async function train(context: Context, plan: Plan): Promise<CommandResult> {
  const { exercise, trainable, setup, workspace, file, way, settings, data, kept, files, run, checkEvery } =
    plan
  const { recipe } = trainable
  const opened = way === 'by hand' ? openFile(exercise, file) : null
  const submission = opened?.submission ?? null
  const inspection = openInspection(trainable, setup, submission, settings)
  const from = kept?.snapshot.step ?? null
  const out = process.stdout
  const sitting = openSitting({
    origin: { exercise: exercise.id, way, settings, data },
    recipe,
    inspection,
    from,
    files,
    run,
    context,
    out,
  })
  const order = {
    exercise: exercise.id,
    modules: setup.modules,
    solution: setup.solution,
    learner:
      submission === null
        ? null
        : {
            modules: variantOf(submission, [], null).modules,
            entry: submission.path,
            functions: submission.functions,
          },
    settings,
    names: setup.library.names(),
    resume: kept?.snapshot ?? null,
    checkEvery,
  }
  const { program } = settingsFrom({}, context, workspace)
  const limits: Limits = { time: 1000 * LIMIT, memory: memoryFor(plan) }
  const training = openTraining(program, order, pairFor(plan, inspection), limits, inspection.took, sitting)
  let signalled: string | null = null
  const onSignal = (signal: string): void => {
    signalled = signal
    training.stop()
  }
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal)
  const end = await training.ended
  for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal)
  sitting.close()

  if (end.kind === 'wrong') {
    invariant(opened !== null, 'autograd was found wrong')
    const findings = end.findings.map(foundIn)
    const examined = {
      ...nothing,
      findings,
      drawn: drawnIn(end.findings),
      sizes: recipe.sizes(settings),
      failure: null,
    }
    const report = reportFor({ exercise, file, seed: settings.seed }, opened, examined)
    const why = `${sign.bad} in step ${count(end.step + 1)} the gradients were checked again, and they are no longer right.`
    const rest = renderReport({ ...report, file: relative(context.cwd, file) || file }, context)
    return outcome(`${rest}\n${style.bad(why)}\n${stopped(sitting, plan, context, null)}`, [], 1)
  }
  if (end.kind === 'done') {
    const text = sitting.done(end)
    return outcome([text, ...replaced(sitting, plan, context)].join('\n'), [sitting.warning()])
  }
  if (end.kind === 'asked' || end.kind === 'cut') {
    const lost = end.kind === 'cut' ? 'the last step did not finish and was abandoned' : null
    const status = signalled === null ? 1 : SIGNALS[signalled]
    return outcome(stopped(sitting, plan, context, lost), [sitting.warning()], status)
  }
  const why = end.kind === 'diverged' ? inspection.explained(end) : end
  return failed(why, sitting, plan, context)
}

/** What a second thread needs; null where one is enough, or all that there can be. */
function pairFor({ threads }: Plan, { parameters, parts }: Inspection): PairOrder | null {
  const isWish = threads === THREADS
  const isWorthATry = threads === null && availableParallelism() >= THREADS
  if ((!isWish && !isWorthATry) || parts() < THREADS) return null
  return { memory: pairMemoryFor(parameters), isWish }
}

function stopped(sitting: Sitting, plan: Plan, context: Context, lost: string | null): string {
  const { settings, way, run } = plan
  const { ninja } = context
  const text = renderStopped({ step: sitting.keptStep(), of: settings.steps, ninja, way, run, lost })
  return [text, ...replaced(sitting, plan, context)].join('\n')
}

/** Where the run is that this one has taken the place of. */
function replaced(sitting: Sitting, { way }: Plan, { cwd, ninja }: Context): string[] {
  const before = sitting.replaced()
  if (before === null) return []
  return [renderReplaced({ run: shown(cwd, before.folder), progress: before.progress, way, ninja })]
}

/** Why it did not come to an end. */
type Failed =
  | Extract<End, { kind: 'failed' }>
  | Extract<Cut, { by: string | null }>
  | { readonly message: string; readonly advice: string | null; readonly step?: number }

function failed(end: Failed, sitting: Sitting, plan: Plan, context: Context): CommandResult {
  const text = (message: string, advice: string | null): string =>
    [
      style.bad(`${sign.bad} ${message}`),
      ...(advice === null ? [] : [`  ${advice}`]),
      stopped(sitting, plan, context, null),
    ].join('\n')
  if ('by' in end) {
    const [sentence, status] = cuts[end.kind]
    return outcome(text(sentence(end.by), null), [], status)
  }
  if (!('code' in end)) {
    const where = end.step === undefined ? '' : `in step ${count(end.step + 1)}: `
    return outcome(text(`${where}${end.message}`, end.advice), [], 1)
  }
  if (end.code === 'internal') throw new Error(end.message)
  const line = lineInStack(end.stack, resolve(plan.file))
  const place = line === null ? '' : `  ${relative(context.cwd, plan.file)}:${line}`
  const where = end.code === 'threw' ? `in step ${count(end.step)}: ` : ''
  return outcome(text(`${where}${end.message}${place}`, end.advice), [], 1)
}

const cuts: Readonly<
  Record<Extract<Cut, { by: string | null }>['kind'], readonly [(by: string | null) => string, number]>
> = {
  timeout: [by => `${by ?? 'one step'} took too long and was stopped`, exitStatus.timeout],
  'ended the program': [
    by => `the thread that trains ended unexpectedly${by === null ? '' : ` while ${by} was running`}`,
    1,
  ],
  'out of memory': [by => `${by ?? 'one step'} used more memory than allowed and was stopped`, 1],
}
