/**
 * `ninja update`: the exercises, the data and the settings of a workspace as this version has them, and in them what the
 * learner wrote. Status 1 where something is left to be decided.
 */
import { join } from 'node:path'
import { verdictsOf } from '../../checker/blanks.ts'
import { NinjaError } from '../../errors.ts'
import type { Preference } from '../../notebook/updated.ts'
import { leftOf, wasChecked } from '../../progress/checked.ts'
import { progressOf } from '../../progress/progress.ts'
import { demandWritable } from '../../progress/writable.ts'
import { isRight } from '../../terminal/standing.ts'
import { renderUpdate, type UpdatedFile, type UpdateView } from '../../terminal/update.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { askedBefore, askFor } from '../packs.ts'
import { openProgressLine } from '../progress-line.ts'
import { save } from '../save-verdicts.ts'
import { exercisesNamed } from '../target-exercise.ts'
import { carryOut, placeFor } from '../update/carry-out.ts'
import { type FileUpdate, planUpdate, type UpdatePlan } from '../update/plan.ts'
import { isOwnUpdate, type Rechecked, recheck, rightRows, worseRows } from '../update/recheck.ts'
import { allExercises, packageVersion, type Workspace } from '../workspace.ts'

export function run(context: Context, words: readonly string[], options: Options): CommandResult {
  const workspace = context.workspace()
  const { root } = workspace
  const only = words.length === 0 ? null : exercisesNamed(allExercises(root), words)
  const choice = choiceFrom(options)
  const plan = planUpdate(workspace, choice, only)
  const checked = rechecked(plan, workspace, context)
  const files = plan.files.map(file => unlessWorse(file, checked.get(file.path), choice))
  const isDry = options.dryRun === true
  // Before anything is written: from then on there is another verdict.
  const lost = new Map(files.map(file => [file.path, rightUntilNow(file, workspace, checked.get(file.path))]))
  const asked = only === null ? askedBefore(root, packageVersion()) : null
  if (!isDry && asked !== null) demandWritable([join(root, 'package.json')])
  const done = isDry ? files : carryOut(root, files)
  if (!isDry && asked !== null) askFor(root, packageVersion())
  const warning = isDry ? null : saved(workspace, done, checked)
  const view: UpdateView = {
    version: packageVersion(),
    isDry,
    files: done.map(file => viewOf(file, workspace, checked.get(file.path), lost.get(file.path)!)),
    over: plan.over,
    notebooks: plan.notebooks,
    asked,
  }
  const isLeft = done.some(({ what }) => what.kind === 'conflict' || what.kind === 'stuck')
  return outcome(renderUpdate(view, context), [warning], isLeft ? 1 : 0)
}

function choiceFrom({ takeNew, keepMine }: Options): Preference {
  if (takeNew === true && keepMine === true)
    throw new NinjaError('usage', '--take-new and --keep-mine say opposite things: leave one out')
  return takeNew === true ? 'new' : keepMine === true ? 'mine' : null
}

/** On a terminal it says how far it has come: what was filled in is checked twice. */
function rechecked(plan: UpdatePlan, workspace: Workspace, context: Context): ReadonlyMap<string, Rechecked> {
  const files = plan.files.filter(isOwnUpdate)
  const { stderr } = process
  const line = stderr.isTTY ? openProgressLine(stderr) : null
  const found = recheck(files, workspace, context, done =>
    line?.show(() => `checking what you wrote: ${done} of ${files.length} exercises`),
  )
  line?.end()
  return found
}

/** What was right when this very text was checked last, and isn't in this version. */
function rightUntilNow(
  { exercise, before, what }: FileUpdate,
  { root, store }: Workspace,
  checked: Rechecked | undefined,
): string[] {
  if (exercise === null || checked === undefined || what.kind !== 'changed') return []
  if (!wasChecked(root, exercise.id, before!)) return []
  const now = verdictsOf(checked.after.gradients)
  const { gradients } = progressOf(store.read().progress, exercise.id)
  return Object.keys(gradients).filter(
    name => isRight(gradients[name]) && now[name] !== undefined && !isRight(now[name]),
  )
}

/** What was right stays right, unless the learner has decided. */
function unlessWorse(file: FileUpdate, checked: Rechecked | undefined, choice: Preference): FileUpdate {
  const worse = checked === undefined ? [] : worseRows(checked)
  if (worse.length === 0 || choice === 'new') return file
  if (choice === 'mine') return { ...file, what: { kind: 'same' } }
  const those = worse.length === 1 ? 'it is' : 'they are'
  return {
    ...file,
    what: {
      kind: 'stuck',
      reason: `with the new text, ${worse.join(', ')} would no longer be what ${those} now`,
    },
  }
}

function saved(
  workspace: Workspace,
  files: readonly FileUpdate[],
  checked: ReadonlyMap<string, Rechecked>,
): string | null {
  const changed = files.filter(isOwnUpdate)
  const texts = changed.map(({ what }) => Buffer.from(what.content))
  const reports = changed.map(({ path }) => checked.get(path)!.after)
  return reports.length === 0 ? null : save(workspace, reports, texts, null, null)
}

function viewOf(
  { path, exercise, what }: FileUpdate,
  { root }: Workspace,
  checked: Rechecked | undefined,
  lost: readonly string[],
): UpdatedFile {
  const isChanged = what.kind === 'changed'
  return {
    name: exercise?.id ?? path,
    isExercise: exercise !== null,
    became: isChanged && !what.isOwn ? 'replaced' : what.kind,
    kept: isChanged ? what.kept : [],
    gone: isChanged ? what.gone : [],
    added: isChanged ? what.added : [],
    lost,
    conflicts: what.kind === 'conflict' ? what.conflicts : [],
    reason: what.kind === 'stuck' ? what.reason : null,
    rows:
      isChanged && checked !== undefined
        ? { before: rightRows(checked.before), after: rightRows(checked.after) }
        : null,
    left: exercise !== null && leftOf(root, exercise.id) !== null,
    keptIn: exercise === null ? join('.ninja', 'attempts', placeFor(path)) : null,
  }
}
