/** Several claims of one gradient: which of them counts. */
import type { Claim } from './claim.ts'
import type { PlacedClaim } from './passes.ts'
import { producersOf } from './replay.ts'
import type { ReadRun } from './sizes.ts'

export interface Counted {
  readonly counted: readonly PlacedClaim[]
  /** By the claim that counts, those of the same gradient before it was complete. */
  readonly earlier: ReadonlyMap<PlacedClaim, readonly Claim[]>
}

/** Of several claims of one gradient those that count. */
export function countedIn({ run }: ReadRun, claims: readonly PlacedClaim[]): Counted {
  const earlier = new Map<PlacedClaim, Claim[]>()
  const counted: PlacedClaim[] = []
  const called = new Set(claims.filter(({ via }) => via !== 'name').map(({ name }) => name))
  const own = claims.filter(({ via, name }) => via !== 'name' || !called.has(name))
  for (const [i, claim] of own.entries()) {
    const later = own.slice(i + 1).filter(({ name }) => name === claim.name)
    const same = later.find(one => one.value === claim.value && one.value !== null)
    const completed = same ?? later.find(one => isMadeOf(run, one, claim) || isAgain(claim, one))
    if (completed === undefined) counted.push(claim)
    else if (completed !== same)
      earlier.set(completed, [...(earlier.get(completed) ?? []), ...(earlier.get(claim) ?? []), claim])
  }
  return { counted, earlier }
}

/** Another attempt, in the same cell, or one after something that has no value. */
const isAgain = (first: Claim, second: Claim): boolean =>
  first.value === null ||
  (first.statement?.cell ?? first.at.cell) === (second.statement?.cell ?? second.at.cell)

/** Whether a value was made of another: `dx = a`, and then `dx += b`. */
function isMadeOf(run: ReadRun['run'], whole: PlacedClaim, part: PlacedClaim): boolean {
  if (whole.value === null || part.value === null) return false
  const producers = producersOf(run)
  const seen = new Set([whole.value])
  const open = [whole.value]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (x === part.value) return true
    for (const input of run.steps[producers.get(x) ?? -1]?.inputs ?? [])
      if (!seen.has(input)) {
        seen.add(input)
        open.push(input)
      }
  }
  return false
}
