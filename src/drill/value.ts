/** What a task is made of: tensors with shapes by name, the lines that make them, and what each use sends back. */
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** The name of a size, a product or a sum of names (`shops * goods`), or `1`. */
export type Dim = string
export type NamedShape = readonly Dim[]

export type NamedSizes = Readonly<Record<string, number>>

/** Between which numbers its elements are, roughly: those of `randn` count as -3 to 3. */
export type ValueRange = readonly [low: number, high: number]

export interface Operand {
  readonly name: string
  readonly dims: NamedShape
  readonly range: ValueRange
}

/** An input: how it is written, and how it is drawn. */
export interface Draw extends Operand {
  readonly text: string
  /** The same for PyTorch. */
  readonly python: string
  readonly draw: (g: Generator, sizes: NamedSizes) => Tensor
  /** Whole numbers or a mask: no gradient flows to it. */
  readonly isFixed: boolean
}

/** What is to be known to write a gradient; families ask for blanks by these. */
export type Skill =
  | 'copied'
  | 'kept'
  | 'summed'
  | 'mean'
  | 'sign'
  | 'factor'
  | 'slope'
  | 'matmul'
  | 'picked'
  | 'grouped'
  | 'selected'
  | 'moved'
  | 'fused'
  | 'plain'

/** What one operand of a line gets back. */
export interface OperandUse {
  /** The code, given the name of the upstream gradient. */
  readonly code: (upstream: string) => string
  /** The shape of that: it broadcasts to the operand's. */
  readonly dims: NamedShape
  readonly skills: readonly Skill[]
  /** A sentence for each hint: the idea, the slope, the step. */
  readonly hints: readonly [idea: string, slope: string, step: string]
}

/** What a form makes of its operands. */
export interface FormResult {
  /** What is done, without names: `sum 1 keepdim`. */
  readonly op: string
  readonly code: string
  readonly dims: NamedShape
  readonly range: ValueRange
  readonly run: (operands: readonly Tensor[], sizes: NamedSizes) => Tensor
  /** By operand; null where no gradient flows. */
  readonly uses: readonly (OperandUse | null)[]
}

/** A line of the forward pass. */
export interface Line extends FormResult, Operand {
  readonly of: readonly Operand[]
}

/** `(shops, goods)` */
export const shapeText = (dims: NamedShape): string => `(${dims.join(', ')})`

export const sameDims = (a: NamedShape, b: NamedShape): boolean => a.join() === b.join()

export const sizeIn = (dim: Dim, sizes: NamedSizes): number =>
  dim
    .split(' + ')
    .map(term => term.split(' * ').reduce((product, name) => product * (name === '1' ? 1 : sizes[name]), 1))
    .reduce((sum, term) => sum + term)

export const shapeIn = (dims: NamedShape, sizes: NamedSizes): number[] => dims.map(dim => sizeIn(dim, sizes))

/** How many elements, as code: `shops * goods`; `1` for a single number. */
export function countText(dims: NamedShape): string {
  const real = dims.filter(dim => dim !== '1')
  const factors = real.length < 2 ? real : real.map(dim => (dim.includes(' + ') ? `(${dim})` : dim))
  return factors.join(' * ') || '1'
}

/** The shape that two shapes broadcast to; null where they don't. */
export function broadcast(a: NamedShape, b: NamedShape): NamedShape | null {
  const rank = Math.max(a.length, b.length)
  const padded = (dims: NamedShape): NamedShape => [...Array<Dim>(rank - dims.length).fill('1'), ...dims]
  const [x, y] = [padded(a), padded(b)]
  const both = x.map((dim, i) => (dim === y[i] || y[i] === '1' ? dim : dim === '1' ? y[i] : null))
  return both.includes(null) ? null : (both as NamedShape)
}
