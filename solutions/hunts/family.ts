/** The row of a check about the family of a mistake. Nothing in it gives the right one away. */
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

/** `right`: several where a mistake can be seen in more than one way. */
export const familyPair = (
  blank: string,
  given: () => Family,
  right: readonly Family[],
  learned: string,
): Pair => ({
  name: `${blank}()`,
  blank,
  learner: () => {
    const named = given()
    if (typeof named !== 'string') return named
    if (!Object.hasOwn(families, named))
      throw new Error(`there is no family '${named}': npx ninja mistakes lists their names`)
    return right.includes(named) ? FOUND : `${named}: another family, npx ninja mistakes explains it`
  },
  expected: FOUND,
  learned,
})
