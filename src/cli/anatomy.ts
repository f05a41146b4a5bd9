/** What an exercise's forward pass is made of, from running it once. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { modulesOf } from '../checker/check.ts'
import { readNames } from '../checker/examine.ts'
import { loadModule } from '../checker/load.ts'
import type { Statement } from '../checker/report.ts'
import { placesIn } from '../checker/source.ts'
import { casesOf, type Sizes, subjectOf } from '../checker/subject.ts'
import type { TensorRow } from '../terminal/tensors.ts'
import type { Context } from './command.ts'
import { DEFAULT_SEED, settingsFrom } from './settings.ts'
import type { Workspace } from './workspace.ts'

export interface Anatomy {
  /** Those of the verdict's table. */
  readonly sizes: Sizes
  readonly tensors: readonly Omit<TensorRow, 'line'>[]
}

/** Null for an exercise that is not about a forward pass. */
export function anatomyOf(exercise: Exercise, workspace: Workspace, context: Context): Anatomy | null {
  // What runs is the pack's own: nothing in it is the learner's.
  const exports = loadModule(modulesOf(exercise), exercise.solution, [], globalThis.console)
  if (typeof exports.forward !== 'function') return null
  const subject = subjectOf(exports, exercise.id)
  const first = Object.entries(subject.sizes).slice(0, 1)
  const names = readNames(settingsFrom({}, context, workspace).data)
  const [{ sizes, graph }] = casesOf({ ...subject, sizes: Object.fromEntries(first) }, DEFAULT_SEED, names)
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
