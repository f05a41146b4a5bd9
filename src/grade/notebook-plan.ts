/** An exercise's forward pass, line by line: what is made from what, and which lines are to be done from where. */
import type { PythonStep } from '../python/translation.ts'
import { namesRead } from '../python/written-steps.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { PythonExercise } from './python-exercise.ts'

/** How the lines of an exercise's forward pass hang together. */
export interface ForwardPlan {
  /** What is to be done from these tensors on; and what must be there, of no step, or of a step that isn't done. */
  readonly from: (tensors: ReadonlyMap<string, Tensor>) => {
    readonly steps: readonly PythonStep[]
    readonly free: readonly string[]
    readonly taken: readonly string[]
  }
  readonly isBelow: (name: string, from: string) => boolean
  /** The line that makes a tensor, and those that read it. */
  readonly lineOf: (name: string) => string
  readonly linesWith: (name: string) => string[]
}

const plans = new WeakMap<PythonExercise, ForwardPlan>()

export function planFor(exercise: PythonExercise): ForwardPlan {
  const known = plans.get(exercise)
  if (known !== undefined) return known
  const { steps } = exercise
  const byName = new Map(steps.map(step => [step.name, step]))
  const reads = new Map(
    steps.map(({ name, code }) => [name, [...namesRead(code)].filter(one => !GLOBAL.has(one))] as const),
  )
  const ancestors = new Map<string, ReadonlySet<string>>()
  for (const { name } of steps)
    ancestors.set(name, new Set(reads.get(name)!.flatMap(one => [one, ...(ancestors.get(one) ?? [])])))
  const isBelow = (name: string, from: string): boolean => ancestors.get(name)?.has(from) === true
  const text = (name: string): string => `\`${name} = ${byName.get(name)!.code}\``
  const linesWith = (name: string): string[] =>
    steps.filter(step => reads.get(step.name)!.includes(name)).map(step => text(step.name))
  const made: ForwardPlan = {
    from: tensors => {
      const isTaken = (name: string): boolean =>
        tensors.has(name) && ![...tensors.keys()].some(one => isBelow(name, one))
      const wanted = new Set<string>()
      const open = ['loss']
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        if (wanted.has(name)) continue
        wanted.add(name)
        if (!isTaken(name)) open.push(...(reads.get(name) ?? []))
      }
      return {
        steps: steps.filter(({ name }) => wanted.has(name) && !isTaken(name)),
        free: [...wanted].filter(name => !byName.has(name)),
        taken: [...wanted].filter(name => byName.has(name) && isTaken(name)),
      }
    },
    isBelow,
    lineOf: name => (byName.has(name) ? text(name) : linesWith(name)[0]),
    linesWith,
  }
  plans.set(exercise, made)
  return made
}

/** What every notebook has. */
const GLOBAL: ReadonlySet<string> = new Set([
  'torch',
  'F',
  ...['range', 'len', 'int', 'float', 'max', 'min', 'sum'],
])
