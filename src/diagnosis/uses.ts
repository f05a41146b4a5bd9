/** Each use has its term; a forgotten, doubled or scaled one shows as a coefficient that is not 1. */
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { closedFormula } from './closed-formula.ts'
import { isOdd, nameConstant } from './constants.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type DiagnosisRule, type Explanation, type Family, ownFormula } from './explanation.ts'
import { combination, equal, largest, ratio } from './fit.ts'
import type { Term } from './paths.ts'
import { lackedIn, nameWeight, weightsText } from './weights.ts'
import { at, capital, list, partOf, partsOf, usesText } from './words.ts'

/**
 * The terms that can be told apart: those that are multiples of each other count as one, and what cancels whatever the
 * numbers says nothing.
 */
export function tellingTerms({ settings }: Evidence): number[][] {
  const groups: number[][] = []
  for (const [i] of settings[0].terms.entries()) {
    const alike = groups.find(([j]) =>
      settings.every(({ terms }) => ratio(terms[i].value, terms[j].value) !== null),
    )
    if (alike === undefined) groups.push([i])
    else alike.push(i)
  }
  const [{ terms }] = settings
  const most = Math.max(...terms.map(({ value }) => largest(value.data)))
  return groups.filter(group => settings.every(setting => largest(sumOf(setting, group).data) > 1e-9 * most))
}

const sumOf = ({ terms }: TrialCall, group: readonly number[]): Tensor =>
  group.map(i => terms[i].value).reduce((sum, value) => sum.add(value))

const isMade = ({ tape }: TrialCall, x: Tensor): boolean =>
  tape.steps.some(({ output }) => sameShape(output.shape, x.shape) && equal(output, x))

export const coefficients: DiagnosisRule = evidence => {
  const { settings } = evidence
  const letters = settings.map(setting => setting.letters)
  const groups = tellingTerms(evidence)
  if (groups.length === 0) return null
  const whole = settings.map(({ value, needed }) => ratio(value, needed))
  if (whole.every(k => k !== null)) {
    const k = whole as number[]
    // One number is a multiple of any other: only a factor that has a name is one.
    const single = settings.every(({ needed }) => needed.data.length === 1)
    if (single && nameConstant(k, letters) === null) return null
    const name = nameWeight(k, letters, settings[0].terms)
    return name === null ? null : factor(evidence, settings[0].terms[groups[0][0]], name, null)
  }
  const found = settings.map(setting =>
    combination(
      setting.value,
      groups.map(group => sumOf(setting, group)),
    ),
  )
  if (found.some(k => k === null)) return null
  const values = groups.flatMap((group, i) => {
    const k = found.map(ks => ks![i])
    // A part that the line works out rightly is in the sum twice, and lacks no number.
    const terms = isMade(settings[0], sumOf(settings[0], group)) ? [] : group.map(at => settings[0].terms[at])
    return k.every(v => Math.abs(v) < 1e-9) ? '0' : (nameWeight(k, letters, terms) ?? [])
  })
  if (values.length < groups.length) return null
  if (values.every(value => value === '1')) return null
  const explanation = explain(
    evidence,
    groups.map(([i]) => settings[0].terms[i]),
    values,
  )
  return explanation === null ? null : { ...explanation, missing: leftOut(evidence, groups, values) }
}

/** The uses none of whose terms is in the sum. */
function leftOut(
  { settings: [{ terms }] }: Evidence,
  groups: readonly (readonly number[])[],
  k: readonly string[],
): string[] {
  const usesOf = (isLost: boolean): string[] =>
    groups.flatMap((group, nth) => ((k[nth] === '0') === isLost ? group.map(i => terms[i].path.via[0]) : []))
  const there = usesOf(false)
  return [...new Set(usesOf(true))].filter(use => !there.includes(use))
}

function explain(evidence: Evidence, terms: readonly Term[], k: readonly string[]): Explanation | null {
  if (k.every(value => value === k[0])) return factor(evidence, terms[0], k[0], null)
  const off = k.flatMap((value, i) => (value === '1' ? [] : [i]))
  const isAround = off.length === 1 && terms[off[0]].path.hops.length === 1
  if (isFused(evidence) && !isAround) return closedFormula(evidence, terms, k)
  const missing = off.filter(i => k[i] === '0')
  if (missing.length > 0) return forgotten(evidence, terms, k, missing)
  if (off.length === 1) {
    const [i] = off
    if (k[i] === '2' || k[i] === '-1') return twisted(evidence, terms[i], k[i])
    return factor(evidence, terms[i], k[i], partOf(terms[i], terms))
  }
  return {
    ...base(evidence, 'sign, factor'),
    short: `wrong factor: ${list(
      partsOf(
        off.map(i => terms[i]),
        terms,
      ),
    )}`,
    message: `${usesText(evidence)} ${weightsText(evidence, terms, k)}`,
    tier: 2,
  }
}

const base = (evidence: Evidence, family: Family) => ({ family, formula: ownFormula(evidence) })
/** Whether the line takes several steps at once, from a gradient further up or from the loss. */
export const isFused = ({ route, used, name, settings: [{ at }] }: Evidence): boolean =>
  route !== 'local' && (used.length === 0 || used.some(other => !at.graph.users.get(name)!.includes(other)))

export function nothingReturned(evidence: Evidence): Explanation | null {
  return evidence.settings.every(({ value }) => largest(value.data) === 0) ? allZero(evidence) : null
}

function allZero(evidence: Evidence): Explanation {
  const [{ tape, value }] = evidence.settings
  const lost = tape.steps.find(
    ({ op, output }) =>
      /^(?:index(?:Add|Put)|scatter(?:Add)?)$/.test(op) &&
      output !== value &&
      !tape.steps.some(({ inputs }) => inputs.includes(output)),
  )
  if (lost !== undefined) {
    return {
      ...base(evidence, 'a use forgotten'),
      formula: 'zeros',
      short: `the result of ${lost.op} is not kept`,
      message: `You return zeros. You called ${lost.op}, but tensors never change: it gives you a new one. Return that, or keep it with const.`,
      tier: 1,
    }
  }
  return {
    ...base(evidence, 'a use forgotten'),
    formula: 'zeros',
    short: 'zeros',
    missing: [...new Set(evidence.settings[0].terms.map(({ path }) => path.via[0]))],
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
  const have = terms.filter((_, i) => k[i] !== '0')
  const lost = missing.map(i => terms[i])
  const computed = missing.every(i => wasReplaced(evidence, terms[i]))
  const family = computed ? 'overwritten, doubled, subtracted' : 'a use forgotten'
  const lostText = list(partsOf(lost, terms))
  const end = computed
    ? `You computed ${lostText} too, but a later line replaces it. Add the two.`
    : lost.every(term => lostAt(evidence, term) !== -1)
      ? `You computed ${lostText} too, but then you do nothing with it. Tensors never change: keep the result of \`a.add(b)\`.`
      : `Your line has ${list(partsOf(have, terms))}. Add ${missing.length === 1 && isOther(terms) ? 'the other one' : lostText}.`
  return {
    ...base(evidence, family),
    short: computed ? `replaced, not added: ${lostText}` : `missing: ${lostText}`,
    message: [usesText(evidence), end, weightsText(evidence, terms, k)].join(' ').trim(),
    tier: 1,
  }
}

/** Whether there are two terms, by two uses. */
const isOther = (terms: readonly Term[]): boolean =>
  terms.length === 2 && terms[0].path.via[0] !== terms[1].path.via[0]

/** Whether the line worked a term out, and then put something else in its place. */
function wasReplaced(evidence: Evidence, term: Term): boolean {
  const [{ tape, value }] = evidence.settings
  const made = lostAt(evidence, term)
  return made !== -1 && tape.steps.findIndex(({ output }) => output === value) > made
}

/** Which operation of the line gave a term that no other uses; -1: none. */
function lostAt({ settings: [{ tape, terms }] }: Evidence, term: Term): number {
  const lost = terms.find(({ path }) => path === term.path)!.value
  return tape.steps.findIndex(
    ({ output }) =>
      sameShape(output.shape, lost.shape) &&
      equal(output, lost) &&
      !tape.steps.some(({ inputs }) => inputs.includes(output)),
  )
}

function twisted(evidence: Evidence, term: Term, k: string): Explanation {
  const part = partOf(term, evidence.settings[0].terms)
  return {
    ...base(evidence, 'overwritten, doubled, subtracted'),
    short: k === '2' ? `twice: ${part}` : `subtracted: ${part}`,
    message:
      k === '2'
        ? `${usesText(evidence)} ${capital(part)} is in your sum twice. Add each part once.`
        : `${usesText(evidence)} ${capital(part)} has the wrong sign in your sum. Add the parts, each with the sign that its own line gives it.`,
    tier: 2,
  }
}
function factor(evidence: Evidence, term: Term, k: string, part: string | null): Explanation {
  const subject = part ?? 'your result'
  const user = isFused(evidence) ? term.path.via[term.path.via.length - 1] : term.path.via[0]
  const mean = meanForSum(evidence, term, k)
  if (mean !== null) return mean
  const sign = k === '-1'
  if (isOdd(k)) {
    return {
      ...base(evidence, 'wrong local derivative'),
      short: `the slope is ${k} times the right one`,
      message: `${capital(subject)} is ${k} times the right value: your slope is that of another function, or there's a number in it that doesn't belong. Look at how ${at(user)} is made.`,
      tier: 2,
    }
  }
  const lacked = lackedIn(k)
  if (lacked !== null) {
    return {
      ...base(evidence, 'sign, factor'),
      short: `a factor of ${lacked} is missing in ${subject}`,
      message: `${capital(subject)} should also be multiplied by ${lacked}, as in ${at(user)}; everything else is right. Each number of the forward pass comes back exactly once.`,
      tier: 2,
    }
  }
  const isMean = term.path.hops.some(({ step }) => step.op === 'mean')
  return {
    ...base(evidence, 'sign, factor'),
    short: sign ? `the sign of ${subject}` : `${subject} is ${k} times the right value`,
    message: sign
      ? `${capital(subject)} has the wrong sign; everything else is right. Look at how ${at(user)} is made: does it grow or shrink when \`${evidence.name}\` grows?`
      : `${capital(subject)} is ${k} times the right value; everything else is right. Compare the numbers in your line with those in ${at(user)}: each comes back exactly once${isMean && !/^1\//.test(k) ? ', and a mean of n numbers brings in 1/n' : ''}.`,
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
  // A division by n of one's own is a factor too many; a mean is a mean.
  const steps = evidence.settings[0].tape.steps
  if (!isMean || (steps.some(({ op }) => op === 'sum') && !steps.some(({ op }) => op === 'mean'))) return null
  return {
    ...base(evidence, 'reduction'),
    short: 'a mean instead of a sum',
    message: `You have ${k} of what's needed: you took a mean instead of a sum. One element of \`${evidence.name}\` was used for many elements of ${at(term.path.via[0])}, and what they send back adds up.`,
    tier: 2,
  }
}
