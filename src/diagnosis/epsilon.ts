/** A small number that keeps a divisor or a root away from 0: left out, subtracted, another one, or one too many. */
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence } from './evidence.ts'
import type { DiagnosisRule, Explanation } from './explanation.ts'
import { digits } from './formula.ts'
import { atEachStep, type Change, run, sayChange, withInput } from './rerun.ts'
import { at } from './words.ts'

// A number this small keeps a divisor or a root away from 0.
const isEpsilon = (x: unknown): x is number => typeof x === 'number' && x !== 0 && Math.abs(x) <= 1e-3

interface Added {
  /** Of the forward pass: the tensor that it is added to, and what is made with it. */
  readonly to: string
  readonly user: string
  readonly number: number
}

/** Numbers that the forward pass adds, along the ways of this tensor or to what it meets there. */
function addedIn({ settings: [{ at: where, terms }] }: Evidence): Added[] {
  const { names, steps } = where.graph
  const made = new Map(steps.map(step => [step.output, step]))
  return terms.flatMap(({ path }) =>
    path.hops
      .flatMap(({ step }) => [step, ...step.inputs.flatMap(x => (names.has(x) ? [] : (made.get(x) ?? [])))])
      .flatMap(({ op, inputs, operands }) => {
        const place = operands.findIndex(operand => typeof operand === 'number')
        const to = names.get(inputs[1 - place])
        const isSum = op === 'add' || (op === 'sub' && place === 1)
        if (!isSum || place === -1 || to === undefined) return []
        const number = (operands[place] as number) * (op === 'sub' ? -1 : 1)
        return [{ to, user: path.via[0], number }]
      }),
  )
}

/** A number that the forward pass adds: left out, or, if it is small, subtracted, another one; or added where it has none. */
export const epsilon: DiagnosisRule = evidence => {
  const known = addedIn(evidence)
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
        ...known
          .filter(({ number }) => isEpsilon(number))
          .map(({ to: name, user, number: right }): readonly [Change, () => Explanation] => [
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
