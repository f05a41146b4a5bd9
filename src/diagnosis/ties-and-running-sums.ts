/** Wrong ways back along a dimension: who gets the gradient of equal largest ones, running sums, parts of a whole. */

import { oneHot } from '../tensor/creation.ts'
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, factorOf, termOfBranch } from './branch.ts'
import { type DiagnosisRule, type Explanation, type Family, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'
import { before, picking } from './picking.ts'
import { at, subjectOf, timesText } from './words.ts'

/** What comes back to an input of a step if it is done wrongly; `rest` is what the learner has for it. */
type Wrongly = (g: Tensor, step: Step, position: number, rest: Tensor) => Tensor | null

interface Slip {
  readonly family: Family
  readonly short: string
  /** Goes on from "Your result". */
  readonly text: (user: string) => string
  readonly wrongly: Wrongly
}

/** Along one dimension: the gradient, and the marks of the largest, with that dimension kept. */
function marks({ op, inputs: [x], output, attributes }: Step): Tensor | null {
  const { dims } = attributes as { dims: readonly number[] }
  if (op !== 'max' && op !== 'min') return null
  return x.eq(output.view(x.shape.map((size, dim) => (dims.includes(dim) ? 1 : size))))
}

const kept = (g: Tensor, { inputs: [x], attributes }: Step): Tensor => {
  const { dims } = attributes as { dims: readonly number[] }
  return g.view(x.shape.map((size, dim) => (dims.includes(dim) ? 1 : size)))
}

const choice = ({ attributes }: Step): string =>
  (attributes as { whole?: boolean }).whole === true
    ? 'they get equal shares, as the maximum is taken over the whole tensor'
    : 'the first of them gets everything, as the maximum is taken along a dimension'

const tied: Slip['text'] = user => `What you give out must add up to what comes in from ${user}.`

function bestSlips(step: Step): Slip[] {
  const family = 'index'
  const { dims, whole } = step.attributes as { dims: readonly number[]; whole: boolean }
  const rule = `Where several are equally large, it's a matter of choice which ones get the gradient. Here, ${choice(step)}.`
  const all: Slip = {
    family,
    short: 'each of several equal ones gets everything',
    text: user => `gives the whole gradient to each of several equal largest elements. ${tied(user)} ${rule}`,
    wrongly: (g, own) => marks(own)?.mul(kept(g, own)) ?? null,
  }
  const shared: Slip = {
    family,
    short: 'equal ones share, but the first should get everything',
    text: () => `shares the gradient among equal largest elements. ${rule}`,
    wrongly: (g, own) =>
      marks(own)
        ?.div(marks(own)!.sum(dims, { keepdim: true }))
        .mul(kept(g, own)) ?? null,
  }
  const first: Slip = {
    family,
    short: 'the first of equal ones gets everything, but they should share',
    text: () => `gives everything to the first of several equal largest elements. ${rule}`,
    wrongly: (g, own) => {
      const found = marks(own)!
      const flat = oneHot(found.view(-1).argmax(), found.data.length)
      return flat.view(found.shape).mul(kept(g, own))
    },
  }
  const last: Slip = {
    family,
    short: 'the last of equal ones gets everything, not the first',
    text: () => `gives everything to the last of several equal largest elements. ${rule}`,
    wrongly: (g, own) => {
      const [dim] = dims
      const found = marks(own)!
      // The last mark is the one with no other behind it.
      const behind = found.flip(dim).cumsum(dim).flip(dim)
      return found.mul(behind.eq(1)).mul(kept(g, own))
    },
  }
  return whole ? [all, first] : [all, shared, last]
}

/** Of two that are compared number by number. */
const pairSlips: readonly Slip[] = [
  {
    family: 'index',
    short: 'where both are equal it takes everything',
    text: user =>
      `takes the whole gradient where both are equal. ${tied(user)} Where they are equal, each gets half.`,
    wrongly: (g, { op, inputs }, position) => {
      const [mine, other] = position === 0 ? inputs : [inputs[1], inputs[0]]
      return g.mul(op === 'maximum' ? mine.ge(other) : mine.le(other))
    },
  },
  {
    family: 'index',
    short: 'where both are equal it takes nothing',
    text: () => 'takes nothing where both are equal. Where they are equal, each gets half.',
    wrongly: (g, { op, inputs }, position) => {
      const [mine, other] = position === 0 ? inputs : [inputs[1], inputs[0]]
      return g.mul(op === 'maximum' ? mine.gt(other) : mine.lt(other))
    },
  },
]

function runningSlips({ attributes, inputs: [x] }: Step): Slip[] {
  const { dim } = attributes as { dim: number }
  const family = 'wrong local derivative'
  const back = (g: Tensor, d = dim): Tensor => g.flip(d).cumsum(d).flip(d)
  const ahead = 'Each number is in its own sum and in every later one, so add up what comes back from the end'
  return [
    {
      family,
      short: 'added up from the start, not from the end',
      text: user => `adds up from the start, as ${user} does. ${ahead}.`,
      wrongly: g => g.cumsum(dim),
    },
    {
      family,
      short: 'right, but the wrong way round',
      text: () => 'has the right numbers the wrong way round. Flip it once more at the end.',
      wrongly: g => g.flip(dim).cumsum(dim),
    },
    {
      family,
      short: 'added up from the start, then flipped',
      text: () =>
        `adds up from the start and then flips the sums. ${ahead}: flip first, then add up, then flip back.`,
      wrongly: g => g.cumsum(dim).flip(dim),
    },
    {
      family,
      short: 'leaves out its own place',
      text: () => `leaves out each number's own place. ${ahead}.`,
      wrongly: g => back(g).sub(g),
    },
    {
      family: 'reduction',
      short: 'the sum of everything, for each',
      text: () => `gives each number the sum of everything. ${ahead}.`,
      wrongly: g => g.sum(dim, { keepdim: true }).expandAs(g),
    },
    ...x.shape.flatMap((_, other): Slip[] =>
      other === dim
        ? []
        : [
            {
              family: 'reduction',
              short: `along dimension ${other}, not ${dim}`,
              text: user => `goes along dimension ${other}, but ${user} goes along dimension ${dim}.`,
              wrongly: g => back(g, other),
            },
          ],
    ),
  ]
}

const partSlip: Slip = {
  family: 'index',
  short: 'another part of the gradient',
  text: user =>
    `is another part of the gradient of ${user}. Each part of a joined tensor gets back what is in its own place: count where that starts.`,
  wrongly: (g, { inputs, attributes }, position, rest) => {
    const { dim } = attributes as { dim: number }
    const width = inputs[position].shape[dim]
    const starts = Array.from({ length: g.shape[dim] - width + 1 }, (_, start) => start)
    return starts.map(start => g.slice(dim, start, start + width)).find(part => equal(part, rest)) ?? null
  },
}

/** Of a tensor that was put into another one. */
const rowSlip: Slip = {
  family: 'index',
  short: 'other rows of the gradient',
  text: user =>
    `is made of rows of the gradient of ${user}, but of others than those that were written to there, or in another order.`,
  wrongly: (g, { inputs }, position, rest) => {
    const isOfRows = `${rest.shape.slice(1)}` === `${g.shape.slice(1)}` && g.shape.length > 1
    if (position !== 1 || !isOfRows || !sameShape(rest.shape, inputs[1].shape)) return null
    const [given, own] = [g.split(1), rest.split(1)]
    return own.every(row => given.some(other => equal(row, other))) ? rest : null
  },
}

/** By operation: how its way back is got wrong. */
const slips: { readonly [O in Op]?: (step: Step) => readonly Slip[] } = {
  max: bestSlips,
  min: bestSlips,
  maximum: () => pairSlips,
  minimum: () => pairSlips,
  cumsum: runningSlips,
  cat: () => [partSlip],
  indexPut: () => [rowSlip],
}

export const along: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const { hops, via } = termOfBranch(branch).path
    const step = hops.map(hop => hop.step).find(({ op }) => slips[op] !== undefined)
    if (step === undefined) continue
    for (const slip of slips[step.op]!(step)) {
      const k = factorOf(branch, (setting, term) => {
        const first = picking(term, step.op)!
        const { position } = term.path.hops.find(hop => hop.step === first.step)!
        const rest = branch.rests[evidence.settings.indexOf(setting)]
        const wrong = before(term, step.op, slip.wrongly(first.g, first.step, position, rest))
        // Without ties the choice makes no difference.
        return wrong !== null && equal(wrong, term.value) ? null : wrong
      })
      if (k !== null) return say(branch, slip, k, at(via[0]))
    }
  }
  return null
}

const say = (branch: Branch, { family, short, text }: Slip, k: string, user: string): Explanation => ({
  family,
  formula: ownFormula(branch.evidence),
  short: short + timesText(k),
  message: `${subjectOf(branch.evidence, branch.index)} ${text(user)}${k === '1' ? '' : ` Besides, it's ${k} times that.`}`,
  tier: 2,
})
