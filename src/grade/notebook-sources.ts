/**
 * Where the numbers of a claim come from. A line that somebody worked out rests on the forward pass, on the gradients
 * above it, and on a handful of constants. What autograd computed elsewhere, and numbers by the hundred, are no line.
 */
import { originalOf } from '../python/box.ts'
import type { NotebookRun } from '../python/claim.ts'
import { producersOf } from '../python/replay.ts'
import { fractionalOf } from '../python/torch/kinds.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** What a claim is looked at with. */
export interface Grounds {
  readonly run: NotebookRun
  readonly loss: Tensor
  /** Tensors that the exercise's forward pass starts from. */
  readonly isKnown: (x: Tensor) => boolean
  /** What the exercise computes from them. */
  readonly forward: readonly Tensor[]
  /** Values of other claims: what numbers they are made of is their own business. */
  readonly isClaimed: (x: Tensor) => boolean
  /** Whether this tensor's gradient may be taken as given by whoever writes this line. */
  readonly isGiven: (of: Tensor) => boolean
}

export type Foreign = 'from autograd' | 'not read'

/** Constants that a line may have; a number for each element would be more. */
const MOST_CONSTANTS = 8

/** So near to the loss is only another loss. */
const NEAR = 0.02

/** Null for a value that was worked out. */
export function foreignIn(value: Tensor, grounds: Grounds): Foreign | null {
  const { run, loss, forward, isKnown, isClaimed, isGiven } = grounds
  // However it was copied: the numbers themselves are in one place.
  const copies = new Map([...run.fromAutograd].map(([x, of]) => [x.data, of]))
  const givenOf = (x: Tensor): Tensor | undefined => run.fromAutograd.get(x) ?? copies.get(x.data)
  const all = [...madeFrom(value, run, x => isKnown(x) || givenOf(x) !== undefined)]
  if (all.some(({ x }) => givenOf(x) !== undefined && !isGiven(givenOf(x)!))) return 'from autograd'
  const constants = new Set<number>()
  let losses = 0
  let nudged = 0
  const isEnd = (x: Tensor): boolean =>
    isKnown(x) || givenOf(x) !== undefined || (x !== value && isClaimed(x))
  for (const { x, operands } of madeFrom(value, run, isEnd)) {
    if (isEnd(x)) continue
    if (x !== loss && isNear(x, loss)) losses += x.data.length
    if (forward.some(one => isNudged(x, one))) nudged++
    gather(operands ?? x.data, constants)
    if (constants.size > MOST_CONSTANTS || losses > 1 || nudged > MOST_NUDGED) return 'not read'
  }
  return null
}

interface Source {
  readonly x: Tensor
  /** What it was computed from; null where it is no operation's. */
  readonly operands: Iterable<unknown> | null
}

/** All tensors that a value was made from, itself first. `isEnd`: what that was made from isn't asked. */
function* madeFrom(value: Tensor, run: NotebookRun, isEnd: (x: Tensor) => boolean): Generator<Source> {
  const producers = producersOf(run)
  const seen = new Set([value])
  const open = [value]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    const step = run.steps[producers.get(x) ?? -1]
    const copied = [originalOf(x), fractionalOf(x)].filter(one => one !== undefined)
    yield { x, operands: step?.operands ?? (copied.length > 0 ? copied : null) }
    if (isEnd(x)) continue
    for (const input of [...(step?.inputs ?? []), ...copied]) {
      if (seen.has(input)) continue
      seen.add(input)
      open.push(input)
    }
  }
}

/** All tensors that a value was made from, and itself. */
export const sourcesOf = (value: Tensor, run: NotebookRun): Set<Tensor> =>
  new Set([...madeFrom(value, run, () => false)].map(({ x }) => x))

/** Whether all of its numbers are about the loss: differences are taken of such. */
const isNear = (x: Tensor, { data: [loss] }: Tensor): boolean =>
  x.data.every(one => !Number.isInteger(one) && Math.abs(one - loss) <= NEAR * Math.abs(loss))

/** Tensors that are nearly one of the forward pass, which one line may have: with an epsilon added, say. */
const MOST_NUDGED = 4

/** Whether a tensor, or a batch of such, is nearly another one, and isn't it. */
function isNudged({ shape, data }: Tensor, { shape: own, data: numbers }: Tensor): boolean {
  const many = numbers.length
  if (many < 2 || shape.slice(shape.length - own.length).join() !== own.join()) return false
  let [size, furthest] = [0, 0]
  for (const one of numbers) size = Math.max(size, Math.abs(one))
  for (let i = 0; i < data.length; i++) {
    const off = Math.abs(data[i] - numbers[i % many])
    if (!(off <= NEAR * size)) return false
    furthest = Math.max(furthest, off)
  }
  return furthest > 1e-12 * size
}

/** Numbers that aren't whole. */
function gather(all: Iterable<unknown>, into: Set<number>): void {
  for (const one of all) {
    if (typeof one === 'number' && !Number.isInteger(one)) into.add(one)
    if (into.size > MOST_CONSTANTS) return
  }
}
