/** The chain rule with a factor left out: the gradient from above, or the slope of this line. */
import { branchesOf, factorOf, localDerivative, termOfBranch, toShape } from './branch.ts'
import { at, type Explanation, ownFormula, type Row } from './explanation.ts'
import { capital, partOf } from './uses.ts'

export const upstreamMissing: Row = evidence => {
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
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
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    const k = factorOf(branch, ({ needed }, { upstream }) => toShape(upstream, needed))
    if (k === null) continue
    const end = term.path.via[term.path.via.length - 1]
    return {
      family: 'local derivative missing',
      formula: ownFormula(evidence),
      short: `d${end} passed on without the slope`,
      message: `${subjectOf(evidence, branch.index)} is d${end} passed on${k === '1' ? ' unchanged' : ` times ${k}`}${term.upstream.data.length === term.value.data.length ? '' : ', brought into shape'}. The chain rule multiplies it by the slope: how much does ${at(term.path.via[0])} change when \`${evidence.name}\` is nudged?`,
      tier: 1,
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
