/** The chain rule with a factor left out: the gradient from above, or the slope of this line. */

import { sumTo } from '../autograd/sweep.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, factorOf, localDerivative, termOfBranch, toShape } from './branch.ts'
import { isOdd } from './constants.ts'
import type { Evidence } from './evidence.ts'
import { at, type Explanation, list, ownFormula, type Row, usesText } from './explanation.ts'
import { equal, ratio } from './fit.ts'
import { type Item, scopeItems } from './forms.ts'
import { sendBack } from './paths.ts'
import { capital, partOf } from './uses.ts'

export const upstreamMissing: Row = evidence => {
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
      `${subjectOf(evidence, branch.index)} is the local derivative alone${timesText(k)}: how ${at(term.path.via[0])} changes with \`${evidence.name}\`. The chain rule multiplies it by what comes from above, d${end}: how the loss changes with \`${end}\`.`,
    )
  }
  return null

  function say(family: 'upstream missing', short: string, message: string): Explanation {
    return { family, formula: ownFormula(evidence), short, message, tier: 1 }
  }
}

export const localMissing: Row = evidence => {
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
      short: `d${end} summed over dimension ${dims.join(' and ')}`,
      message: `${subject} is d${end} summed over dimension ${dims.join(' and ')}${timesText(k)}. Look at ${user}: which elements of it does one element of \`${evidence.name}\` reach? Only what they send back is summed.`,
      tier: 2,
    }
  }
  if (constant && k !== '1') {
    return {
      family: 'sign, factor',
      formula,
      short: `d${end} times ${k}`,
      message: `${subject} is d${end} times ${k}, and ${k} is not the slope of this line. Look at ${user}: by how much does it change when \`${evidence.name}\` is nudged by 1?`,
      tier: 2,
    }
  }
  return {
    family: 'local derivative missing',
    formula,
    short: `d${end} passed on without the slope`,
    message: `${subject} is d${end} passed on${k === '1' ? ' unchanged' : ` times ${k}`}${term.upstream.data.length === term.value.data.length ? '' : ', brought into shape'}. The chain rule multiplies it by the slope: how much does ${user} change when \`${evidence.name}\` is nudged?`,
    tier: 1,
  }
}

/** The gradient from above, not even brought into the shape that is needed. */
export const asItIs: Row = evidence => {
  const [{ terms }] = evidence.settings
  const is = evidence.settings.every(
    ({ value, terms: [term] }) => equal(value, term.upstream) && !equal(value, term.raw),
  )
  if (terms.length !== 1 || !is) return null
  const end = terms[0].path.via[terms[0].path.via.length - 1]
  return {
    family: 'local derivative missing',
    formula: ownFormula(evidence),
    short: `d${end} passed on as it is`,
    message: `Your result is d${end} as it is, in the shape of \`${end}\`. The chain rule multiplies it by the slope, and the result has the shape of \`${evidence.name}\`: how much does ${at(terms[0].path.via[0])} change when \`${evidence.name}\` is nudged?`,
    tier: 1,
  }
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
    short: 'the slopes alone, without what comes from above',
    message: `You added the slopes of the uses. The chain rule multiplies each by what comes from above along it. ${usesText(evidence)}`,
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

/** Each term with the gradient of the other. */
export const exchanged: Row = evidence => {
  const { settings } = evidence
  if (settings[0].terms.length !== 2) return null
  const is = settings.every(({ value, needed, terms: [a, b] }) => {
    const [forA, forB] = [toShape(b.upstream, a.upstream), toShape(a.upstream, b.upstream)]
    if (forA === null || forB === null) return false
    const wrong = sumTo(sendBack(a.path.hops, forA), needed.shape).add(
      sumTo(sendBack(b.path.hops, forB), needed.shape),
    )
    return equal(value, wrong)
  })
  if (!is) return null
  const [first, second] = settings[0].terms.map(({ path }) => `d${path.via[path.via.length - 1]}`)
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence),
    short: `${first} and ${second} are exchanged`,
    message: `${first} and ${second} are exchanged: each belongs to the line that makes its own tensor. ${usesText(evidence)}`,
    tier: 2,
  }
}

/** Not at all, or over one dimension: how a gradient from above is brought into another shape. */
const reductionsOf = (rank: number): number[][] => [[], ...Array.from({ length: rank }, (_, dim) => [dim])]

/** The right slope times the gradient, or the value, of another tensor. */
export const otherUpstream: Row = evidence => {
  const { values, usedGradients, gradients } = scopeItems(evidence)
  return withOther(evidence, [...usedGradients, ...values, ...gradients], toShape, k => !isOdd(k))
}

/** A gradient of the same shape that the line did use, and nothing else wrong with it. */
export const onlyOtherUpstream: Row = evidence => {
  const same = (x: Tensor, needed: Tensor): Tensor | null => (sameShape(x.shape, needed.shape) ? x : null)
  return withOther(evidence, scopeItems(evidence).usedGradients, same, k => k === '1')
}

/** Nothing but the gradient of another tensor. */
export const itself: Row = evidence => {
  const found = scopeItems(evidence).usedGradients.find(item =>
    evidence.settings.every(setting => {
      const other = item.of(setting)
      return other !== null && equal(setting.value, other)
    }),
  )
  if (found === undefined) return null
  const other = found.text.slice(1)
  const { graph } = evidence.settings[0].at
  if (graph.ancestors.get(other)!.has(evidence.name)) {
    return {
      family: 'local derivative missing',
      formula: found.text,
      short: `${found.text} passed on as it is`,
      message: `You return ${found.text} as it is. From \`${evidence.name}\` to ${at(other)} it is more than one step, and each has a slope to multiply by. ${usesText(evidence)}`,
      tier: 1,
    }
  }
  return {
    family: 'wrong operand',
    formula: found.text,
    short: `${found.text} is not it`,
    message: `You return ${found.text}, which is the gradient of another tensor. ${usesText(evidence)}`,
    tier: 1,
  }
}

/** Right, but for something of the same shape that was added or taken off. */
export const surplus: Row = evidence => {
  const { values, gradients } = scopeItems(evidence)
  if (evidence.settings.some(({ value, needed }) => !sameShape(value.shape, needed.shape))) return null
  for (const item of [...values, ...gradients]) {
    const is = (sign: 1 | -1): boolean =>
      evidence.settings.every(setting => {
        const other = item.of(setting)
        return (
          other !== null &&
          sameShape(other.shape, setting.value.shape) &&
          equal(setting.value.sub(setting.needed), other.mul(sign))
        )
      })
    const sign = is(1) ? 1 : is(-1) ? -1 : null
    if (sign === null) continue
    return {
      family: 'wrong operand',
      formula: ownFormula(evidence),
      short: `${item.text} ${sign === 1 ? 'added' : 'taken off'}`,
      message: `Your result is right but for ${item.text}, which you ${sign === 1 ? 'added' : 'took off'}. A gradient is made of what comes back from the uses, and of nothing else. ${usesText(evidence)}`,
      tier: 2,
    }
  }
  return null
}

/** A gradient from further up, brought into shape and put in the place of the right one. */
export const furtherUpstream: Row = evidence =>
  withOther(evidence, scopeItems(evidence).usedGradients, toShape, k => k === '1')

function withOther(
  evidence: Evidence,
  items: readonly Item[],
  shape: (x: Tensor, needed: Tensor) => Tensor | null,
  accepts: (k: string) => boolean,
): Explanation | null {
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    const end = term.path.via[term.path.via.length - 1]
    if (end === evidence.settings[0].at.graph.loss) continue
    for (const item of items) {
      if (item.text === `d${end}` || performance.now() > evidence.deadline) continue
      const k = factorOf(branch, (setting, { path, upstream }) => {
        const other = item.of(setting)
        const fitting = other === null ? null : shape(other, upstream)
        return fitting === null ? null : sumTo(sendBack(path.hops, fitting), setting.needed.shape)
      })
      if (k === null || !accepts(k)) continue
      return {
        family: 'wrong operand',
        formula: ownFormula(evidence),
        short: `${item.text} where d${end} belongs`,
        message: `${subjectOf(evidence, branch.index)} starts from ${item.text}${timesText(k)}, but the gradient that comes back along this use is d${end}: ${at(term.path.via[0])} is computed from \`${evidence.name}\`.`,
        tier: 2,
      }
    }
  }
  return null
}

/** "Your result", or the part of it that is meant. */
export function subjectOf(
  evidence: { readonly settings: readonly { readonly terms: readonly Parameters<typeof partOf>[0][] }[] },
  index: number,
): string {
  const { terms } = evidence.settings[0]
  return terms.length === 1
    ? 'Your result'
    : `The other parts are right, but ${partOf(terms[index])}`.replace(/^./, capital)
}

export const timesText = (k: string): string => (k === '1' ? '' : ` (times ${k})`)
