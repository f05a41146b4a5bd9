/** The row of a check about which family of mistakes it was. Nothing in it says the right one before it is found. */
import type { Family, Pair } from 'backprop-ninja'

const FOUND = 'the family of this mistake'

/** `reasons`: why it is not one that might be taken for it, a sentence or two each. */
export function familyPair(
  blank: string,
  given: () => Family,
  right: Family,
  reasons: Partial<Record<Family, string>>,
  learned: string,
): Pair {
  return {
    name: `${blank}()`,
    blank,
    learner: () => {
      const named = given()
      return named === right ? FOUND : named
    },
    expected: FOUND,
    slips: Object.entries(reasons).map(([family, message]) => ({
      family: family as Family,
      value: family,
      message,
    })),
    learned,
  }
}
