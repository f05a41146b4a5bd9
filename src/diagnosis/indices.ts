/** Picking in the wrong places. */
import { contributionOf } from '../autograd/rules.ts'
import { oneHot, onesLike } from '../tensor/creation.ts'
import type { Step } from '../tensor/recording.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, factorOf, termOfBranch } from './branch.ts'
import type { TrialCall } from './evidence.ts'
import type { DiagnosisRule, Explanation } from './explanation.ts'
import type { Term } from './paths.ts'
import { before, indexName, picking, sayIndex } from './picking.ts'
import { isSelection } from './selection.ts'
import { at, timesText } from './words.ts'

/** Tensors of the scope that could be indices for rows of `size` choices, in the shape of `like`. */
function otherIndices(
  { at: { graph } }: TrialCall,
  like: Tensor,
  size: number,
): [name: string, index: Tensor][] {
  return [...graph.tensors].filter(
    ([, x]) =>
      x !== like &&
      sameShape(x.shape, like.shape) &&
      x.data.every(v => Number.isInteger(v) && v >= 0 && v < size),
  )
}

export const index: DiagnosisRule = evidence => {
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    const found = pickedElsewhere(branch, term) ?? maximumElsewhere(branch, term)
    if (found !== null) return found
  }
  return null
}

function pickedElsewhere(branch: Branch, term: Term): Explanation | null {
  const first = picking(term, 'index')
  if (first === null) return null
  const [x, ...indices] = first.step.inputs
  const name = indexName(branch, indices[indices.length - 1])
  const everywhere = factorOf(branch, ({ needed }, own) => {
    const { g } = picking(own, 'index')!
    return g.data.every(v => Math.abs(v - g.data[0]) < 1e-15) ? onesLike(needed).mul(g.data[0]) : null
  })
  if (everywhere !== null) {
    return sayIndex(
      branch,
      'every entry, not just the picked ones',
      `has the same number everywhere${timesText(everywhere)}. Only the entries that ${name} picks go into ${at(term.path.via[0])}; nudging any other entry changes nothing.`,
    )
  }
  if (x.shape.length !== indices.length) return null
  const others = factorOf(branch, (_, own) => {
    const { step, g } = picking(own, 'index')!
    const [table, ...places] = step.inputs
    return onesLike(table).indexPut(places, 0).mul(g.data[0])
  })
  const pattern = branch.rests.every((rest, i) => {
    const { g } = picking(branch.evidence.settings[i].terms[branch.index], 'index')!
    return g.data.every(v => v === g.data[0]) && isSelection(rest, onesLike(rest).mul(g.data[0]), rest)
  })
  if (others !== null) {
    return sayIndex(
      branch,
      'every entry except the picked ones',
      `goes to every entry except those that ${name} picks${timesText(others)}: it should be the other way round.`,
    )
  }
  const dim = x.shape.length - 1
  const withIndex = (choose: (setting: TrialCall, step: Step) => Tensor | null) =>
    factorOf(branch, (setting, own) => {
      const { step, g } = picking(own, 'index')!
      const other = choose(setting, step)
      if (other === null) return null
      const inputs = [...step.inputs.slice(0, -1), other]
      return before(own, 'index', contributionOf({ ...step, inputs, operands: inputs }, g, 0))
    })
  const best = withIndex((_, { inputs: [x] }) => x.argmax(dim))
  if (best !== null) {
    return sayIndex(
      branch,
      'the largest entry instead of the label',
      `picks the largest entry of each row${timesText(best)}, not the one that ${name} names. Which entries go into ${at(term.path.via[0])}?`,
    )
  }
  for (const [other] of otherIndices(
    branch.evidence.settings[0],
    indices[indices.length - 1],
    x.shape[dim],
  )) {
    const k = withIndex(({ at: { graph } }) => graph.tensors.get(other) ?? null)
    if (k !== null)
      return sayIndex(
        branch,
        `${other} instead of ${name}`,
        `picks by ${other}${timesText(k)}, but ${at(term.path.via[0])} picks by ${name}.`,
      )
  }
  return pattern
    ? sayIndex(
        branch,
        'other entries than the picked ones',
        `is in other entries than those that ${name} picks. Which entries go into ${at(term.path.via[0])}?`,
      )
    : null
}

function maximumElsewhere(branch: Branch, term: Term): Explanation | null {
  const first = picking(term, 'max')
  if (first === null) return null
  const { dims } = first.step.attributes as { dims: readonly number[] }
  const [x] = first.step.inputs
  if (dims.length !== 1 || dims[0] !== x.shape.length - 1) return null
  const size = x.shape[dims[0]]
  const everywhere = factorOf(branch, (_, own) => {
    const { step, g } = picking(own, 'max')!
    return before(own, 'max', columnOf(g, step).expand(step.inputs[0].shape))
  })
  if (everywhere !== null) {
    return sayIndex(
      branch,
      'every entry, not just the largest',
      `gives a share to every entry of a row${timesText(everywhere)}. Only the largest entry of each row goes into ${at(term.path.via[0])}; nudging another one changes nothing there.`,
    )
  }
  const elsewhere = (choose: (x: Tensor) => Tensor): string | null =>
    factorOf(branch, (_, own) => {
      const { step, g } = picking(own, 'max')!
      const [x] = step.inputs
      return before(own, 'max', choose(x).mul(columnOf(g, step)))
    })
  const width = (x: Tensor): number => x.shape[x.shape.length - 1]
  const others: [short: string, text: string, choose: (x: Tensor) => Tensor][] = [
    [
      'every entry except the largest',
      'goes to every entry of a row except the largest',
      x => onesLike(x).sub(oneHot(x.argmax(-1), width(x))),
    ],
    ['the smallest entry', 'goes to the smallest entry of each row', x => oneHot(x.argmin(-1), width(x))],
    ['the first entry', 'goes to the first entry of each row', x => oneHot(x.argmax(-1).mul(0), width(x))],
    [
      'the last entry',
      'goes to the last entry of each row',
      x =>
        oneHot(
          x
            .argmax(-1)
            .mul(0)
            .add(width(x) - 1),
          width(x),
        ),
    ],
  ]
  for (const [short, text, choose] of others) {
    const k = elsewhere(choose)
    if (k !== null)
      return sayIndex(
        branch,
        `${short} instead of the largest`,
        `${text}${timesText(k)}. ${at(term.path.via[0])} takes the largest entry of each row, so only a nudge to that one changes anything.`,
      )
  }
  const rows = x.shape.slice(0, -1)
  const labels = [...branch.evidence.settings[0].at.graph.tensors].filter(
    ([, y]) => sameShape(y.shape, rows) && y.data.every(v => Number.isInteger(v) && v >= 0 && v < size),
  )
  for (const [name] of labels) {
    const k = factorOf(branch, ({ at: { graph } }, own) => {
      const { step, g } = picking(own, 'max')!
      return before(
        own,
        'max',
        oneHot(graph.tensors.get(name)!, step.inputs[0].shape.at(-1)!).mul(columnOf(g, step)),
      )
    })
    if (k !== null)
      return sayIndex(
        branch,
        `${name} instead of the largest entry`,
        `goes to the entry that ${name} names${timesText(k)}. ${at(term.path.via[0])} takes the largest entry of each row, whichever that is.`,
      )
  }
  const elsewhereOnly = branch.rests.every((rest, i) => {
    const { step, g } = picking(branch.evidence.settings[i].terms[branch.index], 'max')!
    const [x] = step.inputs
    const isLargest = x.eq(columnOf(step.output, step))
    const isElsewhere = rest.data.some((value, at) => value !== 0 && isLargest.data[at] === 0)
    return isElsewhere && isSelection(rest, columnOf(g, step).expand(x.shape), rest)
  })
  return elsewhereOnly
    ? sayIndex(
        branch,
        'other entries than the largest',
        `goes to other entries than the largest of each row. ${at(term.path.via[0])} takes the largest, so only a nudge to that one changes anything.`,
      )
    : null
}

/** The gradient of a maximum with its dimension back. */
const columnOf = (g: Tensor, { inputs: [x] }: Step): Tensor => g.view([...x.shape.slice(0, -1), 1])
