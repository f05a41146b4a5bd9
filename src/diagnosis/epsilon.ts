/** A small number that keeps a divisor or a root away from 0: left out, subtracted, another one, or one too many. */
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence } from './evidence.ts'
import type { DiagnosisRule, Explanation } from './explanation.ts'
import { digits } from './formula.ts'
import { atEachStep, type Change, run, sayChange, withInput } from './rerun.ts'
import { at } from './words.ts'

// A number this small keeps a divisor or a root away from 0.
const isEpsilon = (x: unknown): x is number => typeof x === 'number' && x !== 0 && Math.abs(x) <= 1e-3

interface Epsilon {
  /** Of the forward pass: the tensor that it is added to, and what is made with it. */
  readonly to: string
  readonly user: string
  readonly number: number
}

/** Small numbers that the forward pass adds, along the ways of this tensor. */
function epsilonsOf({ settings: [{ at: where, terms }] }: Evidence): Epsilon[] {
  const { names } = where.graph
  return terms.flatMap(({ path }) =>
    path.hops.flatMap(({ step: { op, inputs, operands } }) => {
      const place = operands.findIndex(isEpsilon)
      const to = names.get(inputs[1 - place])
      if ((op !== 'add' && op !== 'sub') || place === -1 || to === undefined) return []
      const number = (operands[place] as number) * (op === 'sub' && place === 1 ? -1 : 1)
      return [{ to, user: path.via[0], number }]
    }),
  )
}

/** A small number that the forward pass adds: left out, subtracted, another one; or added where it has none. */
export const epsilon: DiagnosisRule = evidence => {
  const known = epsilonsOf(evidence)
  const [{ terms }] = evidence.settings
  const family = 'wrong local derivative'
  return atEachStep(evidence, step => {
    const place = step.operands.findIndex(isEpsilon)
    const isSum = (step.op === 'add' || step.op === 'sub') && place !== -1
    if (isSum) {
      const number = (step.operands[place] as number) * (step.op === 'sub' && place === 1 ? -1 : 1)
      const to =
        (amount: number): Change =>
        own =>
          run({ ...own, op: 'add', inputs: [own.inputs[1 - place], scalar(amount)] }, evidence)
      const verb = number < 0 ? 'subtracts' : 'adds'
      return [
        ...known.map(({ to: name, user, number: right }): readonly [Change, () => Explanation] => [
          to(right),
          () =>
            sayChange(
              evidence,
              family,
              `${text(number)} instead of ${text(right)}`,
              `Your line ${verb} ${text(Math.abs(number))}, but ${at(user)} is made with \`${name}\` + ${text(right)}. Use the same number as the forward pass.`,
              3,
            ),
        ]),
        [
          to(0),
          () =>
            sayChange(
              evidence,
              family,
              `${text(Math.abs(number))} ${number < 0 ? 'subtracted' : 'added'}`,
              `Your line ${verb} ${text(Math.abs(number))}, but ${at(terms[0].path.via[0])} is made without it. Leave it out and your line is right.`,
              3,
            ),
        ],
      ]
    }
    return step.inputs.flatMap((input, i) => {
      const name = evidence.settings[evidence.settings.length - 1].tape.names.get(input)
      return known
        .filter(({ to }) => to === name)
        .map(({ to, user, number }): readonly [Change, () => Explanation] => [
          own => {
            const x = run({ op: 'add', inputs: [own.inputs[i], scalar(number)], attributes: {} }, evidence)
            return x === null ? null : run(withInput(own, i, x), evidence)
          },
          () =>
            sayChange(
              evidence,
              family,
              `${text(number)} is missing`,
              `${at(user)} is made with \`${to}\` + ${text(number)}, and your line uses \`${to}\` alone. Add ${text(number)} and your line is right.`,
              3,
            ),
        ])
    })
  })
}

const text = (x: number): string => digits(x).text

const scalar = (x: number): Tensor => new Tensor([], Float64Array.of(x))
