/**
 * What a gradient's name means where a learner tries something. The learner's own function gives it, if it gives
 * anything; a gradient that nobody has to find any longer is the true one; any other is drawn at random, in its shape.
 * So no answer gets into the room in which the learner's code runs.
 */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import type { Case } from '../checker/gradient/case.ts'
import type { Learner } from '../checker/gradient/learner.ts'
import { chainOver, valueIn } from '../checker/gradient/whole-chain.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** Where a gradient's numbers come from. */
export type Origin =
  | { readonly kind: 'right' }
  /** `random`: gradients that it was computed from and that were drawn. */
  | { readonly kind: 'yours'; readonly random: readonly string[] }
  /** The blank isn't filled in. */
  | { readonly kind: 'blank' }
  /** The learner's function gives no value, and why. */
  | { readonly kind: 'failed'; readonly message: string }
  /** It would tell the numbers of these blanks, which are still to be found. */
  | { readonly kind: 'withheld'; readonly blanks: readonly string[] }

export interface ToldGradient {
  readonly value: Tensor
  readonly origin: Origin
}

export interface GradientsWanted {
  readonly at: Case
  /** The tensors whose gradients are blanks of this exercise. */
  readonly blanks: readonly string[]
  /** Gradients that are still to be found, here or in another exercise about the same forward pass: `dprobs`. */
  readonly open: ReadonlySet<string>
}

/** Gradients by the name of their tensor, each worked out when it's asked for. */
export function gradientsFor(
  { at, blanks, open }: GradientsWanted,
  learner: Learner,
): (name: string) => ToldGradient {
  const { graph, truth } = at
  const giving = openAfter(graph, open)
  const isRight = (name: string): boolean => !blanks.includes(name) && giving(name).length === 0
  const instead = (name: string): Tensor => (isRight(name) ? truth.gradient(name) : drawn(at, name))
  const defined = blanks.filter(name => learner.program.defines.has(`d${name}`))
  const chain = chainOver(graph, learner, defined, instead)
  const isRandom = (name: string): boolean => {
    const called = chain.done.get(name)
    return (called === undefined || valueIn(called.outcome) === null) && !isRight(name)
  }
  const randomFor = (name: string, seen = new Set([name])): string[] =>
    [...chain.done.get(name)!.gradientsRead].flatMap(read => {
      if (seen.has(read)) return []
      seen.add(read)
      if (isRandom(read)) return [`d${read}`]
      return chain.done.has(read) ? randomFor(read, seen) : []
    })
  return name => {
    if (!blanks.includes(name)) {
      const origin: Origin = isRight(name) ? { kind: 'right' } : { kind: 'withheld', blanks: giving(name) }
      return { value: instead(name), origin }
    }
    if (!defined.includes(name)) return { value: instead(name), origin: { kind: 'blank' } }
    if (!chain.done.has(name)) chain.run(name)
    const { outcome } = chain.done.get(name)!
    const own = valueIn(outcome)
    if (own !== null) return { value: own, origin: { kind: 'yours', random: randomFor(name) } }
    const origin: Origin =
      outcome.kind === 'blank'
        ? { kind: 'blank' }
        : { kind: 'failed', message: outcome.kind === 'value' ? '' : outcome.message }
    return { value: instead(name), origin }
  }
}

/** The gradients still to be found that the one of a tensor is computed from, itself among them. */
function openAfter(graph: Graph, open: ReadonlySet<string>): (name: string) => readonly string[] {
  return name =>
    [...graph.tensors.keys()]
      .filter(later => later === name || graph.ancestors.get(later)!.has(name))
      .filter(later => isLearnable(graph, later) && open.has(`d${later}`))
      .map(later => `d${later}`)
}

/** Numbers that have nothing to do with the gradient; the same each time. */
function drawn({ graph, seed }: Case, name: string): Tensor {
  const place = [...graph.tensors.keys()].indexOf(name)
  return generator(OTHER + 1000 * seed + place).randn(...graph.tensors.get(name)!.shape)
}

/** Far away from the seeds of cases. */
const OTHER = 2 ** 20
