/** Mistakes that are found by trying the cure: another sum, another operation. */
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, formulaIn } from './explanation.ts'
import { atEachStep, type Change, run, sayChange } from './rerun.ts'
import { dimensions } from './words.ts'

const sums: ReadonlySet<Op> = new Set(['sum', 'mean', 'max', 'min', 'prod'])

/** A sum over other dimensions, or something else than a sum. */
export const otherSum: DiagnosisRule = evidence =>
  atEachStep(evidence, step => {
    if (!sums.has(step.op)) return []
    const { dims } = step.attributes as { dims: readonly number[] }
    const rank = step.inputs[0].shape.length
    const isSame = (over: readonly number[]): boolean => step.op === 'sum' && over.join() === dims.join()
    const choices = subsets(rank).filter(over => !isSame(over))
    return choices.flatMap(over =>
      [true, false].map((keepdim): readonly [Change, () => Explanation] => [
        own => {
          const sum = run(
            { op: 'sum', inputs: own.inputs, attributes: { dims: over, keepdim } as never },
            evidence,
          )
          // Where there was nothing to repeat before, there may be now.
          return sum
        },
        () => {
          const right =
            over.length === 0
              ? 'no sum'
              : `a sum over ${over.length === rank ? 'everything' : dimensions(over)}`
          const yours = `${step.op} over ${dims.length === rank ? 'everything' : dimensions(dims)}`
          return sayChange(
            evidence,
            'reduction',
            `${yours} instead of ${right}`,
            over.length === 0
              ? `Leave out the ${yours}, and your line is right.`
              : `Your line takes the ${yours}. Take ${right} instead, and your line is right.`,
            3,
          )
        },
      ]),
    )
  })

/** Of the dimensions, each choice of some, the smaller ones first. */
const subsets = (rank: number): number[][] =>
  Array.from({ length: 2 ** rank }, (_, bits) =>
    [...Array(rank).keys()].filter(dim => bits & (1 << dim)),
  ).sort((a, b) => a.length - b.length)

const words: { readonly [O in Op]?: string } = {
  add: 'added',
  sub: 'subtracted',
  mul: 'multiplied',
  div: 'divided',
}

/** Added where it should be multiplied, and the like. */
export const otherOperation: DiagnosisRule = evidence =>
  atEachStep(evidence, step =>
    words[step.op] === undefined
      ? []
      : (['add', 'sub', 'mul', 'div'] as const)
          .filter(op => op !== step.op)
          .map((op): readonly [Change, () => Explanation] => [
            own => run({ ...own, op }, evidence),
            () => {
              return sayChange(
                evidence,
                op === 'add' || op === 'sub' ? 'overwritten, doubled, subtracted' : 'wrong local derivative',
                `${step.op} where ${op} belongs`,
                `${operationText(evidence, step, op)} Everything else in your line is right.`,
                3,
              )
            },
          ]),
  )

/** What should be done instead of an operation, with what it works on where that can be told. */
function operationText(
  evidence: Evidence,
  { op, inputs, operands }: Step,
  instead: 'add' | 'sub' | 'mul' | 'div',
) {
  const [left, right] = inputs.map((x, i) =>
    typeof operands[i] === 'number' ? String(operands[i]) : formulaIn(evidence, x),
  )
  if ((op === 'add' || op === 'sub') && (instead === 'mul' || instead === 'div') && right === '1')
    return `Leave out the 1 that you ${op === 'add' ? 'add to' : 'subtract from'} ${left === null ? 'a part of your line' : `\`${left}\``}.`
  if (left === null || right === null)
    return `One ${op} in your line should be ${words[instead]}, not ${words[op]}.`
  if (instead === 'sub') return `\`${right}\` should be subtracted from \`${left}\`, not ${words[op]}.`
  if (instead === 'div') return `\`${left}\` should be divided by \`${right}\`, not ${words[op]}.`
  return `\`${left}\` and \`${right}\` should be ${words[instead]}, not ${words[op]}.`
}
