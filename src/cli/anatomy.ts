/** What an exercise's forward pass is made of, from running it once. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { modulesOf } from '../checker/check.ts'
import { readNames } from '../checker/examine.ts'
import { loadModule } from '../checker/load.ts'
import type { Statement } from '../checker/report.ts'
import { placesIn } from '../checker/source.ts'
import { type Case, casesOf, type Sizes, subjectOf } from '../checker/subject.ts'
import type { TensorRow } from '../terminal/tensors.ts'
import type { Context } from './command.ts'
import { DEFAULT_SEED, settingsFrom } from './settings.ts'
import type { Workspace } from './workspace.ts'

export interface Anatomy {
  /** Those of the verdict's table. */
  readonly sizes: Sizes
  readonly tensors: readonly Omit<TensorRow, 'line'>[]
}

/** The pack's own forward pass, run once; null for an exercise that is not about one. */
export function caseOf(exercise: Exercise, workspace: Workspace, context: Context): Case | null {
  // What runs is the pack's own: nothing in it is the learner's.
  const exports = loadModule(modulesOf(exercise), exercise.solution, [], globalThis.console)
  if (typeof exports.forward !== 'function') return null
  const subject = subjectOf(exports, exercise.id)
  const names = readNames(settingsFrom({}, context, workspace).data)
  return casesOf(subject, DEFAULT_SEED, names)[0]
}

/** Null for an exercise that is not about a forward pass. */
export function anatomyOf(exercise: Exercise, workspace: Workspace, context: Context): Anatomy | null {
  const found = caseOf(exercise, workspace, context)
  if (found === null) return null
  const { sizes, graph } = found
  const tensors = [...graph.tensors].map(([name, { shape }]) => ({
    name,
    shape,
    users: graph.users.get(name)!,
    isLoss: name === graph.loss,
  }))
  return { sizes, tensors }
}

/** The lines of a text in which the forward pass uses the tensor of a gradient such as `dprobs`. */
export function usesOf(anatomy: Anatomy | null, gradient: string, text: string): Statement[] {
  const users = anatomy?.tensors.find(({ name }) => `d${name}` === gradient)?.users ?? []
  const { statements } = placesIn(text.split('\n'))
  return users.map(user => statements.get(user)).filter(use => use !== undefined)
}
