/** Operations that do one thing here and another there: whether the data of the check ever take both ways. */
import type { Graph } from '../autograd/graph.ts'
import type { Attributes, Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Bench } from './bench.ts'
import { type Flaw, found } from './flaw.ts'

/** Each way that an operation has, in words, and whether a call took it. */
type Ways = Readonly<Record<string, boolean>>

const some = (x: Tensor, holds: (value: number) => boolean): boolean => x.data.some(holds)

const bySign = (x: Tensor, above: string, below: string): Ways => ({
  [above]: some(x, value => value > 0),
  [below]: some(x, value => value < 0),
})

const ofSign = ({ inputs: [x] }: Step): Ways => bySign(x, 'gets no number above 0', 'gets no number below 0')

const ofLarger = ({ inputs: [a, b] }: Step): Ways =>
  bySign(a.sub(b), 'never has the larger number first', 'never has the larger number second')

const ofTruth = (x: Tensor, word: string): Ways => ({
  [`${word} never true`]: some(x, value => value !== 0),
  [`${word} never false`]: some(x, value => value === 0),
})

const ofComparison = ({ output }: Step): Ways => ofTruth(output, 'is')

const ofBounds = ({ inputs: [x], attributes }: Step): Ways => {
  const { min, max } = attributes as Attributes['clamp']
  return {
    'gets no number within its bounds': some(
      x,
      value => value > (min ?? -Infinity) && value < (max ?? Infinity),
    ),
    ...(min === null ? {} : { 'gets no number below its bounds': some(x, value => value < min) }),
    ...(max === null ? {} : { 'gets no number above its bounds': some(x, value => value > max) }),
  }
}

/** Whether the best one is ever at the first place of its row, and ever at another. */
const ofPlace = ({ op, inputs: [x], attributes }: Step): Ways => {
  const { dims, whole } = attributes as Attributes['max']
  const dim = whole ? undefined : dims[0]
  const places = op === 'max' ? x.argmax(dim as number) : x.argmin(dim as number)
  const last = (dim === undefined ? x.data.length : x.shape[dim]) - 1
  return {
    'finds it at the first place each time': some(places, place => place !== 0) || last === 0,
    'finds it at the last place each time': some(places, place => place !== last) || last === 0,
  }
}

const waysOf: { readonly [O in Op]?: (step: Step) => Ways } = {
  relu: ofSign,
  abs: ofSign,
  sign: ofSign,
  maximum: ofLarger,
  minimum: ofLarger,
  where: ({ inputs: [condition] }) => ofTruth(condition, 'has a condition that is'),
  clamp: ofBounds,
  max: ofPlace,
  min: ofPlace,
  eq: ofComparison,
  ne: ofComparison,
  lt: ofComparison,
  le: ofComparison,
  gt: ofComparison,
  ge: ofComparison,
}

/** One call of such an operation in a forward pass. */
interface Fork {
  /** `the relu in h` */
  readonly name: string
  readonly ways: Ways
}

export function judgeBranches({ exercise: { id }, cases }: Bench): Flaw[] {
  const passes = cases.map(({ graph }) => forksIn(graph))
  const names = [...new Set(passes.flatMap(forks => forks.map(({ name }) => name)))]
  return names.flatMap(name => {
    const calls = passes.map(forks => forks.filter(fork => fork.name === name))
    // Where a loop makes more of them at one size than at another, they count as one.
    const isRegular = calls.every(({ length }) => length === calls[0].length)
    const groups = isRegular ? calls[0].map((_, i) => calls.map(same => same[i])) : [calls.flat()]
    const never = new Set(groups.flatMap(neverTaken))
    return [...never].map(way =>
      found(
        id,
        'branches',
        `${name} ${way}, at any size: an answer that ignores this case passes`,
        'let the data show both cases',
      ),
    )
  })
}

const neverTaken = (calls: readonly Fork[]): string[] =>
  Object.keys(calls[0].ways).filter(way => !calls.some(({ ways }) => ways[way]))

/** In the order of the pass: those that the loss depends on, by its gradient or without. */
function forksIn({ steps, names, tensors, loss }: Graph): Fork[] {
  const needed = new Set<Tensor>([tensors.get(loss)!])
  for (const { output, inputs } of steps.toReversed())
    if (needed.has(output)) for (const input of inputs) needed.add(input)
  const forks: Fork[] = []
  for (const [i, step] of steps.entries()) {
    const ways = waysOf[step.op]?.(step)
    if (ways === undefined || !needed.has(step.output)) continue
    const owner = steps.slice(i).find(({ output }) => names.has(output))
    const name = `the ${step.op}${owner === undefined ? '' : ` in ${names.get(owner.output)}`}`
    forks.push({ name, ways })
  }
  return forks
}
