/** What is judged, and with what: an exercise's own forward pass on one hand, the learner's functions on the other. */
import { differentiate, type Graph, observe, type UpstreamGradients } from '../../autograd/graph.ts'
import { END, type Names, parseNames } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { generator } from '../../tensor/random.ts'
import { formatShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

export type Sizes = Readonly<Record<string, number>>

/** What a solution exports. */
export interface Subject {
  /** By name; the first is the one that the table is about. */
  readonly sizes: Readonly<Record<string, Sizes>>
  readonly inputs: (sizes: Sizes, source: object) => Record<string, unknown>
  readonly forward: (inputs: Record<string, unknown>) => Record<string, unknown>
  /** Another way to the same values, compared by name. */
  readonly longForm?: (scope: object) => Record<string, Tensor>
}

/** The exercise at one size with one seed. */
export interface Case {
  readonly sizes: Sizes
  readonly seed: number
  readonly graph: Graph
  /** The true gradients. */
  readonly truth: UpstreamGradients
}

/** Reads what a solution module exports; throws a `pack` error for one that is not well formed. */
export function subjectOf(exports: Record<string, unknown>, id: string): Subject {
  const { sizes, inputs, forward, longForm } = exports
  const missing = typeof inputs !== 'function' ? 'inputs' : typeof forward !== 'function' ? 'forward' : null
  if (missing !== null) throw new NinjaError('pack', `${id}: the solution exports no function "${missing}"`)
  const many = typeof sizes === 'object' && sizes !== null ? Object.keys(sizes).length : 0
  if (many < 2) {
    const what = many === 1 ? 'has one set of "sizes" only' : 'exports no "sizes"'
    throw new NinjaError('pack', `${id}: the solution ${what}`, 'list at least two, by name')
  }
  const subject = { sizes, inputs, forward } as Subject
  return typeof longForm === 'function'
    ? { ...subject, longForm: longForm as Subject['longForm'] & object }
    : subject
}

/** The first few names alone: with fewer letters in them, a vocabulary that is written out as a number shows. */
function fewerLetters(names: Names): Names {
  const end = names.text.indexOf(END, FEW_LETTERS)
  return end === -1 ? names : parseNames(names.text.slice(0, end))
}

const FEW_LETTERS = 120

/** The cases a line is judged in: the table's own first, then each of the others with seeds of its own. */
export function casesOf(subject: Subject, seed: number, names: Names): Case[] {
  const [main, ...others] = Object.values(subject.sizes)
  const plan = [{ sizes: main, seed }, ...others.map((sizes, i) => ({ sizes, seed: seed + i + 1 }))]
  return plan.map(({ sizes, seed }, i) => {
    const source = { g: generator(seed), names: i === plan.length - 1 ? fewerLetters(names) : names }
    return caseAt(subject.inputs(sizes, source), subject.forward, sizes, seed)
  })
}

/** A forward pass on these inputs. Throws a `pack` error for one that has no loss. */
export function caseAt(
  inputs: Record<string, unknown>,
  forward: Subject['forward'],
  sizes: Sizes,
  seed: number,
): Case {
  const graph = observe(inputs, forward)
  if (graph.tensors.get(graph.loss)?.data.length !== 1) throw noLoss(graph)
  return { sizes, seed, graph, truth: differentiate(graph) }
}

function noLoss({ tensors, loss }: Graph): NinjaError {
  const made = tensors.get(loss)
  const what =
    made === undefined ? `returns no "${loss}"` : `returns a "${loss}" of shape ${formatShape(made.shape)}`
  return new NinjaError(
    'pack',
    `the forward pass ${what}`,
    'return a single number by that name: x.mean() makes one',
  )
}
