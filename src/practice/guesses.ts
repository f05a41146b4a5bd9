/** What can be foreseen of a gradient before it is written: its shape, its parts, its sums, and whether it is zero. */
import type { Family } from '../catalogue/exercise.ts'
import { formatShape, type Shape } from '../tensor/shape.ts'
import type { TensorFacts, UseFacts } from './facts.ts'
import { type Quiz, quizOf } from './quiz.ts'

/**
 * In the order in which they are asked. Nothing in them tells a number of the gradient. `isZero`: whether all of it is 0
 * whatever the numbers.
 */
export const guessesAt = (facts: TensorFacts, isZero: boolean): Quiz[] =>
  [shape(facts), parts(facts), sums(facts), zero(facts, isZero)].filter(quiz => quiz !== null)

function shape({ name, shape, uses }: TensorFacts): Quiz {
  const others: Shape[] = [
    ...uses.map(({ result }) => result),
    shape.toReversed(),
    shape.filter(size => size !== 1),
    [1, ...shape],
    [],
    [1],
  ]
  const wrong = [...new Set(others.map(formatShape))].filter(text => text !== formatShape(shape)).slice(0, 3)
  return quizOf(
    `What's the shape of \`d${name}\`?`,
    formatShape(shape),
    wrong.map(text => ({ text, family: 'shape' })),
    `\`${name}\` is ${formatShape(shape)}, and a gradient has exactly the shape of its tensor.`,
  )
}

function parts({ name, users }: TensorFacts): Quiz | null {
  if (users.length === 0) return null
  const most = Math.max(3, users.length + 1)
  const numbers = Array.from({ length: most }, (_, i) => String(i + 1)).slice(-4)
  return quizOf(
    `How many tensors are computed straight from \`${name}\`? Each of them sends a part of \`d${name}\` back.`,
    String(users.length),
    numbers.map(text => ({ text, family: 'a use forgotten' })),
    users.length === 1
      ? `\`${name}\` is used in \`${users[0]}\` alone: there is nothing to add up.`
      : `\`${name}\` is used in ${listed(users.map(user => `\`${user}\``))}: the parts that come back are added.`,
    numbers,
  )
}

function sums({ name, shape, uses }: TensorFacts): Quiz | null {
  // Of several uses, one that copies is the one to ask about.
  const use = uses.find(({ copied }) => copied !== null && copied.length > 0) ?? uses[0]
  if (use === undefined || use.copied === null || use.result.length === 0) return null
  const { result, copied } = use
  const dims = [...result.keys()]
  const sets = [[], ...dims.map(dim => [dim]), ...(dims.length > 1 ? [dims] : []), copied]
  const rest = [...new Set(sets.map(alongText))].filter(text => text !== alongText(copied)).slice(0, 3)
  const family: Family = 'reduction'
  return quizOf(
    `\`${name}\` is ${formatShape(shape)} and goes into a result that is ${formatShape(result)}. Along which dimensions of that must the gradient be summed?`,
    alongText(copied),
    rest.map(text => ({ text, family })),
    reasonOf(name, use),
    sets.map(alongText),
  )
}

function reasonOf(name: string, { copied, result }: UseFacts): string {
  if (copied === null || copied.length === 0)
    return `\`${name}\` has all the dimensions of ${formatShape(result)}, so nothing of it was copied, and nothing is summed.`
  return `\`${name}\` was copied along ${alongText(copied)}, and what was copied is summed.`
}

/** `dimension 0`, `dimensions 0 and 1`, `none`. */
export const alongText = (dims: readonly number[]): string =>
  dims.length === 0 ? 'none' : `${dims.length === 1 ? 'dimension' : 'dimensions'} ${listed(dims.map(String))}`

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

function zero({ name }: TensorFacts, isZero: boolean): Quiz {
  const [yes, no] = ['yes', 'no']
  return quizOf(
    `Is every number of \`d${name}\` 0, whatever the data are?`,
    isZero ? yes : no,
    [{ text: isZero ? no : yes, family: null }],
    isZero
      ? `Whatever \`${name}\` is moved by, later steps take it out again, and the loss stays the same. Your line must be right all the same.`
      : `The loss changes when \`${name}\` does.`,
    [yes, no],
  )
}
