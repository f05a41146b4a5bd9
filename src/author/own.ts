/** The operations that an exercise brings along: their gradient rules, held against central differences of their values. */
import { centralDifferences } from '../autograd/differences.ts'
import { contributionOf } from '../autograd/rules.ts'
import { sumTo } from '../autograd/sweep.ts'
import { largest } from '../checker/gradient/compare.ts'
import type { Own } from '../tensor/operations.ts'
import { generator } from '../tensor/random.ts'
import type { Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Bench } from './bench.ts'
import { type Flaw, found } from './flaw.ts'

/** At the smallest size; each operation is told once. */
export function judgeOwn({ exercise: { id }, cases: [, { graph }] }: Bench): Flaw[] {
  const flaws = new Map<string, Flaw>()
  for (const step of graph.steps) {
    if (step.op !== 'own') continue
    const { name } = step.attributes as Own
    const off = step.inputs.findIndex((_, i) => !isProved(step, i))
    if (off === -1 || flaws.has(name)) continue
    const which = step.inputs.length === 1 ? '' : ` ${off + 1}`
    const message = `what the operation ${name} sends back to its input${which} is not what central differences of its value give`
    flaws.set(name, found(id, 'differences', message, 'correct its gradient, or its value'))
  }
  return [...flaws.values()]
}

/** As near as central differences of a whole forward pass are to be: they are good to 3e-9 (see `differences.ts`). */
const NEAR = 1e-5

function isProved(step: Step, position: number): boolean {
  const x = step.inputs[position]
  // Random, so that mistakes of opposite sign don't cancel.
  const g = generator(7).randn(...step.output.shape)
  const sent = contributionOf(step, g, position)
  if (sent === null) return true
  const { value } = step.attributes as Own
  const along = (nudged: Tensor): Tensor => {
    const { shape, data } = value(step.inputs.with(position, nudged))
    return new Tensor(shape, data).mul(g).sum()
  }
  const slow = centralDifferences(along, x)
  return largest(slow.sub(sumTo(sent, x.shape))) <= NEAR * Math.max(1e-3, largest(slow))
}
