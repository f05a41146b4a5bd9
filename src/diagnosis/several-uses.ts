/** A tensor that meets another one in each of its uses, such as the weights of a recurrent network. */
import type { Tensor } from '../tensor/tensor.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type DiagnosisRule, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'
import { sendBack, type Term } from './paths.ts'
import { list, partOf, usesText } from './words.ts'

/** All that the uses met, added up, times all that comes back to them. */
export const productOfSums: DiagnosisRule = evidence => {
  const { settings } = evidence
  if (!areProducts(evidence)) return null
  const crossed = (setting: TrialCall): Tensor | null => {
    const met = setting.terms.map(metBy)
    return sumOf(setting.terms.flatMap(term => met.map(other => withOther(term, other))))
  }
  if (!settings.every(one => isEqual(one.value, crossed(one)))) return null
  return {
    family: 'reduction',
    formula: ownFormula(evidence),
    short: 'a product of sums instead of a sum of products',
    message: `${usesText(evidence)} Your line multiplies a sum by a sum, so what one use met is multiplied by what comes back along another. Multiply use by use, then add.`,
    tier: 2,
  }
}

/** In several parts of the sum something else is multiplied than what that use met; a part may be missing besides. */
export const otherSteps: DiagnosisRule = evidence => {
  const { settings } = evidence
  if (!areProducts(evidence)) return null
  const [{ terms }] = settings
  const met = new Set(terms.map(term => nameOfMet(settings[0], term)))
  const others = [...new Set([...evidence.valuesRead, ...met])].filter(name => name !== null)
  if ((others.length + 1) ** terms.length > MOST_SUMS) return null
  const parts = settings.map(setting =>
    setting.terms.map(term => others.map(name => withOther(term, setting.at.graph.tensors.get(name)))),
  )
  const found = assignments(terms.length, others.length).find(chosen =>
    settings.every((one, s) => {
      const summed = chosen.flatMap((at, i) => (at === others.length ? [] : [parts[s][i][at]]))
      return summed.length > 0 && isEqual(one.value, sumOf(summed))
    }),
  )
  if (found === undefined) return null
  const off = found.flatMap((at, i) => {
    const right = nameOfMet(settings[0], terms[i])
    if (right === null || right === others[at]) return []
    const part = partOf(terms[i], terms)
    return [
      at === others.length ? `${part} is missing` : `${part} has \`${others[at]}\` instead of \`${right}\``,
    ]
  })
  if (off.length === 0) return null
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence),
    short: 'what another use met',
    message: `${usesText(evidence)} In your sum, ${list(off)}. Look at what \`${evidence.name}\` is multiplied by in each use.`,
    tier: 2,
  }
}

const MOST_SUMS = 200

/** All ways to choose for each part one of so many tensors, or none. */
function assignments(parts: number, tensors: number): number[][] {
  const choices = Array.from({ length: tensors + 1 }, (_, i) => i)
  return Array.from({ length: parts }).reduce<number[][]>(
    ways => ways.flatMap(way => choices.map(choice => [...way, choice])),
    [[]],
  )
}

const areProducts = ({ settings: [{ terms }] }: Evidence): boolean =>
  terms.length > 1 && terms.every(({ path: { hops } }) => /^(?:mul|matmul)$/.test(hops[0].step.op))

const metBy = ({ path: { hops } }: Term): Tensor => hops[0].step.inputs[1 - hops[0].position]

const nameOfMet = ({ at }: TrialCall, term: Term): string | null => at.graph.names.get(metBy(term)) ?? null

/** What comes back along a use if it had met another tensor; null where that doesn't fit. */
function withOther({ path: { hops }, upstream }: Term, other: Tensor | undefined): Tensor | null {
  const [{ step, position }, ...later] = hops
  const own = step.inputs[1 - position]
  if (other === undefined || other.shape.join() !== own.shape.join()) return null
  const inputs = step.inputs.with(1 - position, other)
  return sendBack([{ step: { ...step, inputs }, position }, ...later], upstream)
}

const sumOf = (parts: readonly (Tensor | null)[]): Tensor | null =>
  parts.reduce((sum, one) => (sum === null || one === null ? null : sum.add(one)))

const isEqual = (value: Tensor, other: Tensor | null): boolean => other !== null && equal(value, other)
