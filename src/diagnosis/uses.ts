/** Each use has its term; a forgotten, doubled or scaled one shows as a coefficient that is not 1. */
import { sameShape } from '../tensor/shape.ts'
import { nameConstant } from './constants.ts'
import type { Evidence } from './evidence.ts'
import { at, type Explanation, type Family, list, ownFormula, type Row, usesText } from './explanation.ts'
import { combination, equal, largest } from './fit.ts'
import type { Term } from './paths.ts'

/** Terms that are zero by algebra whatever the numbers say nothing and would make the others ambiguous. */
export function tellingTerms({ settings }: Evidence): number[] {
  const [{ terms }] = settings
  const most = Math.max(...terms.map(({ value }) => largest(value.data)))
  return terms.flatMap((_, i) =>
    settings.every(setting => largest(setting.terms[i].value.data) > 1e-9 * most) ? [i] : [],
  )
}

export const coefficients: Row = evidence => {
  const { settings } = evidence
  const telling = tellingTerms(evidence)
  if (telling.length === 0) return null
  const found = settings.map(({ value, terms }) =>
    combination(
      value,
      telling.map(i => terms[i].value),
    ),
  )
  if (found.some(k => k === null)) return null
  const names = telling.map((_, i) =>
    nameConstant(
      found.map(k => (Math.abs(k![i]) < 1e-9 ? 0 : k![i])),
      settings.map(({ letters }) => letters),
    ),
  )
  const values = telling.map((_, i) => (found.every(k => Math.abs(k![i]) < 1e-9) ? '0' : names[i]))
  if (values.some(value => value === null) || values.every(value => value === '1')) return null
  const terms = telling.map(i => settings[0].terms[i])
  return explain(evidence, terms, values as string[])
}

function explain(evidence: Evidence, terms: readonly Term[], k: readonly string[]): Explanation | null {
  if (k.every(value => value === '0')) return allZero(evidence)
  if (k.every(value => value === k[0])) return factor(evidence, terms[0], k[0], null)
  if (evidence.route === 'long') return fused(evidence, terms, k)
  const off = k.flatMap((value, i) => (value === '1' ? [] : [i]))
  const missing = off.filter(i => k[i] === '0')
  if (missing.length === off.length) return forgotten(evidence, terms, k, missing)
  if (off.length === 1) {
    const [i] = off
    if (k[i] === '2' || k[i] === '-1') return twisted(evidence, terms[i], k[i])
    return factor(evidence, terms[i], k[i], partOf(terms[i]))
  }
  return {
    ...base(evidence, 'sign, factor'),
    short: `parts weighted ${k.join(' and ')}`,
    message: `${usesText(evidence)} ${list(terms.map((term, i) => `${partOf(term)} is taken ${k[i]} times`))}; each must be taken once.`,
    tier: 2,
  }
}

const base = (evidence: Evidence, family: Family) => ({ family, formula: ownFormula(evidence) })

export const partOf = ({ path }: Term): string => `the part that comes through \`${path.via[0]}\``

function allZero(evidence: Evidence): Explanation {
  return {
    ...base(evidence, 'local derivative missing'),
    family: 'upstream missing',
    formula: 'zeros',
    short: 'zeros',
    message: `You return zeros. ${usesText(evidence)} Whatever comes back along ${evidence.settings[0].terms.length > 1 ? 'these uses' : 'this use'} belongs here, even where it happens to cancel on this batch.`,
    tier: 1,
  }
}

function forgotten(
  evidence: Evidence,
  terms: readonly Term[],
  k: readonly string[],
  missing: readonly number[],
): Explanation {
  const have = terms.filter((_, i) => k[i] === '1')
  const lost = missing.map(i => terms[i])
  const computed = missing.every(i => wasComputed(evidence, i))
  const family = computed ? 'overwritten, doubled, subtracted' : 'a use forgotten'
  const lostText = list(lost.map(partOf))
  const end = computed
    ? `You computed ${lostText} too, but it was replaced instead of added: the result of a.add(b) must be kept.`
    : `You have ${list(have.map(partOf))}; add ${missing.length === 1 && terms.length === 2 ? 'the other' : lostText}.`
  return {
    ...base(evidence, family),
    short: computed ? `replaced where it should be added: ${lostText}` : `missing: ${lostText}`,
    message: `${usesText(evidence)} ${end}`,
    tier: 1,
  }
}

/** Whether the line worked a term out and then did nothing with it. */
function wasComputed({ settings: [{ tape, terms }] }: Evidence, index: number): boolean {
  return tape.steps.some(
    ({ output }) => sameShape(output.shape, terms[index].value.shape) && equal(output, terms[index].value),
  )
}

function twisted(evidence: Evidence, term: Term, k: string): Explanation {
  return {
    ...base(evidence, 'overwritten, doubled, subtracted'),
    short: k === '2' ? `twice: ${partOf(term)}` : `subtracted: ${partOf(term)}`,
    message:
      k === '2'
        ? `${usesText(evidence)} ${capital(partOf(term))} is in your sum twice; each belongs in it once.`
        : `${usesText(evidence)} ${capital(partOf(term))} has the wrong sign in your sum: contributions are added, each with the sign that its own line gives it.`,
    tier: 2,
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function factor(evidence: Evidence, term: Term, k: string, part: string | null): Explanation {
  const subject = part ?? 'your result'
  const user = term.path.via[0]
  const mean = meanForSum(evidence, term, k)
  if (mean !== null) return mean
  const sign = k === '-1'
  return {
    ...base(evidence, 'sign, factor'),
    short: sign ? `the sign of ${subject}` : `${subject} is ${k} times what it should be`,
    message: sign
      ? `${capital(subject)} has the wrong sign, everything else is right. Look at how ${at(user)} is made: does it grow or shrink when \`${evidence.name}\` grows?`
      : `${capital(subject)} is ${k} times what it should be, everything else is right. Look for that factor in how ${at(user)} is made: it is there once, and must be in the gradient once.`,
    tier: 2,
  }
}

/** A factor of one over the number of elements that were stretched: a mean where a sum belongs. */
function meanForSum(evidence: Evidence, term: Term, k: string): Explanation | null {
  if (term.raw.data.length === evidence.settings[0].needed.data.length) return null
  const isMean = evidence.settings.every(({ terms, value, needed }) => {
    const own = terms.find(({ path }) => path.via.join() === term.path.via.join())
    if (own === undefined) return false
    const count = own.raw.data.length / needed.data.length
    return (
      terms.length === 1 &&
      largest(value.data) > 0 &&
      Math.abs((largest(value.data) * count) / largest(needed.data) - 1) < 1e-7
    )
  })
  if (!isMean) return null
  return {
    ...base(evidence, 'reduction'),
    short: 'a mean where a sum belongs',
    message: `You have ${k} of what is needed: a mean was taken where a sum belongs. One element of \`${evidence.name}\` was used for many elements of ${at(term.path.via[0])}, and what each of them sends back adds up.`,
    tier: 2,
  }
}

/** A closed formula, term by term. */
function fused(evidence: Evidence, terms: readonly Term[], k: readonly string[]): Explanation {
  const wrong = terms.flatMap((term, i) => (k[i] === '1' ? [] : [{ term, k: k[i] }]))
  const way = ({ path }: Term): string => path.via.map(name => `\`${name}\``).join(' → ') || 'directly'
  const said = wrong.map(({ term, k }) =>
    k === '0'
      ? `the term that goes through ${way(term)} is missing`
      : `the term that goes through ${way(term)} is ${k} times what it should be`,
  )
  const bessel = wrong.length === 1 && /\(?n-1\)?|n\/\(n-1\)/.test(wrong[0].k)
  return {
    ...base(evidence, 'fused formulas'),
    short: wrong
      .map(({ term, k }) => `${k === '0' ? 'missing' : k}: the term through ${term.path.via[0]}`)
      .join('; '),
    message: `Your formula is a sum of ${terms.length} terms, one for each way that \`${evidence.name}\` takes to ${at(terms[0].path.via[terms[0].path.via.length - 1])}. ${capital(list(said))}.${bessel ? ' Bessel\u2019s correction in your formula does not match the one in the forward pass: compare n and n - 1.' : ''}`,
    tier: 2,
  }
}
