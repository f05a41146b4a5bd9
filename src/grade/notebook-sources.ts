/**
 * Where the numbers of a claim come from. A line that somebody worked out rests on the forward pass, on the gradients
 * above it, and on a handful of constants. What autograd computed elsewhere, and numbers by the hundred, are no line.
 */
import { originalOf } from '../python/box.ts'
import type { NotebookRun } from '../python/claim.ts'
import { producersOf } from '../python/replay.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** What a claim is looked at with. */
export interface Grounds {
  readonly run: NotebookRun
  readonly loss: Tensor
  /** Tensors of the forward pass, and the values of other claims: what they rest on is their own business. */
  readonly isKnown: (x: Tensor) => boolean
  /** Whether the exercise gives the gradient of this tensor to whoever writes this line. */
  readonly isGiven: (of: Tensor) => boolean
}

export type Foreign = 'from autograd' | 'not read'

/** Constants that one line may have; an element each would be more. */
const MOST_CONSTANTS = 24

/** So near to the loss is only another loss. */
const NEAR = 0.02

/** Null for a value that was worked out. */
export function foreignIn(value: Tensor, { run, loss, isKnown, isGiven }: Grounds): Foreign | null {
  const producers = producersOf(run)
  const constants = new Set<number>()
  const seen = new Set([value])
  const open = [value]
  const isLoss = (x: Tensor): boolean =>
    x !== loss && x.data.length === 1 && Math.abs(x.data[0] - loss.data[0]) <= NEAR * Math.abs(loss.data[0])
  let lossesSeen = 0
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    const of = run.fromAutograd.get(x)
    if (of !== undefined) {
      if (!isGiven(of)) return 'from autograd'
      continue
    }
    if (isKnown(x)) continue
    if (isLoss(x)) lossesSeen++
    const original = originalOf(x)
    const step = run.steps[producers.get(x) ?? -1]
    if (step === undefined && original === undefined) gather(x.data, constants)
    if (step !== undefined) gather(step.operands, constants)
    if (constants.size > MOST_CONSTANTS || lossesSeen > 1) return 'not read'
    for (const input of [...(step?.inputs ?? []), ...(original === undefined ? [] : [original])]) {
      if (seen.has(input)) continue
      seen.add(input)
      open.push(input)
    }
  }
  return null
}

/** Numbers that aren't whole. */
function gather(all: Iterable<unknown>, into: Set<number>): void {
  for (const one of all) {
    if (typeof one === 'number' && !Number.isInteger(one)) into.add(one)
    if (into.size > MOST_CONSTANTS) return
  }
}
