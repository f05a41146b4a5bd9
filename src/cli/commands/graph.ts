/** `ninja graph`: the computation of an exercise, of a notebook, or of an expression, as a picture. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { toDot } from '../../graph/dot.ts'
import { type Drawing, drawingOfGraph, drawingOfSteps, type Node } from '../../graph/drawing.ts'
import { workOut } from '../../graph/expression.ts'
import { boxesOf, toSvg } from '../../graph/svg.ts'
import { inPython } from '../../python/words.ts'
import { renderGraph } from '../../terminal/graph.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { isNotebook, openNotebook } from '../notebook-file.ts'
import { openNotebookReader } from '../notebook-thread.ts'
import { layoutProgram } from '../programs.ts'
import { caseOf } from '../run-forward.ts'
import { DEFAULT_SEED, settingsFrom } from '../settings.ts'
import { choose } from '../target-exercise.ts'
import { pythonLinesOf } from '../twin.ts'
import { fileOf } from '../workspace.ts'

/** Pixels: a drawing that is wider goes from top to bottom. */
const WIDEST = 1200

export function run(context: Context, words: readonly string[], options: Options): CommandResult {
  try {
    return draw(context, words, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new NinjaError('usage', 'that is nested too deeply to draw', 'draw a part of it')
  }
}

function draw(context: Context, words: readonly string[], options: Options): CommandResult {
  if (options.svg === true && options.dot === true) {
    throw new NinjaError('usage', '--svg and --dot are two different pictures', 'choose one of them')
  }
  const { title, drawing, warning } = drawnOf(context, words)
  const text = options.dot === true ? toDot(drawing) : options.svg === true ? svgOf(drawing) : null
  return outcome(text ?? renderGraph(drawing, title, context.width), [warning])
}

interface Drawn {
  readonly title: string
  readonly drawing: Drawing
  readonly warning: string | null
}

function drawnOf(context: Context, words: readonly string[]): Drawn {
  if (words.length === 1 && isNotebook(words[0])) return ofNotebook(context, words[0])
  return isExpression(words) ? ofExpression(words) : ofExercise(context, words[0])
}

/** `02` and `makemore/02_softmax` are names; `a*b` and `a/b a=1 b=2` are not. */
const isExpression = (words: readonly string[]): boolean =>
  words.length > 1 || /[=+*()^;]/.test(words[0] ?? '')

function ofExercise(context: Context, written: string | undefined): Drawn {
  const { workspace, exercise, warning } = choose(context, written)
  const found = caseOf(exercise, workspace, context)
  if (found === null) {
    throw new NinjaError(
      'exercise',
      `${exercise.id} has no forward pass to draw`,
      `you can draw an expression, too: ${context.ninja} graph 'L = (a*b + c) * f' a=2 b=-3 c=10 f=-2`,
    )
  }
  const { graph, truth, sizes } = found
  const drawing = drawingOfGraph(graph, truth.gradient)
  return {
    title: titleFor(exercise.id, sizes),
    drawing: isNotebook(fileOf(workspace, exercise)) ? asInNotebook(drawing, exercise) : drawing,
    warning,
  }
}

/** With the lines of the exercise's notebook. */
function asInNotebook({ nodes, edges }: Drawing, exercise: Exercise): Drawing {
  const { forward } = pythonLinesOf(exercise)
  const own = ({ name, made }: Node): string | null =>
    made === null ? null : (forward.get(name ?? '')?.slice(`${name} = `.length) ?? inPython(made))
  return { nodes: nodes.map(node => ({ ...node, made: own(node) })), edges }
}

function ofNotebook(context: Context, name: string): Drawn {
  const { data, limits } = settingsFrom({}, context, null)
  const reader = openNotebookReader(limits, undefined)
  const { drawing, sizes } = reader.draw({ file: openNotebook(context.cwd, name), seed: DEFAULT_SEED, data })
  reader.end()
  return { title: titleFor(name, sizes), drawing, warning: null }
}

const titleFor = (name: string, sizes: Readonly<Record<string, number>>): string =>
  [name, ...Object.entries(sizes).map(([letter, size]) => `${letter} ${size}`)].join('  ')

function ofExpression(words: readonly string[]): Drawn {
  const isValue = (word: string): boolean => /^\w+=[-+]?[\d.,]+(e[-+]?\d+)?,?$/i.test(word)
  const text = words.filter(word => !isValue(word)).join(' ')
  const { steps, names, result } = workOut(text, new Map(words.filter(isValue).map(valueIn)))
  return { title: text, drawing: drawingOfSteps(steps, names, result), warning: null }
}

/** Of `a=2`. */
function valueIn(word: string): [name: string, value: number] {
  const [name, written] = word.replace(/,$/, '').split('=')
  const value = Number(written)
  if (!Number.isNaN(value)) return [name, value]
  const point = written.replace(',', '.')
  const advice = Number.isNaN(Number(point)) ? undefined : `with a point: ${name}=${point}`
  throw new NinjaError('usage', `${written}, the value of ${name}, is not a number`, advice)
}

const svgOf = (drawing: Drawing): string =>
  toSvg(drawing, layoutProgram().layout(drawing, boxesOf(drawing), WIDEST))
