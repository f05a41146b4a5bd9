/**
 * Is this line the derivative of its line of the forward pass? It is called under gradients drawn at random, in
 * several sizes, so that being right by the values of one graph is not enough.
 */
import type { UpstreamGradients } from '../../autograd/graph.ts'
import { contributionsTo, sumTo } from '../../autograd/sweep.ts'
import { once } from '../../once.ts'
import type { Scope } from '../../room/program.ts'
import { generator } from '../../tensor/random.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Pairing } from '../drawn.ts'
import { type Called, callAll, type Failed, type Outcome } from './call.ts'
import type { Case } from './case.ts'
import { type Comparison, compare, isNoise, largest, toleranceFor } from './compare.ts'
import type { Learner } from './learner.ts'
import { scopeFor } from './scope.ts'
import { freeGradients, randomUpstream } from './upstream.ts'

/** One call under known gradients, and what should have come of it. */
export interface Trial {
  readonly at: Case
  readonly upstream: UpstreamGradients
  readonly outcome: Outcome
  readonly expected: Tensor
  /** Null where there is no value to compare. */
  readonly comparison: Comparison | null
  readonly gradientsRead: ReadonlySet<string>
  readonly valuesRead: ReadonlySet<string>
}

export interface LineVerdict {
  /** `constant`: right at the table's sizes, wrong at others, so some number is written out that should be a name. */
  readonly kind: 'right' | 'wrong' | 'shape' | 'constant' | 'failed'
  /** A trial that shows it; for a right line the first of all. */
  readonly trial: Trial
  readonly failed: Failed | null
  readonly trials: readonly Trial[]
  /** The tensors whose gradients change the result when they change. */
  readonly used: () => readonly string[]
}

/**
 * A trial of each line in each case but the table's own, under gradients drawn for its tensor's direct users: what a
 * line usually starts from.
 */
export function tryUsually(
  learner: Learner,
  names: readonly string[],
  [, ...others]: readonly Case[],
): ReadonlyMap<string, readonly Trial[]> {
  const planned = names.flatMap(name =>
    others.map((at, i): Planned => ({ name, at, upstream: randomPlan(name, [])(at, i) })),
  )
  const trials = tryAll(learner, planned)
  return new Map(names.map(name => [name, trials.filter((_, i) => planned[i].name === name)]))
}

/** `tried`: see `tryUsually`. */
export function judgeLine(
  learner: Learner,
  name: string,
  cases: readonly Case[],
  zeroByAlgebra: boolean,
  tried: readonly Trial[],
): LineVerdict {
  const [main, ...others] = cases
  const [first] = tried
  const used = once(() => influences(learner, name, first.at))
  if (first.outcome.kind === 'blank') return ofTrial(first, [first], used)
  const users = first.at.graph.users.get(name)!
  const isUsual = first.gradientsRead.size > 0 && [...first.gradientsRead].every(read => users.includes(read))
  const plan = isUsual && isRight(first) ? randomPlan(name, []) : planFor(name, used(), zeroByAlgebra)
  const planned = others.map((at, i): Planned => ({ name, at, upstream: plan(at, i) }))
  const missing = planned.filter(({ upstream }, i) => tried[i].upstream !== upstream)
  const more = tryAll(learner, missing)
  const trials = planned.map((one, i) => more[missing.indexOf(one)] ?? tried[i])
  const bad = trials.find(trial => !isRight(trial))
  if (bad === undefined) return { kind: 'right', trial: trials[0], failed: null, trials, used }
  const [atMain] = tryAll(learner, [{ name, at: main, upstream: plan(main, others.length) }])
  const all = [...trials, atMain]
  if (isRight(atMain)) return { ...ofTrial(bad, all, used), kind: 'constant' }
  // The table's own sizes are the ones the learner knows: what fails there is told as it fails there.
  const known = ofTrial(atMain, all, used)
  const elsewhere = ofTrial(bad, all, used)
  return known.kind === elsewhere.kind && known.kind !== 'failed' ? elsewhere : known
}

const isRight = (trial: Trial): boolean => trial.comparison?.approximate === true

function ofTrial(trial: Trial, trials: readonly Trial[], used: LineVerdict['used']): LineVerdict {
  if (trial.outcome.kind !== 'value') return { kind: 'failed', trial, failed: trial.outcome, trials, used }
  return { kind: trial.comparison!.sameShape ? 'wrong' : 'shape', trial, failed: null, trials, used }
}

/** The gradients to judge under in a case, the i-th of its line. */
type Plan = (at: Case, i: number) => UpstreamGradients

const randomPlan =
  (name: string, used: Iterable<string>): Plan =>
  (at, i) =>
    randomUpstream(at, freeGradients(at.graph, name, used), 7919 * at.seed + i)

/**
 * A function that uses no gradient at all (a closed formula straight from the loss) can only be judged by value, unless
 * any formula that cancels would be right by value.
 */
const planFor = (name: string, used: readonly string[], zeroByAlgebra: boolean): Plan =>
  used.length > 0 || zeroByAlgebra ? randomPlan(name, used) : at => at.truth

/** The gradients that change the result when they change; naming one is not using it. */
function influences(learner: Learner, name: string, at: Case): string[] {
  const under = (other: string | null): Planned => ({ name, at, upstream: unrelatedUpstream(at, other) })
  const [plain] = tryAll(learner, [under(null)])
  const read = [...plain.gradientsRead]
  const changed = tryAll(learner, read.map(under))
  return read.filter((_, i) => {
    const { outcome } = changed[i]
    if (outcome.kind !== 'value' || plain.outcome.kind !== 'value') return true
    const before = plain.outcome.value.data
    return outcome.value.data.some((value, i) => value !== before[i])
  })
}

/** Every gradient random and none following from another; the one named `other` from another seed. */
function unrelatedUpstream(at: Case, other: string | null): UpstreamGradients {
  const position = new Map([...at.graph.tensors.keys()].map((name, i) => [name, i]))
  const gradient = (name: string): Tensor =>
    generator(31 * position.get(name)! + (name === other ? 1 : 0)).randn(...at.graph.tensors.get(name)!.shape)
  return { gradient, sofar: new Map() }
}

/** Which line to try, and under which gradients. */
type Planned = Pick<Trial, 'at' | 'upstream'> & { readonly name: string }

const scopeOf = ({ name, at, upstream }: Planned): Scope => scopeFor(at.graph, name, upstream.gradient)

function tryAll(learner: Learner, planned: readonly Planned[]): readonly Trial[] {
  const plans = planned.map(one => ({ graph: one.at.graph, name: one.name, scope: scopeOf(one) }))
  return callAll(learner, plans).map((called, i) => trialOf(planned[i], called))
}

function trialOf({ name, at, upstream }: Planned, { outcome, gradientsRead, valuesRead }: Called): Trial {
  const expected = upstream.gradient(name)
  const value =
    outcome.kind === 'value' ? outcome.value : outcome.kind === 'not finite' ? outcome.value : null
  const comparison = value === null ? null : compareCarefully(value, expected, at, name, upstream)
  return { at, upstream, outcome, expected, comparison, gradientsRead, valuesRead }
}

/** The magnitude of what was summed costs a second look at each use; it matters only where the plain comparison fails. */
export function compareCarefully(
  value: Tensor,
  expected: Tensor,
  at: Case,
  name: string,
  upstream: UpstreamGradients,
): Comparison {
  const plain = compare(value, expected, 0)
  if (plain.approximate || !plain.sameShape) return plain
  return compare(value, expected, magnitudeOf(at, name, upstream))
}

/** What came of the tensor's function beside its gradient, for a picture. */
export const pairingOf = (
  yours: Tensor | null,
  expected: Tensor,
  at: Case,
  name: string,
  upstream: UpstreamGradients,
): Pairing => ({
  yours,
  expected,
  tolerance: () => toleranceFor(expected, magnitudeOf(at, name, upstream)),
})

/** The largest sum of absolute values of the terms that make one element of a gradient. */
function magnitudeOf(at: Case, name: string, upstream: UpstreamGradients): number {
  const magnitudes = magnitudesOf(at, name, upstream)
  return magnitudes === null ? 0 : largest(magnitudes)
}

/** For each element of a gradient, the sum of absolute values of its terms; null where it has none. */
function magnitudesOf({ graph }: Case, name: string, upstream: UpstreamGradients): Tensor | null {
  upstream.gradient(name)
  const x = graph.tensors.get(name)!
  const terms = contributionsTo(graph.steps, x, upstream.sofar).map(({ raw }) => sumTo(raw.abs(), x.shape))
  return terms.length === 0 ? null : terms.reduce((sum, term) => sum.add(term))
}

/** Whether the true gradient of a tensor is zero whatever the numbers: nothing but rounding, in every case. */
export function isZeroByAlgebra(name: string, cases: readonly Case[]): boolean {
  return cases.every(at => {
    const truth = at.truth.gradient(name)
    // Only a gradient this small can be noise; the exact question costs a second look at each use.
    return (
      truth.data.every(value => Math.abs(value) < 1e-9) &&
      isNoise(largest(truth), magnitudeOf(at, name, at.truth))
    )
  })
}

/** How many elements of a gradient that is not zero are so by algebra, in the table's case; 0 unless there are some in each. */
export function zerosByAlgebra(name: string, cases: readonly Case[]): number {
  const counts = cases.map(at => {
    const truth = at.truth.gradient(name)
    const limit = 1e-9 * largest(truth)
    if (!truth.data.some(value => value !== 0 && Math.abs(value) < limit)) return 0
    const magnitudes = magnitudesOf(at, name, at.truth)
    return truth.data.filter((value, i) => magnitudes !== null && isNoise(value, magnitudes.data[i])).length
  })
  return counts.includes(0) ? 0 : counts[0]
}
