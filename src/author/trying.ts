/** Wrong lines put to the check: each must be rejected, and the line itself must be blamed for it. */
import { call } from '../checker/gradient/call.ts'
import { type Case, casesOf } from '../checker/gradient/case.ts'
import { judge } from '../checker/gradient/judge.ts'
import { type Learner, learnerOf } from '../checker/gradient/learner.ts'
import { compareCarefully } from '../checker/gradient/line.ts'
import { scopeFor } from '../checker/gradient/scope.ts'
import { freeGradients, randomUpstream } from '../checker/gradient/upstream.ts'
import { passes } from '../checker/report.ts'
import { instead } from '../room/here.ts'
import type { Room } from '../room/room.ts'
import { sameShape } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Bench, SEED } from './bench.ts'
import { type Mutant, mutantsOf } from './mutants.ts'

/** What became of a wrong line. `equal`: it is not wrong, whatever the numbers. */
export type Fate = 'rejected' | 'equal' | 'accepted' | 'blamed elsewhere'

export interface MutantVerdict {
  readonly mutant: Mutant
  readonly fate: Fate
  /** The gradients that were blamed. */
  readonly blamed: readonly string[]
}

/** The wrong lines that an answer gives, for a gradient by its tensor's name. */
export function wrongLinesFor({ cases, answers }: Bench, name: string, answer: string): Mutant[] {
  const [{ graph }] = cases
  const isNumber = (value: string): boolean => typeof graph.values[value] === 'number'
  const isGradient = (value: string): boolean => value.startsWith('d') && graph.tensors.has(value.slice(1))
  const tensorOf = (value: string, { graph: { values, tensors } }: Case): Tensor | undefined =>
    values[value] instanceof Tensor ? (values[value] as Tensor) : tensors.get(value.slice(1))
  const alike = (a: string, b: string): boolean =>
    cases.every(at => {
      const [x, y] = [tensorOf(a, at), tensorOf(b, at)]
      return x !== undefined && y !== undefined && sameShape(x.shape, y.shape)
    })
  const isReadable = (value: string): boolean =>
    !graph.ancestors.get(name)!.has(value.slice(1)) && value !== `d${name}`
  const candidates = [
    ...graph.tensors.keys(),
    ...[...answers.keys()].map(tensor => `d${tensor}`).filter(isReadable),
  ]
  const lookalikes = (value: string): string[] => {
    if (tensorOf(value, cases[0]) === undefined || !(isGradient(value) || graph.tensors.has(value))) return []
    return candidates.filter(other => other !== value && alike(value, other)).slice(0, MOST_ALIKE)
  }
  const numberNames = Object.keys(graph.values)
    .filter(isNumber)
    .filter(value => value in cases[0].sizes)
  return mutantsOf(answer, { lookalikes, isNumber, isGradient }, numberNames.slice(0, MOST_NUMBERS))
}

/** Tensors of one shape, and numbers, there may be many of. */
const MOST_ALIKE = 5
const MOST_NUMBERS = 2

/** Puts one wrong line in place of an answer. Null where the slip left no code that could be run. */
export function tryMutant(bench: Bench, name: string, mutant: Mutant, room: Room): MutantVerdict | null {
  room.begin()
  const other = bench.withBody(name, mutant.text, room)
  if (other === null) return null
  const { program, written } = learnerOf(bench.answers)
  const learner = { program: instead(program, new Set([`d${name}`]), other), written }
  const { findings } = judge([...bench.answers.keys()], learner, bench.cases)
  const blamed = findings
    .filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited')
    .map(finding => finding.name)
  const own = findings.find(finding => finding.name === `d${name}`)!
  const fate = passes(own.verdict)
    ? isEqual(bench, name, learner)
      ? 'equal'
      : 'accepted'
    : blamed.length === 1 && blamed[0] === own.name
      ? 'rejected'
      : 'blamed elsewhere'
  return { mutant, fate, blamed }
}

/** Other seeds than those of a check. */
const SEEDS = [1001, 2002, 3003, 4004].map(seed => SEED + seed)

/** Whether a line is the derivative at every size and for every seed, under random gradients from above. */
export function isEqual({ subject, names }: Bench, name: string, learner: Learner): boolean {
  return SEEDS.every(seed => casesOf(subject, seed, names).every(at => isRightAt(at, name, learner)))
}

function isRightAt(at: Case, name: string, learner: Learner): boolean {
  const { graph, truth } = at
  const { gradientsRead } = call(learner, graph, name, scopeFor(graph, name, truth.gradient))
  const upstream = randomUpstream(at, freeGradients(graph, name, gradientsRead), 31 * at.seed + 7)
  const { outcome } = call(learner, graph, name, scopeFor(graph, name, upstream.gradient))
  if (outcome.kind !== 'value') return false
  // A formula straight from the loss reads no gradient, so that none can be drawn.
  const gradients = gradientsRead.size === 0 ? truth : upstream
  return compareCarefully(outcome.value, gradients.gradient(name), at, name, gradients).approximate
}
