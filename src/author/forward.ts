/** What must hold of an exercise's forward pass: sizes that tell mistakes apart, no empty data, right gradients. */
import { centralDifferences } from '../autograd/differences.ts'
import { isLearnable, observe } from '../autograd/graph.ts'
import { readSolution } from '../catalogue/catalogue.ts'
import { type Case, casesOf } from '../checker/gradient/case.ts'
import { largest } from '../checker/gradient/compare.ts'
import { blanksOf } from '../notebook/solution.ts'
import { Tensor } from '../tensor/tensor.ts'
import { ownersIn } from '../text/definitions.ts'
import { type Bench, SEED } from './bench.ts'
import { judgeBranches } from './branches.ts'
import { inputsOf, judgeData } from './data.ts'
import { type Flaw, found } from './flaw.ts'
import { judgeShapes } from './shapes.ts'
import { judgeSizes } from './sizes.ts'

export const judgeForward = (bench: Bench): Flaw[] => [
  ...judgeSizes(bench),
  ...judgeDraws(bench),
  ...judgeData(bench),
  ...judgeBranches(bench),
  ...judgeDifferences(bench),
  ...judgeShapes(bench),
  ...judgeOpen(bench),
]

/** The same seed gives the same numbers, to the last bit. */
const judgeDraws = ({ exercise: { id }, subject, names, cases }: Bench): Flaw[] =>
  drawn(casesOf(subject, SEED, names)) === drawn(cases)
    ? []
    : [
        found(
          id,
          'same verdict',
          'its data are others each time, with one seed',
          'draw all numbers from the generator g',
        ),
      ]

/** All numbers of the forward pass. */
export const drawn = (cases: readonly Case[]): string =>
  cases.map(({ graph }) => [...graph.tensors.values()].map(({ data }) => data.join()).join(';')).join('|')

/** What a gradient function does without an answer in it, learners get as it stands. */
const judgeOpen = ({ exercise, cases: [{ graph }] }: Bench): Flaw[] => {
  const solution = readSolution(exercise)
  const blanks = new Set(blanksOf(solution).map(({ name }) => name))
  return [...new Set(ownersIn(solution))]
    .filter(name => name.startsWith('d') && isLearnable(graph, name.slice(1)) && !blanks.has(name))
    .map(name =>
      found(
        exercise.id,
        'blanks',
        `${name} has no answer marked, so that learners get it as it stands`,
        'put "// answer" and "// end answer" around what they are to write, or leave the function out',
      ),
    )
}

/** Of what gradient flows through, at the smallest size. */
function judgeDifferences({ exercise: { id }, subject, cases }: Bench): Flaw[] {
  const at = cases[1]
  const { graph, truth } = at
  return inputsOf(graph)
    .filter(name => graph.users.get(name)!.length > 0)
    .flatMap(name => {
      const lossWith = (x: Tensor): Tensor => {
        const { tensors, loss } = observe({ ...inputsIn(graph), [name]: x }, subject.forward)
        return tensors.get(loss)!
      }
      const x = graph.tensors.get(name)!
      const exact = truth.gradient(name)
      const noise = 1e-9 * Math.max(1, Math.abs(graph.tensors.get(graph.loss)!.item()))
      const near = 1e-5 * largest(exact) + noise
      const slow = centralDifferences(lossWith, x)
      const off = largest(slow.sub(exact))
      return off <= near || isAtKinks(exact, slow, x, lossWith)
        ? []
        : [
            found(
              id,
              'differences',
              `autograd's d${name} and central differences differ by ${off.toExponential(1)}`,
              'is there a kink, a jump, or chance in the forward pass?',
            ),
          ]
    })
}

/** Where the forward pass has a kink, such as a tie for the maximum, any slope between those of its two sides is right. */
function isAtKinks(exact: Tensor, slow: Tensor, x: Tensor, lossWith: (x: Tensor) => Tensor): boolean {
  const here = lossWith(x).item()
  const step = 1e-6
  const near = 1e-4 * Math.max(1, largest(exact))
  return exact.data.every((slope, i) => {
    if (Math.abs(slope - slow.data[i]) <= near) return true
    const [below, above] = [-step, step].map(by => {
      const data = Float64Array.from(x.data)
      data[i] += by
      return (lossWith(new Tensor(x.shape, data)).item() - here) / by
    })
    return slope >= Math.min(below, above) - near && slope <= Math.max(below, above) + near
  })
}

/** The inputs by name, numbers too. */
const inputsIn = (graph: Case['graph']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(graph.values).filter(
      ([name, value]) => !(value instanceof Tensor) || graph.order.get(name) === -1,
    ),
  )
