/** The row of a check about which family of mistakes it was. Nothing in it says the right one before it is found. */
import type { Family, Pair } from 'backprop-ninja'

const FOUND = 'the family of this mistake'

const families: Readonly<Record<Family, true>> = {
  'not finite': true,
  shape: true,
  reduction: true,
  'a use forgotten': true,
  'overwritten, doubled, subtracted': true,
  'sign, factor': true,
  'upstream missing': true,
  'local derivative missing': true,
  'wrong local derivative': true,
  'wrong operand': true,
  index: true,
  scatter: true,
  'fused formulas': true,
  order: true,
  'stale or aliased': true,
}

const OTHER = 'That is a family, but not the one of this mistake. `npx ninja mistakes` explains each of them.'

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
      if (typeof named === 'string' && !Object.hasOwn(families, named))
        throw new Error(`there is no family '${named}': npx ninja mistakes lists their names`)
      return named === right ? FOUND : named
    },
    expected: FOUND,
    slips: (Object.keys(families) as Family[])
      .filter(family => family !== right)
      .map(family => ({ family, value: family, message: reasons[family] ?? OTHER })),
    learned,
  }
}
