/** Where the tensors of a forward pass go in the wide picture of it. */
import type { Graph } from '../../autograd/graph.ts'
import { drawingOfGraph } from '../../graph/drawing.ts'
import type { layout } from '../../graph/layout.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { GraphView } from '../contract.ts'

/** The layout is a program file of its own. */
export type Lay = typeof layout

/** Pixels, of a letter at the size of the labels, and around them. */
const LETTER = 7.3
const PAD = 20
const HEIGHT = 26

export function graphView(graph: Graph, gradient: (name: string) => Tensor, lay: Lay): GraphView {
  const drawing = drawingOfGraph(graph, gradient)
  const boxes = drawing.nodes.map(({ id }) => ({
    id,
    width: Math.ceil(Math.max(36, id.length * LETTER + PAD)),
    height: HEIGHT,
  }))
  const { width, height, centres, lines } = lay(drawing, boxes, Number.POSITIVE_INFINITY)
  return {
    width: round(width),
    height: round(height),
    nodes: boxes.map(box => {
      const { x, y } = centres.get(box.id)!
      return { name: box.id, x: round(x), y: round(y), width: box.width }
    }),
    lines: lines.map(({ from, to, points }) => ({
      from,
      to,
      points: points.map(({ x, y }) => [round(x), round(y)] as const),
    })),
  }
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10
