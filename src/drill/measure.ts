/** Whether the numbers of a forward pass make a good task: of ordinary size, and nothing that only ever goes one way. */
import { type Case, casesOf } from '../checker/gradient/case.ts'
import { parseNames } from '../dataset/names.ts'
import type { Generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Draft } from './draft.ts'
import type { NamedSizes } from './value.ts'

/** The seed of a check that isn't given one. */
const SEED = 42

/** As the check makes them from the text of the task. */
export function casesIn({ sizes, draws, lines }: Draft): Case[] {
  const inputs = (at: NamedSizes, source: object): Record<string, unknown> => ({
    ...at,
    ...Object.fromEntries(draws.map(({ name, draw }) => [name, draw((source as { g: Generator }).g, at)])),
  })
  const forward = (given: Record<string, unknown>): Record<string, unknown> => {
    const values = { ...given }
    for (const { name, of, run } of lines)
      values[name] = run(
        of.map(one => values[one.name] as Tensor),
        given as NamedSizes,
      )
    return Object.fromEntries(lines.map(({ name }) => [name, values[name]]))
  }
  return casesOf({ sizes, inputs, forward }, SEED, NAMES)
}

/** No task needs any. */
const NAMES = parseNames('ada\n')

const LARGEST = 100
const SMALLEST = 1e-3

/** `blanks`: names of the tensors that are asked for. */
export const isGood = (draft: Draft, blanks: readonly string[]): boolean =>
  casesIn(draft).every(
    ({ graph, truth }) =>
      [...graph.tensors.values()].every(isOrdinary) &&
      blanks.every(name => isOrdinary(truth.gradient(name)) && largestIn(truth.gradient(name)) >= SMALLEST) &&
      draft.lines.every(line => takesAllWays(line, name => graph.tensors.get(name)!)),
  )

const largestIn = ({ data }: Tensor): number => data.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

const isOrdinary = (x: Tensor): boolean => x.data.every(Number.isFinite) && largestIn(x) <= LARGEST

/** Where some numbers come through and others don't, there are both, and not in the same place of each row. */
function takesAllWays({ op, of, name }: Draft['lines'][number], at: (name: string) => Tensor): boolean {
  const [first, second] = of.map(one => at(one.name))
  const isBoth = (x: Tensor): boolean => x.data.some(value => value > 0) && x.data.some(value => value < 0)
  const [kind, dim] = op.split(/[ ,]+/)
  if (kind === 'relu' || kind === 'abs') return isBoth(first)
  if (kind === 'maximum') return isBoth(first.sub(second))
  if (kind === 'where') return new Set(first.data).size === 2
  if (kind !== 'max' && kind !== 'min') return at(name) instanceof Tensor
  const places = new Set((kind === 'max' ? first.argmax(Number(dim)) : first.argmin(Number(dim))).data)
  return places.size > 1
}
