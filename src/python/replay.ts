/**
 * One function for each claim: the recorded steps that lead to its value, from forward tensors and other claimed
 * gradients on. They can be done again under other gradients from above.
 */
import { isLearnable } from '../autograd/graph.ts'
import type { Step } from '../tensor/recording.ts'
import { apply, Tensor, type TensorLike } from '../tensor/tensor.ts'
import { originalOf } from './box.ts'
import type { NotebookRun } from './claim.ts'
import type { Pass, PlacedClaim } from './passes.ts'

export interface Replay {
  /** The names that it reads. */
  readonly reads: readonly string[]
  /** The claims whose values it rests on. */
  readonly restsOn: ReadonlySet<PlacedClaim>
  /** Whether it is what autograd gave for this very tensor. */
  readonly isFromAutograd: boolean
  readonly run: (scope: Readonly<Record<string, unknown>>) => Tensor
}

/** How a line is to be understood, where there is more than one way. */
export interface Reading {
  /** By the key of a claim, what it really is the gradient of. */
  readonly renamed?: ReadonlyMap<string, string>
  /** Whether a forward tensor that is some gradient's value too (`dy = weight`) is meant as that. */
  readonly prefersGradients?: boolean
}

/** `others`: the claims of the same pass that have a value. */
export function replayOf(
  run: NotebookRun,
  pass: Pass,
  claim: PlacedClaim,
  others: readonly PlacedClaim[],
  { renamed = new Map(), prefersGradients = false }: Reading = {},
): Replay {
  const { graph } = pass
  const value = claim.value!
  const producers = producersOf(run)
  const claimed = claimsByValue(pass, claim, others, renamed)
  const leaves = new Map<Tensor, string>()
  const restsOn = new Set<PlacedClaim>()
  const places = new Set<number>()
  const seen = new Set<Tensor>()
  let isFromAutograd = false
  const isLeaf = (x: Tensor): boolean => {
    const of = run.fromAutograd.get(x)
    const source = of === undefined ? undefined : graph.names.get(of)
    if (of !== undefined) {
      if (source !== undefined) leaves.set(x, `d${source}`)
      if (source === claim.name) isFromAutograd = true
      return true
    }
    const name = graph.names.get(x)
    const known = claimed.get(x)
    if (
      name !== undefined &&
      !(prefersGradients && known !== undefined && isMeant(known.claim, name, claim))
    ) {
      leaves.set(x, name)
      return true
    }
    if (name === undefined && pass.made.has(x)) return true
    if (known === undefined) return false
    leaves.set(x, `d${known.name}`)
    restsOn.add(known.claim)
    return true
  }
  const open = [value]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (seen.has(x)) continue
    seen.add(x)
    const original = originalOf(x)
    if (original !== undefined && x !== value && isLeaf(original)) {
      const name = leaves.get(original)
      if (name !== undefined) leaves.set(x, name)
      continue
    }
    if (isLeaf(x)) continue
    const at = producers.get(x)
    if (at === undefined) continue
    places.add(at)
    open.push(...run.steps[at].inputs)
  }
  const steps = [...places].sort((a, b) => a - b).map(at => run.steps[at])
  return {
    reads: [...new Set(leaves.values())],
    restsOn,
    isFromAutograd,
    run: scope => replayed(steps, leaves, value, scope),
  }
}

/** Whether a statement can mean a gradient by a tensor that has a name in the forward pass as well. */
function isMeant({ gradient }: PlacedClaim, tensor: string, { statement }: PlacedClaim): boolean {
  const words = new Set(statement?.text.match(/\w+/g) ?? [])
  return (gradient !== null && words.has(gradient)) || !words.has(tensor)
}

const known = new WeakMap<NotebookRun, ReadonlyMap<Tensor, number>>()

function producersOf(run: NotebookRun): ReadonlyMap<Tensor, number> {
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
  { graph }: Pass,
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

function replayed(
  steps: readonly Step[],
  leaves: ReadonlyMap<Tensor, string>,
  value: Tensor,
  scope: Readonly<Record<string, unknown>>,
): Tensor {
  const now = new Map<Tensor, Tensor>()
  for (const [x, name] of leaves) now.set(x, scope[name] as Tensor)
  const operand = (one: TensorLike): TensorLike => (typeof one === 'number' ? one : (now.get(one) ?? one))
  for (const step of steps) now.set(step.output, apply(step.op, step.operands.map(operand), step.attributes))
  return now.get(value) ?? new Tensor([...value.shape], value.data.slice())
}
