/** An exercise on the bench: its forward pass at every size, its answers, and a way to put other lines in their place. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { type Exercise, partReader, readSolution } from '../catalogue/catalogue.ts'
import { type Case, casesOf, type Subject, subjectOf } from '../checker/gradient/case.ts'
import { scriptsOf } from '../checker/opening.ts'
import type { Names } from '../dataset/names.ts'
import { NinjaError } from '../errors.ts'
import * as exported from '../index.ts'
import { compile, readNames, setupOf } from '../learner/files.ts'
import { blanksOf, toWhole } from '../notebook/solution.ts'
import { isExported, loadModule } from '../room/loading.ts'
import type { LearnerFunction, Program } from '../room/program.ts'
import type { Room } from '../room/room.ts'
import { namesUsedIn } from '../text/expressions.ts'
import { LIBRARY } from '../text/library.ts'
import { scriptOf } from '../text/script.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { transplanted } from '../text/transplant.ts'
import { declaredIn } from '../text/values.ts'

export const SEED = 42

export interface Bench {
  readonly exercise: Exercise
  readonly subject: Subject
  readonly names: Names
  /** As the check makes them. */
  readonly cases: readonly Case[]
  /** By tensor name, in the order of the file. They are the author's own, and run in this realm. */
  readonly answers: ReadonlyMap<string, LearnerFunction>
  /**
   * The solution as a program in a room, with this as the body of the function for the gradient of `name`; null where
   * that is no code. There is one such program at a time.
   */
  readonly withBody: (name: string, body: string, room: Room) => Program | null
}

/** Null for an exercise that is not about a forward pass. Throws what keeps it from running. */
export function openBench(exercise: Exercise, data: string): Bench | null {
  const setup = setupOf(exercise, SEED, data)
  const own = loadModule(setup.modules, exercise.solution, globalThis.console, compile)
  if (typeof own.forward !== 'function') return null
  const subject = subjectOf(own, exercise.id)
  const names = readNames(data)
  const cases = casesOf(subject, SEED, names)
  const [{ graph }] = cases
  const spots = blanksOf(readSolution(exercise)).map(({ name }) => name)
  if (typeof own.check !== 'function') demandTensors(graph, spots)
  const order = [...new Set(spots)].filter(name => graph.tensors.has(name.slice(1)))
  const whole = wholeOf(exercise)
  const modules = scriptsOf(whole, exercise)
  const answering = loadModule(modules, exercise.solution, globalThis.console, compile)
  const inScope = new Set([
    ...Object.keys(graph.values),
    ...[...graph.tensors.keys()].map(tensor => `d${tensor}`),
  ])
  const ownNames = declaredIn(whole.program)
  return {
    exercise,
    subject,
    names,
    cases,
    answers: new Map(order.map(name => [name.slice(1), answering[name] as LearnerFunction])),
    withBody: (name, body, room) => {
      const line = sourceOf(functionText(`d${name}`, body, inScope, ownNames))
      if (line.program === null) return null
      const edits = transplanted(whole, line, [`d${name}`], LIBRARY)
      const { script } = scriptOf(whole, { besides: order, exports: isExported, edits })
      if (script === null) return null
      const { broken, program } = room.load({ ...modules, [exercise.solution]: script.js }, exercise.solution)
      return broken === null ? program : null
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

/** The solution with its parts in place. */
export function wholeOf(exercise: Exercise): ParsedText {
  const source = sourceOf(toWhole(readSolution(exercise), partReader(exercise)))
  if (source.program !== null) return source
  const { message, line } = source.fault
  throw new NinjaError('pack', `${exercise.id}: ${message} (line ${line})`)
}

/** A function with this body that is given all it names, and imports what it needs. */
function functionText(
  name: string,
  body: string,
  inScope: ReadonlySet<string>,
  own: ReadonlySet<string>,
): string {
  const used = namesUsedIn(body)
  const source = sourceOf(`(() => {\n${body}\n})`)
  const declared = source.program === null ? new Set() : declaredIn(source.program)
  const given = used.filter(one => inScope.has(one) && !declared.has(one))
  const imported = used.filter(one => Object.hasOwn(exported, one) && !given.includes(one) && !own.has(one))
  return `import { ${imported.join(', ')} } from '${LIBRARY}'\nfunction ${name}({ ${given.join(', ')} }) {\n${body}\n}`
}
