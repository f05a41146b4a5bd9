/**
 * The table: one row per kind of mistake, the most specific first. The first row that explains the value exactly, in
 * every setting, is the diagnosis; where none does, there is none.
 */
import type { Suspect } from '../checker/gradient/judge.ts'
import { sameShape } from '../tensor/shape.ts'
import { arrangement, permutation } from './arrangement.ts'
import { BUDGET, type Budget, within } from './budget.ts'
import { direction } from './direction.ts'
import { epsilon } from './epsilon.ts'
import { type Evidence, gather, type TrialCall } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { extraFactor, powerRuleOnExp } from './factors.ts'
import { equal, largest } from './fit.ts'
import { index } from './indices.ts'
import { addedAsItIs, asItIs, localMissing, upstreamMissing } from './missing-factor.ts'
import { form, product } from './operands.ts'
import { misplaced, overwritten } from './overlap.ts'
import { otherPart, partOfUpstream } from './parts.ts'
import { MOST_PATHS } from './paths.ts'
import { reduction } from './reduction.ts'
import { base, condition, shift } from './repairs.ts'
import { factorTooFew, factorTooLate, factorTooMany, factorUnnamed } from './repairs-factors.ts'
import { transposedOperand, viewForTranspose } from './repairs-layout.ts'
import { otherTensor, otherTensorAndUse, swapped } from './repairs-operands.ts'
import { otherOperation, otherSum } from './repairs-operations.ts'
import { luckyBatch, scatter } from './scatter.ts'
import { partial } from './selection.ts'
import { otherSteps, productOfSums } from './several-uses.ts'
import { structure } from './structure.ts'
import { along } from './ties-and-running-sums.ts'
import { furtherUpstream, itself, neighbour, otherUpstream, surplus } from './upstream.ts'
import { coefficients, isFused, nothingReturned, tellingTerms } from './uses.ts'
import { at, list, waysOf } from './words.ts'
import { writtenSize } from './written-size.ts'

export type PassName = keyof typeof rows

/**
 * The rows by what they ask about: the steps that a line starts with, one step of the chain rule, a formula that takes
 * several at once, the gradient that it starts from, one small change that makes it right.
 */
export const rows = {
  steps: [arrangement, along, epsilon, base, condition, shift, coefficients, overwritten, misplaced],
  origin: [nothingReturned, base, neighbour, upstreamMissing, otherUpstream, itself],
  further: [furtherUpstream, addedAsItIs],
  weights: [coefficients],
  local: [
    asItIs,
    otherPart,
    reduction,
    scatter,
    index,
    upstreamMissing,
    localMissing,
    neighbour,
    otherUpstream,
    partOfUpstream,
    partial,
    product,
    form,
    viewForTranspose,
    permutation,
    powerRuleOnExp,
    extraFactor,
    surplus,
    productOfSums,
    otherSteps,
  ],
  long: [arrangement, coefficients, reduction, direction, extraFactor, form],
  sums: [otherSum],
  changes: [transposedOperand, swapped, otherTensor, otherOperation],
  factors: [factorTooMany, factorTooFew, factorTooLate, factorUnnamed],
  both: [otherTensorAndUse],
} satisfies Record<string, DiagnosisRule[]>

type Pass = readonly [route: Evidence['route'], rows: readonly DiagnosisRule[]]

/** A line that starts from its own users' gradients is judged as one step first; others may be meant as several. */
function passesFor({ used, cases: [{ graph }], name }: Suspect): readonly Pass[] {
  const users = graph.users.get(name)!
  const { steps, origin, further, weights, local, long, sums, changes, factors, both } = rows
  const start: Pass = ['local', steps]
  const ends: readonly Pass[] = [
    ['long', long],
    ['long', sums],
    ['long', changes],
    ['long', factors],
    ['local', both],
  ]
  const leadsToUsed = (user: string): boolean =>
    used.includes(user) || used.some(other => graph.ancestors.get(other)!.has(user))
  const isMixed = used.length > 0 && users.some(user => !leadsToUsed(user))
  const around: readonly Pass[] = isMixed ? [['mixed', weights]] : []
  const usual = used.length > 0 && used.every(other => users.includes(other))
  if (usual && used.length === users.length) return [start, ['local', local], ...ends]
  if (usual) return [start, ...around, ['long', weights], ['local', local], ...ends]
  if (used.some(other => users.includes(other))) {
    return [start, ['local', further], ...around, ['long', weights], ['local', local], ...ends]
  }
  return [
    ['local', origin],
    ...around,
    ['long', long],
    ['local', local],
    ['long', sums],
    ['long', changes],
    ['long', factors],
  ]
}

/** Why a wrong line is wrong; null where nothing explains it exactly. */
export const diagnose = (suspect: Suspect): Explanation | null => searched(suspect, BUDGET)

/** The same for who has time: a training that was stopped has large tensors, and goes on only once it's understood. */
export const diagnosePatiently = (suspect: Suspect): Explanation | null => searched(suspect, 30 * BUDGET)

function searched(suspect: Suspect, numbers: number): Explanation | null {
  const budget = { left: numbers }
  return within(budget, () => search(suspect, gatherer(suspect, budget)))
}

function search(
  suspect: Suspect,
  evidence: (route: Evidence['route']) => Evidence | null,
): Explanation | null {
  const whole = evidence('long')
  if (suspect.constant === true) return (whole && luckyBatch(whole)) ?? writtenSize(suspect, whole)
  if (whole === null) return null
  if (whole.settings.every(setting => isRight(setting, suspect.used.length > 0))) return null
  for (const [route, pass] of passesFor(suspect)) {
    const given = evidence(route)
    if (given === null || given.settings[0].terms.length === 0) continue
    if (isIncomplete(given) && (pass === rows.long || pass === rows.weights)) continue
    for (const row of pass) {
      const explanation = row(given)
      if (explanation === null) continue
      return pass === rows.sums
        ? explanation
        : asFused(straightFromLoss(suspect) ? whole : given, explanation)
    }
  }
  const given = evidence('local')
  return (
    (given === null ? null : structure(given, suspect)) ?? structure(whole, suspect) ?? fusedFormula(whole)
  )
}

/** Whether there may be more ways than the evidence has terms. */
const isIncomplete = ({ settings: [{ terms }] }: Evidence): boolean => terms.length >= MOST_PATHS

/** Equal, or both nothing but what is left when terms cancel, unless no gradient was used at all. */
function isRight({ value, needed, terms }: TrialCall, mayCancel: boolean): boolean {
  const noise = 1e-10 * Math.max(0, ...terms.map(({ raw }) => largest(raw.data)))
  return (
    equal(value, needed) ||
    (mayCancel &&
      sameShape(value.shape, needed.shape) &&
      largest(value.data) < noise &&
      largest(needed.data) < noise)
  )
}

/** The evidence by each route, gathered when it is asked for, once. */
function gatherer(suspect: Suspect, budget: Budget): (route: Evidence['route']) => Evidence | null {
  const known = new Map<Evidence['route'], Evidence | null>()
  return route => {
    if (!known.has(route)) known.set(route, gather(suspect, route, budget))
    return known.get(route)!
  }
}

/** A closed formula for a tensor that only the loss uses: one step, which is many. */
const straightFromLoss = ({ used, name, cases: [{ graph }] }: Suspect): boolean =>
  used.length === 0 && graph.users.get(name)!.join() === graph.loss

/** In a formula of several terms every mistake is one of the formula; a factor of the whole is still a factor. */
function asFused(evidence: Evidence, explanation: Explanation): Explanation {
  const keeps =
    explanation.family === 'sign, factor' ||
    explanation.family === 'shape' ||
    explanation.family === 'a use forgotten'
  return keeps || !isFused(evidence) || tellingTerms(evidence).length < 2
    ? explanation
    : { ...explanation, family: 'fused formulas' }
}

/** Nothing more is certain than that the line takes several steps at once, and that they are not these. */
function fusedFormula(evidence: Evidence): Explanation | null {
  if (!isFused(evidence)) return null
  if (evidence.settings.some(({ value, needed }) => !sameShape(value.shape, needed.shape))) return null
  const groups = tellingTerms(evidence)
  const [{ terms }] = evidence.settings
  if (groups.length < (evidence.used.length === 0 ? 2 : 3)) return null
  const ways = waysOf(groups.map(([i]) => terms[i]))
  const sum =
    groups.length > 5 || new Set(ways).size < ways.length
      ? `There are several ways from \`${evidence.name}\` to ${at(terms[0].path.via.at(-1)!)}, and each has its own term: go step by step.`
      : `It should be a sum of ${groups.length} terms, one for each way from \`${evidence.name}\`: ${list(ways)}. Write them one by one, or go step by step.`
  return {
    family: 'fused formulas',
    formula: ownFormula(evidence),
    short: "this formula isn't right",
    message: `You take several steps at once. That's fine, but this formula isn't right. ${sum}`,
    tier: 1,
  }
}
