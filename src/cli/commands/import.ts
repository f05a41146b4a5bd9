/** `ninja import`: what the page exported, put into this workspace. A pass counts once it was checked here. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import type { Report } from '../../checker/report.ts'
import { NinjaError } from '../../errors.ts'
import { check, openRoom } from '../../learner/check.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { LARGEST_ARCHIVE, readArchive } from '../../page/archive.ts'
import { merged, type Tiers } from '../../page/merged.ts'
import { isPassed } from '../../progress/progress.ts'
import { onDisk } from '../../progress/refusal.ts'
import { type ImportedView, renderImport } from '../../terminal/import.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { keepMerged } from '../drill/practice-file.ts'
import { freshExercise, isSomething, readIfThere, replaceExercise } from '../files.ts'
import { broken } from '../save-verdicts.ts'
import { settingsFrom } from '../settings.ts'
import { allExercises, fileOf, type Workspace } from '../workspace.ts'

export function run(context: Context, [written]: readonly string[], options: Options): CommandResult {
  const archive = readArchive(bytesOf(resolve(context.cwd, written), written), written)
  const workspace = context.workspace()
  const all = allExercises(workspace.root)
  const known = all.filter(({ id }) => archive.files.has(id))
  const unknown = [...archive.files.keys()].filter(id => !all.some(exercise => exercise.id === id))
  const placed = known.map(exercise => ({
    exercise,
    was: place(workspace, exercise, archive.files.get(exercise.id)!),
  }))
  const claimed = all.filter(({ id }) => isPassed(archive.progress, id))
  const reports = checkAgain(
    claimed.filter(({ id }) => archive.files.has(id)),
    workspace,
    context,
    options,
  )
  const { warning } = workspace.store.update(progress =>
    merged(progress, archive.progress, { tiers: tiersOf(all), reports, at: new Date() }),
  )
  const unkept = archive.practice === null ? null : keepMerged(workspace.root, archive.practice)
  const views = placed.map(({ exercise: { id }, was }): ImportedView => {
    const report = reports.find(({ exercise }) => exercise === id)
    return { id, was, pass: report === undefined ? 'none' : report.passed ? 'right' : 'not right' }
  })
  const lost = claimed.filter(({ id }) => !archive.files.has(id)).map(({ id }) => id)
  const text = renderImport({ archive: written, exercises: views, unknown, lost }, context)
  return outcome(text, [warning, unkept], reports.every(({ passed }) => passed) ? 0 : 1)
}

function bytesOf(path: string, written: string): Uint8Array {
  const found = onDisk('read', path, () => statSync(path, { throwIfNoEntry: false }))
  if (found === undefined)
    throw new NinjaError('data', `there is no file ${written}`, 'give the archive that the page exported')
  if (!found.isFile())
    throw new NinjaError('data', `${written} is no file`, 'give the archive that the page exported')
  if (found.size > LARGEST_ARCHIVE)
    throw new NinjaError(
      'data',
      `${written} is too large for an archive of the page`,
      'give it as the page exported it',
    )
  return onDisk('read', path, () => readFileSync(path))
}

/** What is there is kept first. An exercise in which nothing was written yet takes the place of nothing. */
function place(workspace: Workspace, exercise: Exercise, content: string): ImportedView['was'] {
  const path = fileOf(workspace, exercise)
  const before = readIfThere(path)
  if (before?.equals(Buffer.from(content)) === true) return 'the same'
  const fresh = freshExercise(exercise)
  if (content === fresh && isSomething(before)) return 'left'
  const isOwn = isSomething(before) && before.toString('utf8') !== fresh
  replaceExercise(workspace.root, exercise, path, { before: isOwn ? before : null, content })
  return isOwn ? 'kept' : 'new'
}

function checkAgain(
  exercises: readonly Exercise[],
  workspace: Workspace,
  context: Context,
  options: Options,
): Report[] {
  if (exercises.length === 0) return []
  const settings = settingsFrom(options, context, workspace)
  const room = openRoom(settings, context.thread)
  const reports = exercises.map(exercise => {
    const file = fileOf(workspace, exercise)
    try {
      return check({ ...settings, exercise, file }, room).report
    } catch (error) {
      return broken(exercise, file, settings.seed, error)
    }
  })
  room.end()
  return reports
}

const tiersOf = (exercises: readonly Exercise[]): Tiers =>
  new Map(
    exercises.map(exercise => [
      exercise.id,
      new Map(blanksOf(readSolution(exercise)).map(({ name, hints }) => [name, hints.length])),
    ]),
  )
