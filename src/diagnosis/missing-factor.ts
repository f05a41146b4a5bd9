/** The chain rule with a factor left out: the gradient from above, or the slope of this line. */
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, factorOf, localDerivative, termOfBranch, toShape } from './branch.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { combination, equal, ratio } from './fit.ts'
import { familyOfPassing, wayBack } from './moving.ts'
import { at, dimensions, list, subjectOf, timesText, usesText } from './words.ts'

export const upstreamMissing: DiagnosisRule = evidence => {
  const all = everySlope(evidence)
  if (all !== null) return all
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    // Above the loss there is nothing: its gradient is 1.
    if (term.path.via.at(-1) === evidence.settings[0].at.graph.loss) continue
    const k =
      factorOf(branch, ({ needed }, term) => toShape(localDerivative(term), needed)) ??
      factorOf(branch, (_, term) => localDerivative(term))
    if (k === null) continue
    const end = term.path.via[term.path.via.length - 1]
    return say(
      'upstream missing',
      `the slope alone, without d${end}`,
      `${subjectOf(evidence, branch.index)} is the local derivative alone${timesText(k)}: how ${at(term.path.via[0])} changes with \`${evidence.name}\`. Multiply it by the upstream gradient d${end}: how the loss changes with \`${end}\`.`,
    )
  }
  return null

  function say(family: 'upstream missing', short: string, message: string): Explanation {
    return { family, formula: ownFormula(evidence), short, message, tier: 1 }
  }
}

export const localMissing: DiagnosisRule = evidence => {
  const all = everyUpstream(evidence)
  if (all !== null) return all
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    for (const dims of reductionsOf(term.upstream.shape.length)) {
      const k = factorOf(branch, ({ needed }, { upstream }) => toShape(reduced(upstream, dims), needed))
      if (k !== null) return passedOn(branch, dims, k)
    }
  }
  return null
}

const reduced = (x: Tensor, dims: readonly number[]): Tensor =>
  dims.length === 0 ? x : x.sum(dims, { keepdim: true })

function passedOn(branch: Branch, dims: readonly number[], k: string): Explanation {
  const { evidence } = branch
  const term = termOfBranch(branch)
  const subject = subjectOf(evidence, branch.index)
  const end = term.path.via[term.path.via.length - 1]
  const user = at(term.path.via[0])
  const formula = ownFormula(evidence)
  // Where the slope is a number, passing the gradient on with another number is a matter of the factor or of the sum.
  const constant = evidence.settings.every(({ terms: all, needed }) => {
    const own = toShape(all[branch.index].upstream, needed)
    return own !== null && ratio(all[branch.index].value, own) !== null
  })
  if (constant && dims.length > 0) {
    return {
      family: 'reduction',
      formula,
      short: `d${end} summed over ${dimensions(dims)}`,
      message: `${subject} is d${end} summed over ${dimensions(dims)}${timesText(k)}. Look at ${user}: which of its elements does one element of \`${evidence.name}\` reach? Sum only what those send back.`,
      tier: 2,
    }
  }
  if (constant && k !== '1') {
    return {
      family: 'sign, factor',
      formula,
      short: `d${end} times ${k}`,
      message: `${subject} is d${end} times ${k}, but ${k} isn't the slope of this line. Look at ${user}: by how much does it change when you nudge \`${evidence.name}\` by 1?`,
      tier: 2,
    }
  }
  const way = wayBack(evidence, term)
  const plain = way === null ? ', with nothing multiplied' : ''
  return {
    family: familyOfPassing(term),
    formula,
    short: way === null ? `d${end} passed on without the slope` : `d${end} passed on as it is`,
    message: `${subject} is d${end}${dims.length > 0 ? `, summed over ${dimensions(dims)}` : term.upstream.data.length === term.value.data.length ? '' : ', brought into shape'}${k === '1' ? plain : `, times ${k}`}. ${way ?? `The chain rule multiplies it by the slope: how much does ${user} change when you nudge \`${evidence.name}\`?`}`,
    tier: 1,
  }
}

/** The gradient from above, not even brought into the shape that is needed. */
export const asItIs: DiagnosisRule = evidence => {
  const [{ terms }] = evidence.settings
  const index = terms.findIndex((_, i) =>
    evidence.settings.every(
      ({ value, terms }) => equal(value, terms[i].upstream) && !equal(value, terms[i].raw),
    ),
  )
  if (index === -1) return null
  const { via } = terms[index].path
  const end = via[via.length - 1]
  const others = terms.length > 1 ? ` ${usesText(evidence)} Each use has a part in the gradient.` : ''
  return {
    family: familyOfPassing(terms[index]),
    formula: ownFormula(evidence),
    short: `d${end} passed on unchanged`,
    message: `Your result is d${end}, unchanged. ${wayBack(evidence, terms[index]) ?? `The chain rule multiplies it by the slope: how much does ${at(via[0])} change when you nudge \`${evidence.name}\`?`}${others}`,
    tier: 1,
  }
}

/** A gradient from further up, added as it is to the parts of some uses, instead of the others. */
export const addedAsItIs: DiagnosisRule = evidence => {
  const { name, settings, used } = evidence
  const [{ at: where, terms, needed }] = settings
  const { users, tensors, ancestors } = where.graph
  const further = used.filter(
    other =>
      !users.get(name)!.includes(other) &&
      ancestors.get(other)!.has(name) &&
      sameShape(tensors.get(other)!.shape, needed.shape),
  )
  for (const other of further) {
    const found = settings.map(({ value, terms, gradient }) =>
      combination(value, [...terms.map(({ value }) => value), gradient(other)]),
    )
    const isAll = (i: number, k: number): boolean => found.every(ks => Math.abs(ks![i] - k) < 1e-7)
    if (found.some(ks => ks === null) || !isAll(terms.length, 1)) continue
    const counts = terms.map((_, i) => [0, 1].find(k => isAll(i, k)))
    if (counts.includes(undefined) || !counts.includes(0) || !counts.includes(1)) continue
    return {
      family: 'local derivative missing',
      formula: ownFormula(evidence),
      short: `d${other} added as it is`,
      message: `You add d${other} as it is. From \`${name}\` to ${at(other)}, there is more than one step, and each has a slope to multiply by. ${usesText(evidence)}`,
      tier: 1,
    }
  }
  return null
}

/** The slopes of all uses added, without any gradient from above. */
function everySlope(evidence: Evidence): Explanation | null {
  const { settings } = evidence
  if (settings[0].terms.length < 2 || evidence.route === 'long') return null
  const is = settings.every(({ value, needed, terms }) => {
    const parts = terms.map(term => toShape(localDerivative(term), needed))
    if (parts.some(part => part === null)) return false
    return equal(value, parts.reduce((sum, part) => sum!.add(part!))!)
  })
  if (!is) return null
  return {
    family: 'upstream missing',
    formula: ownFormula(evidence),
    short: 'the slopes alone, without the upstream gradients',
    message: `You added the slopes of the uses. Multiply each slope by the upstream gradient of its own use. ${usesText(evidence)}`,
    tier: 1,
  }
}

/** The gradients of all users added as they are. */
function everyUpstream(evidence: Evidence): Explanation | null {
  const { settings } = evidence
  if (settings[0].terms.length < 2) return null
  const is = settings.every(({ value, needed, terms }) => {
    const parts = terms.map(({ upstream }) => toShape(upstream, needed))
    if (parts.some(part => part === null)) return false
    return equal(value, parts.reduce((sum, part) => sum!.add(part!))!)
  })
  if (!is) return null
  const ends = list(settings[0].terms.map(({ path }) => `d${path.via[path.via.length - 1]}`))
  return {
    family: 'local derivative missing',
    formula: ownFormula(evidence),
    short: `${ends} added as they are`,
    message: `You added ${ends} as they are. The chain rule multiplies each by the slope of its own line. ${usesText(evidence)}`,
    tier: 1,
  }
}

/** Not at all, or over one dimension: how a gradient from above is brought into another shape. */
const reductionsOf = (rank: number): number[][] => [[], ...Array.from({ length: rank }, (_, dim) => [dim])]
