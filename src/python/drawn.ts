/** A notebook's forward pass as a drawing, with the names that its author uses. */
import type { Failure } from '../checker/report.ts'
import { type Drawing, drawingOfGraph } from '../graph/drawing.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { CodeCell } from './cells.ts'
import type { NotebookRun } from './claim.ts'
import { type NotebookPass, type Passes, passesOf } from './passes.ts'
import { parseCells, readNotebook } from './reading.ts'
import { noPass } from './report.ts'
import { inPython } from './words.ts'

export interface DrawnNotebook {
  readonly drawing: Drawing
  /** Those that the notebook gives a name: the batch size and its like. */
  readonly sizes: Readonly<Record<string, number>>
}

export interface DrawingOptions {
  /** As the notebook is to be named. */
  readonly file: string
  readonly seed: number
  /** The text of a file that the notebook opens; null where there is none. */
  readonly open: (name: string) => string | null
}

export function drawingOf(
  cells: readonly CodeCell[],
  { file, seed, open }: DrawingOptions,
): DrawnNotebook | Failure {
  const once = {
    sizes: {},
    standIns: new Map<string, string>(),
    replacesShape: () => false,
    leavesOutTiny: false,
    nth: 0,
  }
  const run = readNotebook(parseCells(cells), { seed, open, ...once })
  const pass = drawnPass(passesOf(run))
  if (pass === undefined) return noPass(file, run)
  const { graph, truth } = pass
  const { nodes, edges } = drawingOfGraph(graph, truth().gradient)
  const sizes = Object.entries(graph.values).filter(([, value]) => typeof value === 'number')
  return {
    drawing: {
      nodes: nodes.map(node => {
        const x = graph.tensors.get(node.name!)!
        const formula = node.made === null ? null : inPython(node.made)
        const isClear = formula !== null && !WITHOUT_BOUNDS.test(formula)
        return { ...node, made: isClear ? formula : (writtenFor(x, run) ?? formula) }
      }),
      edges,
    },
    sizes: Object.fromEntries(sizes) as Record<string, number>,
  }
}

/** The forward pass that most gradients are claimed of; of equal ones the first. */
function drawnPass({ passes, claims }: Passes): NotebookPass | undefined {
  const counts = passes.map((_, i) => claims.filter(({ pass }) => pass === i).length)
  return passes[counts.indexOf(Math.max(...counts))]
}

/** A brief formula doesn't say which part of a tensor it takes. */
const WITHOUT_BOUNDS = /\bslice\(/

/** How the notebook itself makes a tensor; null for what a pass starts from, and for what takes several lines. */
function writtenFor(x: Tensor, { statements, steps }: NotebookRun): string | null {
  const { name, text } = statements.get(x) ?? {}
  const isMade = steps.some(({ output }) => output === x)
  return isMade && text?.startsWith(`${name} = `) && !text.includes('\n')
    ? text.slice(`${name} = `.length)
    : null
}
