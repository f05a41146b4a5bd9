/** A report as it is read from a folder: files and commands are named as they are there. */
import { relative } from 'node:path'
import type { Report } from '../checker/report.ts'
import { called } from '../terminal/calls.ts'
import type { Context } from './command.ts'
import { wayBack } from './reading.ts'
import type { Workspace } from './workspace.ts'

/** `workspace`: the one that the file is part of; null: of none. */
export function asSeen(
  report: Report,
  { cwd, ...calling }: Pick<Context, 'cwd' | 'ninja' | 'byKeys'>,
  workspace: Workspace | null,
): Report {
  const advised = <T extends { readonly advice: string | null }>(one: T): T =>
    one.advice === null ? one : { ...one, advice: called(one.advice, calling) }
  const { error } = report
  const file = relative(cwd, report.file) || report.file
  const way = workspace === null ? null : wayBack(workspace, report, error?.reason ?? null, calling)
  return {
    ...report,
    file,
    gradients: report.gradients.map(advised),
    error:
      error === null
        ? null
        : advised({
            ...error,
            message: error.message.replaceAll(report.file, file),
            advice: error.advice ?? way,
          }),
  }
}
