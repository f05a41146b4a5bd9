/** What is said of a notebook as a whole: what would go otherwise in PyTorch than it looks here. */
import { placeText } from './claim.ts'
import type { JudgedNotebook } from './judging.ts'
import type { ReadRun } from './sizes.ts'

export const notesOn = ({ main }: JudgedNotebook): string[] => [...undefinedNames(main), ...notRetained(main)]

/** Each name where it is missing first. Only the first of them is where the notebook stops. */
function undefinedNames({ run }: ReadRun): string[] {
  const places = new Map<string, string>()
  for (const { message, cell, line } of run.faults) {
    const [, name] = /^NameError: name '(\w+)' is not defined/.exec(message) ?? []
    if (name !== undefined && !places.has(name)) places.set(name, placeText({ cell, line }))
  }
  return [...places].map(
    ([name, place], i) =>
      `${place}: ${name} is never assigned${i === 0 ? '; run from the top, this notebook stops here' : ''}`,
  )
}

/** So many tensors are named. */
const MOST_NAMED = 3

/** PyTorch keeps the gradient of what operations make only if it is asked to before. */
function notRetained({ run, claims, passes }: ReadRun): string[] {
  const lost = claims.filter(({ via, of, pass }) => {
    const { root, made } = passes[pass]
    return (
      via === 'call' &&
      !root.isGuess &&
      of !== null &&
      made.has(of) &&
      !run.retained.has(of) &&
      of !== root.tensor
    )
  })
  const names = [...new Set(lost.map(({ name }) => `${name}.grad`))]
  if (names.length === 0) return []
  const [shown, more] = [names.slice(0, MOST_NAMED).join(', '), names.length - MOST_NAMED]
  const [is, it] = names.length === 1 ? ['is', 'it'] : ['are', 'each']
  return [
    `${shown}${more > 0 ? ` and ${more} more` : ''} ${is} None in PyTorch, unless retain_grad() is called on ${it} before backward()`,
  ]
}
