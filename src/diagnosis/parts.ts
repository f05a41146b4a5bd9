/** A tensor that is taken apart by slices, as queries, keys and values are: parts exchanged, parts that don't come back. */
import { contributionOf } from '../autograd/rules.ts'
import { sumTo } from '../autograd/sweep.ts'
import type { Step } from '../tensor/recording.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { branchesOf, factorOf, termOfBranch } from './branch.ts'
import type { TrialCall } from './evidence.ts'
import { type DiagnosisRule, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'
import { pathsFrom, sendBack } from './paths.ts'
import { at, list, subjectOf } from './words.ts'

/** The same part of another tensor. */
function partOf(x: Tensor, { attributes }: Step): Tensor {
  const { dim, start, end, step } = attributes as { dim: number; start: number; end: number; step: number }
  return x.slice(dim, start, end, step)
}

/** In the place of one part is the gradient of another. */
export const otherPart: DiagnosisRule = evidence => {
  const { name, settings } = evidence
  const [first] = settings
  if (!first.terms.every(({ path }) => path.hops[0].step.op === 'slice') || first.terms.length < 2)
    return null
  if (settings.some(({ value, needed }) => !sameShape(value.shape, needed.shape))) return null
  const is = (place: number, other: number): boolean =>
    settings.every(({ value, needed, terms }) => {
      const [here, there] = [place, other].map(i => terms[i].path.hops[0].step)
      return equal(partOf(value, here), partOf(needed, there))
    })
  const found = [...first.terms.keys()].map(place => [...first.terms.keys()].find(other => is(place, other)))
  if (found.some(other => other === undefined)) return null
  const users = first.terms.map(({ path }) => path.via[0])
  const off = found.flatMap((other, place) =>
    other === place
      ? []
      : [`the part that \`${users[place]}\` takes has what \`${users[other!]}\` sends back`],
  )
  if (off.length === 0) return null
  const isOrder = new Set(found).size === users.length
  return {
    family: 'wrong operand',
    formula: ownFormula(evidence),
    short: isOrder ? 'the parts are in the wrong order' : `a part in the wrong place`,
    message: `\`${name}\` is taken apart, and ${list(off)}. Each part gets what its own use sends back: look at ${list(users.map(at))}.`,
    tier: 2,
  }
}

/** Only a part of the gradient from above comes back: that of some of the parts it is made of. */
export const partOfUpstream: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const { path } = termOfBranch(branch)
    const end = path.via[path.via.length - 1]
    const parts = partsOf(evidence.settings[0], end)
    for (const chosen of parts.length < 2 || parts.length > 4 ? [] : choices(parts.length)) {
      const k = factorOf(branch, (setting, { upstream, path }) => {
        const slices = partsOf(setting, end)
        const some = chosen
          .map(i => contributionOf(slices[i].step, partOf(upstream, slices[i].step), 0)!)
          .reduce((sum, part) => sum.add(part))
        return sumTo(sendBack(path.hops, some), setting.needed.shape)
      })
      if (k !== '1') continue
      const [have, lost] = [true, false].map(isIn =>
        list(parts.filter((_, i) => chosen.includes(i) === isIn).map(({ user }) => `\`${user}\``)),
      )
      return {
        family: 'a use forgotten',
        formula: ownFormula(evidence),
        short: `missing: what comes back from ${lost}`,
        message: `${subjectOf(evidence, branch.index)} has only what comes back from ${have}. But ${at(end)} is taken apart into ${list(parts.map(({ user }) => `\`${user}\``))}: add what comes back from ${lost}.`,
        tier: 2,
      }
    }
  }
  return null
}

/** The slices of a named tensor that its users take, where all of them take one. */
function partsOf({ at: { graph } }: TrialCall, name: string): { user: string; step: Step }[] {
  const paths = pathsFrom(graph, name, new Set(graph.users.get(name)))
  const parts = paths.map(({ hops, via }) => ({ user: via[0], step: hops[0].step }))
  return parts.every(({ step }) => step.op === 'slice') ? parts : []
}

/** Some of so many, neither none nor all; the fewest first. */
const choices = (count: number): number[][] =>
  Array.from({ length: 2 ** count - 2 }, (_, bits) =>
    [...Array(count).keys()].filter(i => (bits + 1) & (1 << i)),
  ).sort((a, b) => a.length - b.length)
