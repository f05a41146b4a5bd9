/**
 * One function for each claim: the recorded steps that lead to its value, from forward tensors and other claimed
 * gradients on. They can be done again under other gradients from above.
 */
import { isLearnable } from '../autograd/graph.ts'
import { once } from '../once.ts'
import type { Step } from '../tensor/recording.ts'
import { apply, Tensor, type TensorLike } from '../tensor/tensor.ts'
import { originalOf } from './box.ts'
import type { NotebookRun } from './claim.ts'
import type { NotebookPass, PlacedClaim } from './passes.ts'

export interface Replay {
  /** The names that it reads. */
  readonly reads: readonly string[]
  /** The claims whose values it rests on. */
  readonly restsOn: ReadonlySet<PlacedClaim>
  /** Whether it is what autograd gave for this very tensor. */
  readonly isFromAutograd: boolean
  /** What its operations make. */
  readonly made: readonly Tensor[]
  /** `withReplaced`: also does what its name held before, and what was put in its place since. */
  readonly run: (scope: Readonly<Record<string, unknown>>, withReplaced?: boolean) => Tensor
}

/** `others`: the claims of the same pass that have a value; `renamed`: what a claim really is the gradient of. */
export function replayOf(
  run: NotebookRun,
  pass: NotebookPass,
  claim: PlacedClaim,
  others: readonly PlacedClaim[],
  renamed: ReadonlyMap<string, string> = new Map(),
): Replay {
  const { graph } = pass
  const value = claim.value!
  const producers = producersOf(run)
  const claimed = claimsByValue(pass, claim, others, renamed)
  const leaves = new Map<Tensor, string>()
  const restsOn = new Set<PlacedClaim>()
  const places = new Set<number>()
  /** Of what was detached, what it was detached from. */
  const originals = new Map<Tensor, Tensor>()
  const seen = new Set<Tensor>()
  let isFromAutograd = false
  /** `dtok = dx0`, where `dx0` is given: what is made of it is made of `dtok`, which is nearer. */
  const isPassedOn = (x: Tensor, source: string | undefined): boolean => {
    const name = claimed.get(x)?.name
    if (name === undefined || source === undefined || source === claim.name) return false
    return graph.ancestors.get(name)!.has(claim.name) && graph.ancestors.get(source)!.has(name)
  }
  const isLeaf = (x: Tensor): boolean => {
    const of = run.fromAutograd.get(x)
    const source = of === undefined ? undefined : graph.names.get(of)
    if (of !== undefined && !isPassedOn(x, source)) {
      if (source !== undefined) leaves.set(x, `d${source}`)
      if (source === claim.name) isFromAutograd = true
      return true
    }
    const name = graph.names.get(x)
    if (name !== undefined) {
      leaves.set(x, name)
      return true
    }
    if (pass.made.has(x)) return true
    const known = claimed.get(x)
    if (known === undefined) return false
    leaves.set(x, `d${known.name}`)
    restsOn.add(known.claim)
    return true
  }
  const trace = (from: readonly Tensor[]): Traced => {
    const open = [...from]
    for (let x = open.pop(); x !== undefined; x = open.pop()) {
      if (seen.has(x)) continue
      seen.add(x)
      if (isLeaf(x)) continue
      const original = originalOf(x)
      if (original !== undefined) {
        originals.set(x, original)
        open.push(original)
        continue
      }
      const at = producers.get(x)
      if (at === undefined) continue
      places.add(at)
      open.push(...run.steps[at].inputs)
    }
    const steps = [...places].sort((a, b) => a - b).map(at => run.steps[at])
    return { steps, leaves: new Map(leaves), originals: new Map(originals), value }
  }
  const own = trace([value])
  const found = {
    reads: [...new Set(leaves.values())],
    restsOn: new Set(restsOn),
    isFromAutograd,
    made: own.steps.map(({ output }) => output),
  }
  const whole = once(() => trace(replacedBy(claim, run)))
  return { ...found, run: (scope, withReplaced = false) => replayed(withReplaced ? whole() : own, scope) }
}

/** So many of the values that a name held before are looked at. */
const MOST_REPLACED = 3

/** What a gradient's name held before its value, the first ones first. */
function replacedBy({ gradient, value }: PlacedClaim, { statements }: NotebookRun): Tensor[] {
  if (gradient === null) return []
  const held = [...statements].flatMap(([x, { name }]) => (name === gradient ? [x] : []))
  const at = held.indexOf(value!)
  return at === -1 ? [] : held.slice(Math.max(0, at - MOST_REPLACED), at)
}

const known = new WeakMap<NotebookRun, ReadonlyMap<Tensor, number>>()

/** By what an operation made: its place among the steps. */
export function producersOf(run: NotebookRun): ReadonlyMap<Tensor, number> {
  const found = known.get(run) ?? new Map(run.steps.map((step, i) => [step.output, i]))
  known.set(run, found)
  return found
}

interface Known {
  readonly name: string
  readonly claim: PlacedClaim
}

/** The other claims by their values; of several tensors with one value the nearest below counts. */
function claimsByValue(
  { graph }: NotebookPass,
  own: PlacedClaim,
  others: readonly PlacedClaim[],
  renamed: ReadonlyMap<string, string>,
): ReadonlyMap<Tensor, Known> {
  const found = new Map<Tensor, Known>()
  const isBelow = (name: string): boolean => graph.ancestors.get(name)?.has(own.name) === true
  const place = (name: string): number => graph.order.get(name) ?? -1
  for (const claim of others) {
    if (claim === own || claim.pass !== own.pass || claim.value === null) continue
    const name = renamed.get(claim.key) ?? claim.name
    // What comes before one's own tensor can't be asked for: its gradient is computed from this one.
    if (name === own.name || graph.ancestors.get(own.name)?.has(name) === true || !isLearnable(graph, name))
      continue
    const before = found.get(claim.value)
    const isNearer =
      before === undefined || (isBelow(name) && (!isBelow(before.name) || place(name) < place(before.name)))
    if (isNearer) found.set(claim.value, { name, claim })
  }
  return found
}

interface Traced {
  readonly steps: readonly Step[]
  readonly leaves: ReadonlyMap<Tensor, string>
  readonly originals: ReadonlyMap<Tensor, Tensor>
  readonly value: Tensor
}

function replayed(
  { steps, leaves, originals, value }: Traced,
  scope: Readonly<Record<string, unknown>>,
): Tensor {
  const now = new Map<Tensor, Tensor>()
  for (const [x, name] of leaves) now.set(x, scope[name] as Tensor)
  const found = (x: Tensor): Tensor | undefined => {
    const original = originals.get(x)
    return now.get(x) ?? (original === undefined ? undefined : (found(original) ?? original))
  }
  const operand = (one: TensorLike): TensorLike => (typeof one === 'number' ? one : (found(one) ?? one))
  for (const step of steps) now.set(step.output, apply(step.op, step.operands.map(operand), step.attributes))
  return found(value) ?? new Tensor([...value.shape], value.data.slice())
}
