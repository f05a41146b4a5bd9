/** Sums of products, written as an equation of letters: a letter for each dimension (`torch.einsum`). */
import { arange } from './creation.ts'
import { describe, formatShape, sameShape, sizeOf, tensorError } from './shape.ts'
import { demandTensor, type Tensor } from './tensor.ts'

/** A letter of the equation, or a number for a dimension under `...`, counted from the last. */
type Label = string | number

/** A tensor and what its dimensions are called. */
interface Term {
  readonly x: Tensor
  readonly labels: readonly Label[]
}

/**
 * `einsum('ij,jk->ik', a, b)` is `a.matmul(b)`. What is called by one letter goes together, and what is not in the output is
 * summed. Without `->` the output has the letters that occur once, in the order of the alphabet. A letter twice in one
 * operand is its diagonal; `...` stands for all dimensions that have no letter; a size of 1 is stretched.
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const [texts, wanted] = partsOf(equation)
  if (texts.length !== operands.length) {
    throw tensorError(
      `einsum: "${equation}" describes ${texts.length} operands, but it was given ${operands.length}`,
    )
  }
  const given = operands.map((operand, i) => {
    const x = demandTensor('einsum', operand)
    return { x, labels: labelsOf(texts[i], x.shape) }
  })
  const output = outputOf(wanted, given)
  const [first, ...others] = stretched(given.map(diagonalOf))
  const kept = (i: number): Set<Label> =>
    new Set([output, ...others.slice(i).map(({ labels }) => labels)].flat())
  const product = others.reduce(
    (left, right, i) => multiplied(left, right, kept(i + 1)),
    summed(first, kept(0)),
  )
  const { x } = arranged(product, output)
  // Never one of the operands itself, so that each has a gradient of its own.
  return operands.includes(x) ? x.view(x.shape) : x
}

/** The letters of each operand, and those of the output; null: not said. */
function partsOf(equation: string): [operands: string[], output: string | null] {
  if (typeof equation !== 'string') {
    throw tensorError(
      `einsum: the equation comes first, not ${describe(equation)}`,
      "write einsum('ij,jk->ik', a, b)",
    )
  }
  const [left, output = null, ...more] = equation.replaceAll(' ', '').split('->')
  const operands = left.split(',')
  const odd = [...operands, output ?? ''].find(text => !/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(text))
  if (odd === undefined && more.length === 0) return [operands, output]
  throw tensorError(
    odd === undefined
      ? `einsum: "${equation}" has more than one ->`
      : `einsum: "${odd}" is not made of letters`,
    "dimensions are letters, and commas separate the operands: 'ij,jk->ik'",
  )
}

/** Of an operand: `...` are the dimensions that are left. */
function labelsOf(text: string, shape: readonly number[]): Label[] {
  const [before, after] = text.split('...')
  const covered = shape.length - before.length - (after ?? '').length
  if (after === undefined ? covered === 0 : covered >= 0) return spelt(text, covered)
  throw tensorError(
    `einsum: "${text}" does not name each dimension of ${formatShape(shape)} once`,
    'each dimension needs a letter; ... means all that have none',
  )
}

function spelt(text: string, covered: number): Label[] {
  const [before, after] = text.split('...')
  return after === undefined
    ? [...before]
    : [...before, ...Array.from({ length: covered }, (_, i) => covered - 1 - i), ...after]
}

function outputOf(text: string | null, terms: readonly Term[]): Label[] {
  const all = terms.flatMap(({ labels }) => labels)
  const covered = 1 + Math.max(-1, ...all.filter(label => typeof label === 'number'))
  if (text === null) {
    const letters = all.filter(label => typeof label === 'string')
    const once = letters.filter(letter => letters.indexOf(letter) === letters.lastIndexOf(letter))
    return spelt(`...${once.sort().join('')}`, covered)
  }
  const output = spelt(text, covered)
  for (const [i, label] of output.entries()) {
    if (typeof label === 'number') continue
    if (!all.includes(label)) throw tensorError(`einsum: the output has ${label}, which no operand has`)
    if (output.indexOf(label) < i) throw tensorError(`einsum: ${label} is in the output twice`)
  }
  return output
}

/** Of a letter that is there twice only the elements at equal places. */
function diagonalOf({ x, labels }: Term): Term {
  const second = labels.findIndex((label, i) => labels.indexOf(label) < i)
  if (second < 0) return { x, labels }
  const label = labels[second]
  const [n, m] = [x.shape[labels.indexOf(label)], x.shape[second]]
  if (n !== m)
    throw tensorError(`einsum: ${label} is twice in one operand, but its sizes ${n} and ${m} differ`)
  const dims = [labels.indexOf(label), second]
  const others = [...labels.keys()].filter(dim => !dims.includes(dim))
  const picked = x.permute(...dims, ...others).index(arange(n), arange(n))
  return diagonalOf({ x: picked, labels: [label, ...others.map(dim => labels[dim])] })
}

/** Every label has one size then. */
function stretched(terms: readonly Term[]): Term[] {
  const sizes = new Map<Label, { size: number; operand: number }>()
  for (const [k, { x, labels }] of terms.entries()) {
    for (const [dim, label] of labels.entries()) {
      const size = x.shape[dim]
      const sofar = sizes.get(label)
      if (sofar === undefined || sofar.size === 1) sizes.set(label, { size, operand: k + 1 })
      else if (size !== 1 && size !== sofar.size) {
        throw tensorError(
          `einsum: ${typeof label === 'number' ? 'a dimension under ...' : label} is ${sofar.size} in operand ${sofar.operand} and ${size} in operand ${k + 1}`,
          'dimensions with the same letter must have the same size, or 1',
        )
      }
    }
  }
  return terms.map(({ x, labels }) => {
    const shape = labels.map(label => sizes.get(label)!.size)
    return { x: sameShape(shape, x.shape) ? x : x.expand(shape), labels }
  })
}

/** Summed over what is not kept. */
function summed({ x, labels }: Term, kept: ReadonlySet<Label>): Term {
  const dims = [...labels.keys()].filter(dim => !kept.has(labels[dim]))
  return dims.length === 0
    ? { x, labels }
    : { x: x.sum(dims), labels: labels.filter(label => kept.has(label)) }
}

function arranged({ x, labels }: Term, order: readonly Label[]): Term {
  const dims = order.map(label => labels.indexOf(label))
  return dims.every((dim, i) => dim === i) ? { x, labels } : { x: x.permute(dims), labels: order }
}

/** The product of two, summed over what is not kept: a matrix product where there are rows, columns and something to sum. */
function multiplied(left: Term, right: Term, kept: ReadonlySet<Label>): Term {
  const a = summed(left, new Set([...kept, ...right.labels]))
  const b = summed(right, new Set([...kept, ...left.labels]))
  const shared = a.labels.filter(label => b.labels.includes(label))
  const batch = shared.filter(label => kept.has(label))
  const inner = shared.filter(label => !kept.has(label))
  const rows = a.labels.filter(label => !shared.includes(label))
  const cols = b.labels.filter(label => !shared.includes(label))
  if (inner.length === 0 || rows.length + cols.length === 0) {
    const labels = [...shared, ...rows, ...cols]
    return summed({ x: spread(a, labels).mul(spread(b, labels)), labels }, kept)
  }
  const [n, k, m] = [sizesOf(rows, a), sizesOf(inner, a), sizesOf(cols, b)]
  const lead = sizesOf(batch, a)
  // A vector takes part as one, if it does so alone.
  const size = (shape: readonly number[]): number[] =>
    lead.length + shape.length === 0 ? [] : [sizeOf(shape)]
  const x = shaped(arranged(a, [...batch, ...rows, ...inner]).x, [...lead, ...size(n), sizeOf(k)])
  const y = shaped(arranged(b, [...batch, ...inner, ...cols]).x, [...lead, sizeOf(k), ...size(m)])
  return { x: shaped(x.matmul(y), [...lead, ...n, ...m]), labels: [...batch, ...rows, ...cols] }
}

const sizesOf = (some: readonly Label[], { x, labels }: Term): number[] =>
  some.map(label => x.shape[labels.indexOf(label)])

/** With all of these labels, so that it broadcasts: those that it has not have size 1. */
function spread(term: Term, labels: readonly Label[]): Tensor {
  const own = labels.filter(label => term.labels.includes(label))
  const shape = labels.map(label => (own.includes(label) ? sizesOf([label], term)[0] : 1))
  const first = own.length === 0 ? labels.length : labels.indexOf(own[0])
  return shaped(arranged(term, own).x, shape.slice(first))
}

const shaped = (x: Tensor, shape: readonly number[]): Tensor =>
  sameShape(x.shape, shape) ? x : x.view([...shape])
