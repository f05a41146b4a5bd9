/** Whether a learner's pass gives what autograd gives, on the batch that comes next. Cheap: the full verdict is the checker's. */
import { differentiate, observe } from '../autograd/graph.ts'
import type { Subject } from '../checker/subject.ts'
import { sameShape } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Pass, Values } from './pass.ts'

/** Of the largest element of a gradient. */
const RELATIVE = 1e-9
/** Of the largest element of all gradients: what is zero by algebra is rounding noise of the others. */
const NOISE = 1e-13

/** The gradients of these that are off, in plain float64. */
export function disagreeing(
  { forward }: Pick<Subject, 'forward'>,
  pass: Pass,
  inputs: Values,
  names: readonly string[],
): string[] {
  const truth = differentiate(observe(inputs, forward))
  const mine = pass(inputs)
  const expected = names.map(name => truth.gradient(name))
  const noise = NOISE * Math.max(...expected.map(largest))
  return names.filter((name, i) => !isClose(mine[`d${name}`], expected[i], RELATIVE, noise))
}

/** Whether two passes give the same gradients to the precision of float32: an engine's kernels may not know a trick. */
export const agrees = (one: Values, other: Values, names: readonly string[]): boolean => {
  const expected = names.map(name => other[`d${name}`] as Tensor)
  const noise = 1e-5 * Math.max(...expected.map(largest))
  return names.every((name, i) => isClose(one[`d${name}`], expected[i], 1e-2, noise))
}

function isClose(actual: unknown, expected: Tensor, relative: number, noise: number): boolean {
  if (!(actual instanceof Tensor) || !sameShape(actual.shape, expected.shape)) return false
  const tolerance = relative * largest(expected) + noise
  const [mine, theirs] = [actual.data, expected.data]
  return mine.every((value, i) => Math.abs(value - theirs[i]) <= tolerance)
}

const largest = ({ data }: Tensor): number => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
