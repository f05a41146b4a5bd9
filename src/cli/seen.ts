/** A report as it is read from a folder: files and commands are named as they are there. */
import { relative } from 'node:path'
import type { Report } from '../checker/report.ts'
import { called } from '../terminal/calls.ts'
import type { Context } from './command.ts'

export function asSeen(
  report: Report,
  { cwd, ...calling }: Pick<Context, 'cwd' | 'ninja' | 'byKeys'>,
): Report {
  const advised = <T extends { readonly advice: string | null }>(one: T): T =>
    one.advice === null ? one : { ...one, advice: called(one.advice, calling) }
  return {
    ...report,
    file: relative(cwd, report.file) || report.file,
    gradients: report.gradients.map(advised),
    error: report.error === null ? null : advised(report.error),
  }
}
