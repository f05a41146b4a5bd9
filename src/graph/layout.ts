/** Where the boxes and lines of a drawing go. The one place that knows dagre; it is a program file of its own. */
import { Graph, layout as lay } from '@dagrejs/dagre'
import type { Drawing } from './drawing.ts'

export interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** A point, in pixels from the top left. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  /** The centre of each box. */
  readonly centres: ReadonlyMap<string, Point>
  readonly lines: readonly { readonly from: string; readonly to: string; readonly points: readonly Point[] }[]
}

/** From left to right while that fits into `most` pixels, else from top to bottom. */
export function layout(drawing: Drawing, boxes: readonly Box[], most: number): Layout {
  const across = place(drawing, boxes, 'LR')
  return across.width <= most ? across : place(drawing, boxes, 'TB')
}

function place({ edges }: Drawing, boxes: readonly Box[], direction: 'LR' | 'TB'): Layout {
  const graph = new Graph()
  graph.setGraph({ rankdir: direction, nodesep: 22, ranksep: 38, marginx: 16, marginy: 16 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  for (const { from, to } of edges) graph.setEdge(from, to)
  lay(graph)
  const { width = 0, height = 0 } = graph.graph()
  const centre = (id: string): [string, Point] => {
    const { x, y } = graph.node(id)
    return [id, { x, y }]
  }
  return {
    width,
    height,
    centres: new Map(boxes.map(({ id }) => centre(id))),
    lines: edges.map(edge => ({ ...edge, points: graph.edge(edge.from, edge.to).points })),
  }
}
