/** Mistakes that are found by trying the cure: an operand that is transposed or isn't, a view that stands for a transpose. */
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Evidence } from './evidence.ts'
import { areAligned, type DiagnosisRule, type Explanation, formulaIn } from './explanation.ts'
import { isTransposition, transposedName } from './formula.ts'
import { atEachStep, type Change, makes, run, sayChange, withInput } from './rerun.ts'
import { at } from './words.ts'

/** A tensor with two of its dimensions swapped. */
function swap(evidence: Evidence, x: Tensor, i: number, j: number): Tensor | null {
  const dims = [...x.shape.keys()]
  ;[dims[i], dims[j]] = [dims[j], dims[i]]
  return run({ op: 'permute', inputs: [x], attributes: { dims } as never }, evidence)
}

/** In a matrix product of square tables, or of many: one of them is the wrong way round. */
export const transposedOperand: DiagnosisRule = evidence => {
  const [{ terms }] = evidence.settings
  const { steps } = evidence.settings[evidence.settings.length - 1].tape
  return atEachStep(evidence, step =>
    step.op !== 'matmul'
      ? []
      : step.inputs.map((input, place): readonly [Change, () => Explanation] => [
          own => {
            const x = own.inputs[place]
            if (x.shape.length < 2) return null
            const turned = swap(evidence, x, x.shape.length - 2, x.shape.length - 1)
            return turned === null ? null : run(withInput(own, place, turned), evidence)
          },
          () => {
            const made = steps.find(({ op, output }) => op === 'permute' && output === input)
            const isTurned = made !== undefined && isTransposition(made)
            const name = formulaIn(evidence, isTurned ? made.inputs[0] : input) ?? 'one operand'
            const slip = isTurned ? 'should not be transposed' : `needs .${transposedName(input)}`
            const own = formulaIn(evidence, step.output)
            return sayChange(
              evidence,
              'shape',
              `${name} ${slip}`,
              `${own === null ? 'These are' : `\`${own}\` has`} the right operands, but ${name} ${slip}. It's square, so the shapes fit either way. Look at ${at(terms[0].path.via[0])}.`,
              3,
            )
          },
        ]),
  )
}

/** A view that gives the right shape and leaves the numbers in their order, where dimensions should be swapped. */
export const viewForTranspose: DiagnosisRule = evidence => {
  const { settings } = evidence
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  const { steps } = settings[settings.length - 1].tape
  for (const [position, step] of steps.entries()) {
    if (step.op !== 'view') continue
    const alike = [...steps.keys()].filter(i => isLike(steps[i], step))
    for (const positions of alike.length > 1 ? [[position], alike] : [[position]]) {
      for (const { change, short, advice } of swaps(evidence, step)) {
        if (!makes(evidence, positions, change, ({ needed }) => needed)) continue
        const own = formulaIn(evidence, step.output)
        const more = positions.length > 1 ? ' Do the same with the other views in your line.' : ''
        const fits = `${own === null ? 'A view' : `\`${own}\``} has the right shape, but not the right order`
        return sayChange(evidence, 'shape', short, `${fits}: ${advice}${more}`, 3)
      }
    }
  }
  return null
}

const isLike = ({ op, inputs, output }: Step, other: Step): boolean =>
  op === 'view' &&
  inputs[0].shape.length === other.inputs[0].shape.length &&
  output.shape.length === other.output.shape.length

interface Swap {
  readonly change: Change
  readonly short: string
  /** Goes on from "not the right order". */
  readonly advice: string
}

/** The dimensions swapped before the view, or after one into the swapped shape. */
function swaps(evidence: Evidence, step: Step): Swap[] {
  const keeps = 'a view keeps the numbers in their order.'
  const short = 'a view instead of a transpose'
  const [x] = step.inputs
  const before = pairsOf(x).map(([i, j]): Swap => {
    const change: Change = own => {
      const swapped = swap(evidence, own.inputs[0], i, j)
      return swapped === null ? null : run(withInput(own, 0, swapped), evidence)
    }
    return isSwapped(evidence, x, i, j)
      ? { change, short: 'transposed before a view', advice: 'leave out the transpose before the view.' }
      : { change, short, advice: `${keeps} Swap dimensions ${i} and ${j} first, with transpose(${i}, ${j}).` }
  })
  const after = pairsOf(step.output).map(
    ([i, j]): Swap => ({
      change: own => {
        const shape = [...own.output.shape]
        ;[shape[i], shape[j]] = [shape[j], shape[i]]
        const view = run({ ...own, attributes: { shape } as never }, evidence)
        return view === null ? null : swap(evidence, view, i, j)
      },
      short,
      advice: `${keeps} View it with dimensions ${i} and ${j} the other way round, then swap them with transpose(${i}, ${j}).`,
    }),
  )
  return [...after, ...before]
}

/** Whether the line has swapped these two dimensions to make a tensor. */
function isSwapped({ settings }: Evidence, x: Tensor, i: number, j: number): boolean {
  const made = settings[settings.length - 1].tape.steps.find(({ output }) => output === x)
  if (made?.op !== 'permute') return false
  const { dims } = made.attributes as { dims: readonly number[] }
  return dims.every((dim, at) => dim === (at === i ? j : at === j ? i : at))
}

const pairsOf = ({ shape }: Tensor): (readonly [number, number])[] =>
  [...shape.keys()].flatMap(j => [...Array(j).keys()].map(i => [i, j] as const))
