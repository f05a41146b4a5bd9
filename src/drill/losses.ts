/** The last line of a forward pass, from a tensor to a single number, and what goes back to that tensor. */
import type { Tensor } from '../tensor/tensor.ts'
import { countText, type FormResult, type Operand, type OperandUse, type Skill } from './value.ts'

interface Loss {
  readonly code: (x: string, weights: string) => string
  readonly run: (x: Tensor, weights: Tensor) => Tensor
  readonly isAble: (x: Operand) => boolean
  readonly back: (x: string, weights: string, count: string) => string
  readonly skills: readonly Skill[]
  readonly hints: (x: string, weights: string, count: string) => OperandUse['hints']
}

const isSmall = ({ range }: Operand): boolean => Math.max(...range.map(Math.abs)) <= 8

export const losses = {
  weightedSum: {
    code: (x, weights) => `${x}.mul(${weights}).sum()`,
    run: (x, weights) => x.mul(weights).sum(),
    isAble: () => true,
    back: (_, weights) => weights,
    skills: ['factor'],
    hints: (_, weights) => [
      'Each number is multiplied by another one, and all products are summed.',
      `The slope of a product is the other factor, and the slope of the sum is 1. The other factor is ${weights}.`,
      'There is nothing to compute: it has another name already.',
    ],
  },
  weightedMean: {
    code: (x, weights) => `${x}.mul(${weights}).mean()`,
    run: (x, weights) => x.mul(weights).mean(),
    isAble: () => true,
    back: (_, weights, count) => `${weights}.div(${count})`,
    skills: ['mean'],
    hints: (_, weights, count) => [
      'Each number is multiplied by another one, and the loss is the mean of the products.',
      `The slope of a product is the other factor, ${weights}. In a mean, each number counts 1 divided by how many there are: ${count}.`,
      `\`${weights}.div(...)\`: divide by how many numbers there are.`,
    ],
  },
  squares: {
    code: x => `${x}.pow(2).mean()`,
    run: x => x.pow(2).mean(),
    isAble: isSmall,
    back: (x, _, count) => `${x}.mul(2 / (${count}))`,
    skills: ['mean'],
    hints: (x, _, count) => [
      `Nudge one number of ${x}: only its own square changes, and it counts the same as the others in the mean.`,
      `The slope of x^2 is 2 * x, and in the mean each number counts 1 divided by how many there are: ${count}.`,
      `\`${x}.mul(...)\`: one factor for the square, divided by how many numbers there are.`,
    ],
  },
  squaredErrors: {
    code: (x, target) => `${x}.sub(${target}).pow(2).mean()`,
    run: (x, target) => x.sub(target).pow(2).mean(),
    isAble: isSmall,
    back: (x, target, count) => `${x}.sub(${target}).mul(2 / (${count}))`,
    skills: ['mean'],
    hints: (x, target, count) => [
      `Nudge one number of ${x}: only its own difference from ${target} changes. It is squared, and it counts the same as the others in the mean.`,
      `The slope of e^2 is 2 * e, where e is the difference. In the mean each counts 1 divided by how many there are: ${count}.`,
      `\`${x}.sub(${target})\` is the difference. Multiply it by one factor for the square, divided by how many there are.`,
    ],
  },
} as const satisfies Readonly<Record<string, Loss>>

export type LossName = keyof typeof losses

/** Whether the loss has a second operand, and what that is. */
export const besideIn: Readonly<Record<LossName, 'weights' | 'target' | null>> = {
  weightedSum: 'weights',
  weightedMean: 'weights',
  squares: null,
  squaredErrors: 'target',
}

export function lossOf(name: LossName, x: Operand, beside: Operand | null): FormResult | null {
  const form: Loss = losses[name]
  if (!form.isAble(x)) return null
  const count = countText(x.dims)
  const other = beside?.name ?? ''
  const isSingle = count.split(' * ').length === 1
  const tidy = (code: string): string => (isSingle ? code.replace(`(${count}))`, `${count})`) : code)
  return {
    op: name,
    code: form.code(x.name, other),
    dims: [],
    range: [-60, 60],
    run: ([value, weights]) => form.run(value, weights),
    uses: [
      {
        code: () => tidy(form.back(x.name, other, count)),
        dims: x.dims,
        skills: form.skills,
        hints: form.hints(x.name, other, count),
      },
      // What a loss is weighted with, or compared with, is never asked for.
      ...(beside === null ? [] : [null]),
    ],
  }
}
