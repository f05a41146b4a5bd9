/** Picking and placing: the wrong places, and places named more than once. */
import { contributionOf } from '../autograd/rules.ts'
import { sumTo } from '../autograd/sweep.ts'
import { oneHot, onesLike, tensor, zeros } from '../tensor/creation.ts'
import type { Step } from '../tensor/recording.ts'
import { sameShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Branch, branchesOf, factorOf, termOfBranch } from './branch.ts'
import { subjectOf, timesText } from './chain.ts'
import type { Setting } from './evidence.ts'
import { at, type Explanation, ownFormula, type Row } from './explanation.ts'
import { sendBack, type Term } from './paths.ts'

/** The first hop of a term if it picks elements, and the gradient that arrives at it. */
function picking(term: Term, op: 'index' | 'max'): { step: Step; g: Tensor } | null {
  const at = term.path.hops.findIndex(({ step }) => step.op === op)
  if (at === -1) return null
  const { step } = term.path.hops[at]
  const g = sumTo(sendBack(term.path.hops.slice(at + 1), term.upstream), step.output.shape)
  return { step, g }
}

/** Sends `g` back through the hops before the one that picks. */
function before(term: Term, op: 'index' | 'max', raw: Tensor | null): Tensor | null {
  if (raw === null) return null
  const at = term.path.hops.findIndex(({ step }) => step.op === op)
  return at === 0 ? raw : sendBack(term.path.hops.slice(0, at), raw)
}

/** Tensors of the scope that could be indices for rows of `size` choices, in the shape of `like`. */
function otherIndices(
  { at: { graph } }: Setting,
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

export const index: Row = evidence => {
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
    return say(
      branch,
      'every entry, not just the picked ones',
      `has the same number everywhere${timesText(everywhere)}. Only the entries that ${name} picks take part in ${at(term.path.via[0])}; nudging any other one changes nothing.`,
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
    return say(
      branch,
      'every entry but the picked ones',
      `goes to every entry but those that ${name} picks${timesText(others)}: just the other way round.`,
    )
  }
  const dim = x.shape.length - 1
  const withIndex = (choose: (setting: Setting, step: Step) => Tensor | null) =>
    factorOf(branch, (setting, own) => {
      const { step, g } = picking(own, 'index')!
      const other = choose(setting, step)
      if (other === null) return null
      const inputs = [...step.inputs.slice(0, -1), other]
      return before(own, 'index', contributionOf({ ...step, inputs, operands: inputs }, g, 0))
    })
  const best = withIndex((_, { inputs: [x] }) => x.argmax(dim))
  if (best !== null) {
    return say(
      branch,
      'the largest entry where the label belongs',
      `picks the largest entry of each row${timesText(best)}, not the one that ${name} names. Which entries take part in ${at(term.path.via[0])}?`,
    )
  }
  for (const [other] of otherIndices(
    branch.evidence.settings[0],
    indices[indices.length - 1],
    x.shape[dim],
  )) {
    const k = withIndex(({ at: { graph } }) => graph.tensors.get(other) ?? null)
    if (k !== null)
      return say(
        branch,
        `${other} where ${name} belongs`,
        `picks by ${other}${timesText(k)}, but ${at(term.path.via[0])} picks by ${name}.`,
      )
  }
  return pattern
    ? say(
        branch,
        'other entries than the picked ones',
        `stands in other entries than those that ${name} picks. Which entries take part in ${at(term.path.via[0])}?`,
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
    return say(
      branch,
      'every entry, not just the largest',
      `gives every entry of a row a share${timesText(everywhere)}. Only the largest entry of each row gets into ${at(term.path.via[0])}; nudging another one changes nothing there.`,
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
      'every entry but the largest',
      'goes to every entry of a row but the largest',
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
      return say(
        branch,
        `${short}, not the largest`,
        `${text}${timesText(k)}. ${at(term.path.via[0])} takes the largest entry of each row, and only that one feels a nudge.`,
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
      return say(
        branch,
        `${name} where the largest entry belongs`,
        `goes to the entry that ${name} names${timesText(k)}. ${at(term.path.via[0])} takes the largest entry of each row, whichever that is.`,
      )
  }
  const elsewhereOnly = branch.rests.every((rest, i) => {
    const { step, g } = picking(branch.evidence.settings[i].terms[branch.index], 'max')!
    return isSelection(rest, columnOf(g, step).expand(step.inputs[0].shape), rest)
  })
  return elsewhereOnly
    ? say(
        branch,
        'other entries than the largest',
        `goes to other entries than the largest of each row. ${at(term.path.via[0])} takes the largest, and only that one feels a nudge.`,
      )
    : null
}

/** The gradient of a maximum with its dimension back. */
const columnOf = (g: Tensor, { inputs: [x] }: Step): Tensor => g.view([...x.shape.slice(0, -1), 1])

function indexName({ evidence }: Branch, index: Tensor): string {
  const name = evidence.settings[0].at.graph.names.get(index)
  return name === undefined ? 'the index' : `\`${name}\``
}

function say(branch: Branch, short: string, rest: string): Explanation {
  return {
    family: 'index',
    formula: ownFormula(branch.evidence),
    short,
    message: `${subjectOf(branch.evidence, branch.index)} ${rest}`,
    tier: 2,
  }
}

/** Some entries are right and the others are zero: the line works on a selection that this use doesn't make. */
export const partial: Row = evidence => {
  for (const branch of branchesOf(evidence)) {
    const chosen = evidence.settings.every(({ terms, needed }, i) =>
      isSelection(branch.rests[i], terms[branch.index].value, needed),
    )
    if (!chosen) continue
    return {
      family: 'index',
      formula: ownFormula(evidence),
      short: 'right in some places, 0 in the others',
      message: `${subjectOf(evidence, branch.index)} is right in some places and 0 in all others. Look at ${at(termOfBranch(branch).path.via[0])}: every element of \`${evidence.name}\` takes part in it, so every one has its gradient.`,
      tier: 2,
    }
  }
  return labelColumns(evidence)
}

function isSelection(rest: Tensor, whole: Tensor, { data }: Tensor): boolean {
  if (!sameShape(rest.shape, whole.shape)) return false
  const limit = 1e-9 * data.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  const isZero = (v: number): boolean => Math.abs(v) <= limit
  const missing = rest.data.filter((v, i) => isZero(v) && !isZero(whole.data[i])).length
  return (
    missing > 0 &&
    missing < rest.data.length &&
    !rest.data.every(isZero) &&
    rest.data.every((v, i) => isZero(v) || Math.abs(v - whole.data[i]) <= limit)
  )
}

/** A sum along rows of which only the label's or the largest entry was taken. */
function labelColumns(evidence: Parameters<Row>[0]): Explanation | null {
  for (const branch of branchesOf(evidence)) {
    const [first] = evidence.settings
    const { raw } = first.terms[branch.index]
    if (raw.shape.length !== 2 || raw.data.length === first.needed.data.length) continue
    for (const [name, x] of first.at.graph.tensors) {
      if (
        x.shape.length !== 1 ||
        x.shape[0] !== raw.shape[0] ||
        !x.data.every(v => Number.isInteger(v) && v >= 0 && v < raw.shape[1])
      )
        continue
      const k = factorOf(branch, ({ at: { graph }, needed }, { raw }) =>
        sumTo(raw.mul(oneHot(graph.tensors.get(name)!, raw.shape[1])), needed.shape),
      )
      if (k !== null)
        return say(
          branch,
          `only the column that ${name} names`,
          `counts only the column that ${name} names${timesText(k)}. Every column of ${at(termOfBranch(branch).path.via[0])} was made with \`${evidence.name}\`, so every one sends something back.`,
        )
    }
  }
  return null
}

/** Rows of a table that are picked several times: each time adds. */
export const scatter: Row = evidence => {
  for (const branch of branchesOf(evidence)) {
    const term = termOfBranch(branch)
    const first = picking(term, 'index')
    if (first === null || term.path.hops[0].step !== first.step) continue
    const [, ...indices] = first.step.inputs
    const name = indexName(branch, indices[indices.length - 1])
    for (const [short, slip, make] of slips(indices)) {
      const k = factorOf(branch, (_, own) => {
        const { step, g } = picking(own, 'index')!
        const [x, ...all] = step.inputs
        return make(x, g, all)
      })
      if (k === null) continue
      return {
        family: 'scatter',
        formula: ownFormula(evidence),
        short,
        message: `${subjectOf(evidence, branch.index)} ${slip}${timesText(k)}. ${name} names some rows of \`${evidence.name}\` more than once in ${at(term.path.via[0])}, and what comes back for a row adds up over all the places where it was picked.`,
        tier: 2,
      }
    }
  }
  return null
}

type Slip = readonly [
  short: string,
  text: string,
  make: (x: Tensor, g: Tensor, indices: readonly Tensor[]) => Tensor | null,
]

function slips(indices: readonly Tensor[]): Slip[] {
  const [only] = indices
  const positions =
    indices.length === 1 && only.shape.length === 2 ? Array.from({ length: only.shape[1] }, (_, j) => j) : []
  return [
    [
      'the last occurrence only',
      'keeps only the last occurrence of each row: it was assigned where it should be added',
      (x, g, ix) => zeros(x.shape).indexPut(ix, g),
    ],
    ['the first occurrence only', 'keeps only the first occurrence of each row', firstOnly],
    [
      'a mean over repeats',
      'is a mean over the places where a row was picked',
      (x, g, ix) =>
        zeros(x.shape)
          .indexAdd(ix, g)
          .div(counts(x, g, ix).maximum(1)),
    ],
    ...[...positions, -1]
      .map(
        (j): Slip => [
          `position ${j} only`,
          `counts only position ${j} of each row of the batch`,
          (x, g, [ix]) => {
            const at = j === -1 ? ix.shape[1] - 1 : j
            return g.shape.length < 2 || at >= ix.shape[1]
              ? null
              : zeros(x.shape).indexAdd([ix.slice(1, at, at + 1)], g.slice(1, at, at + 1))
          },
        ],
      )
      .filter(() => positions.length > 0),
  ]
}

const counts = (x: Tensor, g: Tensor, indices: readonly Tensor[]): Tensor =>
  zeros(x.shape).indexAdd(indices, onesLike(g))

function firstOnly(x: Tensor, g: Tensor, indices: readonly Tensor[]): Tensor | null {
  if (indices.length !== 1) return null
  const flat = indices[0].flatten()
  const n = flat.data.length
  const backwards = tensor(flat.data.map((_, i) => n - 1 - i))
  const rows = g.view([n, ...g.shape.slice(indices[0].shape.length)])
  return zeros(x.shape).indexPut([flat.index(backwards)], rows.index(backwards))
}
