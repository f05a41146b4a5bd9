/** An exercise as the page shows it, made of its solution's text and of its forward pass, run once. */
import { type Graph, isLearnable } from '../../autograd/graph.ts'
import { type Exercise, hasAnswers, partReader, readSolution, shortTitle } from '../../catalogue/catalogue.ts'
import type { Case } from '../../checker/gradient/case.ts'
import { type Cell, hasMarker, markdownOf, parseCells } from '../../notebook/cells.ts'
import {
  answerOf,
  type BlankSpot,
  blanksOf,
  hasRecipe,
  isLearners,
  toExercise,
  toWhole,
} from '../../notebook/solution.ts'
import { factsOf } from '../../practice/facts.ts'
import { type Definition, definitionsIn } from '../../text/definitions.ts'
import { readable } from '../../text/salvage.ts'
import { namesIn } from '../../text/values.ts'
import type { LessonPart, LessonView } from '../contract.ts'
import { graphView, type Lay } from './graph-view.ts'
import { lineHtml, type MathOf, textHtml } from './html.ts'
import { usesIn } from './uses.ts'

/** What other programs do for it: see `cli/programs.ts`. */
export interface Crafts {
  readonly lay: Lay
  readonly mathOf: MathOf
}

/** `found`: at the sizes of the table; null for an exercise that is not about a forward pass. */
export function lessonOf(exercise: Exercise, found: Case | null, { lay, mathOf }: Crafts): LessonView {
  const solution = readSolution(exercise)
  const readPart = partReader(exercise)
  const text = toExercise(solution, readPart)
  const spots = blanksOf(solution)
  const blanks = [...new Set(spots.map(({ name }) => name))]
  const graph = found?.graph ?? null
  const { source } = readable(text)
  const defined: Defined = source === null ? new Map() : definitionsIn(source)
  return {
    id: exercise.id,
    track: exercise.track,
    number: exercise.number,
    title: shortTitle(exercise),
    text,
    parts: partsOf(text, toWhole(solution, readPart), spots, defined, mathOf),
    blanks,
    given: graph === null ? [] : givenTo(graph, blanks, defined),
    uses: graph === null ? [] : usesIn(graph),
    graph: found === null ? null : graphView(found.graph, found.truth.gradient, lay),
    facts: graph === null ? {} : factsIn(graph, blanks),
    hints: Object.fromEntries(spots.map(({ name, hints }) => [name, hints.map(lineHtml)])),
    trains: hasRecipe(solution),
    notebook: null,
    answers: hasAnswers(exercise)
      ? Object.fromEntries(blanks.map(name => [name, answerOf(solution, name) ?? '']))
      : {},
  }
}

/** Of the blanks that are gradients. */
const factsIn = (graph: Graph, blanks: readonly string[]): LessonView['facts'] =>
  Object.fromEntries(
    blanks
      .filter(name => name.startsWith('d') && graph.tensors.has(name.slice(1)))
      .map(name => [name, factsOf(graph, name.slice(1))]),
  )

/** What the exercise's text defines, by name. */
type Defined = ReadonlyMap<string, Definition>

/** `whole`: the solution with its parts in place, which has the formulas. */
function partsOf(
  text: string,
  whole: string,
  spots: readonly BlankSpot[],
  defined: Defined,
  mathOf: MathOf,
): LessonPart[] {
  const told = parseCells(whole).filter(cell => cell.kind === 'markdown' && isLearners(cell))
  const isIn = ({ line, lines }: Cell, name: string): boolean => {
    const at = defined.get(name)?.line ?? 0
    return at >= line && at < line + lines.length
  }
  return parseCells(text).map((cell): LessonPart => {
    if (cell.kind === 'markdown') return { kind: 'text', html: textHtml(markdownOf(told.shift()!), mathOf) }
    const own = spots.filter(({ name }) => isIn(cell, name))
    const code = { title: lineHtml(cell.title), ...codeOf(cell) }
    if (own.length === 0) return { kind: 'code', ...code, isForward: isIn(cell, 'forward') }
    return {
      kind: 'blank',
      ...code,
      blanks: own.map(({ name, note }) => ({ name, shape: note === '' ? null : note })),
    }
  })
}

/** The cell without its first line and the empty lines at its end. */
function codeOf(cell: Cell): { readonly text: string; readonly line: number } {
  const skipped = hasMarker(cell) ? 1 : 0
  return { text: cell.lines.slice(skipped).join('\n').trimEnd(), line: cell.line + skipped }
}

/** The gradients that the blanks are handed and none of them makes; the last of the forward pass is first. */
function givenTo(graph: Graph, blanks: readonly string[], defined: Defined): string[] {
  const asked = blanks.flatMap(blank => defined.get(blank)?.code?.params.flatMap(namesIn) ?? [])
  return [...new Set(asked)]
    .filter(name => name.startsWith('d') && !blanks.includes(name))
    .map(name => name.slice(1))
    .filter(name => name !== graph.loss && graph.tensors.has(name) && isLearnable(graph, name))
    .sort((a, b) => graph.order.get(b)! - graph.order.get(a)!)
    .map(name => `d${name}`)
}
