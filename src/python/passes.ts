/** The forward passes of a notebook that was run: from leaves to a loss, with the names that its author uses. */
import { differentiate, type Graph, graphOf, type UpstreamGradients } from '../autograd/graph.ts'
import { once } from '../once.ts'
import type { Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { predecessorOf } from './box.ts'
import type { Claim, NotebookRun, Root } from './claim.ts'

export interface NotebookPass {
  readonly root: Root
  readonly graph: Graph
  /** The true gradients, worked out when they are asked for. */
  readonly truth: () => UpstreamGradients
  /** All tensors that it computes, and those that it starts from. */
  readonly made: ReadonlySet<Tensor>
  readonly leaves: ReadonlySet<Tensor>
}

/** A claim about a tensor of a pass. */
export interface PlacedClaim extends Claim {
  /** The tensor's place among the passes, and its name there. */
  readonly pass: number
  readonly name: string
  /** The same claim in another run has the same key. */
  readonly key: string
}

export interface Passes {
  readonly passes: readonly NotebookPass[]
  readonly claims: readonly PlacedClaim[]
  /** Claims about tensors of no pass. */
  readonly astray: readonly Claim[]
}

type Draft = Omit<NotebookPass, 'graph' | 'truth'> & { readonly steps: readonly Step[] }

export function passesOf(run: NotebookRun): Passes {
  const producers = new Map(run.steps.map((step, i) => [step.output, i]))
  const seen = new Set<Tensor>()
  const ordered = [...run.roots.filter(one => !one.isGuess), ...run.roots.filter(one => one.isGuess)]
  const drafts = ordered.flatMap(root => {
    if (seen.has(root.tensor)) return []
    seen.add(root.tensor)
    return [draftOf(root, run.steps, producers)]
  })
  const homes = new Map(run.claims.map(claim => [claim, homeOf(claim, drafts)]))
  const passes = drafts.map((draft, i) => {
    const own = run.claims.filter(claim => homes.get(claim)?.pass === i)
    const graph = named(draft, own, homes, run.loopNames)
    return { ...draft, graph, truth: once(() => differentiate(graph)) }
  })
  const counts = new Map<string, number>()
  const claims = run.claims.flatMap((claim): PlacedClaim[] => {
    const home = homes.get(claim)
    const name = home === undefined ? undefined : passes[home.pass].graph.names.get(home.tensor)
    if (home === undefined || name === undefined) return []
    const base = [claim.via, claim.at.cell, claim.at.line, claim.gradient, claim.tensor ?? claim.label].join(
      ' ',
    )
    const nth = counts.get(base) ?? 0
    counts.set(base, nth + 1)
    return [{ ...claim, of: home.tensor, pass: home.pass, name, key: `${base} ${nth}` }]
  })
  return { passes, claims, astray: run.claims.filter(claim => homes.get(claim) === undefined) }
}

function draftOf(root: Root, steps: readonly Step[], producers: ReadonlyMap<Tensor, number>): Draft {
  const made = new Set<Tensor>()
  const leaves = new Set<Tensor>()
  const places = new Set<number>()
  const open = [root.tensor]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (made.has(x) || leaves.has(x)) continue
    const at = producers.get(x)
    if (at === undefined) leaves.add(x)
    else {
      made.add(x)
      places.add(at)
      open.push(...steps[at].inputs)
    }
  }
  return { root, made, leaves, steps: [...places].sort((a, b) => a - b).map(at => steps[at]) }
}

interface Home {
  readonly pass: number
  readonly tensor: Tensor
}

/** The pass that a claim's tensor belongs to: the last one before the claim. */
function homeOf({ via, of, after }: Claim, all: readonly Draft[]): Home | undefined {
  const drafts = all.filter(({ root }) => (root.isTried === true) === (via === 'function'))
  const isIn = (x: Tensor) => (draft: Draft) => draft.made.has(x) || draft.leaves.has(x)
  let tensor = of ?? undefined
  // A parameter that was updated is another tensor than the one in the pass.
  for (let back = 0; tensor !== undefined && back < 5 && !drafts.some(isIn(tensor)); back++)
    tensor = predecessorOf(tensor)
  if (tensor === undefined) return undefined
  const fitting = [...drafts.entries()].filter(([, draft]) => isIn(tensor)(draft))
  const sure = fitting.filter(([, { root }]) => !root.isGuess)
  // Where `backward` is called anywhere, what is only called loss is none.
  const own = sure.length > 0 || drafts.some(({ root }) => !root.isGuess) ? sure : fitting
  const before = own.filter(([, { root }]) => root.after <= after)
  const found = before.at(-1) ?? own[0]
  return found === undefined ? undefined : { pass: all.indexOf(found[1]), tensor }
}

const SIZES = /^(?:n|N|B|BS|CTX|N_\w+|n_\w+|bs|vocab\w*|block_size|\w+_size|\w+_SIZE)$/

/** The graph with names: those of claims first, then what the notebook called its tensors when the way back began. */
function named(
  { root, steps, made, leaves }: Draft,
  claims: readonly Claim[],
  homes: ReadonlyMap<Claim, Home | undefined>,
  loopNames: ReadonlySet<string>,
): Graph {
  const values: Record<string, unknown> = {}
  const taken = new Map<Tensor, string>()
  const put = (name: string, x: Tensor): void => {
    if (Object.hasOwn(values, name) || taken.has(x)) return
    values[name] = x
    taken.set(x, name)
  }
  for (const claim of claims) {
    const { tensor } = homes.get(claim)!
    put(nameFor(claim, tensor, root.names, loopNames), tensor)
  }
  for (const [name, value] of root.names) {
    if (value instanceof Tensor && (made.has(value) || leaves.has(value))) put(name, value)
    else if (typeof value === 'number' && Number.isInteger(value) && value > 1 && SIZES.test(name))
      values[name] ??= value
  }
  if (!taken.has(root.tensor)) put(Object.hasOwn(values, 'loss') ? 'loss_' : 'loss', root.tensor)
  return graphOf(values, steps, taken.get(root.tensor)!)
}

/** What a claim's tensor is called: as it was given, unless that is a name that a loop goes through things by. */
function nameFor(
  { tensor: given, label }: Claim,
  x: Tensor,
  names: ReadonlyMap<string, Tensor | number>,
  loopNames: ReadonlySet<string>,
): string {
  if (given !== null && !loopNames.has(given)) return given
  if (label !== null && names.get(label) === x) return label
  const found = [...names].find(([name, value]) => value === x && !loopNames.has(name))
  return found?.[0] ?? label ?? given ?? 'x'
}
