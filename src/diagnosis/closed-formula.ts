/** A closed formula: a sum of terms, one for each way to the loss, some of which are missing or off by a factor. */
import type { Evidence } from './evidence.ts'
import { type Explanation, ownFormula } from './explanation.ts'
import type { Term } from './paths.ts'
import { at, capital, list, waysOf } from './words.ts'

/** What is wrong with it, term by term. */
export function closedFormula(evidence: Evidence, terms: readonly Term[], k: readonly string[]): Explanation {
  const ways = waysOf(terms)
  const wrong = terms.flatMap((term, i) => (k[i] === '1' ? [] : [{ term, k: k[i], way: ways[i] }]))
  const is = (k: string, right: string): string =>
    k === '-1' ? 'has the wrong sign' : `is ${k} times the right ${right}`
  const lost = wrong.filter(({ k }) => k === '0')
  const off = wrong.filter(({ k }) => k !== '0')
  const said = [
    ...(lost.length === 0 ? [] : [missing(lost.map(({ way }) => way))]),
    ...off.map(({ way, k }) => `the term that goes through ${way} ${is(k, 'value')}`),
  ]
  const nameOf = (term: Term, way: string): string => {
    const others = new Set(terms.flatMap(other => (other === term ? [] : other.path.via)))
    const own = term.path.via.find(name => !others.has(name))
    return own === undefined ? way : `\`${own}\``
  }
  const ends = list([...new Set(terms.map(({ path: { via } }) => at(via[via.length - 1])))])
  const bessel = wrong.length === 1 ? /\b(\w+)-1\b/.exec(wrong[0].k)?.[1] : undefined
  return {
    family: 'fused formulas',
    formula: ownFormula(evidence),
    short: [
      ...(lost.length === 0
        ? []
        : [
            `missing: the term${lost.length > 1 ? 's' : ''} through ${list(lost.map(one => nameOf(one.term, one.way)))}`,
          ]),
      ...off.map(({ term, k, way }) => `the term through ${nameOf(term, way)} ${is(k, 'one')}`),
    ].join('; '),
    message: `There are ${terms.length} ways from \`${evidence.name}\` to ${ends}, and your formula needs a term for each. ${capital(list(said))}.${bessel === undefined ? '' : ` Bessel's correction in your formula doesn't match the one in the forward pass: compare ${bessel} and ${bessel} - 1.`}`,
    tier: 2,
  }
}

/** "the terms that go through `a` → `c` and through `b` → `c` are missing" */
const missing = (ways: readonly string[]): string =>
  ways.length === 1
    ? `the term that goes through ${ways[0]} is missing`
    : `the terms that go ${list(ways.map(way => `through ${way}`))} are missing`
