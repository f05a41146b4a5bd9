/** Mistakes that are found by trying the cure: a factor that is in one place too many, missing, or in the wrong one. */
import type { Step } from '../tensor/recording.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Evidence } from './evidence.ts'
import { areAligned, type DiagnosisRule, type Explanation, formulaIn, ownFormula } from './explanation.ts'
import { ratio } from './fit.ts'
import { type Item, scopeItems } from './forms.ts'
import { atEachStep, type Change, makes, run, sayChange } from './rerun.ts'
import { at } from './words.ts'

/** What a product is without one of its factors, in the shape that it had. */
const without =
  (evidence: Evidence, place: number): Change =>
  ({ inputs, output }) => {
    const rest = inputs[1 - place]
    const { shape } = output
    return sameShape(rest.shape, shape)
      ? rest
      : run({ op: 'expand', inputs: [rest], attributes: { shape } as never }, evidence)
  }

const isFactor = ({ op }: Step, place: number): boolean => op === 'mul' || (op === 'div' && place === 1)

/** A tensor in a product that should not be there. */
export const factorTooMany: DiagnosisRule = evidence =>
  atEachStep(evidence, step =>
    [...step.inputs.keys()].flatMap((place): (readonly [Change, () => Explanation])[] => {
      const text = formulaIn(evidence, step.inputs[place])
      if (!isFactor(step, place) || typeof step.operands[place] === 'number' || text === null) return []
      const how = step.op === 'mul' ? 'multiply' : 'divide'
      const own = formulaIn(evidence, step.output)
      return [
        [
          without(evidence, place),
          () =>
            sayChange(
              evidence,
              'wrong local derivative',
              `one factor of ${text} too many`,
              `${own === null ? 'In one place' : `In \`${own}\``}, you ${how} by \`${text}\` once too often. Everything else in your line is right.`,
              3,
            ),
        ],
      ]
    }),
  )

/** Something that the line computes on its way, and that should be multiplied by one more tensor. */
export const factorTooFew: DiagnosisRule = evidence => {
  const items = factorsOf(evidence)
  return atEachStep(evidence, step =>
    items.map((item): readonly [Change, () => Explanation] => [
      (own, setting) => times(evidence, run(own, evidence), item.of(setting)),
      () => {
        const own = formulaIn(evidence, step.output)
        return sayChange(
          evidence,
          'wrong local derivative',
          `a factor of ${item.text} is missing`,
          `${own === null ? 'One part of your line' : `\`${own}\``} should also be multiplied by \`${item.text}\`. Everything else in your line is right.`,
          3,
        )
      },
    ]),
  )
}

/** A factor that belongs to the gradient from above, and comes after what was summed or picked. */
export const factorTooLate: DiagnosisRule = evidence => {
  const { settings } = evidence
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  const { tape } = settings[settings.length - 1]
  const { usedGradients } = scopeItems(evidence)
  const all = [...tape.steps.keys()]
  for (const [position, step] of tape.steps.entries()) {
    for (const [place, factor] of step.inputs.entries()) {
      const name = tape.names.get(factor)
      if (name === undefined || !isFactor(step, place) || step.op !== 'mul') continue
      for (const u of usedGradients) {
        const early: Change = (own, setting) => {
          const { tape } = setting
          const gradient = [...tape.names].find(([, known]) => known === u.text)?.[0]
          const isPlace = tape.steps[position].output === own.output
          const factor = tape.steps[position].inputs[place]
          const inputs = own.inputs.map((x, i) =>
            x !== gradient || (isPlace && i === place) ? x : times(evidence, x, factor),
          )
          if (gradient === undefined || inputs.some(x => x === null)) return null
          const changed = { ...own, inputs: inputs as Tensor[] }
          return isPlace ? without(evidence, place)(changed, setting) : run(changed, evidence)
        }
        if (u.text === name || !makes(evidence, all, early, ({ needed }) => needed)) continue
        const own = formulaIn(evidence, step.output)
        return sayChange(
          evidence,
          'wrong local derivative',
          `${name} comes too late`,
          `Your line multiplies by \`${name}\` too late${own === null ? '' : `, in \`${own}\``}. Multiply \`${u.text}\` by it first, wherever you use \`${u.text}\`; then your line is right.`,
          3,
        )
      }
    }
  }
  return null
}

/** A number on the whole that has no name: it is of the sizes in some way that nobody would guess. */
export const factorUnnamed: DiagnosisRule = evidence => {
  const { settings } = evidence
  const factors = settings.map(({ value, needed }) => (needed.data.length > 1 ? ratio(value, needed) : null))
  if (factors.some(k => k === null)) return null
  const user = at(settings[0].terms[0].path.via[0])
  const k = Number(factors[factors.length - 1]!.toPrecision(4))
  return {
    family: 'sign, factor',
    formula: ownFormula(evidence),
    short: `${k} times the right value`,
    message: `Your result is ${k} times the right value at these sizes, and off by another factor at others; everything else is right. Compare the numbers in your line with those in ${user}.`,
    tier: 2,
  }
}

const times = (evidence: Evidence, x: Tensor | null, factor: Tensor | null): Tensor | null =>
  x === null || factor === null
    ? null
    : run({ op: 'mul', inputs: [x, factor], attributes: {} as never }, evidence)

/** What the line has asked for, and the named tensors that its uses are made with. */
function factorsOf(evidence: Evidence): Item[] {
  const { values, readValues } = scopeItems(evidence)
  const [{ at, terms }] = evidence.settings
  const met = new Set(
    terms.flatMap(({ path }) => path.hops.flatMap(({ step }) => [...step.inputs, step.output])),
  )
  const near = values.filter(({ text }) => met.has(at.graph.tensors.get(text)!))
  return [...readValues, ...near.filter(({ text }) => !readValues.some(item => item.text === text))]
}
