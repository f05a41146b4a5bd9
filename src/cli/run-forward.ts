/** What an exercise's forward pass is made of, from running it once. */
import type { Exercise } from '../catalogue/catalogue.ts'
import type { Case, Sizes } from '../checker/gradient/case.ts'
import { prepare } from '../checker/ground.ts'
import type { Statement } from '../checker/report.ts'
import { type ErrorCode, NinjaError } from '../errors.ts'
import { setupOf } from '../learner/files.ts'
import type { TensorRow } from '../terminal/tensors.ts'
import { constantsIn } from '../text/definitions.ts'
import { readable } from '../text/salvage.ts'
import type { Context } from './command.ts'
import { DEFAULT_SEED, settingsFrom } from './settings.ts'
import type { Workspace } from './workspace.ts'

export interface Anatomy {
  /** Those of the verdict's table. */
  readonly sizes: Sizes
  readonly tensors: readonly Omit<TensorRow, 'place'>[]
}

/** The pack's own forward pass, run once; null for an exercise that is not about one. */
export function caseOf(exercise: Exercise, workspace: Workspace, context: Context): Case | null {
  const ground = prepare(setupOf(exercise, DEFAULT_SEED, settingsFrom({}, context, workspace).data))
  if (!('failure' in ground)) return ground.cases[0] ?? null
  const { code, message, advice } = ground.failure
  throw new NinjaError(code as ErrorCode, message, advice ?? undefined)
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
  const made = statementsIn(text)
  return users.map(user => made.get(user)).filter(use => use !== undefined)
}

/** Where a text makes the values of its forward pass, by name. */
export function statementsIn(text: string): ReadonlyMap<string, Statement> {
  const { source } = readable(text)
  return source === null ? new Map() : constantsIn(source)
}
