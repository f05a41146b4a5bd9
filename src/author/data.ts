/** Inputs that tell mistakes apart: not all zero, not constant, not their own transpose, not equal to each other. */
import type { Case } from '../checker/gradient/case.ts'
import { sizesText } from '../checker/gradient/finding.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Bench } from './bench.ts'
import { type Flaw, found } from './flaw.ts'

export function judgeData(bench: Bench): Flaw[] {
  const constant = judgeConstants(bench)
  const others = inputsOf(bench.cases[0].graph).filter(name => !constant.has(name))
  return [...constant.values(), ...judgeSymmetry(bench, others), ...judgeTwins(bench, others)]
}

/** Inputs in which all numbers are equal hide the lines that use them. */
function judgeConstants({ exercise: { id }, cases }: Bench): Map<string, Flaw> {
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
  return suspects
}

/** Where an input of a matrix product equals its own transpose at every size, a `.T` that is missing doesn't show. */
function judgeSymmetry({ exercise: { id }, cases }: Bench, inputs: readonly string[]): Flaw[] {
  return inputs
    .filter(name => cases.every(at => isMultiplied(at, name) && isSymmetric(at.graph.tensors.get(name)!)))
    .map(name =>
      found(
        id,
        'data',
        `${name} equals its own transpose at every size, so a forgotten .T goes unnoticed`,
        'draw all of its numbers from the generator: g.randn(…)',
      ),
    )
}

const isMultiplied = ({ graph: { steps, tensors } }: Case, name: string): boolean =>
  steps.some(({ op, inputs }) => (op === 'matmul' || op === 'permute') && inputs.includes(tensors.get(name)!))

function isSymmetric(x: Tensor): boolean {
  const [rows, cols] = x.shape.slice(-2)
  return x.shape.length >= 2 && rows > 1 && rows === cols && sameNumbers(x, x.transpose(-2, -1))
}

/** Two inputs that are equal at every size: nobody notices one in place of the other. */
function judgeTwins({ exercise: { id }, cases }: Bench, inputs: readonly string[]): Flaw[] {
  const isUsed = (name: string): boolean =>
    cases.every(({ graph: { steps, tensors } }) =>
      steps.some(step => step.inputs.includes(tensors.get(name)!)),
    )
  const used = inputs.filter(isUsed)
  return used.flatMap((name, i) => {
    const twin = used
      .slice(0, i)
      .find(other =>
        cases.every(({ graph: { tensors } }) => areTwins(tensors.get(name)!, tensors.get(other)!)),
      )
    if (twin === undefined) return []
    const message = `${twin} and ${name} are equal at every size, so one passes where the other is meant`
    return [found(id, 'data', message, 'draw each from the generator by itself')]
  })
}

/** One tensor with two names is no mistake. */
const areTwins = (x: Tensor, y: Tensor): boolean => x !== y && sameNumbers(x, y)

const sameNumbers = (x: Tensor, y: Tensor): boolean =>
  sameShape(x.shape, y.shape) && x.data.every((value, i) => value === y.data[i])

/** The names of the inputs that are tensors. */
export const inputsOf = (graph: Case['graph']): string[] =>
  [...graph.tensors.keys()].filter(name => graph.order.get(name) === -1)
