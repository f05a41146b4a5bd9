/** What is kept of checks, whoever ran them; and a check that could not be begun. */
import { readFileSync } from 'node:fs'
import type { Exercise } from '../catalogue/catalogue.ts'
import { noteReport } from '../checker/noted.ts'
import type { Report } from '../checker/report.ts'
import { NinjaError, type Reason } from '../errors.ts'
import { keepChecked, rescueChecked } from '../progress/checked.ts'
import { type Progress, setCurrent } from '../progress/progress.ts'
import { keepPractice } from './drill/practice-file.ts'
import { problemOf } from './errors.ts'
import { keptAs } from './files.ts'
import type { Workspace } from './workspace.ts'

/** What could not even be begun, as a report like any other: others go on. */
export function broken({ id }: Pick<Exercise, 'id'>, file: string, seed: number, error: unknown): Report {
  const { code, message, advice, reason } = problemOf(error)
  return {
    version: 1,
    exercise: id,
    file,
    passed: false,
    seed,
    sizes: {},
    gradients: [],
    notes: [],
    printed: [],
    picture: null,
    error: { code, message, advice, line: null, reason },
  }
}

/** What is in these files, before they are checked; null for one that cannot be read. */
export const textsOf = (files: readonly string[]): Texts =>
  files.map(file => {
    try {
      return readFileSync(file)
    } catch {
      return null
    }
  })

type Texts = readonly (Uint8Array | null)[]

/**
 * Notes these reports on `texts`, and makes `current` the current exercise unless it was when `before` was read. Progress
 * that can't be written must not cost the learner the verdict: then the sentence that says so is given.
 */
export function save(
  workspace: Workspace,
  reports: readonly Report[],
  texts: Texts,
  before: Progress | null,
  current: string | null,
): string | null {
  const at = new Date()
  const note = (progress: Progress): Progress => {
    const noted = reports.reduce((so, report) => noteReport(so, report, at), progress)
    return current === null || current === before?.current ? noted : setCurrent(noted, current)
  }
  try {
    const { warning } = workspace.store.update(note)
    for (const [i, report] of reports.entries()) keepText(workspace, report, texts[i])
    return warning ?? keepPractice(workspace.root, reports, at)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `progress was not saved: ${error.message}`
  }
}

/** A text in which nothing is filled in takes the place of no other. */
function keepText(
  { root }: Workspace,
  { exercise: id, file, gradients, error }: Report,
  text: Uint8Array | null,
): void {
  const isFresh = gradients.length > 0 && gradients.every(({ verdict }) => verdict === 'blank')
  const exercise = keptAs(id, file)
  if (isFresh) rescueChecked(root, exercise)
  else if (text !== null && !UNUSABLE.includes(error?.reason ?? null)) keepChecked(root, exercise, text)
}

const UNUSABLE: readonly (Reason | null)[] = ['missing', 'empty', 'not text', 'too large']
