/** The search over forms: `k * reduce(f(Y) * u)` and products `A @ B`, over what stands in scope. */
import { isLearnable } from '../autograd/graph.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Branch, factorOf, termOfBranch, toShape } from './branch.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { largest, ratio } from './fit.ts'
import { formulaOf } from './formula.ts'
import { applyGuess, type Guess, guesses, guessesFor, identity } from './functions.ts'

/** Something in scope, found again in every setting by its place rather than by its numbers. */
export interface Item {
  readonly text: string
  readonly kind: 'own' | 'value' | 'gradient'
  readonly of: (setting: TrialCall) => Tensor | null
}

export interface Form {
  readonly k: string
  readonly guess: Guess
  /** Null: no factor but the gradient. */
  readonly y: Item | null
  /** Null: no gradient from above. */
  readonly u: Item | null
}

export interface Product {
  readonly k: string
  readonly left: Item
  readonly right: Item
  readonly text: string
}

/** The tensors of the use itself: what goes into its steps and what comes out, unnamed ones in between included. */
export function ownItems({ evidence, index }: Branch): Item[] {
  const { settings, name } = evidence
  const [{ at, terms }] = settings
  const items: Item[] = [{ text: name, kind: 'own', of: setting => setting.at.graph.tensors.get(name)! }]
  for (const [h, { step }] of terms[index].path.hops.entries()) {
    const places = [...step.inputs.keys(), -1]
    for (const place of places) {
      const of = (setting: TrialCall): Tensor => {
        const same = setting.terms[index].path.hops[h].step
        return place === -1 ? same.output : same.inputs[place]
      }
      if (place !== -1 && typeof step.operands[place] === 'number') continue
      const text = formulaOf(of(settings[0]), { ...at.graph, brief: true }) ?? ''
      if (text !== '' && !items.some(item => item.text === text)) items.push({ text, kind: 'own', of })
    }
  }
  return items
}

const valueItem = (name: string): Item => ({
  text: name,
  kind: 'value',
  of: ({ at }) => at.graph.tensors.get(name) ?? null,
})

export const gradientItem = (name: string): Item => ({
  text: `d${name}`,
  kind: 'gradient',
  of: ({ gradient }) => gradient(name),
})

/** Everything that the line could have asked for: first what it did ask for. */
export function scopeItems(evidence: Evidence): {
  values: Item[]
  gradients: Item[]
  readValues: Item[]
  usedGradients: Item[]
} {
  const [{ at }] = evidence.settings
  const { graph } = at
  const names = [...graph.tensors.keys()]
  // What is mostly zeros would serve as a mask, and explain by its zeros what it has nothing to do with.
  const isDense = (item: Item): boolean => {
    const x = item.of(evidence.settings[0])
    return (
      x !== null && x.data.reduce((zeros, value) => (value === 0 ? zeros + 1 : zeros), 0) * 2 <= x.data.length
    )
  }
  const forbidden = graph.ancestors.get(evidence.name)!
  const readable = names.filter(
    name => isLearnable(graph, name) && name !== evidence.name && name !== graph.loss && !forbidden.has(name),
  )
  return {
    values: names.map(valueItem).filter(isDense),
    gradients: readable
      .map(gradientItem)
      .filter(item => isDense(item) || evidence.used.includes(item.text.slice(1))),
    readValues: names
      .filter(name => evidence.valuesRead.includes(name))
      .map(valueItem)
      .filter(isDense),
    usedGradients: readable.filter(name => evidence.used.includes(name)).map(gradientItem),
  }
}

const candidate =
  (guess: Guess, y: Item | null, u: Item | null) =>
  (setting: TrialCall): Tensor | null => {
    const base = y === null ? null : y.of(setting)
    const upstream = u === null ? null : u.of(setting)
    const shaped = base === null ? null : applyGuess(guess, base, data => new Tensor(base.shape, data))
    if ((y !== null && shaped === null) || (u !== null && upstream === null)) return null
    try {
      const product = shaped === null ? upstream! : upstream === null ? shaped : shaped.mul(upstream)
      return toShape(product, setting.needed)
    } catch {
      return null
    }
  }

/** The first form that the rest of a branch has in every setting. */
export function findForm(branch: Branch): Form | null {
  const { evidence } = branch
  const [first] = evidence.settings
  const end = termOfBranch(branch).path.via.at(-1)!
  const own = ownItems(branch)
  const { values, gradients, readValues, usedGradients } = scopeItems(evidence)
  const mine = gradientItem(end)
  const few = [identity, ...guesses.slice(1, 4)]
  const usual = guessesFor(termOfBranch(branch))
  const rounds: readonly (readonly [
    ys: readonly (Item | null)[],
    us: readonly (Item | null)[],
    fs: readonly Guess[],
  ])[] = [
    [[...own, ...readValues, ...usedGradients], [mine], [identity]],
    [own, [mine], usual],
    [reducedItems(own), [mine], [identity]],
    [[null], usedGradients, [identity]],
    [[...readValues, ...usedGradients], [mine], usual],
    [own, usedGradients, usual],
    [own, [null], usual],
    [readValues, [...usedGradients, null], usual],
    [[...values, ...gradients], [mine, ...usedGradients], few],
    [values, [mine], usual],
    [[null], gradients, [identity]],
    [own, gradients, few],
    [values, [null], usual],
  ]
  for (const [ys, us, fs] of rounds) {
    for (const u of us) {
      for (const y of ys) {
        for (const guess of y === null ? [identity] : fs) {
          if (evidence.budget.left <= 0) return null
          const make = candidate(guess, y, u)
          const other = make(first)
          if (other === null || largest(other.data) === 0 || ratio(branch.rests[0], other) === null) continue
          const k = factorOf(branch, make)
          if (k !== null) return { k, guess, y, u }
        }
      }
    }
  }
  return null
}

/** The first matrix product that the rest of a branch is. */
export function findProduct(branch: Branch): Product | null {
  const { evidence } = branch
  const [first] = evidence.settings
  const [{ shape }] = branch.rests
  if (shape.length !== 2) return null
  const { values, gradients } = scopeItems(evidence)
  const flat = [...values, ...gradients].flatMap(asMatrices(first))
  const [rows, columns] = shape
  for (const left of flat) {
    if (evidence.budget.left <= 0) return null
    for (const right of flat) {
      const [a, b] = [left.of(first), right.of(first)]
      if (
        a === null ||
        b === null ||
        a.shape[0] !== rows ||
        b.shape[1] !== columns ||
        a.shape[1] !== b.shape[0]
      )
        continue
      const make = (setting: TrialCall): Tensor | null => {
        const [p, q] = [left.of(setting), right.of(setting)]
        return p === null || q === null || p.shape[1] !== q.shape[0] ? null : p.matmul(q)
      }
      if (ratio(branch.rests[0], make(first)!) === null) continue
      const k = factorOf(branch, make)
      if (k !== null) return { k, left, right, text: `${left.text} @ ${right.text}` }
    }
  }
  return null
}

/** Rows and columns exchanged by a view, which leaves the numbers where they are. */
const turned = (x: Tensor | null): Tensor | null => x?.view(x.shape[1], x.shape[0]) ?? null

/** Means and sums of what stands in the use itself. */
export function reducedItems(items: readonly Item[]): Item[] {
  return items.flatMap(item =>
    (['mean', 'sum'] as const).flatMap(op =>
      [null, 0, 1].map(
        (dim): Item => ({
          text: `${item.text}.${op}(${dim ?? ''})`,
          kind: 'own',
          of: setting => {
            const x = item.of(setting)
            return x === null || x.data.length === 1 || (dim ?? 0) >= x.shape.length
              ? null
              : x[op](dim, { keepdim: true })
          },
        }),
      ),
    ),
  )
}

const asMatrices =
  (first: TrialCall) =>
  (item: Item): Item[] => {
    const x = item.of(first)
    if (x === null || x.shape.length !== 2) return []
    return [
      item,
      { ...item, text: `${item.text}.T`, of: setting => item.of(setting)?.T ?? null },
      { ...item, text: `${item.text}.view`, of: setting => turned(item.of(setting)) },
    ]
  }
