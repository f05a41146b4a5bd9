import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, factorOf, termOfBranch, toShape } from './branch.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { type Item, scopeItems } from './forms.ts'
import { entire } from './operands.ts'
import { at, subjectOf, timesText } from './words.ts'

/** A factor that is in the result once more than it should be, or not at all. */
export const extraFactor: DiagnosisRule = evidence => {
  const { values, gradients, readValues, usedGradients } = scopeItems(evidence)
  const branches = branchesOf(evidence)
  const whole = wholeOf(evidence)
  for (const item of [...readValues, ...usedGradients, ...values, ...gradients]) {
    if (evidence.budget.left <= 0) return null
    for (const how of ['mul', 'div'] as const) {
      const make =
        (raw: (setting: TrialCall) => Tensor) =>
        (setting: TrialCall): Tensor | null => {
          const other = item.of(setting)
          if (other === null || (how === 'div' && other.data.some(value => value === 0))) return null
          try {
            return toShape(raw(setting)[how](other), setting.needed)
          } catch {
            return null
          }
        }
      for (const branch of branches) {
        const k = factorOf(
          branch,
          make(setting => setting.terms[branch.index].raw),
        )
        if (k !== null)
          return explainExtra(
            evidence,
            item,
            how,
            k,
            subjectOf(evidence, branch.index),
            termOfBranch(branch).path.via[0],
          )
      }
      const k =
        whole === null
          ? null
          : factorOf(
              whole,
              make(setting => setting.needed),
            )
      if (k !== null)
        return explainExtra(evidence, item, how, k, 'Your result', evidence.settings[0].terms[0].path.via[0])
    }
  }
  return null
}

/** `exp(x)` taken for a power of x: its slope would be `x * exp(x - 1)`. */
export const powerRuleOnExp: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const { path } = termOfBranch(branch)
    if (path.hops[0].step.op !== 'exp') continue
    const k = factorOf(branch, ({ needed }, { raw, path: { hops } }) =>
      toShape(raw.mul(hops[0].step.inputs[0]).div(Math.E), needed),
    )
    if (k !== '1') continue
    const { name } = evidence
    return {
      family: 'wrong local derivative',
      formula: ownFormula(evidence),
      short: 'the power rule, on exp',
      message: `${subjectOf(evidence, branch.index)} has \`${name} * exp(${name} - 1)\` as the slope of \`exp(${name})\`. That's the rule for powers of \`${name}\`, such as its square. In exp, \`${name}\` is the exponent. Look at ${at(path.via[0])}.`,
      tier: 1,
    }
  }
  return null
}

function wholeOf(evidence: Evidence): Branch | null {
  return evidence.settings.every(({ value, needed }) => sameShape(value.shape, needed.shape))
    ? entire(evidence)
    : null
}

function explainExtra(
  evidence: Evidence,
  item: Item,
  how: 'mul' | 'div',
  k: string,
  subject: string,
  user: string,
): Explanation {
  const many = how === 'mul'
  return {
    family:
      evidence.route === 'long' && evidence.settings[0].terms.length > 1 && evidence.used.length > 0
        ? 'fused formulas'
        : 'wrong local derivative',
    formula: ownFormula(evidence),
    short: many ? `one factor of ${item.text} too many` : `a factor of ${item.text} is missing`,
    message: many
      ? `${subject} has one factor of \`${item.text}\` too many${timesText(k)}. Look at ${at(user)}: each factor of the forward pass comes back once.`
      : `${subject} is right except for a missing factor of \`${item.text}\`${timesText(k)}. Look at ${at(user)}.`,
    tier: 2,
  }
}
