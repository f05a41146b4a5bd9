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

export interface FamilyQuestion {
  readonly blank: string
  readonly given: () => Family
  /** Several where a mistake can be seen in more than one way. */
  readonly secret: readonly Family[]
  readonly learned: string
}

export const familyPair = ({ blank, given, secret, learned }: FamilyQuestion): Pair => ({
  name: `${blank}()`,
  blank,
  learner: () => {
    const named = given()
    if (typeof named === 'string' && !Object.hasOwn(families, named))
      throw new Error(`there is no family '${named}': npx ninja mistakes lists their names`)
    return named
  },
  expected: FOUND,
  secret: { right: secret, other: 'another family, npx ninja mistakes explains it' },
  learned,
})
