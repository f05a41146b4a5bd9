/** Numbers that are written out where a size is meant. */
import type { Tensor } from '../tensor/tensor.ts'
import { originalOf } from './box.ts'
import type { Claim } from './claim.ts'
import type { ReadRun } from './sizes.ts'

/** What is said of a line that is right at its author's sizes only. */
export function onlyHere(claim: Claim, main: ReadRun): string {
  const { sizes } = main.run
  const numbers = new Set(
    textsOf(claim, main).flatMap(text => [...text.matchAll(/(?<![\w.])\d+(?![\w.])/g)].map(Number)),
  )
  const found = [...sizes].find(([, value]) => value > 1 && numbers.has(value))
  return found === undefined
    ? 'right at these sizes only'
    : `right at these sizes only: ${found[1]} is ${found[0]}`
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
