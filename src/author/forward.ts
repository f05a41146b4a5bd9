/** What must hold of an exercise's forward pass: sizes that tell mistakes apart, no empty data, right gradients. */
import { centralDifferences } from '../autograd/differences.ts'
import { isLearnable, observe } from '../autograd/graph.ts'
import { readSolution } from '../catalogue/catalogue.ts'
import { type Case, casesOf } from '../checker/gradient/case.ts'
import { largest } from '../checker/gradient/compare.ts'
import { sizesText } from '../checker/gradient/finding.ts'
import { blanksOf } from '../notebook/solution.ts'
import { Tensor } from '../tensor/tensor.ts'
import { ownersIn } from '../text/definitions.ts'
import { type Bench, SEED } from './bench.ts'
import { type Flaw, found } from './flaw.ts'
import { judgeShapes } from './shapes.ts'

export const judgeForward = (bench: Bench): Flaw[] => [
  ...judgeSizes(bench),
  ...judgeDraws(bench),
  ...judgeData(bench),
  ...judgeDifferences(bench),
  ...judgeShapes(bench),
  ...judgeOpen(bench),
]

function judgeSizes({ exercise: { id }, subject: { sizes } }: Bench): Flaw[] {
  const [, ...others] = Object.entries(sizes)
  const all = Object.entries(sizes).map(
    ([name, dims]) => [name, JSON.stringify(Object.values(dims))] as const,
  )
  const same = all.find(([, dims], i) => all.findIndex(([, other]) => other === dims) < i)
  return [
    ...others.flatMap(([name, dims]) => {
      const values = Object.values(dims)
      return new Set(values).size === values.length
        ? []
        : [
            found(
              id,
              'sizes',
              `in its sizes "${name}" two dimensions are equal (${sizesText(dims)}), where a sum over the wrong one fits`,
              'give each dimension a size of its own',
            ),
          ]
    }),
    ...(same === undefined
      ? []
      : [
          found(
            id,
            'sizes',
            `its sizes "${same[0]}" are the same as others that it lists`,
            'list sizes that differ: a number that is written out must show',
          ),
        ]),
  ]
}

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

/** Inputs in which all numbers are equal hide the lines that use them. */
function judgeData({ exercise: { id }, cases }: Bench): Flaw[] {
  const suspects = new Map<string, Flaw>()
  for (const { graph, sizes } of cases) {
    for (const name of inputsOf(graph)) {
      const { data } = graph.tensors.get(name)!
      if (data.length < 2 || data.some(value => value !== data[0]) || suspects.has(name)) continue
      const message =
        data[0] === 0
          ? `${name} is all zero at ${sizesText(sizes)}, so that whatever it is multiplied with vanishes`
          : `every element of ${name} is ${data[0]} at ${sizesText(sizes)}, so that leaving it out may go unnoticed`
      suspects.set(name, found(id, 'data', message, 'draw it from the generator: g.randn(…)'))
    }
  }
  return [...suspects.values()]
}

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

const inputsOf = (graph: Case['graph']): string[] =>
  [...graph.tensors.keys()].filter(name => graph.order.get(name) === -1)

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
