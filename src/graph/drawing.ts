/** A computation as it is drawn: a node for each value, a line from each value to what is made of it. */
import type { Graph } from '../autograd/graph.ts'
import { gradientsOf } from '../autograd/sweep.ts'
import { formulaOf } from '../diagnosis/formula.ts'
import type { Step } from '../tensor/recording.ts'
import { formatShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'

export interface Node {
  readonly id: string
  /** Null for what nobody named. */
  readonly name: string | null
  /** How it is made, in names; null for what is given. */
  readonly made: string | null
  /** A number as it is, of a tensor the shape. */
  readonly value: string
  /** Of the gradient: the number, of a tensor the size of its largest element. Null where none flows. */
  readonly gradient: string | null
}

export interface Edge {
  readonly from: string
  readonly to: string
}

export interface Drawing {
  /** What a value is made of stands before it. */
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge[]
}

/** What a box is headed with, and what stands below that of how it is made. */
export const headOf = ({ name, made }: Node): readonly string[] => [name, made].filter(text => text !== null)

/** Of a forward pass: its named tensors that gradient flows to. */
export function drawingOfGraph(graph: Graph, gradient: (name: string) => Tensor): Drawing {
  const reached = (name: string): boolean => name === graph.loss || graph.ancestors.get(graph.loss)!.has(name)
  const place = (name: string): number => graph.order.get(name)!
  const names = [...graph.tensors.keys()].filter(reached).sort((a, b) => place(a) - place(b))
  const numbers = Object.entries(graph.values).filter(([, value]) => typeof value === 'number')
  const letters = Object.fromEntries(numbers) as Record<string, number>
  const nodes = names.map((name): Node => {
    const x = graph.tensors.get(name)!
    const others = new Map([...graph.names].filter(([, other]) => other !== name))
    const known = { names: others, steps: graph.steps, sizes: [{ steps: graph.steps, letters }], brief: true }
    const made = place(name) < 0 ? null : formulaOf(x, known)
    return { id: name, name, made, value: valueText(x), gradient: gradientText(gradient(name)) }
  })
  const edges = names.flatMap(from =>
    graph.users
      .get(from)!
      .filter(reached)
      .map(to => ({ from, to })),
  )
  return { nodes: inputsLast({ nodes, edges }), edges }
}

/** Of recorded steps, those without a name as well. The gradients are those of `result`. */
export function drawingOfSteps(
  steps: readonly Step[],
  names: ReadonlyMap<Tensor, string>,
  result: Tensor,
): Drawing {
  const gradients = gradientsOf(steps, result)
  const outputs = steps.map(step => step.output)
  const given = [...names.keys()].filter(x => !outputs.includes(x))
  const all = [...given, ...outputs]
  const ids = new Map(all.map((x, i) => [x, `n${i}`]))
  const nodes = all.map((x): Node => {
    const others = new Map([...names].filter(([other]) => other !== x))
    const made = given.includes(x) ? null : formulaOf(x, { names: others, steps, brief: true })
    const gradient = gradients.get(x)
    return {
      id: ids.get(x)!,
      name: names.get(x) ?? null,
      made,
      value: valueText(x),
      gradient: gradient === undefined ? null : gradientText(gradient),
    }
  })
  const edges = steps.flatMap(({ inputs, output }) =>
    [...new Set(inputs)]
      .filter(input => ids.has(input))
      .map(input => ({ from: ids.get(input)!, to: ids.get(output)! })),
  )
  return { nodes: inputsLast({ nodes, edges }), edges }
}

/** What is given stands right before its first use, not in a heap at the start: lines are shorter that way. */
function inputsLast({ nodes, edges }: Drawing): Node[] {
  const made = new Set(edges.map(({ to }) => to))
  const placed = new Set<string>()
  const out: Node[] = []
  const place = (node: Node): void => {
    if (placed.has(node.id)) return
    placed.add(node.id)
    out.push(node)
  }
  for (const node of nodes) {
    if (!made.has(node.id)) continue
    const parts = edges.filter(({ to }) => to === node.id).map(({ from }) => from)
    for (const input of nodes) if (parts.includes(input.id) && !made.has(input.id)) place(input)
    place(node)
  }
  for (const node of nodes) place(node)
  return out
}

const valueText = (x: Tensor): string => (x.shape.length === 0 ? short(x.item()) : formatShape(x.shape))

function gradientText(g: Tensor): string {
  if (g.shape.length === 0) return short(g.item())
  const most = g.data.reduce((sofar, value) => Math.max(sofar, Math.abs(value)), 0)
  return most < NOISE ? short(most) : `up to ${short(most, 2)}`
}

const NOISE = 1e-14

/** A few digits; what is left of zero after rounding is told as that. */
function short(value: number, digits = 4): string {
  if (value !== 0 && Math.abs(value) < NOISE) return '≈ 0'
  const text = String(Number(value.toPrecision(digits)))
  return text.length <= 9 ? text : value.toExponential(2)
}
