/** One tensor in the line is another than it should be: with the right one, the line is right at every size. */

import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { areAligned, type DiagnosisRule, formulaIn, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'
import { type Item, scopeItems } from './forms.ts'
import { type Change, makes, run } from './rerun.ts'
import { tellingTerms } from './uses.ts'
import { capital, list, partOf, usesText } from './words.ts'

/** A place where a line uses a tensor by name: in one of its steps, or in all that use it. */
interface Place {
  readonly name: string
  readonly positions: readonly number[]
  readonly change: (other: Item) => Change
}

function placesOf(evidence: Evidence): Place[] {
  const { tape } = evidence.settings[evidence.settings.length - 1]
  const uses = tape.steps.flatMap(({ inputs }, position) =>
    inputs.flatMap((input, place) => {
      const name = tape.names.get(input)
      return name === undefined ? [] : [{ name, position, place }]
    }),
  )
  const single = uses.map(
    ({ name, position, place }): Place => ({
      name,
      positions: [position],
      change: other => (step, setting) => {
        const x = other.of(setting)
        return x === null ? null : run({ ...step, inputs: step.inputs.with(place, x) }, evidence)
      },
    }),
  )
  const names = [...new Set(uses.map(({ name }) => name))]
  const all = names.flatMap((name): Place[] => {
    const positions = uses.filter(use => use.name === name).map(({ position }) => position)
    if (positions.length < 2) return []
    const change =
      (other: Item): Change =>
      (step, setting) => {
        const x = other.of(setting)
        const own = [...setting.tape.names].find(([, known]) => known === name)?.[0]
        const inputs = step.inputs.map(input => (input === own ? x! : input))
        return x === null ? null : run({ ...step, inputs }, evidence)
      }
    return [{ name, positions, change }]
  })
  return [...single, ...all]
}

interface Found {
  readonly place: Place
  readonly other: Item
}

/** A tensor times another one: what it should be where a factor is missing. */
const timesOther = (name: string, other: Item): Item => ({
  text: `${name} * ${other.text}`,
  kind: 'value',
  of: setting => {
    const [x] = [...setting.tape.names].find(([, known]) => known === name) ?? []
    const factor = other.of(setting)
    if (x === undefined || factor === null || !sameShape(x.shape, factor.shape)) return null
    return x.mul(factor)
  },
})

/** The tensor that makes the line what it should be, in the place of one that is in it. */
function findOther(evidence: Evidence, wanted: (setting: TrialCall) => Tensor): Found | null {
  const { settings } = evidence
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  const { readValues, usedGradients, values, gradients } = scopeItems(evidence)
  const last = settings[settings.length - 1]
  for (const place of placesOf(evidence)) {
    const [own] = [...last.tape.names].find(([, name]) => name === place.name)!
    const factors = [...readValues, ...usedGradients].map(other => timesOther(place.name, other))
    for (const other of [...usedGradients, ...readValues, ...gradients, ...values, ...factors]) {
      if (evidence.budget.left <= 0) return null
      const x = other.of(last)
      if (other.text === place.name || x === null || !sameShape(x.shape, own.shape)) continue
      if (makes(evidence, place.positions, place.change(other), wanted)) return { place, other }
    }
  }
  return null
}

/** Another tensor in one place, and nothing else wrong. */
export const otherTensor: DiagnosisRule = evidence => {
  const found = findOther(evidence, ({ needed }) => needed)
  if (found === null) return null
  const { place, other } = found
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence),
    short: `${place.name} instead of ${other.text}`,
    message: `${whereIn(evidence, place)} use \`${other.text}\` instead of \`${place.name}\`. Everything else in your line is right.`,
    tier: 3,
  }
}

/** Two tensors that are each where the other belongs. */
export const swapped: DiagnosisRule = evidence => {
  const { settings } = evidence
  const { tape } = settings[settings.length - 1]
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  const names = [...new Set(tape.steps.flatMap(({ inputs }) => inputs.flatMap(x => tape.names.get(x) ?? [])))]
  const positions = [...tape.steps.keys()]
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(0, i)) {
      const swap: Change = (step, { tape: { names } }) => {
        const [x, y] = [a, b].map(name => [...names].find(([, known]) => known === name)![0])
        const inputs = step.inputs.map(input => (input === x ? y : input === y ? x : input))
        return run({ ...step, inputs }, evidence)
      }
      if (!makes(evidence, positions, swap, ({ needed }) => needed)) continue
      return {
        family: 'wrong operand',
        formula: ownFormula(evidence),
        short: `${b} and ${a} are swapped`,
        message: `Your line has \`${b}\` and \`${a}\` swapped. Put each where the other is, and it's right. ${usesText(evidence)}`,
        tier: 3,
      }
    }
  }
  return null
}

/** Another tensor in one place, and a use forgotten besides. */
export const otherTensorAndUse: DiagnosisRule = evidence => {
  const { settings } = evidence
  const groups = tellingTerms(evidence)
  if (groups.length < 2 || groups.length > 3) return null
  const { terms } = settings[0]
  for (const [i, group] of groups.entries()) {
    const wanted = (setting: TrialCall): Tensor =>
      group.map(j => setting.terms[j].value).reduce((sum, x) => sum.add(x))
    if (settings.some(setting => equal(setting.value, wanted(setting)))) continue
    const found = findOther(evidence, wanted)
    if (found === null) continue
    const { place, other } = found
    const missing = groups.filter((_, j) => j !== i).map(([first]) => partOf(terms[first], terms))
    return {
      family: 'wrong operand',
      formula: ownFormula(evidence),
      short: `${place.name} instead of ${other.text}, and a use is missing`,
      message: `Your line has two mistakes. ${whereIn(evidence, place)} use \`${other.text}\` instead of \`${place.name}\`: then it is ${partOf(terms[group[0]], terms)}. ${capital(list(missing))} ${missing.length === 1 ? 'is' : 'are'} missing. ${usesText(evidence)}`,
      tier: 2,
    }
  }
  return null
}

function whereIn(evidence: Evidence, { positions }: Place): string {
  const { tape } = evidence.settings[evidence.settings.length - 1]
  const text = positions.length === 1 ? formulaIn(evidence, tape.steps[positions[0]].output) : null
  return text === null ? 'In your line,' : `In \`${text}\`,`
}
