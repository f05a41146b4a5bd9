/** Numbers that are written out where a size is meant. */
import type { Tensor } from '../tensor/tensor.ts'
import { originalOf } from './box.ts'
import type { Claim } from './claim.ts'
import type { PlacedClaim } from './passes.ts'
import type { ReadRun } from './sizes.ts'

/** Numbers that a line may have whatever the sizes are: dimensions, exponents, factors. */
const COMMON: ReadonlySet<number> = new Set([0, 0.5, 1, 2])

const NUMBER = /(?<![\w.])\d+(?:\.\d*)?(?:e-?\d+)?(?![\w.])/g

interface Runs {
  readonly main: ReadRun
  readonly others: readonly ReadRun[]
}

/**
 * What is said of a line that is right at its author's sizes only: the hard-coded number, where it is known.
 * Null where none is, as a size has a name then that only its author can change.
 */
export function onlyHere(claim: Claim | PlacedClaim, runs: Runs): string | null {
  const numbers = textsOf(claim, runs.main)
    .flatMap(text => (text.match(NUMBER) ?? []).map(Number))
    .filter(one => !COMMON.has(one))
  const named = [...runs.main.run.sizes].find(([, value]) => numbers.includes(value))
  if (named !== undefined) return `right at these sizes only: ${named[1]} is ${named[0]}`
  const changing = changingIn(claim, runs)
  const found = numbers.find(one => changing.has(one))
  if (found !== undefined) return `right at these sizes only: ${found} is hard-coded`
  return numbers.length > 0 ? 'right at these sizes only' : null
}

/** The sizes of a forward pass that are others in another run. */
function changingIn(claim: Claim | PlacedClaim, { main, others }: Runs): Set<number> {
  const pass = 'pass' in claim ? claim.pass : -1
  const found = new Set<number>()
  for (const [name, { shape }] of main.passes[pass]?.graph.tensors ?? [])
    for (const { passes } of others) {
      const other = passes[pass]?.graph.tensors.get(name)?.shape
      for (const [axis, size] of shape.entries()) if (other?.[axis] !== size) found.add(size)
    }
  return found
}

/** So many tensors are looked at for the statements that made them. */
const MOST = 5000

/** The claim's statement, and those that it is built from before the forward pass begins. */
export function textsOf({ statement, value }: Claim, { run, passes }: ReadRun): string[] {
  const texts = new Set<string>(statement === null ? [] : [statement.around ?? statement.text])
  const isForward = (x: Tensor): boolean => passes.some(({ made, leaves }) => made.has(x) || leaves.has(x))
  const inputs = new Map(run.steps.map(step => [step.output, step.inputs]))
  const open = value === null ? [] : [value]
  const seen = new Set(open)
  for (let x = open.pop(); x !== undefined && seen.size < MOST; x = open.pop()) {
    const own = run.statements.get(x)
    if (own !== undefined) texts.add(own.around ?? own.text)
    const original = originalOf(x)
    for (const one of inputs.get(x) ?? (original === undefined ? [] : [original])) {
      if (seen.has(one) || isForward(one)) continue
      seen.add(one)
      open.push(one)
    }
  }
  return [...texts]
}
