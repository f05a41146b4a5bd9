/** How much arithmetic the proof of an exercise takes: counted, not timed, so that it is the same on every machine. */
import { readSolution } from '../catalogue/catalogue.ts'
import type { Case } from '../checker/gradient/case.ts'
import { answerOf } from '../notebook/solution.ts'
import type { Step } from '../tensor/recording.ts'
import type { Bench } from './bench.ts'
import { inputsOf } from './data.ts'
import { type Flaw, found } from './flaw.ts'
import { wrongLinesFor } from './trying.ts'

/** What the numbers of a step cost: a matrix product a multiplication for each pair, all else one for each number. */
function costOf({ op, inputs, output }: Step): number {
  const numbers = [...inputs, output].reduce((sum, { data }) => sum + data.length, 0)
  return numbers + (op === 'matmul' ? output.data.length * inputs[0].shape.at(-1)! : 0)
}

const costOfPass = ({ graph: { steps } }: Case): number => steps.reduce((sum, step) => sum + costOf(step), 0)

/** The largest of the course itself, the whole network of makemore, needs 185 million. */
const BUDGET = 5e9

export function judgeBudget(bench: Bench): Flaw[] {
  const cost = costOfProof(bench)
  const needs = Math.ceil(cost / 1e6).toLocaleString('en-US')
  return cost <= BUDGET
    ? []
    : [
        found(
          bench.exercise.id,
          'budget',
          `to try its wrong lines takes ${needs} million multiplications, and the budget is ${(BUDGET / 1e6).toLocaleString('en-US')} million, so none was tried`,
          'make its sizes smaller: small ones show the same mistakes',
        ),
      ]
}

/** Each wrong line is tried at every size; and each number of the inputs is nudged twice at the second. */
function costOfProof(bench: Bench): number {
  const { exercise, answers, cases } = bench
  const solution = readSolution(exercise)
  const lines = [...answers.keys()].reduce(
    (sum, name) => sum + wrongLinesFor(bench, name, answerOf(solution, `d${name}`) ?? '').length,
    0,
  )
  const { graph } = cases[1]
  const nudged = inputsOf(graph)
    .filter(name => graph.users.get(name)!.length > 0)
    .reduce((sum, name) => sum + graph.tensors.get(name)!.data.length, 0)
  const all = cases.reduce((sum, at) => sum + costOfPass(at), 0)
  return lines * all + 2 * nudged * costOfPass(cases[1])
}
