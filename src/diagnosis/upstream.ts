/** The right slope, but not what comes from above along this use. */
import { isLearnable } from '../autograd/graph.ts'
import { sumTo } from '../autograd/sweep.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { branchesOf, factorOf, termOfBranch, toShape } from './branch.ts'
import { isOdd } from './constants.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, ownFormula } from './explanation.ts'
import { equal, largest } from './fit.ts'
import { type Item, scopeItems } from './forms.ts'
import { wayBack } from './moving.ts'
import { sendBack } from './paths.ts'
import { at, capital, subjectOf, timesText, usesText } from './words.ts'

/** The right slope times the gradient, or the value, of another tensor. */
export const otherUpstream: DiagnosisRule = evidence => {
  // What the line asked for, and what lies on its way there: it can't start from anything else with the same value.
  const { readValues, usedGradients, gradients } = scopeItems(evidence)
  const { ancestors } = evidence.settings[0].at.graph
  const onTheWay = gradients.filter(({ text }) => ancestors.get(text.slice(1))!.has(evidence.name))
  return (
    withOther(evidence, [...usedGradients, ...readValues], toShape, k => !isOdd(k)) ??
    withOther(evidence, onTheWay, toShape, k => k === '1')
  )
}

/** Nothing but the gradient of another tensor. */
export const itself: DiagnosisRule = evidence => {
  const { usedGradients, readValues } = scopeItems(evidence)
  const found = [...usedGradients, ...readValues].find(item =>
    evidence.settings.every(setting => {
      const other = item.of(setting)
      return other !== null && equal(setting.value, other)
    }),
  )
  if (found === undefined) return null
  const [first] = evidence.settings
  const factor = first.terms.some(({ path }) => path.hops[0].step.inputs.includes(found.of(first)!))
  if (found.kind === 'value' && factor && found.text !== evidence.name) {
    return {
      family: 'upstream missing',
      formula: found.text,
      short: `${found.text} alone`,
      message: `You return \`${found.text}\` alone, which is the slope. Multiply it by the upstream gradient. ${usesText(evidence)}`,
      tier: 1,
    }
  }
  if (found.kind === 'value') {
    return {
      family: 'wrong operand',
      formula: found.text,
      short: `${found.text} is a value`,
      message: `You return \`${found.text}\`, which is a value of the forward pass, not a gradient. ${usesText(evidence)}`,
      tier: 1,
    }
  }
  const other = found.text.slice(1)
  const { graph } = first.at
  if (graph.ancestors.get(other)!.has(evidence.name)) {
    const moved = first.terms.length === 1 ? wayBack(evidence, first.terms[0]) : null
    return {
      family: 'local derivative missing',
      formula: found.text,
      short: `${found.text} passed on unchanged`,
      message: `You return ${found.text} unchanged. ${moved ?? `From \`${evidence.name}\` to ${at(other)}, there is more than one step, and each has a slope to multiply by. ${usesText(evidence)}`}`,
      tier: 1,
    }
  }
  return {
    family: 'wrong operand',
    formula: found.text,
    short: `${found.text} is another gradient`,
    message: `You return ${found.text}, the gradient of another tensor. ${usesText(evidence)}`,
    tier: 1,
  }
}

/** The right gradient, of another tensor: a step too far, a step too short, or the lines of two exchanged. */
export const neighbour: DiagnosisRule = evidence => {
  const { name, used, settings } = evidence
  const [{ at: where, value }] = settings
  const { graph } = where
  const others = [...graph.tensors.keys()].filter(
    other =>
      other !== name &&
      other !== graph.loss &&
      isLearnable(graph, other) &&
      !used.includes(other) &&
      sameShape(graph.tensors.get(other)!.shape, value.shape),
  )
  const is = (other: string): boolean =>
    settings.every(
      setting => largest(setting.value.data) > 0 && equal(setting.value, setting.gradient(other)),
    )
  if (used.some(is)) return null
  const found = others.find(is)
  if (found === undefined) return null
  const isDeeper = graph.ancestors.get(name)!.has(found)
  const isAbove = graph.ancestors.get(found)!.has(name)
  const rest = isDeeper
    ? `You went one step too far: ${at(name)} is made from \`${found}\`, so d${found} comes after d${name}.`
    : isAbove
      ? `You stopped too early: go on from d${found} to d${name}. ${usesText(evidence)}`
      : `Did you swap the two lines? ${capital(at(graph.users.get(name)![0]))} is made from \`${name}\`.`
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence),
    short: `this is d${found}`,
    message: `This is d${found}, not d${name}. ${rest}`,
    tier: 2,
  }
}

/** Right, but for something of the same shape that was added or subtracted. */
export const surplus: DiagnosisRule = evidence => {
  const { readValues, usedGradients } = scopeItems(evidence)
  if (evidence.settings.some(({ value, needed }) => !sameShape(value.shape, needed.shape))) return null
  for (const item of [...readValues, ...usedGradients]) {
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
      short: `${item.text} ${sign === 1 ? 'added' : 'subtracted'}`,
      message: `Your result is right except for \`${item.text}\`, which you ${sign === 1 ? 'added' : 'subtracted'}. A gradient is the sum of what comes back from each use, and nothing else. ${usesText(evidence)}`,
      tier: 2,
    }
  }
  return null
}

/** A gradient from further up, brought into shape and put in place of the right one. */
export const furtherUpstream: DiagnosisRule = evidence =>
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
      if (item.text === `d${end}` || evidence.budget.left <= 0) continue
      const k = factorOf(branch, (setting, { path, upstream }) => {
        const other = item.of(setting)
        const fitting = other === null ? null : shape(other, upstream)
        return fitting === null ? null : sumTo(sendBack(path.hops, fitting), setting.needed.shape)
      })
      if (k === null || !accepts(k)) continue
      const subject = subjectOf(evidence, branch.index)
      const then = subject.includes(', but ') ? '. The' : ', but the'
      return {
        family: 'wrong operand',
        formula: ownFormula(evidence),
        short: `${item.text} instead of d${end}`,
        message: `${subject} starts from ${item.text}${timesText(k)}${then} upstream gradient along this use is d${end}: ${at(term.path.via[0])} is computed from \`${evidence.name}\`.`,
        tier: 2,
      }
    }
  }
  return null
}
