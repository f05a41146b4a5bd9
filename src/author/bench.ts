/** An exercise on the bench: its forward pass at every size, its answers, and a way to put other lines in their place. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { modulesOf } from '../checker/check.ts'
import { readNames } from '../checker/examine.ts'
import { loadModule } from '../checker/load.ts'
import { strip } from '../checker/strip.ts'
import { type Backward, type Case, casesOf, type Subject, subjectOf } from '../checker/subject.ts'
import type { Names } from '../dataset/names.ts'
import { NinjaError } from '../errors.ts'
import * as door from '../index.ts'
import { blanksOf, toWhole } from '../notebook/solution.ts'
import { namesIn } from './syntax.ts'

export const SEED = 42

export interface Bench {
  readonly exercise: Exercise
  readonly subject: Subject
  readonly names: Names
  /** As the check makes them. */
  readonly cases: readonly Case[]
  /** By tensor name, in the order of the file. */
  readonly answers: ReadonlyMap<string, Backward>
  /** A backward function for the gradient of `name` with this body; null where that is no code. */
  readonly evaluate: (name: string, body: string) => Backward | null
}

/** Null for an exercise that is not about a forward pass. Throws what keeps it from running. */
export function openBench(exercise: Exercise, data: string): Bench | null {
  const own = loadModule(modulesOf(exercise), exercise.solution, [], globalThis.console)
  if (typeof own.forward !== 'function') return null
  const subject = subjectOf(own, exercise.id)
  const names = readNames(data)
  const cases = casesOf(subject, SEED, names)
  const [{ graph }] = cases
  const spots = blanksOf(readSolution(exercise)).map(({ name }) => name)
  if (typeof own.check !== 'function') demandTensors(graph, spots)
  const order = [...new Set(spots)].filter(name => graph.tensors.has(name.slice(1)))
  const whole = wholeOf(exercise)
  const evaluating = `${whole.js}\nfunction $evaluate($code) { return eval($code) }`
  const modules = { ...modulesOf(exercise), [exercise.solution]: evaluating }
  const answering = loadModule(modules, exercise.solution, [...order, '$evaluate'], globalThis.console)
  const run = answering.$evaluate as (code: string) => Backward
  const inScope = new Set([
    ...Object.keys(graph.values),
    ...[...graph.tensors.keys()].map(tensor => `d${tensor}`),
  ])
  return {
    exercise,
    subject,
    names,
    cases,
    answers: new Map(order.map(name => [name.slice(1), answering[name] as Backward])),
    evaluate: (name, body) => {
      const { js } = strip(functionText(`d${name}`, body, inScope, whole.text))
      return js === null ? null : compiled(run, `d${name}`, js)
    },
  }
}

/** Where nothing but gradients is asked for, each blank is one of a tensor that the loss depends on. */
function demandTensors(graph: Graph, blanks: readonly string[]): void {
  const lost = blanks.find(name => name !== '' && !isLearnable(graph, name.slice(1)))
  if (lost === undefined) return
  const name = lost.slice(1)
  if (graph.tensors.has(name) && lost.startsWith('d')) {
    const why = `${lost} is asked for, and no gradient comes back to ${name}: the loss does not depend on it`
    throw new NinjaError(
      'pack',
      why,
      'make each value of the forward pass out of others by operations on tensors',
    )
  }
  throw new NinjaError(
    'pack',
    `${lost} has an answer, and neither inputs nor forward returns a tensor "${name}"`,
    'return it there, or give the function another name: dX is the gradient of X',
  )
}

/** The solution as one text, and as JavaScript. */
export function wholeOf(exercise: Exercise): { text: string; js: string } {
  const text = toWhole(readSolution(exercise), partReader(exercise))
  const { js, fault } = strip(text)
  if (js === null) throw new NinjaError('pack', `${exercise.id}: ${fault.message} (line ${fault.line})`)
  return { text, js }
}

function compiled(run: (code: string) => Backward, name: string, js: string): Backward | null {
  try {
    return run(`(exports => { ${js}\nreturn ${name} })({})`)
  } catch {
    return null // what a slip made of it is not even code
  }
}

/** A function with this body that is given all it names, and imports what it needs. */
function functionText(name: string, body: string, inScope: ReadonlySet<string>, solution: string): string {
  const used = namesIn(body)
  const declared = new Set([...body.matchAll(/\b(?:const|let|var)\s+(\w+)/g)].map(([, one]) => one))
  const given = used.filter(one => inScope.has(one) && !declared.has(one))
  const isOwn = (one: string): boolean =>
    new RegExp(`\\b(?:function|const|let|class) ${one}\\b`).test(solution)
  const imported = used.filter(one => Object.hasOwn(door, one) && !given.includes(one) && !isOwn(one))
  return `import { ${imported.join(', ')} } from 'backprop-ninja'\nfunction ${name}({ ${given.join(', ')} }) {\n${body}\n}`
}
