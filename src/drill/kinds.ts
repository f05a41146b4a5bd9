/** What can be drilled, as the schedule speaks of it: by name. */
import { NinjaError } from '../errors.ts'
import type { DrillTask } from '../practice/practice.ts'
import type { DrawnTask } from '../practice/session.ts'
import { nearestStart } from '../suggest.ts'
import { markOf } from '../text/mark.ts'
import { type DrillFamily, drillFamilies } from './families.ts'
import { freshTask, makeTask, type Task } from './task.ts'

export const kinds: readonly string[] = drillFamilies.map(({ name }) => name)

/** Those that practise a family of mistakes. */
export const kindsFor = (mistake: string): readonly string[] =>
  drillFamilies.filter(({ mistakes }) => mistakes.some(one => one === mistake)).map(({ name }) => name)

const familyOf = (kind: string): DrillFamily | undefined => drillFamilies.find(({ name }) => name === kind)

/** What learners read; of a kind that there is no longer, its name. */
export const titleOfKind = (kind: string): string => familyOf(kind)?.title ?? kind

export function draw(kind: string, seed: number, forms: ReadonlySet<string>): DrawnTask {
  const task = freshTask(seed, familyOf(kind)!, forms)
  return { seed: task.seed, form: task.form, mark: markOf(task.source) }
}

/** A task as it was drawn; null: this version makes another one of that seed, or has no such kind. */
export function madeFrom({ kind, seed, mark }: Pick<DrillTask, 'kind' | 'seed' | 'mark'>): Task | null {
  const family = familyOf(kind)
  const task = family === undefined ? null : makeTask(seed, family)
  return task !== null && markOf(task.source) === mark ? task : null
}

export function kindNamed(written: string): string {
  const wanted = written.toLowerCase().replace(/[\s_]+/g, '-')
  const found = kinds.find(kind => kind === wanted) ?? kinds.find(kind => kind.startsWith(wanted))
  if (found !== undefined && wanted !== '') return found
  const near = nearestStart(wanted, kinds)
  throw new NinjaError(
    'usage',
    `there is nothing to drill called "${written}"`,
    near === undefined ? `there is ${kinds.join(', ')}` : `did you mean ${near}?`,
  )
}
