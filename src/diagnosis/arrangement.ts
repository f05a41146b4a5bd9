import type { Step } from '../tensor/recording.ts'
import { formatShape, sameShape, sizeOf } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { fitTo, withoutOnes } from './branch.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { equal, sameNumbers } from './fit.ts'
import { at } from './words.ts'

/** The value with the shape that was needed, where it has as many numbers. */
const reshaped = ({ value, needed }: TrialCall): Tensor | null =>
  value.data.length === needed.data.length ? new Tensor(needed.shape, value.data) : null

const everywhere = (evidence: Evidence, test: (setting: TrialCall) => boolean): boolean =>
  evidence.settings.every(test)

export const arrangement: DiagnosisRule = evidence => {
  const { name, settings } = evidence
  const [{ value, needed }] = settings
  const formula = ownFormula(evidence)
  const say = (short: string, message: string, tier: 1 | 2 | 3 = 2): Explanation => ({
    family: 'shape',
    formula,
    short,
    message,
    tier,
  })
  const same = everywhere(evidence, setting => {
    const other = reshaped(setting)
    return other !== null && equal(other, setting.needed)
  })
  const differs = !sameShape(value.shape, needed.shape)
  if (same && differs && withoutOnes(value.shape) === withoutOnes(needed.shape)) {
    const missing = value.shape.length < needed.shape.length
    const shapes = `${formatShape(value.shape)} instead of ${formatShape(needed.shape)}`
    if (value.shape.length === needed.shape.length) {
      return say(
        'the dimension of size 1 in the wrong place',
        `The numbers are right, but the dimension of size 1 is in the wrong place: ${shapes}. \`unsqueeze(0)\` adds one at the front, \`unsqueeze(1)\` after the first; \`.T\` swaps the last two. Look at ${at(name)}.`,
        3,
      )
    }
    if (!missing && needed.shape.includes(1)) {
      return say(
        'a dimension of size 1 too many',
        `The numbers are right, but there's a dimension of size 1 too many: ${shapes}. { keepdim: true } keeps every dimension that the sum goes over: leave it out for those that should go, or remove one with squeeze(0). Look at ${at(name)}.`,
        3,
      )
    }
    return say(
      missing ? 'a dimension of size 1 was dropped' : 'a dimension of size 1 too many',
      missing
        ? `The numbers are right, but a dimension of size 1 is gone. A gradient has exactly the shape of its tensor; a sum keeps the dimension with { keepdim: true }. Look at ${at(name)}.`
        : `The numbers are right, but there's a dimension of size 1 too many. A gradient has exactly the shape of its tensor: leave out \`{ keepdim: true }\`, or drop the dimension. Look at ${at(name)}.`,
      3,
    )
  }
  if (same && differs) {
    return say(
      'right numbers, wrong shape',
      `The numbers are right and in order, but not in the shape of \`${name}\`: undo the view. Look at ${at(name)}.`,
      3,
    )
  }
  const transposed = everywhere(evidence, s => s.value.shape.length > 1 && equal(s.value.T, s.needed))
  if (transposed) {
    return say(
      'transposed',
      `The numbers are right, but rows and columns are swapped${value.shape.length > 2 ? ' (the last two dimensions)' : ''}.${hasProduct(evidence) ? ' `(A @ B).T` is `B.T @ A.T`.' : ''} Look at ${at(name)}.`,
      3,
    )
  }
  const swapped = pairsOf(value.shape.length).find(([i, j]) =>
    everywhere(evidence, s => equal(s.value.transpose(i, j), s.needed)),
  )
  if (swapped !== undefined) {
    return say(
      'two dimensions are swapped',
      `The numbers are right, but dimensions ${swapped.join(' and ')} are swapped: \`transpose(${swapped.join(', ')})\` swaps them back. Look at ${at(name)}.`,
      3,
    )
  }
  if (differs && everywhere(evidence, stretchesTo)) {
    return say(
      'not spread over the shape',
      `The numbers are right, but there are too few of them. Every element of \`${name}\` has its own gradient, even where many are equal: use \`expandAs\`, or multiply by \`onesLike\`. Look at ${at(name)}.`,
      3,
    )
  }
  if (differs && everywhere(evidence, isRepeated)) {
    return say(
      'repeated where it should not be',
      `The numbers are right, but each is there several times. A gradient has exactly the shape of its tensor. Look at ${at(name)}.`,
      3,
    )
  }
  return null
}

/** All pairs of so many dimensions. */
const pairsOf = (rank: number): (readonly [number, number])[] =>
  [...Array(rank).keys()].flatMap(j => [...Array(j).keys()].map(i => [i, j] as const))

const hasProduct = ({ settings: [{ tape }] }: Evidence): boolean =>
  tape.steps.some(({ op }) => op === 'matmul')

/** The right numbers in the wrong places. */
export const permutation: DiagnosisRule = evidence => {
  const { name } = evidence
  if (!everywhere(evidence, s => sameNumbers(s.value, s.needed) && s.needed.data.length > 1)) return null
  const picked = evidence.settings[0].terms.some(({ path }) =>
    path.hops.some(({ step }) => step.op === 'index' || step.op === 'max'),
  )
  if (picked) {
    return {
      family: 'index',
      formula: ownFormula(evidence),
      short: 'right numbers, wrong places',
      message: `The numbers are right, but in the wrong places. Which elements of \`${name}\` are picked in ${at(evidence.settings[0].terms[0].path.via[0])}? What comes back for an element goes to that element's own place.`,
      tier: 2,
    }
  }
  return {
    family: 'shape',
    formula: ownFormula(evidence),
    short: 'right numbers, wrong order',
    message: `The numbers are right, but in the wrong places. ${orderText(evidence)} Look at ${at(evidence.settings[0].terms[0].path.via[0])}.`,
    tier: 2,
  }
}

/** What is known of how the numbers got out of order. */
function orderText({ settings: [{ tape, terms, value }] }: Evidence): string {
  const dims = (step: Step): readonly number[] => (step.attributes as { dims: readonly number[] }).dims
  const forward = terms[0].path.hops.find(({ step }) => step.op === 'permute')
  const own = tape.steps.find(({ op }) => op === 'permute')
  const isSame = forward !== undefined && own !== undefined && dims(forward.step).join() === dims(own).join()
  // Of two dimensions that are exchanged, the same permute is the reverse one.
  if (isSame && !dims(own).every((dim, at) => dims(own)[dim] === at))
    return 'You made the permute of the forward pass once more; what takes it back is the reverse one.'
  const isTakenApart = terms.every(({ path }) => path.hops[0].step.op === 'slice')
  const cat = tape.steps.find(({ op }) => op === 'cat')
  if (isTakenApart && cat !== undefined && cat.output !== value)
    return 'Undo the steps of the forward pass one by one, the last one first. The slices were its first step, so `cat` comes last: bring each part home before that.'
  return tape.steps.some(({ op }) => op === 'view')
    ? "A view keeps the numbers in their order, row by row: it can't undo anything but a view."
    : 'Undo each step of the forward pass, the last one first.'
}

/** Larger than needed, because the right numbers are repeated. */
function isRepeated({ value, needed }: TrialCall): boolean {
  const wide = fitTo(needed, value.shape)
  return value.data.length > needed.data.length && wide !== null && equal(value, wide)
}

/** Smaller than needed, and right once it is repeated. */
function stretchesTo({ value, needed }: TrialCall): boolean {
  if (sizeOf(value.shape) >= sizeOf(needed.shape) || value.shape.length > needed.shape.length) return false
  const offset = needed.shape.length - value.shape.length
  const fits = value.shape.every((size, dim) => size === 1 || size === needed.shape[dim + offset])
  return fits && equal(value.expand(needed.shape), needed)
}
