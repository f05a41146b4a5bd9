/** Why a gradient is as it is: what is true of the operation that uses the tensor, and what is often said instead. */
import type { Graph } from '../autograd/graph.ts'
import type { Family } from '../catalogue/exercise.ts'
import type { Op } from '../tensor/operations.ts'
import { factsOf, type TensorFacts, type UseFacts } from './facts.ts'
import { alongText } from './guesses.ts'
import { type Quiz, quizOf } from './quiz.ts'

interface Reason {
  readonly right: string
  /** What people say who make the usual mistake with it. */
  readonly slip: { readonly text: string; readonly family: Family }
}

/**
 * Three answers: the true one, one that a mistake of this learner's says, and one that the usual mistake says. Null where
 * the operation says too little. `families`: those that this learner made here, the latest first.
 */
export function whyRight(facts: TensorFacts, families: readonly string[]): Quiz | null {
  const reason = reasonFor(facts)
  if (reason === null) return null
  const own = families.flatMap(family => SAID[family as Family]?.(facts) ?? [])
  const usual = (Object.keys(SAID) as Family[]).flatMap(family => SAID[family]?.(facts) ?? [])
  const wrong = [...own.slice(0, 1), reason.slip, ...own.slice(1), ...usual]
  const different = wrong.filter((one, i) => wrong.findIndex(({ family }) => family === one.family) === i)
  return quizOf(`Why is \`d${facts.name}\` as it is?`, reason.right, different.slice(0, 2), reason.right)
}

/** The family of the usual mistake with a gradient such as `dprobs`; null where its operation says too little. */
export function usualMistake(graph: Graph, gradient: string): Family | null {
  const name = gradient.slice(1)
  return graph.tensors.has(name) ? (reasonFor(factsOf(graph, name))?.slip.family ?? null) : null
}

function reasonFor({ name, users, uses }: TensorFacts): Reason | null {
  const x = `\`${name}\``
  if (users.length > 1) {
    const all = users.map(user => `\`${user}\``)
    return {
      right: `${x} is used in ${all.slice(0, -1).join(', ')} and ${all.at(-1)}. A change of it reaches the loss on each of these ways, so the parts are added.`,
      slip: {
        text: `${x} is used in ${all.join(', ')}. The use nearest to the loss has the effect of the others in it already, so its part is enough.`,
        family: 'a use forgotten',
      },
    }
  }
  const copying = uses.find(({ copied }) => copied !== null && copied.length > 0)
  if (copying !== undefined)
    return {
      right: `${x} was copied along ${along(copying)}. A change of one of its numbers changes all of its copies, so what comes back from them is summed.`,
      slip: {
        text: `${x} was copied along ${along(copying)}. The copies are all alike, so what comes back from them is averaged.`,
        family: 'reduction',
      },
    }
  const [use, ...more] = uses
  // The slope in the exponent is another story.
  if (use === undefined || more.length > 0 || (use.op === 'pow' && use.place === 1)) return null
  return RULES[use.op]?.(x, use.place) ?? null
}

const along = ({ copied }: UseFacts): string => alongText(copied!)

/** By operation: of its input `x` at a place. */
const RULES: { readonly [O in Op]?: (x: string, place: number) => Reason } = {
  add: x =>
    because(
      `In a sum, the slope of each part is 1: what comes back to the result goes on to ${x} unchanged.`,
      `In a sum, what comes back is shared out: half of it goes to ${x}.`,
      'sign, factor',
    ),
  sub: (x, place) =>
    place === 0
      ? because(
          `The result grows just as ${x} does, so what comes back goes on unchanged.`,
          `In a difference everything that goes back changes its sign.`,
          'sign, factor',
        )
      : because(
          `The result falls when ${x} grows, so what comes back changes its sign.`,
          `A difference is a sum, so what comes back goes on to ${x} unchanged.`,
          'sign, factor',
        ),
  mul: x =>
    because(
      `In a product, the slope with respect to ${x} is the other factor.`,
      `In a product, the slope with respect to ${x} is ${x} itself.`,
      'wrong operand',
    ),
  div: (x, place) =>
    place === 0
      ? because(
          `The result is ${x} times one over what it's divided by, and that is the slope.`,
          `A division going forward is a product going backward, so the slope is what ${x} is divided by.`,
          'wrong local derivative',
        )
      : because(
          `A larger ${x} makes the result smaller, and the slope has the square of ${x} below the line.`,
          `${x} is below the line, so the slope is one over ${x}, times what is above the line.`,
          'wrong local derivative',
        ),
  neg: x =>
    because(
      `The result falls when ${x} grows: the slope is -1.`,
      `A sign is no computation, so what comes back goes on unchanged.`,
      'sign, factor',
    ),
  exp: x =>
    because(
      `The slope of exp is exp itself, so the result is the slope: it's there already.`,
      `As in a power, the exponent comes down and is one less: ${x} times exp of ${x} - 1.`,
      'wrong local derivative',
    ),
  log: x =>
    because(
      `The slope of log is one over what goes in: small numbers of ${x} get large gradients.`,
      `The slope of log is one over what comes out.`,
      'wrong local derivative',
    ),
  sqrt: x =>
    because(
      `The slope of a root is one over twice the root, and the root is the result.`,
      `The slope of a root is one over twice ${x}.`,
      'wrong local derivative',
    ),
  tanh: x =>
    because(
      `The slope of tanh is 1 minus the square of the result: it's flat where the result is near 1 or -1.`,
      `The slope of tanh is 1 minus the square of ${x}: it's flat where ${x} is near 1 or -1.`,
      'wrong local derivative',
    ),
  sigmoid: x =>
    because(
      `The slope of sigmoid is y times 1 - y, where y is the result.`,
      `The slope of sigmoid is ${x} times 1 - ${x}.`,
      'wrong local derivative',
    ),
  relu: x =>
    because(
      `Where ${x} is positive, what comes back goes on unchanged; elsewhere nothing does, as a change there changes nothing.`,
      `What comes back goes on where it's positive itself; elsewhere it becomes 0.`,
      'wrong operand',
    ),
  pow: x =>
    because(
      `The exponent comes down as a factor, and the new exponent is one less.`,
      `The exponent comes down as a factor, and ${x} keeps its exponent.`,
      'wrong local derivative',
    ),
  sum: x =>
    because(
      `Each number of ${x} moves its sum by as much as it moves itself, so each one gets the gradient of its sum.`,
      `The gradient of a sum is shared out among the numbers that were added.`,
      'sign, factor',
    ),
  mean: x =>
    because(
      `Each number of ${x} moves its mean by only one part in as many as there are, so each one gets that part of the mean's gradient.`,
      `Each number of ${x} gets the gradient of its mean, as it would of a sum.`,
      'sign, factor',
    ),
  max: x =>
    because(
      `Only the largest numbers of ${x} have a say: a small change of the others changes nothing, so they get 0.`,
      `All numbers of ${x} were compared, so each one gets a share.`,
      'index',
    ),
  matmul: (x, place) =>
    because(
      `Each number of ${x} is multiplied with several numbers of the other matrix, and the sum over these products is a matrix product, too: with the other matrix transposed${place === 0 ? ', on the right' : ', on the left'}.`,
      `A matrix product goes backward with ${x} itself: what comes back is multiplied with ${x} transposed.`,
      'wrong operand',
    ),
  index: x =>
    because(
      `What was picked from ${x} sends its gradient back to where it was picked; if that's one place several times, the gradients add up there.`,
      `What was picked from ${x} sends its gradient back to where it was picked; if that's one place several times, the last one counts.`,
      'scatter',
    ),
  view: x =>
    because(
      `The numbers of ${x} were only arranged in another shape, so their gradients are arranged back.`,
      `Another shape means other sums, so the gradient of ${x} is summed to its shape.`,
      'reduction',
    ),
  permute: x =>
    because(
      `The dimensions of ${x} were only put in another order, so those of the gradient are put back.`,
      `A transposed matrix has the same gradient as the matrix itself.`,
      'shape',
    ),
}

const because = (right: string, text: string, family: Family): Reason => ({ right, slip: { text, family } })

type Said = { readonly text: string; readonly family: Family }

/** What a mistake would have as its reason, where that is false of the tensor. */
const SAID: { readonly [F in Family]?: (facts: TensorFacts) => Said[] } = {
  'a use forgotten': ({ users, name }) =>
    users.length > 1
      ? said(
          'a use forgotten',
          `Of the uses of \`${name}\`, only the first in the file counts: the others follow from it.`,
        )
      : [],
  'overwritten, doubled, subtracted': ({ users, name }) =>
    users.length > 1
      ? said(
          'overwritten, doubled, subtracted',
          `The last part that comes back to \`${name}\` takes the place of those before it.`,
        )
      : [],
  reduction: ({ uses }) =>
    uses.some(({ copied }) => copied !== null && copied.length > 0)
      ? said('reduction', 'The copies are all alike, so the gradient of one of them is enough.')
      : [],
  'upstream missing': () =>
    said(
      'upstream missing',
      'Only the slope of its own line matters here. What happens further on to the loss is the business of other gradients.',
    ),
  'sign, factor': () =>
    said(
      'sign, factor',
      "A gradient shows a direction. Its size and a constant factor don't matter: the learning rate sets those.",
    ),
  shape: ({ shape }) =>
    shape.includes(1)
      ? said('shape', 'A dimension of size 1 says nothing, so the gradient may do without it.')
      : [],
  scatter: ({ uses }) =>
    uses.some(({ op }) => op === 'index')
      ? said('scatter', 'A row that was picked twice gets the gradient of the last pick.')
      : [],
  index: ({ uses }) =>
    uses.some(({ op }) => op === 'index' || op === 'max')
      ? said('index', "What wasn't picked gets a small share, too.")
      : [],
}

const said = (family: Family, text: string): Said[] => [{ family, text }]
