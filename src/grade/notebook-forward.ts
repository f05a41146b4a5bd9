/**
 * Whether a notebook's forward pass is the exercise's, by what it computes: the exercise's own lines are done with the
 * notebook's parameters and batch, and must give the same tensors and the same gradients. Names that are no blank's,
 * formulas and sizes are the notebook's own business.
 */
import { isLearnable } from '../autograd/graph.ts'
import { largest } from '../checker/gradient/compare.ts'
import type { NotebookPass, PlacedClaim } from '../python/passes.ts'
import type { PythonStep } from '../python/translation.ts'
import { type DoneSteps, doSteps, isIndex } from '../python/written-steps.ts'
import { Tensor } from '../tensor/tensor.ts'
import { hiddenIn } from './notebook-hiding.ts'
import { type ForwardPlan, planFor } from './notebook-plan.ts'
import type { PythonExercise } from './python-exercise.ts'

/** The exercise's forward pass, done with what is in the notebook. */
export interface SameForward {
  /** By the exercise's names, the notebook's tensors that have a blank. */
  readonly tensors: ReadonlyMap<string, Tensor>
  /** What the exercise's lines started from. */
  readonly given: ReadonlyMap<string, Tensor | number>
  readonly done: DoneSteps
  /** Whether the exercise computes one tensor from another, near or far. By their names. */
  readonly isBelow: (name: string, from: string) => boolean
}

/** Why a forward pass is none to grade, in a sentence. */
export interface RefusedForward {
  /** It isn't the exercise's; or it is, and its numbers make wrong lines look right. */
  readonly reason: 'forward pass' | 'hides mistakes'
  readonly sentence: string
}

export function sameForward(
  pass: NotebookPass,
  claims: readonly PlacedClaim[],
  exercise: PythonExercise,
): SameForward | RefusedForward {
  const differs = (sentence: string): RefusedForward => ({ reason: 'forward pass', sentence })
  const plan = planFor(exercise)
  const tensors = tensorsIn(pass, claims, exercise)
  const outside = exercise.blanks.find(
    blank => !tensors.has(blank.slice(1)) && pass.root.names.get(blank.slice(1)) instanceof Tensor,
  )
  if (outside !== undefined && tensors.size > 0) return differs(astray(outside.slice(1), plan))
  if (tensors.size === 0) {
    const wanted = exercise.blanks.slice(0, 3).map(name => `\`${name.slice(1)}\``)
    return differs(`there is no ${wanted.join(', ')} in it, so there is nothing to grade`)
  }
  const { steps, free, taken } = plan.from(tensors)
  const found = [...free, ...taken].map(name => ({
    name,
    candidates: candidatesFor(name, pass, tensors, exercise),
  }))
  const missing = found.find(({ candidates }) => candidates.length === 0)
  if (missing !== undefined)
    return differs(`there is no \`${missing.name}\` in your forward pass: ${plan.linesWith(missing.name)[0]}`)
  let first: string | null = null
  let tries = 0
  for (const given of choicesOf(found)) {
    if (tries++ === MOST) break
    const done = doSteps(steps, given)
    const difference = differenceOf({ pass, tensors, given, done, steps, plan })
    if (difference === null) {
      const sentence = hiddenIn({ tensors, given, done, exercise })
      const all = new Map([...tensors, ...renamedIn({ pass, claims, tensors, done, exercise })])
      return sentence === null
        ? { tensors: all, given, done, isBelow: plan.isBelow }
        : { reason: 'hides mistakes', sentence }
    }
    first ??= difference
  }
  const other = found.find(({ candidates }) => candidates.length > 1)
  if (other !== undefined)
    return differs(
      `nothing in your forward pass is the exercise's \`${other.name}\`: ${plan.linesWith(other.name)[0]}`,
    )
  return differs(first!)
}

/** Sets of tensors that are tried where names aren't the exercise's. */
const MOST = 48

/** As people write it in other words: `bn_diff` for bndiff, `w1` for W1. */
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase()

function tensorsIn(
  pass: NotebookPass,
  claims: readonly PlacedClaim[],
  { blanks }: PythonExercise,
): Map<string, Tensor> {
  return new Map(
    blanks.flatMap((blank): [string, Tensor][] => {
      const name = blank.slice(1)
      const own = claims.find(({ gradient }) => gradient !== null && plain(gradient) === plain(blank))
      const x = tensorNamed(name, pass) ?? own?.of
      return x == null ? [] : [[name, x]]
    }),
  )
}

/** A tensor that the loss is computed from, by its name, or one that means the same. */
function tensorNamed(name: string, { root, made, leaves, graph }: NotebookPass): Tensor | undefined {
  const isIn = (x: unknown): x is Tensor => x instanceof Tensor && (made.has(x) || leaves.has(x))
  const exact = root.names.get(name) ?? graph.values[name]
  if (isIn(exact)) return exact
  const like = [...root.names].filter(([one, x]) => plain(one) === plain(name) && isIn(x))
  return like.length === 1 ? (like[0][1] as Tensor) : undefined
}

interface Wanted {
  readonly name: string
  readonly candidates: readonly (Tensor | number)[]
}

/** Each way to take one candidate for every name. */
function* choicesOf([first, ...rest]: readonly Wanted[]): Generator<Map<string, Tensor | number>> {
  if (first === undefined) {
    yield new Map()
    return
  }
  for (const one of first.candidates)
    for (const others of choicesOf(rest)) yield new Map([[first.name, one], ...others])
}

/** What may stand for a name that the steps read. */
function candidatesFor(
  name: string,
  pass: NotebookPass,
  tensors: ReadonlyMap<string, Tensor>,
  { blanks, shapes, steps }: PythonExercise,
): (Tensor | number)[] {
  const own = tensors.get(name) ?? tensorNamed(name, pass)
  if (own !== undefined) return [own]
  for (const [of, x] of tensors) {
    const axis = shapes[of]?.indexOf(name) ?? -1
    if (axis >= 0 && x.shape.length === shapes[of].length) return [x.shape[axis]]
  }
  const exact = pass.root.names.get(name)
  if (exact !== undefined) return [exact]
  if (blanks.includes(`d${name}`)) return []
  // By another name: indices are whole numbers, parameters are none.
  const all = [...new Set(pass.root.names.values())].filter((x): x is Tensor => x instanceof Tensor)
  const taken = new Set(tensors.values())
  if (!isIndex(name, steps)) return all.filter(x => pass.leaves.has(x) && !isWhole(x) && !taken.has(x))
  const many = pass.root.names.get('n') ?? [...tensors.values()].at(-1)?.shape[0]
  const isAsMany = (x: Tensor): number => (x.shape[0] === many ? 0 : 1)
  return all.filter(x => x.shape.length > 0 && isWhole(x)).sort((a, b) => isAsMany(a) - isAsMany(b))
}

interface Held {
  readonly pass: NotebookPass
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly given: ReadonlyMap<string, Tensor | number>
  readonly done: DoneSteps
  readonly steps: readonly PythonStep[]
  readonly plan: ForwardPlan
}

type Accepted = Pick<Held, 'pass' | 'tensors' | 'done'> & {
  readonly claims: readonly PlacedClaim[]
  readonly exercise: PythonExercise
}

/** Tensors under names of the notebook's own, by the exercise's: known by their numbers and their gradients. */
function renamedIn({ pass, claims, tensors, done, exercise }: Accepted): Map<string, Tensor> {
  const { graph, truth } = pass
  const known = new Set(tensors.values())
  const claimed = new Set(claims.map(({ of }) => of))
  const found = new Map<string, Tensor>()
  const size = Math.max(...[...done.made.values()].map(x => largest(done.gradient(x) ?? x)))
  for (const name of exercise.blanks.map(blank => blank.slice(1))) {
    const theirs = done.made.get(name)
    const gradient = theirs && done.gradient(theirs)
    if (tensors.has(name) || theirs === undefined || gradient === undefined) continue
    const same = [...graph.tensors].flatMap(([own, x]) =>
      !known.has(x) &&
      isLearnable(graph, own) &&
      isSame(x, theirs, largest(theirs)) &&
      isSame(truth().gradient(own), gradient, largest(gradient), ROUNDING * size)
        ? [x]
        : [],
    )
    const own = same.filter(x => claimed.has(x))
    const [only, ...more] = own.length === 1 ? own : same
    if (only !== undefined && more.length === 0) found.set(name, only)
  }
  return found
}

/** What differs first, in a sentence. */
function differenceOf({ pass, tensors, given, done, steps, plan }: Held): string | null {
  for (const { name } of steps) {
    const own = name === 'loss' ? pass.root.tensor : tensors.get(name)
    const theirs = done.made.get(name)
    if (name === done.failed || theirs === undefined)
      return `your tensors have other shapes than the exercise's, for which this fails: ${plan.lineOf(name)}`
    if (own === undefined) continue
    if (!isSame(own, theirs, largest(theirs)))
      return `\`${name}\` isn't what the exercise's forward pass makes it: ${plan.lineOf(name)}`
  }
  const truth = pass.truth()
  const theirs = new Map(
    [...tensors].flatMap(([name, own]) => {
      const x = given.get(name) ?? done.made.get(name)
      return x instanceof Tensor ? [[name, { own, gradient: done.gradient(x) }] as const] : []
    }),
  )
  for (const [name, x] of given)
    if (x instanceof Tensor && !theirs.has(name) && !isIndex(name, steps))
      theirs.set(name, { own: x, gradient: done.gradient(x) })
  const scale = Math.max(...[...theirs.values()].map(({ gradient }) => (gradient ? largest(gradient) : 0)))
  // From the loss on: what differs first is where it begins.
  const order = [...steps.map(({ name }) => name).toReversed(), ...theirs.keys()]
  for (const name of new Set(order)) {
    const one = theirs.get(name)
    if (one?.gradient === undefined) continue
    const known = pass.graph.names.get(one.own)
    const own = known === undefined ? undefined : truth.gradient(known)
    const rounding = ROUNDING * scale
    if (own === undefined || !isSame(own, one.gradient, largest(one.gradient), rounding))
      return astray(name, plan)
  }
  return null
}

const astray = (name: string, { linesWith }: ForwardPlan): string =>
  `\`${name}\` doesn't reach the loss as it does in the exercise: ${linesWith(name).join(', ')}`

const CLOSE = 1e-9
const ROUNDING = 1e-12

/** The same numbers, whatever dimensions of size 1 are kept. */
function isSame(own: Tensor, theirs: Tensor, size: number, more = 0): boolean {
  const many = (x: Tensor): string => x.shape.filter(one => one !== 1).join()
  if (many(own) !== many(theirs)) return false
  const close = CLOSE * size + more
  return own.data.every((one, i) => Math.abs(one - theirs.data[i]) <= close)
}

const isWhole = ({ data }: Tensor): boolean => data.every(one => Number.isInteger(one))
