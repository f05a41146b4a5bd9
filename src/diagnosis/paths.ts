/**
 * The ways by which gradient flows back to a tensor, one term each. A sum over paths is the chain rule written out; a
 * slip usually spoils one term of it and leaves the others right.
 */
import type { Graph } from '../autograd/graph.ts'
import { carriesGradient, contributionOf } from '../autograd/rules.ts'
import { sumTo } from '../autograd/sweep.ts'
import { arange } from '../tensor/creation.ts'
import { record, type Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'

export interface Hop {
  readonly step: Step
  /** Which input of the step the way comes in by. */
  readonly position: number
}

/** From the tensor forward, step by step, to a free gradient. */
export interface Path {
  readonly hops: readonly Hop[]
  /** The named tensors on the way; the last is the one whose gradient is free. */
  readonly via: readonly string[]
}

export interface Term {
  readonly path: Path
  /** The gradient at the far end. */
  readonly upstream: Tensor
  /** What arrives, before the dimensions that broadcasting stretched are summed. */
  readonly raw: Tensor
  readonly value: Tensor
}

/** Of so many ways some may be left out, so that their terms are no sum. */
export const MOST_PATHS = 24

/** All ways from a named tensor to the first free gradient on each. */
export function pathsFrom(graph: Graph, name: string, free: ReadonlySet<string>): Path[] {
  const steps = atomic(graph.steps)
  const uses = new Map<Tensor, Hop[]>()
  for (const step of steps) {
    for (const [position, input] of step.inputs.entries()) {
      if (!carriesGradient(step, position)) continue
      uses.set(input, [...(uses.get(input) ?? []), { step, position }])
    }
  }
  const found: Path[] = []
  const follow = (x: Tensor, hops: readonly Hop[], via: readonly string[]): void => {
    for (const hop of uses.get(x) ?? []) {
      if (found.length >= MOST_PATHS) return
      const next = hop.step.output
      const named = graph.names.get(next)
      const along = named === undefined ? via : [...via, named]
      if (named !== undefined && free.has(named)) found.push({ hops: [...hops, hop], via: along })
      else follow(next, [...hops, hop], along)
    }
  }
  follow(graph.tensors.get(name)!, [], [])
  return found
}

export function termOf(graph: Graph, name: string, path: Path, gradient: (name: string) => Tensor): Term {
  const upstream = gradient(path.via[path.via.length - 1])
  const raw = sendBack(path.hops, upstream)
  return { path, upstream, raw, value: sumTo(raw, graph.tensors.get(name)!.shape) }
}

/** What arrives at the near end, unsummed, when `g` is the gradient at the far end. */
export function sendBack(hops: readonly Hop[], g: Tensor): Tensor {
  let raw = g
  for (let i = hops.length - 1; i >= 0; i--) {
    const { step, position } = hops[i]
    raw = contributionOf(step, sumTo(raw, step.output.shape), position)!
  }
  return raw
}

/** The fused operations taken apart, so that their terms can be told apart. */
const atoms: { readonly [op: string]: (step: Step) => Tensor } = {
  softmax: ({ inputs: [x], attributes }) => softmaxOf(x, (attributes as { dim: number }).dim),
  logSoftmax: ({ inputs: [x], attributes }) => logSoftmaxOf(x, (attributes as { dim: number }).dim),
  crossEntropy: ({ inputs: [logits, labels] }) => {
    return logSoftmaxOf(logits, 1).index(arange(labels.shape[0]), labels).mean().neg()
  },
}

// The maximum is not taken off first: the numbers here are small, and two more ways that cancel would only confuse.
function softmaxOf(x: Tensor, dim: number): Tensor {
  const counts = x.exp()
  return counts.div(counts.sum(dim, { keepdim: true }))
}

function logSoftmaxOf(x: Tensor, dim: number): Tensor {
  return x.sub(x.exp().sum(dim, { keepdim: true }).log())
}

function atomic(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap(step => {
    const takeApart = atoms[step.op]
    if (takeApart === undefined) return [step]
    const parts = record(() => takeApart(step)).steps
    const last = parts[parts.length - 1]
    return [...parts.slice(0, -1), { ...last, output: step.output }]
  })
}
