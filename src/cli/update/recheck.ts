/** What an update makes of verdicts: each file that is changed is checked as it was and as it is to be. */
import { join } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { passes, type Report, type Verdict } from '../../checker/report.ts'
import { checkText, openRoom, type Request } from '../../learner/check.ts'
import type { Context } from '../command.ts'
import { broken } from '../save-verdicts.ts'
import { settingsFrom } from '../settings.ts'
import type { Workspace } from '../workspace.ts'
import type { ChangedFile, FileUpdate } from './plan.ts'

export interface Rechecked {
  readonly before: Report
  readonly after: Report
}

/** A file that is to be changed, and has something of the learner's in it. */
export type OwnUpdate = FileUpdate & { readonly exercise: Exercise; readonly what: ChangedFile }

export const isOwnUpdate = (file: FileUpdate): file is OwnUpdate =>
  file.exercise !== null && file.what.kind === 'changed' && file.what.isOwn

/** By path. `tell`: is called before each, with how many are done. */
export function recheck(
  files: readonly OwnUpdate[],
  workspace: Workspace,
  context: Context,
  tell: (done: number) => void,
): ReadonlyMap<string, Rechecked> {
  if (files.length === 0) return new Map()
  const settings = settingsFrom({}, context, workspace)
  const room = openRoom(settings, context.thread)
  const report = (exercise: Exercise, path: string, text: string): Report => {
    const request: Request = { ...settings, exercise, file: join(workspace.root, path) }
    try {
      return checkText(request, text, room).report
    } catch (error) {
      return broken(exercise, request.file, settings.seed, error)
    }
  }
  const found = files.map(({ exercise, path, before, what }, i): [string, Rechecked] => {
    tell(i)
    const was = report(exercise, path, before!.toString('utf8'))
    return [path, { before: was, after: report(exercise, path, what.content.toString()) }]
  })
  room.end()
  return new Map(found)
}

/** The rows that would no longer be as good as they were. */
export const worseRows = ({ before, after }: Rechecked): string[] =>
  before.gradients
    .filter(({ name, verdict }) => {
      const now = after.gradients.find(one => one.name === name)
      return now === undefined ? passes(verdict) : worthOf(now.verdict) < worthOf(verdict)
    })
    .map(({ name }) => name)

/** A right line that is only fed a wrong gradient is worth more than a wrong one. */
const worthOf = (verdict: Verdict): number => (passes(verdict) ? 2 : verdict === 'inherited' ? 1 : 0)

/** How many rows are right. */
export const rightRows = ({ gradients }: Report): number =>
  gradients.filter(({ verdict }) => passes(verdict)).length
